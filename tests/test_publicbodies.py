"""Bodies that every place has are one under all that their names leave out; so are their chambers."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("山西运城中院", "运城市中级人民法院"),
        ("运城市中院", "运城市中级人民法院"),
        ("甘肃高院", "甘肃省高级人民法院"),
        ("福建晋江法院", "晋江市人民法院"),
        ("北京高院民三庭", "北京市高级人民法院民事审判第三庭"),
        ("广州中院知产庭", "广州市中级人民法院知识产权审判庭"),
        ("最高法环资庭", "最高人民法院环境资源审判庭"),
    ],
)
def test_a_public_body_is_written_in_full(extractor: Extractor, name: str, whole: str) -> None:
    assert extractor.names._short_forms.derivation.full("Organization", name) == whole


@pytest.mark.parametrize("name", ["运城市中级人民法院", "运城云帆科技有限公司", "鼓楼区法院", "河北运城中院"])
def test_nothing_is_made_of_what_is_in_full_or_may_be_of_several_places(extractor: Extractor, name: str) -> None:
    assert extractor.names._short_forms.derivation.full("Organization", name) == ""

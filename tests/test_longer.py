"""Longer names of known bodies are theirs, but for those of firms that only share a short form; parts of courts."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("川大华西口腔医院", "四川大学华西口腔医院"),
        ("泰国朱拉隆功大学", "朱拉隆功大学"),
        ("江西铜业股份有限公司", ""),
        ("上海电气控股集团有限公司", ""),
        ("江西铜业集团", "江西铜业"),
    ],
)
def test_a_longer_name_of_a_known_body_is_its_own(extractor: Extractor, name: str, known: str) -> None:
    derivation = extractor.names._short_forms.derivation
    found = derivation.known("Organization", name)
    rows = extractor.names.gazetteer.rows

    assert bool(found) == bool(known)
    assert rows(found, "Organization") == rows(known, "Organization")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("北京高院民三庭", "北京市高级人民法院民事审判第三庭"),
        ("广州中院知产庭", "广州市中级人民法院知识产权审判庭"),
        ("最高法环资庭", "最高人民法院环境资源审判庭"),
    ],
)
def test_a_chamber_is_that_of_its_court_in_full(extractor: Extractor, name: str, full: str) -> None:
    assert extractor.names._short_forms.derivation.full("Organization", name) == full

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
        ("杭州西湖法院", "杭州市西湖区人民法院"),
        ("深圳南山检察院", "深圳市南山区人民检察院"),
        ("长春朝阳法院", "长春市朝阳区人民法院"),
        ("北京市公安局朝阳分局", "北京市朝阳区公安分局"),
        ("杭州西湖公安分局", "杭州市西湖区公安分局"),
        ("福州市市场监督管理局鼓楼分局", "福州市鼓楼区市场监督管理局"),
    ],
)
def test_a_public_body_is_written_in_full(extractor: Extractor, name: str, whole: str) -> None:
    assert extractor.names._short_forms.derivation.full("Organization", name) == whole


@pytest.mark.parametrize("name", ["运城市中级人民法院", "运城云帆科技有限公司", "鼓楼区法院", "河北运城中院"])
def test_nothing_is_made_of_what_is_in_full_or_may_be_of_several_places(extractor: Extractor, name: str) -> None:
    assert extractor.names._short_forms.derivation.full("Organization", name) == ""


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("浙江省十四届人大二次会议", "浙江省第十四届人民代表大会第二次会议"),
        ("浙江省人大十四届二次会议", "浙江省第十四届人民代表大会第二次会议"),
        ("云溪市政协九届四次会议", "中国人民政治协商会议云溪市第九届委员会第四次会议"),
        ("政协云溪市第九届委员会第四次会议", "中国人民政治协商会议云溪市第九届委员会第四次会议"),
        ("浙江省委十五届四次全会", "中国共产党浙江省第十五届委员会第四次全体会议"),
        ("浙江省第十四届人民代表大会第二次会议", ""),
        ("十四届青年论坛二次会议", ""),
    ],
)
def test_a_session_of_a_congress_is_written_in_full(extractor: Extractor, name: str, whole: str) -> None:
    assert extractor.names._short_forms.derivation.full("Event", name) == whole


@pytest.mark.parametrize(
    ("name", "form"),
    [("辽宁省辽河中级人民法院", "辽河中院"), ("山东海岭新区管理委员会", "海岭新区管委会")],
)
def test_a_public_body_with_a_word_of_its_own_is_named_without_its_province(
    extractor: Extractor, name: str, form: str
) -> None:
    assert form in extractor.names._short_forms.derivation.forms("Organization", name)


def test_a_public_body_with_nothing_of_its_own_keeps_its_province(extractor: Extractor) -> None:
    forms = extractor.names._short_forms.derivation.forms("Organization", "广东省第二人民医院")

    assert not any(form.startswith("第二") for form in forms)

"""What only says what kind of body is named next is no body itself."""

import pytest

from kg.extraction import Extractor
from kg.model import Document


def bodies(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    found = extractor.extract(Document("a.txt", text)).mentions
    return {(one.type, one.text) for one in found if one.type in ("Organization", "Place")}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("英国制药公司阿斯利康将在此设厂。", {("Place", "英国"), ("Organization", "阿斯利康")}),
        ("以色列自动驾驶公司Mobiltek宣布裁员。", {("Place", "以色列"), ("Organization", "Mobiltek")}),
        ("深圳機器人公司優必選昨日發布新品。", {("Place", "深圳"), ("Organization", "優必選")}),
    ],
    ids=["known", "in letters", "of a city, in the other script"],
)
def test_a_place_with_a_trade_before_a_body_is_a_place(
    extractor: Extractor, text: str, names: set[tuple[str, str]]
) -> None:
    assert bodies(extractor, text) == names


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("英国石油公司BP宣布减产。", "英国石油公司"),
        ("英国制药公司昨日宣布减产。", "英国制药公司"),
        ("青州听海电子公司与华为合作。", "青州听海电子公司"),
    ],
    ids=["known", "no body behind it", "a word of its own"],
)
def test_what_is_a_name_stays_one(extractor: Extractor, text: str, body: str) -> None:
    assert ("Organization", body) in bodies(extractor, text)


def test_what_is_bought_is_the_body_and_not_its_kind(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("a.txt", "瑞士制药公司诺华收购美国生物技术公司Chinook。"))

    stated = {f"{one.subject.text} {one.relation} {one.object.text}" for one in extraction.relations}
    assert stated == {"诺华 owns Chinook", "诺华 locatedIn 瑞士", "Chinook locatedIn 美国"}

"""Forms that other documents tell: what a text names beside places that lie elsewhere is another thing."""

from __future__ import annotations

import pytest

from kg.engines.local import read_in_turn
from kg.extraction import Extractor
from kg.model import Document

SOCIETY = "云南省茶叶流通协会（简称“滇茶流协”）发布价格指数。"
FIRM = "浙江海天纺织有限公司（简称“海天纺织”）发布年报。"


def key(extractor: Extractor, told: str, text: str, form: str) -> str:
    """What a form means in a text, where another text tells what it stands for."""
    documents = [Document("a.txt", told), Document("b.txt", text)]
    extraction = next(one for one in read_in_turn(documents, extractor) if one.document.id == "b.txt")
    return next(one.key for one in extraction.mentions if one.text == form)


@pytest.mark.parametrize(
    ("told", "text", "form", "whole"),
    [
        (SOCIETY, "昆明消息，滇茶流协会长说普洱茶价回稳。", "滇茶流协", "云南省茶叶流通协会"),
        (SOCIETY, "滇茶流协会长说普洱茶价回稳。", "滇茶流协", "云南省茶叶流通协会"),
        (FIRM, "在新疆阿克苏，海天纺织建起十万锭棉纺厂。", "海天纺织", "浙江海天纺织有限公司"),
    ],
)
def test_a_told_form_is_its_name_beside_places_of_its_own_and_of_a_firm_beside_others(
    extractor: Extractor, told: str, text: str, form: str, whole: str
) -> None:
    assert key(extractor, told, text, form) == whole


def test_a_form_beside_places_of_another_province_is_not_the_body_that_another_document_tells(
    extractor: Extractor,
) -> None:
    told = "浙江省律师协会（以下简称“律协”）发布执业指引。"
    assert key(extractor, told, "沈阳消息，律协对三名律师作出处分。", "律协") == "律协@b.txt"

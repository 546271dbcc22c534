"""Things of one name: known names behind places that are not theirs, and persons whose lives do not go together."""

from __future__ import annotations

import pytest

from kg.errors import Location
from kg.evaluation.pairs import Pair, judge_pairs
from kg.extraction import Extractor


def joined(extractor: Extractor, name: str, text: str, other: str, other_text: str) -> bool:
    """Tell whether two names, each in a text, become one thing."""
    pair = Pair("", "same", name, text, other, other_text, Location("pairs.tsv", 1))
    return judge_pairs([pair], extractor)[0].joined


@pytest.mark.parametrize(
    ("name", "text", "other_text"),
    [
        ("的黎波里", "利比亚首都的黎波里机场重新开放。", "黎巴嫩北部港口城市的黎波里有建筑物倒塌。"),
        ("协和医院", "北京协和医院完成手术。", "福州新权路的协和医院开设夜诊。"),
        ("东海大学", "台中东海大学的教堂列为古迹。", "日本东海大学夺得接力赛冠军。"),
        ("同济医院", "上海新村路的同济医院启用康复楼。", "武汉同济医院启用新楼。"),
        ("信义路", "台北信义路地下道淹水。", "无锡信义路的桂花开了。"),
    ],
)
def test_a_known_name_is_another_things_behind_a_place_where_it_is_not(
    extractor: Extractor, name: str, text: str, other_text: str
) -> None:
    assert not joined(extractor, name, text, name, other_text)


def test_a_known_name_stays_what_it_is_behind_its_own_place(extractor: Extractor) -> None:
    assert joined(extractor, "同济医院", "武汉的同济医院扩建。", "同济医院", "位于汉口航空路的同济医院举行义诊。")
    assert joined(extractor, "剑桥大学", "英国剑桥大学公布论文。", "剑桥大学", "剑桥大学的合唱团来京。")


@pytest.mark.parametrize(
    ("name", "text", "other", "other_text"),
    [
        ("史密斯", "澳大利亚板球选手史密斯受伤。", "约翰·史密斯", "英国大臣约翰·史密斯辞职。"),
        ("周文斌", "晚清举人周文斌著有《海塘纪略》。", "周文斌", "上市公司财务总监周文斌被立案。"),
        ("郭长林", "一九三六年生的郭长林曾任剧院灯光师。", "郭长林", "二十六岁的郭长林在苏州打工。"),
        ("高桥", "日本首相高桥视察灾区。", "高桥", "北海道大学棒球选手高桥打出全垒打。"),
    ],
)
def test_persons_are_apart_whose_lives_do_not_go_together(
    extractor: Extractor, name: str, text: str, other: str, other_text: str
) -> None:
    assert not joined(extractor, name, text, other, other_text)

"""Names that mean something by what stands beside them, and forms that follow: pairs as two articles have them."""

from __future__ import annotations

import pytest

from kg.errors import Location
from kg.evaluation.pairs import Pair, judge_pairs
from kg.extraction import Extractor
from kg.model import Document


def joined(extractor: Extractor, name: str, text: str, other: str, other_text: str) -> bool:
    """Tell whether two names, each in a text, become one thing."""
    pair = Pair("", "same", name, text, other, other_text, Location("pairs.tsv", 1))
    return judge_pairs([pair], extractor)[0].joined


def names(extractor: Extractor, text: str) -> set[str]:
    """The names of a text."""
    return {one.text for one in extractor.extract(Document("a.txt", text)).mentions}


def test_the_code_of_a_share_tells_the_listed_firm_of_a_group(extractor: Extractor) -> None:
    listed = "中国石油化工股份有限公司", "中国石油化工股份有限公司派发股息。"
    assert joined(extractor, *listed, "中国石化", "中国石化（600028.SH）公布季报，中国石化利润下降。")
    assert not joined(extractor, *listed, "中国石化", "中国石化在四川探明气田。")


def test_a_body_called_by_the_head_of_a_district_is_that_of_the_city_of_the_text(extractor: Extractor) -> None:
    full = "深圳市南山区人民检察院", "深圳市南山区人民检察院成立新部门。"
    assert joined(extractor, *full, "南山检察院", "深圳的南山检察院提起公诉。")
    assert not joined(extractor, *full, "南山检察院", "黑龙江鹤岗的南山检察院提起公诉。")


@pytest.mark.parametrize(
    ("name", "text", "other", "other_text"),
    [
        ("复旦大学管理学院", "复旦大学管理学院开学。", "复旦管院", "复旦管院与企业共建中心。"),
        ("合肥量芯微电子股份有限公司", "合肥量芯微电子股份有限公司申请上市。", "量芯微", "量芯微去年亏损。"),
        ("浙江荣景新材料股份有限公司", "浙江荣景新材料股份有限公司申请上市。", "荣景新材", "荣景新材撤回了材料。"),
        ("第七届进博会", "第七届进博会闭幕。", "2024年进博会", "2024年进博会上展出了新品。"),
        ("消防局", "高雄前镇仓库大火，消防局称无人伤亡。", "高雄市消防局", "高雄市消防局出动三十辆消防车。"),
        ("特朗普", "特朗普签署命令。", "川普", "川普今在白宮簽署命令。"),
        ("陈以诺", "歌手陈以诺（艺名“诺亚Noa”）开唱。", "诺亚Noa", "诺亚Noa昨谢谢歌迷。"),
        ("中国传媒大学", "中国传媒大学迎新。", "北京广播学院", "他1985年毕业于北京广播学院。"),
    ],
)
def test_names_of_one_thing_are_joined(extractor: Extractor, name: str, text: str, other: str, other_text: str) -> None:
    assert joined(extractor, name, text, other, other_text)


@pytest.mark.parametrize(
    ("name", "text", "other", "other_text"),
    [
        ("CBA", "中国男子篮球职业联赛（CBA）揭幕。", "CBA", "澳洲联邦银行（CBA）公布业绩。"),
        ("朝阳", "辽宁西部的朝阳出土化石。", "朝阳", "北京国贸所在的朝阳开放自行车路。"),
        ("第七届进博会", "第七届进博会闭幕。", "2025年进博会", "2025年进博会上展出了新品。"),
        ("王海", "打假人王海发布视频。", "王海", "空军战斗英雄王海曾任司令员。"),
    ],
)
def test_things_of_one_name_stay_two(extractor: Extractor, name: str, text: str, other: str, other_text: str) -> None:
    assert not joined(extractor, name, text, other, other_text)


def test_what_grows_is_no_firm(extractor: Extractor) -> None:
    assert "苹果" not in names(extractor, "果农给苹果摘袋，今年收购价上涨。")
    assert "小米" not in names(extractor, "陕北的小米今年丰收，亩产四百斤。")
    assert "苹果" in names(extractor, "苹果发布新款手机。")


def test_the_end_of_a_name_is_no_part_of_a_word_behind_a_title(extractor: Extractor) -> None:
    assert "龚正" in names(extractor, "上海市市长龚正在会上说，要加快建设。")
    assert "清岚县人民医院" in names(extractor, "昨日，清岚县人民医院启用新楼。")

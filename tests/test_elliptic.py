"""Bodies and places told by what stands before: 市中院 of the city named last, 太平山 of the county right before it."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.model import Document, Mention


def mention(extractor: Extractor, text: str, name: str) -> Mention:
    """The last mention of a name."""
    return [one for one in extractor.extract(Document("a.txt", text)).mentions if one.text == name][-1]


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("江西赣州一起走私案宣判，市中院判处主犯十二年有期徒刑。", "市中院", "赣州市中院"),
        ("湖南炎陵今年高考成绩喜人，县一中有六人被录取。", "县一中", "炎陵县一中"),
        ("河南兰考召开现场会，县委主要负责人介绍了产业。", "县委", "兰考县委"),
        ("四川甘孜推进文旅融合，州委召开专题会议。", "州委", "甘孜州委"),
        ("广州市白云区发生一起高空抛物案，区法院判被告赔偿。", "区法院", "广州市白云区法院"),
        ("厦门马拉松将于一月五日起跑，组委会公布了路线图。", "组委会", "厦门马拉松组委会"),
        ("太原讯：省教育厅公布了中考办法。", "省教育厅", "山西省教育厅"),
        ("兰州讯：省轻工业设计院为县区培训技师。", "省轻工业设计院", "甘肃省轻工业设计院"),
        ("隆回花瑶梯田景区昨日开放，县文旅局增设导览。", "县文旅局", "隆回县文旅局"),
        ("陕西大荔一名老人落水，获救后送县医院治疗。", "县医院", "大荔县医院"),
        ("海口讯 省水利厅公布方案。", "省水利厅", "海南省水利厅"),
        ("株洲市的民政局开通网上预约。", "民政局", "株洲市民政局"),
        ("十堰市的卫健委公布名单。", "卫健委", "十堰市卫健委"),
        ("本溪的劳动公园里樱花开了。", "劳动公园", "本溪市劳动公园"),
        ("在大连，人民广场周围种了树。", "人民广场", "大连市人民广场"),
        ("河南兰考召开现场会，县委书记周子安讲话。", "县委", "兰考县委"),
        ("株洲市召开大会，市委副书记、市长周子安讲话。", "市委", "株洲市委"),
        ("株洲市政府与鞍山钢铁集团签约，市委常委、副市长周子安出席。", "市委", "株洲市委"),
        ("株洲市与北京大学签约，市教育局局长周子安出席。", "市教育局", "株洲市教育局"),
    ],
)
def test_a_body_is_that_of_what_was_named_before(extractor: Extractor, text: str, name: str, key: str) -> None:
    assert mention(extractor, text, name).key == key


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("河南新乡地区召开会议，辉县县委书记介绍了做法。", "辉县县委"),
        ("厦门马拉松组委会取消三名选手成绩。", "厦门马拉松组委会"),
    ],
)
def test_a_body_right_behind_what_it_is_of_is_one_name(extractor: Extractor, text: str, name: str) -> None:
    assert mention(extractor, text, name).type == "Organization"


def test_the_body_of_a_place_is_the_row_that_is_known_of_it(extractor: Extractor) -> None:
    found = mention(extractor, "香港推出新一批人才计划，特区政府预计吸引一万人。", "特区政府")
    assert found.entry == "Organization:香港特别行政区政府"


def test_a_post_without_a_body_before_it_is_no_body(extractor: Extractor) -> None:
    found = extractor.extract(Document("a.txt", "河南兰考召开现场会，县委书记介绍了产业。")).mentions
    assert "县委" not in {one.text for one in found}


def test_a_committee_before_a_post_is_a_name_though_no_place_is_told(extractor: Extractor) -> None:
    found = mention(extractor, "区委副书记、区长周子安昨日到企业走访。", "区委")
    assert (found.type, found.entry) == ("Organization", "")


@pytest.mark.parametrize(
    ("text", "name", "row"),
    [
        ("青海省召开会议，海南、果洛两州负责人参加。", "海南", "Place:海南藏族自治州"),
        ("海南、广东两省签署协议。", "海南", "Place:海南省"),
        ("花莲地震后，县府开设收容所。", "县府", "Organization:花莲县政府"),
        ("从长春坐火车到吉林看雾凇的游客增多。", "吉林", "Place:吉林市"),
        ("吉林去年粮食产量增长。", "吉林", "Place:吉林省"),
        ("福建东山的海带丰收。", "东山", "Place:东山县"),
        ("东京八王子的中央大学今年名列第二。", "中央大学", "Organization:中央大学(日本)"),
        ("香港太平山山顶缆车换上新车厢。", "太平山", "Place:太平山顶"),
        ("加州圣何塞的科技公司裁员。", "圣何塞", "Place:圣何塞"),
    ],
)
def test_of_rows_of_one_name_that_is_meant_which_lists_ways_and_containers_tell(
    extractor: Extractor, text: str, name: str, row: str
) -> None:
    assert mention(extractor, text, name).entry == row


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("宜兰太平山下初雪。", "太平山", "宜兰县太平山"),
        ("哥斯达黎加首都圣何塞遭强震波及。", "圣何塞", "哥斯达黎加圣何塞"),
        ("美国阿拉巴马州伯明翰发生枪击案。", "伯明翰", "亚拉巴马州伯明翰"),
        ("桂林漓江上的解放桥检测发现裂缝。", "解放桥", "桂林市解放桥"),
        ("重庆渝北区的中央公园举办音乐节。", "中央公园", "渝北区中央公园"),
    ],
)
def test_a_known_place_is_not_meant_right_behind_one_that_it_does_not_lie_in(
    extractor: Extractor, text: str, name: str, key: str
) -> None:
    found = mention(extractor, text, name)
    assert (found.key, found.entry) == (key, "")


def test_a_common_name_is_that_of_its_row_where_no_other_town_is_told(extractor: Extractor) -> None:
    assert mention(extractor, "上海新闻：人民广场地铁站旁，人民广场的花坛换了新花。", "人民广场").entry


@pytest.mark.parametrize("text", ["劳动公园里樱花开了。", "上海的图书馆都延长了开放时间。", "法国的政府更迭频繁。"])
def test_a_common_word_behind_a_place_is_no_name(extractor: Extractor, text: str) -> None:
    found = {one.text for one in extractor.extract(Document("a.txt", text)).mentions}
    assert not found & {"劳动公园", "图书馆", "政府"}

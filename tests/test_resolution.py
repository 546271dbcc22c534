"""Which names are one thing, over documents and scripts, and which are not; whatever the order and grouping."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import add
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engines import extract_all
from kg.engines.local import read_in_turn
from kg.errors import Location, OntologyError
from kg.evaluation.pairs import Pair, judge_pairs, read_pairs, share_right
from kg.extraction import Extraction, Extractor
from kg.knowledge.identityfile import load_identity
from kg.model import Document, Entity
from kg.ontology import Ontology
from kg.resolution.gathered import gather
from kg.resolution.scripts import in_both_scripts, to_hant
from kg.resolution.told import forms_of, told
from kg.resolve import Resolved, decide, decide_together, resolve
from kg.text import fold

PAIRS = Path(__file__).parent / "pairs"

TEXTS = [
    "中国林草碳汇研究中心（简称“林碳中心”）在哈尔滨揭牌。",
    "林碳中心昨日公布了首份碳汇报告。",
    "北溟重工集团的前身为北溟机械厂，总部在大连。",
    "北溟機械廠舊址對外開放，北溟機械廠的老工人回憶往事。",
    "北京大学教授王建伟介绍了这项研究。",
    "中国银行行长王建伟表示，贷款规模将扩大。",
    "北京大学的王建伟，也就是北京大学教授王建伟，获奖。王建伟致谢。",
    "王建伟昨日抵达。",
    "北京市朝阳区推出消费券。",
    "吉林省长春市朝阳区改造老旧小区，市政府召开会议。",
    "青禾农业科学研究院（简称“青研院”）发布新品种。",
    "青岚能源研究院（简称“青研院”）完成测试。青研院招聘。",
    "青研院放假。",
    "第七届进博会在上海开幕，进博会吸引八百家企业。",
    "第八届进博会闭幕。",
    "工行北京市分行发放贷款。",
    "中国工商银行北京市分行开业。",
    "西南航空材料研究院（以下简称“航材院”）在成都成立，航材院有八百人。",
]


def documents(texts: Sequence[str]) -> list[Document]:
    return [Document(f"{number:02}.txt", text) for number, text in enumerate(texts)]


def resolved(extractor: Extractor, *texts: str) -> Resolved:
    return resolve(read_in_turn(documents(texts), extractor), extractor.ontology.gazetteer)


def naming(resolution: Resolved, number: int, label: str) -> list[Entity]:
    """The entities of one document that have a label, in either script."""
    return [
        entity
        for entity in resolution.entities
        if f"{number:02}.txt" in dict(entity.documents)
        and label in {entity.label_hans, entity.label_hant, *(text for _, text in entity.labels)}
    ]


def merges(entity: Entity) -> set[tuple[str, str]]:
    return {(merge.label, merge.reason) for merge in entity.merges}


@pytest.fixture(scope="module")
def read(extractor: Extractor) -> list[Extraction]:
    return read_in_turn(documents(TEXTS), extractor)


# -- laws ----------------------------------------------------------------------------------------------------------


@given(st.permutations(range(len(TEXTS))), st.lists(st.integers(0, len(TEXTS)), max_size=4))
@settings(deadline=None, max_examples=25)
def test_what_documents_tell_can_be_gathered_in_any_order_and_grouping(
    extractor: Extractor, read: list[Extraction], order: list[int], cuts: list[int]
) -> None:
    bounds = [0, *sorted(cuts), len(TEXTS)]
    parts = [gather(read[i] for i in order[a:b]) for a, b in pairwise(bounds)]
    gazetteer = extractor.ontology.gazetteer

    assert reduce(add, parts) == gather(read)
    assert reduce(lambda left, right: right + left, parts) == gather(read)
    assert decide(reduce(add, parts), gazetteer) == resolve(read, gazetteer).resolution


@given(st.sets(st.sampled_from([*TEXTS, *(text.replace("北京", "台北") for text in TEXTS), "IBM在臺灣、台灣設廠。"])))
@settings(max_examples=30, deadline=None)
def test_names_that_stand_alone_mean_what_they_would_among_all_others(extractor: Extractor, texts: set[str]) -> None:
    gazetteer = extractor.ontology.gazetteer
    told = gather(read_in_turn(documents(sorted(texts)), extractor))

    assert decide(told, gazetteer) == decide_together(told, gazetteer)


@given(st.permutations(range(len(TEXTS))))
@settings(deadline=None, max_examples=10)
def test_forms_that_documents_tell_each_other_do_not_depend_on_their_order(
    extractor: Extractor, read: list[Extraction], order: list[int]
) -> None:
    again = read_in_turn([documents(TEXTS)[i] for i in order], extractor)

    assert sorted(again, key=lambda one: one.document.id) == read


def test_several_processes_tell_each_other_what_one_does(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engines.local.WORTH_PROCESSES", 1)
    monkeypatch.setattr("kg.engines.local.BATCH", 40)

    assert extract_all(documents(TEXTS), ontology, workers=2) == extract_all(documents(TEXTS), ontology, workers=1)


def test_an_id_does_not_change_with_other_documents_unless_they_bring_a_namesake(extractor: Extractor) -> None:
    gazetteer = extractor.ontology.gazetteer
    alone = {one.id for document in documents(TEXTS) for one in resolve(_each(document, extractor), gazetteer).entities}
    whole = resolve(read_in_turn(documents(TEXTS), extractor), gazetteer).entities

    new = [one for one in whole if one.id not in alone]

    assert {one.label_hans for one in new} == {"王建伟"}


def _each(document: Document, extractor: Extractor) -> list[Extraction]:
    return [extractor.extract(document)]


# -- short forms, renamings and editions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "older", "newer"),
    [
        ("海川大学由海川学院更名而来。", "海川学院", "海川大学"),
        ("海川大学2016年由海川学院改制更名而成，设在海口。", "海川学院", "海川大学"),
        ("原名“海川学院”的海川大学迎来校庆。", "海川学院", "海川大学"),
        ("海川学院是海川大学的前身。", "海川学院", "海川大学"),
        ("海川大学昨庆校庆，该校曾用名海川学院，1988年改制。", "海川学院", "海川大学"),
        ("海川学院1988年改制，更名海川大学。", "海川学院", "海川大学"),
        ("“海川学院”今年起改名“海川大学”。", "海川学院", "海川大学"),
        ("国务院批准撤销海坛县，设立云浦市。", "海坛县", "云浦市"),
        ("1986年经批准，海坛撤县改市，改称云浦市。", "海坛县", "云浦市"),
        ("《海川日报》曾用名《海川农民报》。", "《海川农民报》", "《海川日报》"),
        ("海川学院于2016年4月经教育部批准更名为海川大学。", "海川学院", "海川大学"),
        ("海川大学前身为1978年建立的海川工学院。", "海川工学院", "海川大学"),
        ("海川大学的前身是创建于1958年的海川工学院。", "海川工学院", "海川大学"),
        ("云浦机场原名海坛机场，2006年改为今名。", "海坛机场", "云浦机场"),
        ("云浦县1912年改称今名，原名海坛县。", "海坛县", "云浦县"),
        ("云岭医药集团，2019年由云岭制药厂更名而来。", "云岭制药厂", "云岭医药集团"),
        ("凌霄电子昨晚公告，公司名称变更为凌霄科技，代码不变。", "凌霄电子", "凌霄科技"),
        ("海川工学院（现海川大学）老校区改造为公园。", "海川工学院", "海川大学"),
        ("海川大学2022年以前叫海川职业学院。", "海川职业学院", "海川大学"),
        ("公告称，名称由“云浦化工”变更为“云浦股份”。", "云浦化工", "云浦股份"),
        ("云浦市2010年由海坛市更名。", "海坛市", "云浦市"),
    ],
)
def test_a_renaming_is_read_in_whatever_order_it_is_told(
    extractor: Extractor, text: str, older: str, newer: str
) -> None:
    resolution = resolved(extractor, text, f"记者走访了{older}。")

    assert naming(resolution, 1, older) == naming(resolution, 0, newer) != []


@pytest.mark.parametrize(
    ("text", "former", "latter"),
    [
        ("大江集团的法定代表人由周子安变更为林若水。", "周子安", "林若水"),
        ("大江集团公告，公司实际控制人由周子安、林若水共同控制变更为周子安。", "林若水", "周子安"),
        ("承办单位由海川大学变更为云浦大学。", "海川大学", "云浦大学"),
        ("公司注册地由上海市变更为海南省。", "上海市", "海南省"),
    ],
)
def test_one_in_the_place_of_another_is_no_other_name_of_it(
    extractor: Extractor, text: str, former: str, latter: str
) -> None:
    resolution = resolved(extractor, text, f"{former}没有回应。")

    assert naming(resolution, 1, former) != naming(resolution, 0, latter)


@pytest.mark.parametrize(
    "text",
    [
        "海川大学由海川学院与临海医学院合并而成。",
        "海川大学由海川学院、临海医学院合并更名而来。",
        "海川大学计划由海川学院更名而来。",
        "有代表建议将海川学院改名为海川大学。",
        "海川学院没有改名为海川大学。",
    ],
)
def test_a_merger_or_a_plan_is_no_renaming(extractor: Extractor, text: str) -> None:
    resolution = resolved(extractor, text, "海川学院招生。")

    assert naming(resolution, 1, "海川学院") != naming(resolution, 0, "海川大学")


def test_a_known_older_name_is_that_of_what_another_document_says_it_became(extractor: Extractor) -> None:
    resolution = resolved(extractor, "潇湘电影集团由潇湘电影制片厂改制而来。", "潇湘电影制片厂摄制的影片在长沙首映。")
    assert len({one.id for number in (0, 1) for one in naming(resolution, number, "潇湘电影集团")}) == 1


@pytest.mark.parametrize(
    ("text", "older", "newer"),
    [
        ("國立藝術學院二〇〇一年改名為國立臺北藝術大學。", "國立藝術學院", "國立臺北藝術大學"),
        ("云州铝厂2005年整体改制，成立云州铝业集团有限公司。", "云州铝厂", "云州铝业集团有限公司"),
        ("青川机械有限公司脱胎于1958年建厂的青川农机厂。", "青川农机厂", "青川机械有限公司"),
    ],
)
def test_a_renaming_is_read_behind_years_in_any_numerals_and_of_what_was_founded_anew(
    extractor: Extractor, text: str, older: str, newer: str
) -> None:
    aliases = extractor.extract(Document("a.txt", text)).aliases
    assert (fold(older), fold(newer), "renamed") in {(one.alias, one.key, one.reason) for one in aliases}


def test_who_approves_of_a_renaming_has_not_changed(extractor: Extractor) -> None:
    resolution = resolved(extractor, "教育部同意海川学院更名为海川大学。", "海川学院招生。")

    assert naming(resolution, 0, "海川大学") == naming(resolution, 1, "海川学院") != naming(resolution, 0, "教育部")


def test_a_part_of_a_body_changes_its_name_by_itself(extractor: Extractor) -> None:
    resolution = resolved(extractor, "海川公司旗下云浦制药厂更名为云浦药业公司。", "云浦药业公司获奖，海川公司增资。")

    assert naming(resolution, 1, "云浦药业公司") == naming(resolution, 0, "云浦制药厂") != []
    assert naming(resolution, 1, "云浦药业公司") != naming(resolution, 1, "海川公司")


def test_a_form_declared_for_another_thing_is_not_the_row_that_is_known_by_it(extractor: Extractor) -> None:
    resolution = resolved(
        extractor,
        "西南航空材料研究院（以下简称“航材院”）在成都成立，航材院有八百人。",
        "航材院在北京发布新材料。",
        "中国石油天然气股份有限公司（以下简称“中国石油”）发布年报，中国石油增产。",
    )
    declared, known = naming(resolution, 0, "航材院"), naming(resolution, 1, "航材院")

    assert [one.label_hans for one in declared] == ["西南航空材料研究院"]
    assert [one.label_hans for one in known] == ["北京航空材料研究院"]
    assert ("航材院", "declared") in merges(declared[0])
    assert [one.code for one in naming(resolution, 2, "中国石油") if one.code]


def test_editions_of_one_event_are_apart_and_the_bare_name_goes_with_the_only_one(extractor: Extractor) -> None:
    resolution = resolved(
        extractor,
        "第七届进博会在上海开幕，进博会吸引企业。",
        "第八届进博会在上海闭幕。",
        "第八届中国国际进口博览会成交额创新高。",
        "进博会是一扇窗口。",
    )
    seventh, eighth, again, series = (naming(resolution, number, "进博会") for number in range(4))

    assert seventh
    assert series
    assert seventh != series
    assert naming(resolution, 0, "第七届进博会") == seventh
    assert eighth == again == []
    assert naming(resolution, 1, "第八届进博会") == naming(resolution, 2, "第八届中国国际进口博览会") != []


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("中国农业银行四川省分行", "农行四川省分行"),
        ("天津市滨海新区人民法院", "滨海新区法院"),
        ("苏州启明芯半导体科技有限公司", "启明芯"),
        ("中国移动通信集团广东有限公司", "广东移动"),
        ("宁波市第二人民医院", "宁波市二院"),
        ("浙江省杭州市人民政府", "杭州市政府"),
        ("天津市滨海新区人民法院", "天津滨海新区法院"),
        ("国立清江科技大学", "清江科技大学"),
        ("国立阳明交通大学", "阳明交大"),
        ("国家电网江苏省电力有限公司", "国网江苏电力"),
        ("苏州市消防救援支队", "苏州消防支队"),
        ("浙江大学医学院附属第四医院", "浙江大学医学院四附院"),
        ("云溪市交通投资集团有限公司", "云溪交投"),
        ("清华大学经济管理学院", "清华经管学院"),
        ("国家自然科学基金委员会化学科学部", "基金委化学科学部"),
        ("渣打银行（中国）有限公司重庆分行", "渣打重庆分行"),
        ("湖南省长沙市岳麓区人民法院", "岳麓区法院"),
        ("青海省果洛藏族自治州公安局", "果洛州公安局"),
        ("宁德市生态环境局", "宁德生态环境局"),
        ("臺灣高雄地方檢察署", "高雄地檢署"),
        ("臺灣橋頭地方法院", "橋頭地院"),
        ("中国人民银行天水市中心支行", "人行天水中支"),
        ("中国石油天然气股份有限公司长庆石化分公司", "长庆石化"),
        ("内蒙古大中矿业股份有限公司", "大中矿业"),
        ("安徽合力叉车集团有限责任公司", "合力叉车"),
        ("中国气象科学研究院灾害天气国家重点实验室", "灾害天气国家重点实验室"),
        ("泰國朱拉隆功大學", "朱拉隆功大学"),
        ("临沂市河东区人民法院", "临沂河东法院"),
        ("上海市人民检察院第三分院", "上海市检三分院"),
        ("新北市政府警察局板橋分局", "板橋警分局"),
        ("高雄市政府警察局三民第二分局", "三民二分局"),
        ("国家能源局浙江监管办公室", "浙江能源监管办"),
        ("临沂市城市管理委员会", "临沂市城管委"),
        ("临沂市人民防空办公室", "临沂市人防办"),
    ],
)
def test_a_short_form_follows_from_a_full_name_of_another_document(extractor: Extractor, full: str, short: str) -> None:
    resolution = resolved(extractor, f"{full}昨日发布公告。", f"{short}今日回应。")

    assert naming(resolution, 0, full) == naming(resolution, 1, short) != []


@pytest.mark.parametrize(
    ("text", "form", "whole"),
    [
        ("教育部启动西部乡村教师素养提升工程（简称“烛光工程”）。", "烛光工程", "西部乡村教师素养提升工程"),
        ("湛海智渔股份有限公司（证券简称：智渔股份）公告年报。", "智渔股份", "湛海智渔股份有限公司"),
        ("华东极地装备创新中心有限公司（以下简称极地创新中心）揭牌。", "极地创新中心", "华东极地装备创新中心有限公司"),
        ("珠三角水资源配置二期工程（下称“珠水二期”）获批复。", "珠水二期", "珠三角水资源配置二期工程"),
        ("浙江省脑与类脑交叉研究中心（以下简称“之脑中心”）揭牌。", "之脑中心", "浙江省脑与类脑交叉研究中心"),
        ("智海院（全称为湛江智慧海洋研究院）发布报告。", "智海院", "湛江智慧海洋研究院"),
        ("卡斯特里机器人公司（Kastri Robotics，下称卡斯特里）设厂。", "Kastri Robotics", "卡斯特里机器人公司"),
        ("国际大豆研究联合体（International Soybean Consortium，ISC）成立。", "ISC", "国际大豆研究联合体"),
        ("美国公司Helion Dynamics（中文名“赫利昂动力”）融资。", "赫利昂动力", "Helion Dynamics"),
        ("《湄江市城市照明管理办法》（以下简称《照明办法》）公布。", "《照明办法》", "《湄江市城市照明管理办法》"),
        ("第三十三届世界客属恳亲大会（简称“世客会”）举行。", "第三十三届世客会", "第三十三届世界客属恳亲大会"),
        ("澳門特區交通事務局（下稱交局）調整路線。", "澳門交局", "澳門特區交通事務局"),
        ("莱芜地区生姜购销联营总公司挂牌，群众叫惯了简称“姜联”。", "姜联", "莱芜地区生姜购销联营总公司"),
        ("國家住宅及都市更新中心（下稱住都中心）公布名單。", "住都中心", "國家住宅及都市更新中心"),
        ("国家食物与营养咨询委员会（以下简称“食物营养委”）换届。", "食物营养委", "国家食物与营养咨询委员会"),
        ("浙江之川生物医药股份有限公司(之川生物,688999.SH)发布财报。", "之川生物", "浙江之川生物医药股份有限公司"),
        ("北海風力開發公司（德文縮寫NWEG）擬建風場。", "NWEG", "北海風力開發公司"),
    ],
)
def test_a_coined_form_is_found_in_other_documents(extractor: Extractor, text: str, form: str, whole: str) -> None:
    resolution = resolved(extractor, text, f"{form}昨日亮相。")

    assert naming(resolution, 1, form) == naming(resolution, 0, whole) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《中华人民共和国公司法》", "《公司法》"),
        ("《公司法》", "公司法"),
        ("《中华人民共和国耕地质量法》", "《耕地质量法》"),
        ("《江岸市电梯安全条例》", "江岸市电梯安全条例"),
    ],
)
def test_a_law_is_one_with_and_without_its_marks_and_its_state(extractor: Extractor, one: str, other: str) -> None:
    resolution = resolved(extractor, f"{one}今年起施行。", f"{other}对此作出规定。")

    assert naming(resolution, 0, one) == naming(resolution, 1, other) != []


def test_laws_of_two_provinces_are_apart(extractor: Extractor) -> None:
    resolution = resolved(extractor, "《海南省电梯安全条例》施行。", "《云南省电梯安全条例》施行。")

    assert naming(resolution, 0, "《海南省电梯安全条例》") != naming(resolution, 1, "《云南省电梯安全条例》")


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("杭州至温州高速铁路", "杭温高铁"),
        ("上海至苏州至湖州高速铁路", "沪苏湖高铁"),
        ("上海至昆明高速公路", "沪昆高速"),
        ("乐山至凯里高速铁路", "乐凯高铁"),
    ],
)
def test_a_way_is_one_under_the_places_that_it_joins(extractor: Extractor, full: str, short: str) -> None:
    resolution = resolved(extractor, f"{full}今天开通运营。", f"{short}累计发送旅客百万人次。")

    assert naming(resolution, 0, full) == naming(resolution, 1, short) != []


def test_a_declared_form_that_begins_with_a_rank_is_the_full_name(extractor: Extractor) -> None:
    text = "福建省国资委组建福建省工业控股集团有限公司（下称“省工控集团”）。省工控集团注册资本80亿元。"
    resolution = resolved(extractor, text)

    assert naming(resolution, 0, "省工控集团") == naming(resolution, 0, "福建省工业控股集团有限公司") != []


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        ("公司第一大股东海门智源投资管理有限公司（下称海门智源）减持。", "海门智源投资管理有限公司", "海门智源"),
        ("公司实际控制人为云海控股集团有限公司（下称云海控股）。", "云海控股集团有限公司", "云海控股"),
    ],
)
def test_a_firm_begins_behind_what_it_is_to_another(extractor: Extractor, text: str, full: str, short: str) -> None:
    resolution = resolved(extractor, text)

    assert naming(resolution, 0, full) == naming(resolution, 0, short) != []


def test_a_body_of_a_district_of_a_common_name_is_that_of_the_district_that_is_meant(extractor: Extractor) -> None:
    resolution = resolved(
        extractor,
        "深圳市南山区人民检察院起诉一名高管。",
        "深圳湾人流密集，南山区检察院开展普法活动。",
        "黑龙江鹤岗的南山区检察院发布通报。",
    )

    (first,), (second,), (third,) = (
        [one for one in resolution.entities if one.type == "Organization" and f"{number:02}.txt" in dict(one.documents)]
        for number in range(3)
    )
    assert first.id == second.id != third.id


def test_a_known_body_behind_another_state_is_not_the_known_one(extractor: Extractor) -> None:
    resolution = resolved(extractor, "德国劳氏船级社昨日发布公告。", "劳氏船级社今日回应。")

    assert naming(resolution, 0, "德国劳氏船级社") != naming(resolution, 1, "劳氏船级社") != []


def test_a_line_is_one_with_its_ending_in_full(extractor: Extractor) -> None:
    resolution = resolved(extractor, "沪昆高速铁路全线开通十周年。", "受台风影响，沪昆高铁杭州至金华段限速运行。")

    assert naming(resolution, 0, "沪昆高速铁路") == naming(resolution, 1, "沪昆高铁") != []


def test_a_body_that_every_county_has_is_named_behind_its_county(extractor: Extractor) -> None:
    resolution = resolved(extractor, "浙江安吉召开白茶大会，县政府将补贴茶农。", "安吉县政府公布了办法。")

    assert naming(resolution, 0, "县政府") == naming(resolution, 1, "安吉县政府") != []


def test_an_office_named_behind_a_region_is_the_regions(extractor: Extractor) -> None:
    resolution = resolved(extractor, "香港小學學額過剩，教育局擬合併五所學校。", "香港教育局与广东签署协议。")

    assert naming(resolution, 0, "教育局") == naming(resolution, 1, "香港教育局") != []


def test_an_older_name_that_is_known_as_another_things_is_not_that_thing(extractor: Extractor) -> None:
    resolution = resolved(extractor, "南京的中央大学1949年更名为南京大学。", "桃園中壢的中央大學發現小行星。")

    (nanjing,), (zhongli,) = naming(resolution, 0, "南京大学"), naming(resolution, 1, "中央大学")
    assert nanjing.id != zhongli.id
    assert dict(nanjing.documents) == {"00.txt": 2}


def test_a_place_in_a_place_is_two_names(extractor: Extractor) -> None:
    resolution = resolved(extractor, "杭州西湖区的龙井茶开采，灵隐街道设立交易点。", "江西南昌的西湖区改造历史街区。")

    (first,), (second,) = naming(resolution, 0, "西湖区"), naming(resolution, 1, "西湖区")
    assert first.id != second.id


def test_a_form_introduced_for_something_unread_is_not_what_another_document_means_by_it(extractor: Extractor) -> None:
    resolution = resolved(
        extractor,
        "广西平陆运河工程（下称“运河项目”）的马道枢纽完成施工。",
        "江西省推进浙赣粤运河前期工作（下称“运河项目”）。",
    )

    (canal,) = naming(resolution, 0, "运河项目")
    assert dict(canal.documents).keys() == {"00.txt"}


def test_what_follows_a_word_of_renaming_is_a_name_only_if_it_begins_as_one(extractor: Extractor) -> None:
    resolution = resolved(extractor, "老字号福春园1998年更名为福春楼，旧名后由他人注册。")

    assert naming(resolution, 0, "后由他人注册") == []


def test_a_form_of_common_words_stays_in_its_document(extractor: Extractor) -> None:
    resolution = resolved(extractor, "武汉印发《夜间经济发展方案》（以下简称《方案》）。", "会议讨论了《方案》。")

    assert not set(naming(resolution, 0, "《方案》")) & set(naming(resolution, 1, "《方案》"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清华大学法学院", "清华大学法学研究院"),
        ("工业和信息化部装备工业一司", "工信部装备工业二司"),
        ("中国足球协会裁判委员会", "中国足协纪律委员会"),
        ("江苏华海电子有限公司", "华海药业"),
        ("浙江大学公共管理学院", "浙江大学管理学院"),
    ],
)
def test_parts_and_firms_that_are_called_alike_are_apart(extractor: Extractor, one: str, other: str) -> None:
    resolution = resolved(extractor, f"{one}昨日发布公告。", f"{other}今日回应。")

    assert naming(resolution, 0, one) != []
    assert not set(naming(resolution, 0, one)) & set(naming(resolution, 1, other))


def test_a_club_is_read_behind_the_contest_in_which_it_plays(extractor: Extractor) -> None:
    (club,) = naming(resolved(extractor, "英超纽卡斯尔联队主场取胜。", "紐卡素換帥。"), 0, "纽卡斯尔联队")

    assert dict(club.documents) == {"00.txt": 1, "01.txt": 1}


# -- forms over documents ------------------------------------------------------------------------------------------


def test_a_declared_form_is_found_in_a_document_that_does_not_declare_it(extractor: Extractor) -> None:
    (entity,) = naming(resolved(extractor, *TEXTS[:2]), 1, "林碳中心")

    assert entity.label_hans == "中国林草碳汇研究中心"
    assert dict(entity.documents) == {"00.txt": 2, "01.txt": 1}
    assert merges(entity) == {("林碳中心", "declared")}
    assert any("00.txt" in merge.detail and "简称" in merge.detail for merge in entity.merges)


def test_a_form_that_two_documents_give_to_two_things_is_neither_elsewhere(extractor: Extractor) -> None:
    resolution = resolved(extractor, *TEXTS[10:13])

    first, second = naming(resolution, 0, "青禾农业科学研究院"), naming(resolution, 1, "青岚能源研究院")
    assert first
    assert second
    assert first != second
    assert not {one.id for one in [*first, *second]} & {one.id for one in naming(resolution, 2, "青研院")}


@pytest.mark.parametrize("form", ["公司", "办法", "中心"])
def test_an_ordinary_word_that_a_document_declares_holds_there_only(extractor: Extractor, form: str) -> None:
    text = f"中原通用航空公司（以下简称“{form}”）开通航线。"

    forms = told(forms_of(extractor.extract(Document("a.txt", text))), extractor.ontology.gazetteer)

    assert form not in forms


def test_an_older_name_is_the_newer_one_in_both_scripts_and_the_newer_is_the_label(extractor: Extractor) -> None:
    (entity,) = naming(resolved(extractor, *TEXTS[2:4]), 1, "北溟機械廠")

    assert entity.label_hans == "北溟重工集团"
    assert ("北溟机械厂", "renamed") in merges(entity)


@pytest.mark.parametrize(
    "text",
    [
        "北溟机械厂拟更名为北溟重工集团。",
        "北溟机械厂未更名为北溟重工集团。",
        "北溟重工集团的前身为北溟机械厂和南屏机械厂。",
        "北溟重工集团的前身为北溟机械厂的一部分。",
    ],
)
def test_what_is_no_renaming_joins_nothing(extractor: Extractor, text: str) -> None:
    assert [alias for alias in extractor.extract(Document("a.txt", text)).aliases if alias.reason == "renamed"] == []


def test_a_form_of_two_full_names_is_neither(extractor: Extractor) -> None:
    texts = ["北京云帆药业有限公司、上海云帆药业有限公司签约。", "云帆药业招聘。"]

    resolution = resolved(extractor, *texts)

    assert not {one.id for one in naming(resolution, 0, "北京云帆药业有限公司")} & {
        one.id for one in naming(resolution, 1, "云帆药业")
    }


# -- one name, several things --------------------------------------------------------------------------------------


def test_persons_of_one_name_are_told_apart_by_their_posts(extractor: Extractor) -> None:
    resolution = resolved(extractor, *TEXTS[4:8])

    (scholar,), (banker,), (again,), (somebody,) = (naming(resolution, number, "王建伟") for number in range(4))
    assert scholar.id == again.id
    assert len({scholar.id, banker.id, somebody.id}) == 3


def test_a_person_without_namesakes_is_one_whether_or_not_a_post_is_named(extractor: Extractor) -> None:
    resolution = resolved(extractor, TEXTS[4], TEXTS[7])

    assert naming(resolution, 0, "王建伟") == naming(resolution, 1, "王建伟")


def test_a_post_at_one_body_under_two_names_is_one_post(extractor: Extractor) -> None:
    texts = ["中国银行行长王建伟表示。", "中行行长王建伟签约。", "北京大学教授王建伟介绍。"]

    resolution = resolved(extractor, *texts)

    assert naming(resolution, 0, "王建伟") == naming(resolution, 1, "王建伟") != naming(resolution, 2, "王建伟")


def test_two_places_of_one_name_in_one_text_are_told_apart_by_what_stands_before(extractor: Extractor) -> None:
    resolution = resolved(extractor, "北京市朝阳区、长春市朝阳区结对。正定县城关镇与平山县城关镇结对。")

    assert {one.code for one in naming(resolution, 0, "朝阳区")} == {"gb2260:110105", "gb2260:220104"}
    assert len(naming(resolution, 0, "城关镇")) == 2


def test_a_body_named_without_its_place_is_that_of_the_place_named_last(extractor: Extractor) -> None:
    resolution = resolved(
        extractor, "长春市召开会议，市政府公布方案。哈尔滨市也召开会议，市政府作了部署。", "长春市人民政府发文。"
    )

    names = {one.label_hans: dict(one.documents) for one in resolution.entities}
    assert names["长春市人民政府"] == {"00.txt": 1, "01.txt": 1}
    assert names["哈尔滨市人民政府"] == {"00.txt": 1}


# -- the file of rules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("renamed: {to: [更名为]}", "identity.yaml:1:11: renamed: unknown key 'to'"),
        ("formal: [{ends: [公司]}]", "identity.yaml:1:10: formal: 'type' is missing"),
        ("formal: [{type: Firm, ends: [公司]}]", "identity.yaml:1:17: formal: unknown value 'Firm'"),
        ("parts: [{type: Person}]", "identity.yaml:1:9: parts: 'mark' is missing"),
        ("shortened: [{type: Place, ends: {站: [火车站]}}]", "'火车站' is no shorter than '站'"),
        ("units: [{ends: [司]}]", "identity.yaml:1:9: units: 'type' is missing"),
        ("units: [{type: Organization, ends: [司], long: [处]}]", "units: unknown key 'long'"),
        ("homonyms: {outer: [Contests]}", "unknown value 'Contests'"),
        ("homonyms: {behind: {Town: [镇]}}", "identity.yaml:1:21: behind: unknown key 'Town'"),
        ("tails: [{behind: [附属]}]", "identity.yaml:1:9: tails: 'type' is missing"),
        ("heads: [{type: Organization}]", "identity.yaml:1:9: heads: 'words' is missing"),
        ("units: [{type: Organization, ends: [分行], least: 3}]", "identity.yaml:1:42: units: unknown key 'least'"),
        ("parts: [{type: Person, mark: ·, least: 2.5}]", "least: 2.5 is no whole number"),
        ("renamed: {into: [$verbs]}", "identity.yaml:1:18: renamed.into: unknown word list '$verbs'"),
        ("renamed: {into: [更名为, ~]}", "identity.yaml:1:23: renamed.into: expected text, found nothing"),
        ("renamed: {when: ['(?i)x']}", "write (?:…) for a group, and leave out flags"),
        ("renamed: {when: ['(于)x']}", "identity.yaml:1:18: renamed.when: it is a part of a larger expression"),
    ],
)
def test_a_fault_in_the_rules_of_identity_is_told_with_its_place(
    ontology: Ontology, tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "identity.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(OntologyError) as error:
        load_identity(path, ontology.schema)

    assert told in str(error.value)


# -- pairs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dev", "held"])
def test_pairs_of_names_come_out_as_a_reader_judges_them(extractor: Extractor, name: str) -> None:
    judged = judge_pairs(read_pairs(PAIRS / f"{name}.tsv"), extractor)
    found = [one for one in judged if not one.unread]

    right, among = share_right(found)[""]
    assert right / among >= 0.97
    assert share_right(judged)[""][0] / len(judged) >= 0.9


@pytest.mark.parametrize(
    ("name", "text", "other", "other_text"),
    [
        (
            "该公司",
            "藏海生物科技有限公司裁员，该公司称保留业务。",
            "藏海生物科技有限公司",
            "藏海生物科技有限公司扩产。",
        ),
        ("悉尼", "悉尼歌剧院外的烟火吸引观众。", "雪梨", "澳洲最大城市雪梨的房價下跌。"),
        ("北京市朝阳区", "北京市朝阳区的商圈延长营业时间。", "朝阳区", "北京国贸拥堵，朝阳区调整信号灯。"),
        ("干细胞", "上海团队用干细胞修复视网膜。", "幹細胞", "幹細胞治療在台灣放寬適應症。"),
        ("紫钗记", "粤剧《紫钗记》昨晚上演。", "紫釵記", "唐滌生名劇《紫釵記》下月演出。"),
    ],
)
def test_a_name_of_a_pair_is_what_it_is_taken_for_where_it_is_no_mention_of_its_own(
    extractor: Extractor, name: str, text: str, other: str, other_text: str
) -> None:
    pair = Pair("kind", "same", name, text, other, other_text, Location("pairs.tsv", 2))

    (judged,) = judge_pairs([pair], extractor)

    assert judged.joined
    assert not judged.unread


def test_a_faulty_file_of_pairs_is_told_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(
        "kind\tverdict\tname\ttext\tother\tother text\nscript\tsame\t甲\t乙\t丙\t丙\nscript\tmaybe\t甲\t甲\t丙\t丙\n",
        encoding="utf-8",
    )

    with pytest.raises(OntologyError) as error:
        read_pairs(path)

    assert f"{path}:2:13: '甲' does not stand in its text" in str(error.value)
    assert f"{path}:3:8: 'maybe' is no verdict" in str(error.value)


@pytest.mark.parametrize(("hans", "hant"), [
    ("云峰为民群众服务中心", "雲峰為民群眾服務中心"),  # as papers print it, and not 峯, 爲, 羣, 衆
    ("包头发展和改革委员会", "包頭發展和改革委員會"), ("金华发改委", "金華發改委"),
    ("陕西历史博物馆", "陝西歷史博物館"),
    ("葵花药业", "葵花藥業"), ("一个中国原则", "一個中國原則"), ("卫生发展研究中心", "衛生發展研究中心"),
    ("彭于晏", "彭于晏"), ("三里屯太古里", "三里屯太古里"), ("斗罗大陆", "斗羅大陸"), ("理发师协会", "理髮師協會"),
    ("国际关系学院", "國際關係學院"), ("印刷厂制品部", "印刷廠製品部"),
])  # fmt: skip
def test_a_traditional_label_that_no_text_has_keeps_to_the_words_of_the_name(hans: str, hant: str) -> None:
    assert to_hant(hans) == hant
    assert in_both_scripts([hans, "别名", hans]) == [(hans, hant), ("别名", "別名"), (hans, hant)]


def test_a_label_with_half_a_surrogate_pair_is_converted_around_it() -> None:
    assert in_both_scripts(["A\ud800B", "\udc00发展"]) == [("A\ud800B", "A\ud800B"), ("\udc00发展", "\udc00發展")]

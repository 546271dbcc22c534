"""Organs that many countries have by one name belong to the country that the text tells, else to the home country."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.engines.local import read_in_turn
from kg.extraction import Extractor
from kg.knowledge.decisions import load_decisions
from kg.model import Document
from kg.resolve import resolve


def organ(extractor: Extractor, text: str, name: str) -> tuple[str, str]:
    """The row and the key of the last mention of a name."""
    mention = [one for one in extractor.extract(Document("a.txt", text)).mentions if one.text == name][-1]
    return mention.entry, mention.key


@pytest.mark.parametrize(
    ("text", "name", "row"),
    [
        ("美国商务部将中国企业列入清单，商务部官员称出于安全考量。", "商务部", "美国商务部"),
        ("美国商务部将中国企业列入清单，商务部回应称坚决反对。", "商务部", "商务部"),
        ("韩国政府谴责朝鲜试射导弹，外交部称将与美方磋商。", "外交部", "韩国外交部"),
        ("美国国会通过预算案，国防部获得九千亿美元拨款。", "国防部", "美国国防部"),
        ("法国外交部召见了大使。外交部发言人说，巴黎深感失望。", "外交部", "法国外交部"),
        ("国防部发言人在莫斯科公布了视频。", "国防部", "俄罗斯国防部"),
        ("首尔消息，外交部召见日本大使抗议教科书。", "外交部", "韩国外交部"),
        ("日本通胀升温。分析师预计，央行将加息。", "央行", "日本银行"),
        ("台北一所高中爆發霸凌事件，教育部要求校方提出報告。", "教育部", "台湾教育部"),
        ("美国总统在华盛顿表示，不满最高法院就关税案作出的裁决。", "最高法院", "美国联邦最高法院"),
        ("外交部昨天說明友邦情勢。立委質詢時要求公布預算。", "外交部", "台湾外交部"),
        ("勞動部公布明年基本工資，台北和高雄的工會表示歡迎。", "勞動部", "台湾劳动部"),
        ("立委問到中國的軍演，行政院說國防部已有準備。", "國防部", "台湾国防部"),
        ("新德里空气污染严重，最高法院下令停工。", "最高法院", "印度最高法院"),
    ],
)
def test_an_organ_is_that_of_the_country_that_the_text_speaks_of(
    extractor: Extractor, text: str, name: str, row: str
) -> None:
    assert organ(extractor, text, name)[0] == f"Organization:{row}"


@pytest.mark.parametrize(
    ("text", "name", "row"),
    [
        ("外交部发言人在北京敦促菲律宾停止挑衅。", "外交部", "外交部"),
        ("美国宣布新的关税，商务部回应说将采取必要措施。", "商务部", "商务部"),
        ("日本首相访问美国，外交部称中方注意到有关报道。", "外交部", "外交部"),
        ("教育部公布高考安排。", "教育部", "教育部"),
        ("美国和日本举行会谈。外交部就此表态。", "外交部", "外交部"),
        ("美国总统访问北京，外交部公布行程。", "外交部", "外交部"),
        ("台湾立委窜访日本，外交部表示坚决反对。", "外交部", "外交部"),
        ("立委訪問日本，北京說中方堅決反對，外交部提出交涉。", "外交部", "外交部"),
        ("廣東的學校開學，教育部說明課綱。", "教育部", "教育部"),
    ],
)
def test_it_is_the_home_countrys_where_nothing_tells_another(
    extractor: Extractor, text: str, name: str, row: str
) -> None:
    assert organ(extractor, text, name)[0] == f"Organization:{row}"


def test_an_organ_without_a_row_has_its_country_in_its_key(extractor: Extractor) -> None:
    assert organ(extractor, "尼泊尔政府提出方案，气象局发布警报。", "气象局") == ("", "尼泊尔气象局")


def test_why_an_organ_is_another_countrys_is_told_and_can_be_undone(extractor: Extractor, tmp_path: Path) -> None:
    texts = ["韩国政府谴责朝鲜试射导弹，外交部称将与美方磋商。", "韩国外交部公布了声明。"]
    documents = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]
    read = read_in_turn(documents, extractor)
    gazetteer = extractor.ontology.gazetteer
    (entity,) = [one for one in resolve(read, gazetteer).entities if one.label_hans == "韩国外交部"]

    assert [(merge.label, merge.reason) for merge in entity.merges] == [("外交部", "place")]
    assert len(entity.documents) == 2

    path = tmp_path / "decisions.tsv"
    path.write_text(
        "decision\ttype\tname\tother\twins\treason\n"
        "different\tOrganization\t0.txt#外交部\t韩国外交部\t\tthe text means the North\n",
        encoding="utf-8",
    )
    decisions = load_decisions(path, extractor.ontology.schema, gazetteer)
    entities = resolve(read_in_turn(documents, extractor), gazetteer, decisions).entities

    apart = {one.label_hans: dict(one.documents) for one in entities if one.label_hans.endswith("外交部")}
    assert apart == {"外交部": {"0.txt": 1}, "韩国外交部": {"1.txt": 1}}


@pytest.mark.parametrize(
    ("text", "name", "row"),
    [
        ("本澳博彩收入上升。立法會昨日細則性通過法案。", "立法會", "澳门立法会"),
        ("特首在氹仔出席活動，廉政公署專員同行。", "廉政公署", "澳门廉政公署"),
        ("港鐵觀塘綫昨早故障，審計署表示會跟進。", "審計署", "香港审计署"),
        ("本港多名市民在旺角遊行，立法會今日休會。", "立法會", "香港立法会"),
        ("國立成功大學與中山大學在高雄簽約，校長出席。", "中山大學", "中山大学(高雄)"),
        ("立委要求故宮說明台中的特展。", "故宮", "故宫博物院(台北)"),
        ("立委要求中油說明桃園的漏油事故。", "中油", "台湾中油股份有限公司"),
    ],
)
def test_a_text_written_in_a_region_means_what_the_region_has(
    extractor: Extractor, text: str, name: str, row: str
) -> None:
    assert organ(extractor, text, name)[0] == f"Organization:{row}"


@pytest.mark.parametrize(
    ("text", "name", "row"),
    [
        ("澳门博彩收入上升，审计署公布报告。", "审计署", "审计署"),  # not in traditional script
        ("高雄的學者訪問廣州的中山大學。", "中山大學", "中山大学"),
        ("本港股市在中國公布數據後上升，港鐵領漲，內地證監會表示歡迎。", "證監會", "中国证券监督管理委员会"),
        ("審計署公布報告，北京和上海的部門要整改。", "審計署", "审计署"),
    ],
)
def test_it_is_the_better_known_one_where_a_text_shows_no_region_or_a_place_stands_before(
    extractor: Extractor, text: str, name: str, row: str
) -> None:
    assert organ(extractor, text, name)[0] == f"Organization:{row}"


def test_the_texts_own_longer_name_tells_which_is_meant(extractor: Extractor) -> None:
    text = "國立清華大學與淡江大學合作。清華大學校長致詞，新竹的學生參加。"

    assert organ(extractor, text, "清華大學") == organ(extractor, text, "國立清華大學")

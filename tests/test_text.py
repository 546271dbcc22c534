"""Folding, the way back to the original, and sentences."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.characters import folded_forms
from kg.text import display, fold, normalise

MESSY = st.text(
    st.one_of(
        st.sampled_from("泛聯院联北京大學學院，。、“”（）《》 \n\r\t\u3000ＡＢ１２６G㈱⼈⻓½\u200b\ufeff#■：·"),
        st.characters(),
    ),
    max_size=80,
)


def sentences(text: str) -> list[str]:
    found = normalise(text)
    return [found.key[span.start : span.end] for span in found.sentences()]


@given(MESSY)
def test_every_key_range_leads_back_to_a_range_of_the_original(text: str) -> None:
    found = normalise(text)

    spans = [found.span(i, i + 1) for i in range(len(found.key))]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.start <= right.start for left, right in itertools.pairwise(spans))


@given(MESSY)
def test_a_character_of_the_key_is_the_folded_original_character(text: str) -> None:
    found = normalise(text)

    for index, character in enumerate(found.key):
        span = found.span(index, index + 1)
        if span.end - span.start == 1 and not character.isspace():
            assert character in fold(text[span.start : span.end])


@given(MESSY)
def test_sentences_lie_side_by_side_in_order(text: str) -> None:
    found = normalise(text)

    spans = list(found.sentences())

    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    assert all(found.key[span.start : span.end].strip() for span in spans)


@given(st.text(st.sampled_from("泛聯院联北京大學機构發發展国國"), min_size=1, max_size=12))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("泛聯院", "泛联院"),
        ("中國海警局", "中国海警局"),
        ("衞生署", "卫生署"),
        ("ＴＤ產業聯盟", "TD产业联盟"),
        ("⻓江", "长江"),
        ("葵涌滙豐塲", "葵涌汇丰场"),
        ("茘枝角", "荔枝角"),
        ("顧嘉煇", "顾嘉辉"),
        ("中嶋駅前", "中岛驿前"),
        ("｢靑瓷｣", "“青瓷”"),
    ],
)
def test_both_scripts_and_all_widths_fold_alike(traditional: str, simplified: str) -> None:
    assert fold(traditional) == fold(simplified)


def test_no_character_is_folded_to_one_that_is_folded_further() -> None:
    forms = folded_forms()

    assert {chr(code): form for code, form in forms.items() if forms.get(ord(form), form) != form} == {}


def test_line_breaks_inside_words_are_closed() -> None:
    text = "位于海淀区的中关村泛联移动通信\n技术创新应用研究院（简称“泛联院”），\n由三家单位发起。"

    assert sentences(text) == ["位于海淀区的中关村泛联移动通信技术创新应用研究院(简称“泛联院”),由三家单位发起。"]


def test_spaced_out_letters_are_closed_but_parts_of_a_headline_stay_apart() -> None:
    assert sentences("实 现 实 时 通 讯") == ["实现实时通讯"]
    assert sentences("布局未来产业 北京打造集群") == ["布局未来产业 北京打造集群"]


def test_a_headline_is_a_paragraph_of_its_own() -> None:
    text = "推动6G技术发展\n\n工业和信息化部数据显示，今年建成基站。"

    assert sentences(text) == ["推动6G技术发展", "工业和信息化部数据显示,今年建成基站。"]


def test_a_column_break_in_mid_sentence_is_closed() -> None:
    text = "该训练基地可以组织数据供给方、\n加工服务方、模型训练方共同合作，助\n\n力通用模型和行业模型精调。"

    assert sentences(text) == [
        "该训练基地可以组织数据供给方、加工服务方、模型训练方共同合作,助力通用模型和行业模型精调。"
    ]


def test_a_title_that_one_line_opens_and_the_next_closes_is_one_over_a_blank_line() -> None:
    assert "《新材料中试平台建设指引》" in normalise("工信部近日印发《新材料中\n\n试平台建设指引》。").key
    assert normalise("头条（一\n\n今日有雨。").key == "头条(一\n今日有雨。"


def test_lines_of_labels_stay_apart() -> None:
    assert sentences("主办单位：中国科协\n承办单位：北京大学") == ["主办单位:中国科协", "承办单位:北京大学"]


def test_a_long_text_without_a_full_stop_is_cut_into_bounded_sentences() -> None:
    assert max(len(sentence) for sentence in sentences("北京大学，" * 20_000)) <= 1_700


def test_display_closes_gaps_and_keeps_script_and_punctuation() -> None:
    assert display("中關村\n泛聯 移動通信（簡稱）") == "中關村泛聯移動通信（簡稱）"


def test_pages_as_pdfs_spill_them_keep_their_names_whole(pages: list[Path]) -> None:
    key = normalise(next(p for p in pages if p.name.startswith("003")).read_text(encoding="utf-8")).key

    for name in ("京雄高速", "中国移动通信集团有限公司", "助力通用模型", "驱车行驶"):
        assert name in key


@pytest.mark.parametrize(
    "code", ["\x1b[31m", "\x1b[1;32m", "\x1b[0m", "\x1b[m", "\x1b[38;5;196m", "\x1b[K", "\x1b[?25l"]
)
def test_the_codes_of_a_terminal_are_no_text(code: str) -> None:
    plain, coloured = normalise("海淀区的北京大学。"), normalise(f"海淀区的{code}北京大学\x1b[0m。")
    start = plain.key.index("北京大学")
    span = coloured.span(start, start + 4)

    assert coloured.key == plain.key
    assert coloured.original[span.start : span.end] == "北京大学"


def test_a_code_that_is_none_takes_nothing_of_the_text_with_it() -> None:
    assert normalise("[31m北京大学").key == "[31m北京大学"
    assert normalise("\x1b北京大学").key.endswith("北京大学")


def test_a_list_of_headlines_is_no_running_text() -> None:
    headlines = "以水兴城 山港相依\n码头改造带动听海新区转型\n三场大风将至\n夜间局部有雪\n"
    headlines += "携手开放 同绘青州蓝图\n距第八届青州物流博览会还有五天"
    heading = "青州市新首港高端产业综合服务区发展建设领\n导小组办公室昨日揭牌"

    assert normalise(headlines).key.count("\n") == headlines.count("\n")
    assert normalise(heading).key.count("\n") == 0


def test_a_line_above_a_paragraph_of_one_line_is_no_part_of_it() -> None:
    story = (
        "青州市长周子安昨日出席听海物流园的落成典礼，他表示，" + "物流园将于明年三月启用，" * 6 + "欢迎各地企业进驻。"
    )
    key = normalise(f"獨家報道 記者李听海／青州報道\n{story}\n{story}").key

    assert [line[:5] for line in key.split("\n")] == ["独家报道 ", "青州市长周", "青州市长周"]


def test_items_of_a_notice_and_the_date_below_it_stay_apart() -> None:
    lines = [
        "（一）做强集成电路产业。支持园区扩容。（责任单位：市经信局、市发改委、高新区管委会）",
        "（二）培育人形机器人产业，依托本地高校和研究院建设人形机器人中试平台并加快推广应用",
        "三、由领导小组统筹。",
        "江城市人民政府办公厅",
        "2026年2月10日",
    ]
    assert normalise("\n".join(lines)).key.count("\n") == len(lines) - 1


def test_a_line_that_ends_in_a_comma_goes_on_with_a_number() -> None:
    assert (
        "\n"
        not in normalise(
            "会议要求各单位认真学习贯彻会议精神，扎实抓好\n各项工作任务落实，做到责任到人、措施到位，\n一、二季度完成目标任务的百分之六十以上。"
        ).key
    )

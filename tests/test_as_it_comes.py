"""Text as it comes: variants, other regions' names, rare and invisible characters; no name lost, no offset wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Extraction, Extractor
from kg.model import Document
from kg.ontology import Ontology
from kg.resolve import resolve
from kg.text import fold

INVISIBLE = [*"\u200b\u200d\ufeff\u00ad\u2060\u200e\u200f\u202e\u2067\U000e0100\ufe00"]
NOISE = ["😀", "🇨🇳", "👨\u200d👩\u200d👧", "\x00", "\x07", "\x1b", "\u202eאבג\u202c", "\ud7ff", "ﷺ", "é\u0302"]
MESSY = "北京大学，。（）“”《》由和的与在王志勤院长2024年3月亿元\n \u2029\u200b\U00020bb7😀\x00A1.-·、：由成立"


def names(extraction: Extraction) -> list[str]:
    return [mention.text for mention in extraction.mentions]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("衞生署", "衛生署"),
        ("深圳綫", "深圳線"),
        ("裏約", "里約"),
        ("裡海", "里海"),
        ("峯會", "峰會"),
        ("黒竜江", "黑竜江"),
        ("淸華", "清華"),
        ("寃案", "冤案"),
        ("砲兵", "炮兵"),
        ("ＩＢＭ（中國）", "IBM(中国)"),
        ("⺠航", "民航"),
    ],
)
def test_variants_and_widths_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "forms",
    [
        ("老挝", "老撾", "寮國"),
        ("特朗普", "川普"),
        ("新西兰", "紐西蘭"),
        ("意大利", "義大利"),
        ("沙特阿拉伯", "沙烏地阿拉伯"),
        ("波黑", "波士尼亞"),
        ("伊斯坦布尔", "伊斯坦堡"),
        ("普京", "普丁"),
        ("奥巴马", "歐巴馬"),
        ("特鲁多", "杜魯道"),
        ("迪拜", "杜拜"),
        ("东盟", "東協", "東南亞國家協會"),
    ],
    ids=lambda forms: forms[0],
)
def test_the_names_of_hong_kong_taiwan_and_the_mainland_mean_one_thing(
    extractor: Extractor, ontology: Ontology, forms: tuple[str, ...]
) -> None:
    found = [extractor.extract(Document(form, f"记者昨日获悉，{form}对此表示欢迎。")) for form in forms]

    assert [form in names(extraction) for form, extraction in zip(forms, found, strict=True)] == [True] * len(forms)
    resolution = resolve(found, ontology.gazetteer)
    meant = {
        resolution.entity_id(mention, one.document.id)
        for one in found
        for mention in one.mentions
        if mention.text in forms
    }
    assert len(meant) == 1


@pytest.mark.parametrize("mark", INVISIBLE, ids=lambda mark: f"U+{ord(mark):04X}")
def test_invisible_characters_inside_a_name_do_not_hide_it(extractor: Extractor, mark: str) -> None:
    text = f"记者在北{mark}京大{mark}学采访，清华大学{mark}也在。"
    extraction = extractor.extract(Document("a", text))

    assert [fold(name) for name in names(extraction)] == ["北京大学", "清华大学"]
    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("北京大学校长陈\U0002c734说，学校将扩建。", "陈\U0002c734"),
        ("北京大学校长陈志\U00020bb7说，学校将扩建。", "陈志\U00020bb7"),
        ("北京大学校长陈\u4dae林说，学校将扩建。", "陈\u4dae林"),
        ("市长喬\u36c3表示", "喬\u36c3"),
        ("青州\U00020bb7化学研究院成立了。", "青州\U00020bb7化学研究院"),
        ("北京\u9fea研究院昨天成立", "北京\u9fea研究院"),
    ],
    ids=lambda text: ascii(text)[-20:],
)
def test_names_with_characters_beyond_the_common_ones_are_found(extractor: Extractor, text: str, name: str) -> None:
    assert name in names(extractor.extract(Document("a", text)))


@pytest.mark.parametrize("noise", ["😀", "🇨🇳", "👨‍👩‍👧", "\x00", "\x07", "\x1b", "\u202eאבג\u202c", "\ud7ff", "ﷺ", "é̂"])
def test_emoji_controls_and_foreign_scripts_beside_a_name_leave_it_whole(extractor: Extractor, noise: str) -> None:
    text = f"{noise}北京大学{noise}与清华大学{noise}"
    extraction = extractor.extract(Document("a", text))

    assert {"北京大学", "清华大学"} <= set(names(extraction))
    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.text


def test_a_paragraph_that_a_reader_ended_does_not_run_on(extractor: Extractor) -> None:
    from kg.text import normalise

    text = "在过去的很长时间里，这家位于北京的公司一直在做研究\u2029\n院长王志勤表示，公司会继续"

    assert normalise(text).key.count("\n") == 1
    assert normalise(text.replace("\u2029", "")).key.count("\n") == 0


def test_names_without_end_and_without_a_full_stop_are_all_found(extractor: Extractor) -> None:
    text = "北京大学与清华大学、" * 3_000
    extraction = extractor.extract(Document("a", text))

    assert len(extraction.mentions) == 6_000


@given(
    st.text(
        st.sampled_from(
            "北京大学，。（）“”《》由和的与在王志勤院长2024年3月亿元\n \u2029\u200b\U00020bb7😀\x00A1.-·、：由成立"
        ),
        max_size=120,
    )
)
@settings(max_examples=150, deadline=None)
def test_every_offset_leads_to_its_text_whatever_the_text(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(Document("a", text))

    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.text
    for relation in extraction.relations:
        assert text[relation.span.start : relation.span.end] == relation.quote

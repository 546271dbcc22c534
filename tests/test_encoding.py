"""What encoding a text is in, found out from its bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.readers.encoding import decode, frequent_characters, frequent_share

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
FREQUENT = sorted(frequent_characters())
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "big5hkscs")


def _in_big5(character: str) -> bool:
    return bool(character.encode("big5hkscs", "ignore"))


def chinese(encoding: str) -> st.SearchStrategy[str]:
    """Texts with at least 40 different frequent characters, amid digits, punctuation and line breaks."""
    characters = [c for c in FREQUENT if _in_big5(c)] if encoding == "big5hkscs" else FREQUENT
    words = st.lists(st.sampled_from(characters), min_size=40, max_size=80, unique=True)
    marks = st.text(alphabet="，。、 019AZ\n\r", max_size=3)
    return st.tuples(words, marks).map(lambda pair: pair[1].join(pair[0]))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.data())
def test_chinese_text_in_any_encoding_decodes_to_itself(encoding: str, data: st.DataObject) -> None:
    text = data.draw(chinese(encoding))

    assert decode(text.encode(encoding)) == (text, encoding)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_any_text_in_utf8_decodes_to_itself_without_its_mark(text: str) -> None:
    assert decode(text.encode())[0] == text.removeprefix("\ufeff")


@pytest.mark.parametrize("length", [20, 60, 2000])
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_pages_cut_short_are_told_apart(path: Path, length: int) -> None:
    text = path.read_text(encoding="utf-8")[-length:]
    encodings = ["gb18030", "big5hkscs"] if all(map(_in_big5, text)) else ["gb18030"]

    assert [decode(text.encode(encoding)) for encoding in encodings] == [(text, encoding) for encoding in encodings]


def test_big5_with_a_euro_sign_is_code_page_950() -> None:
    text = "香港的公司在北京投資了一百萬€"

    assert decode(text.encode("cp950")) == (text, "cp950")


def test_line_ends_stay_as_they_are() -> None:
    assert decode("一\r\n二\r三\n".encode("utf-8-sig"))[0] == "一\r\n二\r三\n"


def test_no_bytes_are_empty_utf8() -> None:
    assert decode(b"") == ("", "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "没有标记".encode("utf-16-le") + b"\n\0",
        b"\x01\x02\x03 abc",
        "\ufeffa\0".encode("utf-16-le"),
    ],
    ids=["NUL", "UTF-16 without mark", "control characters", "NUL in UTF-16"],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "a.txt")

    assert (caught.value.path, caught.value.reason) == ("a.txt", "binary file")


def test_a_stray_control_character_makes_no_binary_file() -> None:
    text = "第一页的文字在这里就结束了\x02\f第二页从这里开始"

    assert decode(text.encode())[0] == text


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ("北京的大学".encode() + b"\xff" + "和公司".encode(), "byte 15"),
        ("中国的北京大学和公司在这里".encode()[:-1], "byte 36"),
        ("café münster".encode("latin-1"), "byte 3"),
        ("北京".encode("utf-8-sig") + b"\xff", "byte 9"),
        ("北京".encode("utf-16") + b"\n", "byte 6"),
        (b"\xff\xfe\x00\xd8\x41\x00", "byte 2"),
    ],
    ids=["bad byte", "cut off", "Latin-1", "bad byte behind mark", "odd UTF-16", "lone surrogate"],
)
def test_bytes_in_no_known_encoding_are_refused_with_their_place(data: bytes, offset: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)

    assert offset in caught.value.reason
    assert caught.value.hint == "save it as UTF-8"


def test_the_table_holds_both_scripts_and_covers_most_of_a_page() -> None:
    shares = [frequent_share(path.read_text(encoding="utf-8")) for path in SEEDS]

    assert {"国", "國", "发", "發"} <= frequent_characters()
    assert min(shares) > 0.5
    assert frequent_share("abc") == 0.0

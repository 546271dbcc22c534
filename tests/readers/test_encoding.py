"""What encoding a text is in, found out from its bytes."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, UsageError
from kg.readers.encoding import decode
from kg.readers.shares import frequent_characters, frequent_share
from pages import ROOT

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
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

    assert decode(text.encode(encoding)) == (text, encoding, ())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_any_text_in_utf8_decodes_to_itself_without_its_mark(text: str) -> None:
    assert decode(text.encode())[0] == text.removeprefix("\ufeff")


@pytest.mark.parametrize("length", [20, 60, 2000])
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_pages_cut_short_are_told_apart(path: Path, length: int) -> None:
    text = path.read_text(encoding="utf-8")[-length:]
    encodings = ["gb18030", "big5hkscs"] if all(map(_in_big5, text)) else ["gb18030"]

    assert [decode(text.encode(encoding))[:2] for encoding in encodings] == [(text, encoding) for encoding in encodings]


def test_big5_with_a_euro_sign_is_code_page_950() -> None:
    text = "香港的公司在北京投資了一百萬€"

    assert decode(text.encode("cp950")) == (text, "cp950", ())


def test_line_ends_stay_as_they_are() -> None:
    assert decode("一\r\n二\r三\n".encode("utf-8-sig"))[0] == "一\r\n二\r三\n"


def test_no_bytes_are_empty_utf8() -> None:
    assert decode(b"") == ("", "utf-8", ())


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x01\x02\x03 abc",
        "\ufeffa\0".encode("utf-16-le"),
    ],
    ids=["NUL", "control characters", "NUL in UTF-16"],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "a.txt")

    assert (caught.value.path, caught.value.reason) == ("a.txt", "binary file")


def test_of_text_with_a_nul_it_is_told_where_that_stands() -> None:
    with pytest.raises(InputError) as caught:
        decode("渡轮\0完工".encode())

    assert "NUL" in caught.value.hint
    assert "byte 6" in caught.value.hint


def test_a_stray_control_character_makes_no_binary_file() -> None:
    text = "第一页的文字在这里就结束了\x02\f第二页从这里开始"

    assert decode(text.encode())[0] == text


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ("café münster".encode("latin-1"), "byte 3"),
        (bytes(range(128, 256)) * 4, "byte 0"),
    ],
    ids=["Latin-1", "high bytes"],
)
def test_bytes_in_no_known_encoding_are_refused_with_their_place(data: bytes, offset: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)

    assert offset in caught.value.reason
    assert caught.value.hint == "save it as UTF-8, or name its encoding with --encoding"


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        (
            "北京的大学".encode() + b"\xff" + "和公司".encode(),
            "北京的大学\ufffd和公司",
            "1 byte is no utf-8, the first at byte 15",
        ),
        (
            "中国的北京大学和公司在这里".encode()[:-1],
            "中国的北京大学和公司在这\ufffd\ufffd",
            "2 bytes are no utf-8, the first at byte 36",
        ),
        ("北京的大学".encode("utf-8-sig") + b"\xff", "北京的大学\ufffd", "the first at byte 18"),
        ("北京的大学".encode("utf-16") + b"\n", "北京的大学\ufffd", "the first at byte 12"),
        ("北京".encode("utf-16") + b"\x00\xd8\x41\x00", "北京\ufffdA", "the first at byte 6"),
        (
            ("北京的大学和公司在这里" * 9).encode("gb18030") + b"\xff\n",
            "北京的大学和公司在这里" * 9 + "\ufffd\n",
            "no gb18030, the first at byte 198",
        ),
        (
            ("北京的大學和公司在這裡" * 9).encode("big5") + b"\xff\n",
            "北京的大學和公司在這裡" * 9 + "\ufffd\n",
            "no big5hkscs, the first at byte 198",
        ),
    ],
    ids=["bad byte", "cut off", "bad byte behind mark", "odd UTF-16", "lone surrogate", "GB18030", "Big5"],
)
def test_a_few_bad_bytes_are_marked_and_told_and_the_rest_stays_in_its_place(data: bytes, text: str, told: str) -> None:
    found = decode(data)

    assert found.text == text
    assert told in found.notes[0]


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_lines_in_two_encodings_are_each_read_in_their_own(encoding: str) -> None:
    lines = ["北京的大學和公司在這裡有一個研究中心"] * 4
    data = b"\n".join(line.encode(encoding if number % 2 else "utf-8") for number, line in enumerate(lines))

    found = decode(data)

    assert found.text == "\n".join(lines)
    assert found.encoding == f"utf-8+{encoding}"
    assert found.notes == (f"2 of 4 lines are {encoding}, not utf-8",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["北京的大学和公司在这里有一个中心", "2024年，北京的大学和 ABC 公司\r\n在这里有中心。"]
)
def test_utf_16_is_found_out_without_its_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding, ())


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "gb2312", "big5", "utf-16", "nonsense", "hex"]))
def test_any_bytes_are_read_or_refused(data: bytes, declared: str) -> None:
    text = ""
    with suppress(InputError):
        text = decode(data, declared=declared).text

    assert text.encode("utf-8").decode("utf-8") == text


def test_an_encoding_that_is_named_is_used_whatever_the_bytes_look_like() -> None:
    data = "北京的大学".encode()

    assert decode(data, encoding="latin-1").text == data.decode("cp1252", "replace")
    assert decode("大学".encode("gbk"), encoding="GB2312") == ("大学", "gb18030", ())
    with pytest.raises(UsageError, match="encoding 'gibberish': unknown\n  hint: "):
        decode(data, encoding="gibberish")


def test_what_a_page_declares_is_believed_unless_its_bytes_speak_against_it() -> None:
    text = "北京的大学和公司在这里有一个研究中心，很多人在工作"

    assert decode(text[:6].encode("gb18030"), declared="gb2312") == (text[:6], "gb18030", ())
    assert decode(text.encode("gb18030"), declared="big5") == (text, "gb18030", ())
    assert decode(text.encode(), declared="iso-8859-1") == (text, "utf-8", ())


def test_the_table_holds_both_scripts_and_covers_most_of_a_page() -> None:
    shares = [frequent_share(path.read_text(encoding="utf-8")) for path in SEEDS]

    assert {"国", "國", "发", "發"} <= frequent_characters()
    assert min(shares) > 0.5
    assert frequent_share("abc") == 0.0

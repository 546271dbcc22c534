"""JSON lines → documents in their order; faulty lines are told and passed over."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document
from reading_made import Make, ids, line, read_all, reasons

# JSON lines


def test_json_lines_give_documents_in_their_order(make: Make) -> None:
    fields = {"title": "题", "date": "2024-05-01", "url": "https://example.org/1"}
    content = (
        b"\xef\xbb\xbf" + line(id="z", text="一", **fields) + b"\r\n \n" + line(id=7, text="二", date=None, more=[1])
    )
    root = make({"a.jsonl": content})

    assert read_all(root) == ([Document("z", "一", **fields), Document("7", "二")], [])


@pytest.mark.parametrize(
    ("faulty", "place", "reason"),
    [
        (b'{"id": "a", "text" "b"}', ":2:20", "broken JSON: unexpected character, expected ':' after key"),
        (b'["a"]', ":2", "not an object"),
        (b'{"id": "a"}', ":2", "no text"),
        (b'{"text": "a"}', ":2", "no id"),
        (b'{"id": " ", "text": "a"}', ":2", "empty id"),
        (b'{"id": true, "text": "a"}', ":2", "id is not a string"),
        (b'{"id": "a", "text": 5}', ":2", "text is not a string"),
        (b'{"id": "a", "text": " \\n"}', ":2", "empty document"),
        (b'{"id": 1.5, "text": "b"}', ":2", "id is not a string"),
        (b'{"id": "first", "text": "b"}', ":2", "repeated id 'first'"),
        (b'{"id": "a", "text": "\xff\xff"}', ":2", "unknown encoding: not UTF-8 (from byte 21), and no Chinese as"),
        (b'{"id": "a\\ud83d", "text": NaN}', ":2:10", "broken JSON"),
        (b"[" * 3000 + b'"\\ud83d"' + b"]" * 3000, ":2:1026", "broken JSON: depth limit exceeded"),
    ],
)
def test_a_faulty_line_is_told_with_its_number_and_passed_over(
    make: Make, faulty: bytes, place: str, reason: str
) -> None:
    root = make({"a.jsonl": line(id="first", text="一") + faulty + b"\n" + line(id="last", text="二")})
    documents, problems = read_all(root)

    assert [document.id for document in documents] == ["first", "last"]
    assert [problem.path for problem in problems] == [f"{root / 'a.jsonl'}{place}"]
    assert problems[0].reason.startswith(reason)


@pytest.mark.parametrize("odd", [["c"], {"$date": 5}, 20.5, True])
def test_no_text_is_lost_for_an_odd_title_date_or_url(make: Make, odd: object) -> None:
    root = make({"a.jsonl": line(id="a", text="一", title=odd, date=odd, url="u")})
    (document,), problems = read_all(root)

    assert (document.text, document.title, document.date, document.url) == ("一", "", "", "u")
    assert document.origin.notes == ("title is not a string: left out", "date is not a string: left out")
    assert problems == []


def test_whole_numbers_are_taken_as_data_frames_with_gaps_write_them(make: Make) -> None:
    root = make({"a.jsonl": line(id=7.0, text="一", date=20260305.0) + line(id=8, text="二", date=20260305)})

    assert read_all(root) == ([Document("7", "一", date="2026-03-05"), Document("8", "二", date="2026-03-05")], [])


def test_of_a_line_without_the_key_it_is_told_which_keys_it_has(make: Make) -> None:
    root = make({"a.jsonl": line(url="u", content="一") + line(id="b", content="二")})
    problems = read_all(root)[1]

    assert [problem.reason for problem in problems] == ["no id", "no text"]
    assert "--id-column; there are: url, content" in problems[0].hint
    assert "--text-column; there are: id, content" in problems[1].hint


def test_half_a_surrogate_pair_becomes_a_replacement_character(make: Make) -> None:
    root = make({"a.jsonl": b'{"id": "\\uD83Dx", "text": "\\ud83d\\ude00 \\ude00 \\\\ud83d"}'})

    assert read_all(root) == ([Document("\ufffdx", "\U0001f600 \ufffd \\ud83d")], [])


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16", "utf-32", "utf-8-sig"])
def test_json_lines_in_other_encodings_are_read(make: Make, encoding: str) -> None:
    text = "許多人在功能更強的中心工作，這是國家的計畫"  # 許 and 功 end in a backslash in Big5
    rows = "".join(f'{{"id": "{number}", "text": "{text}"}}\r\n' for number in range(3))
    root = make({"a.jsonl": rows.encode(encoding)})

    assert read_all(root) == ([Document(str(number), text) for number in range(3)], [])


def test_a_broken_file_in_utf16_is_told_as_a_whole(make: Make) -> None:
    root = make({"a.jsonl": '{"id": "a", "text": "b"}\n'.encode("utf-16") + b"x"})

    assert read_all(root)[0] == [Document("a", "b")]
    assert reasons(root) == ["broken JSON: unexpected character, expected a JSON value"]


def test_the_same_id_in_two_json_files_gets_the_roots_name(make: Make) -> None:
    root = make({"a.jsonl": line(id="1", text="一"), "b.jsonl": line(id="1", text="二")})

    assert ids(root) == ["1", "root/1"]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
documents_of_any_text = st.lists(
    st.builds(Document, words, words, st.text(), st.text(), st.text()), unique_by=lambda document: document.id
)


@given(documents_of_any_text)
def test_documents_survive_the_way_through_json_lines(documents: list[Document]) -> None:
    rows = b"".join(
        line(id=document.id, text=document.text, title=document.title, date=document.date, url=document.url)
        for document in documents
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_bytes(rows)

        assert read_all(path) == (documents, [])

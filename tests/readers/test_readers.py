"""Files and folders → documents, and what is told of those that cannot be read."""

import os
import socket
import tempfile
from io import BytesIO
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.readers import SUFFIXES, File, Options, read
from pages import ROOT
from reading_made import Make, ids, read_all, reasons

# Files and folders


def test_a_folder_gives_its_files_sorted_by_id_with_slashes(make: Make) -> None:
    root = make(dict.fromkeys(("a0.txt", "a/b.txt", "a.txt", "a/B.md", "a-.txt", "a/c/d.TXT"), "文"))

    assert ids(root) == sorted(ids(root))
    assert ids(root) == ["a-.txt", "a.txt", "a/B.md", "a/b.txt", "a/c/d.TXT", "a0.txt"]


def test_a_file_given_directly_has_its_name_as_id(make: Make) -> None:
    root = make({"a/b.txt": "文"})

    assert read_all(str(root / "a" / "b.txt")) == ([Document("b.txt", "文")], [])


def test_documents_come_before_later_files_are_opened(make: Make) -> None:
    root = make({"a.txt": "一", "b.txt": "二"})
    documents = read([root], on_problem=lambda problem: pytest.fail(str(problem)))
    first = next(documents)
    (root / "b.txt").write_text("三", encoding="utf-8")

    assert [first.text, next(documents).text] == ["一", "三"]


def test_line_ends_and_text_stay_as_they_are(make: Make) -> None:
    root = make({"a.txt": "\ufeff一\r\n 二\r\n"})

    assert read_all(root)[0][0].text == "一\r\n 二\r\n"


def test_hidden_names_are_passed_over_in_silence(make: Make) -> None:
    root = make({".a.txt": "文", ".git/b.txt": "文", "c.txt": "文", "~$c.docx": b"\x05user"})

    assert (ids(root), reasons(root)) == (["c.txt"], [])


def test_what_an_earlier_build_wrote_below_a_folder_is_no_document(make: Make) -> None:
    page = "<html><body><p>渡轮公司建造了渡轮，昨日交付使用，船长一百二十米。</p></body></html>"
    root = make(
        {"a.txt": "文", "out/graph.html": page, "out/graph.ttl": "", "out/report.json": "{}", "b/graph.txt": "文"}
    )

    assert (ids(root), reasons(root)) == (["a.txt", "b/graph.txt"], [])
    assert ids(root / "out") == ["graph.html"]  # asked for by name


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.doc", "save it as .docx"),
        ("a.WPS", "save it as .docx"),
        ("a.xlsx", "save it as .csv"),
        ("a.jpg", "OCR"),
        ("a.json", "write it as .jsonl"),
        ("a.rar", "unpack it"),
        ("a.parquet", "--engine spark"),
    ],
)
def test_of_files_that_people_have_and_no_reader_knows_it_is_told_what_to_make_of_them(
    make: Make, name: str, remedy: str
) -> None:
    assert remedy in read_all(make({name: b"PK"}))[1][0].hint


def test_files_that_no_reader_knows_are_told(make: Make) -> None:
    root = make({"a.xyz": "文", "README": "文"})
    documents, problems = read_all(root)

    assert documents == []
    assert [problem.reason for problem in problems] == [
        "no reader for files without a suffix",
        "no reader for .xyz files",
    ]
    assert all(suffix in problems[0].hint for suffix in SUFFIXES)
    assert problems[0].hint.startswith("give it the suffix of what it is; ")


@pytest.mark.parametrize("name", ["a.docx", "a.epub", "a.pdf", "a.zip"])
def test_a_file_of_no_bytes_is_told_as_what_it_is(make: Make, name: str) -> None:
    assert read_all(make({name: b""}))[1][0].reason == "empty file"


def test_empty_and_binary_and_undecodable_files_are_told_and_the_rest_is_read(make: Make) -> None:
    root = make({"a.txt": " \n　\n", "b.txt": b"a\0b", "c.txt": b"caf\xe9", "d.txt": "文"})
    documents, problems = read_all(root)

    assert [document.id for document in documents] == ["d.txt"]
    assert [Path(problem.path).name for problem in problems] == ["a.txt", "b.txt", "c.txt"]
    assert [problem.reason.split(":")[0] for problem in problems] == [
        "empty document",
        "binary file",
        "unknown encoding",
    ]


def test_a_path_that_does_not_exist_is_told(make: Make) -> None:
    missing = make({}) / "nothing"

    assert reasons(missing) == ["no such file or folder"]
    assert read_all(missing)[1][0].path == str(missing)


def test_what_on_problem_raises_ends_the_reading(make: Make) -> None:
    root = make({"a.jsonl": b"[]\n[]\n", "b.txt": "文"})
    told = []

    def strict(problem: InputError) -> None:
        told.append(problem)
        raise problem

    with pytest.raises(InputError, match="not an object"):
        list(read([root], on_problem=strict))
    assert len(told) == 1


def test_a_markdown_file_is_titled_by_its_first_heading(make: Make) -> None:
    texts = {
        "a.md": "## 小\r\n# 大标题 #\r\n# 又一个\r\n",
        "b.md": "---\n# comment\ntags: x\n---\n正文\n# 标题",
        "c.md": "#没有空格",
    }
    documents, _ = read_all(make(texts))

    assert [document.title for document in documents] == ["大标题", "标题", ""]
    assert [document.text for document in documents] == list(texts.values())


def test_older_encodings_are_found_out(make: Make) -> None:
    text = "北京大學在這裡建立了一個研究中心"
    root = make({"a.txt": text.encode("big5hkscs"), "b.txt": text.encode("gb18030"), "c.txt": text.encode("utf-16")})

    assert [document.text for document in read_all(root)[0]] == [text] * 3


# Links and things that are no files


def test_links_are_followed_but_not_in_circles_or_out_of_the_folder(make: Make) -> None:
    root = make({"a/b.txt": "文"})
    (root / "a" / "up").symlink_to(root, target_is_directory=True)
    (root / "self.txt").symlink_to("self.txt")
    (root / "gone.txt").symlink_to("nothing")
    other = make({"c.txt": "文"}, "other")
    (root / "other").symlink_to(other, target_is_directory=True)

    (root / "again").symlink_to(root / "a", target_is_directory=True)
    (root / "c.txt").symlink_to(other / "c.txt")

    assert ids(root) == ["a/b.txt"]
    assert reasons(root) == [
        "link to a folder already read",
        "link to a folder already read",
        "link that leads out of the folder",
        "symbolic link to nothing",
        "link that leads out of the folder",
        "symbolic link that leads back to itself",
    ]
    assert ids(root / "c.txt") == ["c.txt"]


def test_pipes_devices_and_sockets_are_told_and_not_opened(make: Make) -> None:
    root = make({})
    os.mkfifo(root / "a.txt")
    # A socket's path must be short.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/c.txt")
        expected = ["named pipe, not a file", "device, not a file", "socket, not a file"]

        assert reasons(root, os.devnull, folder) == expected


def test_files_and_folders_without_permission_are_told(unprivileged_folder: Path) -> None:
    (unprivileged_folder / "a.txt").write_text("文", encoding="utf-8")
    (unprivileged_folder / "b").mkdir()
    (unprivileged_folder / "c.txt").write_text("文", encoding="utf-8")
    (unprivileged_folder / "a.txt").chmod(0)
    (unprivileged_folder / "b").chmod(0)
    if os.geteuid() == 0:
        os.seteuid(65534)
    documents, problems = read_all(unprivileged_folder)

    assert [document.id for document in documents] == ["c.txt"]
    assert [problem.reason for problem in problems] == ["no permission to read it"] * 2


def test_a_file_name_that_is_no_utf8_gives_an_id_that_is(make: Make) -> None:
    root = make({})
    (root / os.fsdecode(b"\xb1\xb1.txt")).write_text("文", encoding="utf-8")

    assert ids(root) == ["\ufffd\ufffd.txt"]


def test_a_file_name_with_line_breaks_and_controls_gives_an_id_and_a_message_of_one_line(make: Make) -> None:
    root = make({"a\nb\x1b[2J.txt": "文", "c\n.pdf": b"no PDF"})
    documents, problems = read_all(root)

    assert [document.id for document in documents] == ["a\ufffdb\ufffd[2J.txt"]
    assert [Path(problem.path).name for problem in problems] == ["c\ufffd.pdf"]


# Ids


def test_a_later_document_of_the_same_id_bears_its_roots_name(make: Make) -> None:
    one = make({"a.txt": "一", "b.txt": "一"}, "one")
    two = make({"a.txt": "二"}, "two")

    assert ids(one, two) == ["a.txt", "b.txt", "two/a.txt"]
    assert ids(two, one) == ["a.txt", "one/a.txt", "b.txt"]
    assert ids(one / "a.txt", two / "a.txt") == ["a.txt", "two/a.txt"]


def test_an_id_that_is_taken_even_then_is_told(make: Make) -> None:
    roots = [make({"a.txt": name}, f"{name}/same") for name in ("0", "1", "2")]
    documents, problems = read_all(*roots)

    assert [(document.id, document.text) for document in documents] == [("a.txt", "0"), ("same/a.txt", "1")]
    assert [problem.reason for problem in problems] == ["id 'a.txt' is taken by another document"]


def test_a_file_reached_twice_is_read_once(make: Make) -> None:
    root = make({"a.txt": "文"})

    assert ids(root, root / "a.txt") == ["a.txt"]
    assert reasons(root, root / "a.txt") == ["file already read by another path"]


# Standard input


def test_standard_input_is_one_text_document() -> None:
    assert read_all("-", stdin="北京".encode()) == ([Document("stdin", "北京")], [])
    assert read_all(Path("-"), stdin=b"")[1][0].reason == "empty document"


def test_standard_input_can_stand_among_files(make: Make) -> None:
    root = make({"stdin": "", "a.txt": "文"})
    documents, _ = read_all("-", root, stdin="北京".encode())

    assert [document.id for document in documents] == ["stdin", "a.txt"]


def test_the_sample_documents_are_read_whole() -> None:
    documents, problems = read_all(ROOT / "seeds")

    assert problems == []
    assert len(documents) == 5
    assert all(700 <= len(document.text) <= 1500 for document in documents)


@pytest.mark.parametrize("size", [1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 200_000])
def test_a_file_of_any_size_up_to_the_limit_is_read_as_a_whole(size: int) -> None:
    problems: list[InputError] = []
    content = bytes(range(65, 91)) * (size // 26 + 1)

    def file(most: int) -> File:
        return File(BytesIO(content[:size]), "a.txt", "a.txt", problems.append, Options(most_bytes=most))

    assert file(size).content() == file(1 << 29).content() == content[:size]
    with pytest.raises(InputError, match="larger than"):
        file(size - 1).content()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("\n<!DOCTYPE html>\n<p>文</p>", "looks like a web page, and was read as plain text: save it as .html"),
        ("<HTML lang=zh><p>文</p>", "looks like a web page, and was read as plain text: save it as .html"),
        ('{"id": "a", "text": "文"}\n', "looks like JSON, and was read as one plain text: save it as .jsonl"),
    ],
)
def test_another_format_under_the_name_of_a_text_is_read_as_text_and_noted(make: Make, text: str, note: str) -> None:
    (document,), problems = read_all(make({"a.txt": text}))
    (piped,), _ = read_all(Path("-"), stdin=text.encode())

    assert (document.text, problems) == (text, [])
    assert document.origin.notes == piped.origin.notes
    assert document.origin.notes[0].startswith(note)


@pytest.mark.parametrize("text", ["{文}", "文 <html>", '{"文"}', "<文>"])
def test_a_text_that_only_has_such_marks_is_a_text(make: Make, text: str) -> None:
    assert read_all(make({"a.txt": text}))[0][0].origin.notes == ()

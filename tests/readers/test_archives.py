"""Books and archives → what is in them, and nothing outside; what unfolds to too much is told."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from files_made import PAGE, lines, only, read_all, reason, write, zipped
from kg.readers import Options

# -- books and archives


def book(path: Path, **more: bytes | str) -> Path:
    return zipped(
        path,
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>船史</dc:title>'
            "<dc:date>2020-01-02T00:00:00Z</dc:date>"
            '</metadata><manifest><item id="b" href="text/two%20b.xhtml"/><item id="a" href="text/one.xhtml"/>'
            "</manifest>"
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
            "OEBPS/text/one.xhtml": "<?xml version='1.0'?><html><body><h1>第一章</h1>"
            "<p>船厂<b>建造</b>了船。</p></body></html>",
            "OEBPS/text/two b.xhtml": "<html><body><p>第二章</p></body></html>",
            **more,
        },
    )


def test_a_book_gives_its_chapters_in_order(tmp_path: Path) -> None:
    document = only(book(tmp_path / "a.epub"))

    assert lines(document) == ["第一章", "船厂建造了船。", "第二章"]
    assert (document.title, document.date) == ("船史", "2020-01-02")


def test_a_book_without_a_chapter_is_read_and_one_without_contents_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(book(tmp_path / "a.epub")) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    del members["OEBPS/text/one.xhtml"]
    document = only(zipped(tmp_path / "b.epub", members))

    assert document.text == "第二章"
    assert document.origin.notes == ("OEBPS/text/one.xhtml: no 'OEBPS/text/one.xhtml' in it",)
    assert reason(book(tmp_path / "c.epub", **{"OEBPS/book.opf": "<a"})).startswith("broken EPUB")


def test_archives_give_the_files_in_them(tmp_path: Path) -> None:
    gzip_path = write(tmp_path / "a.csv.gz", gzip.compress("id,text\n1,文\n".encode()))
    zip_path = zipped(
        tmp_path / "b.zip", {"二.txt": "二", "一/一.html": PAGE, ".hidden.txt": "x", "c.exe": "x", "d.zip": ""}
    )
    documents, problems = read_all(gzip_path, zip_path)

    assert [document.id for document in documents] == ["1", "b.zip/一/一.html", "b.zip/二.txt"]
    assert [problem.reason for problem in problems] == [
        "no reader for .exe files in an archive",
        "no reader for .zip files in an archive",
    ]


def test_names_in_archives_of_chinese_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AAAAAAAA.txt", "文")
    path.write_bytes(path.read_bytes().replace(b"AAAAAAAA", "中国新闻".encode("gb18030")))

    assert only(path).id == "a.zip/中国新闻.txt"


def test_names_that_lead_out_of_an_archive_write_nothing_and_name_nothing_outside(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"../../evil.txt": "文", "/etc/evil.txt": "文"})

    assert [document.id for document in read_all(path)[0]] == ["a.zip/etc/evil.txt", "a.zip/evil.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_archives_that_unfold_to_too_much_are_told(tmp_path: Path) -> None:
    zeros = b"0" * (1 << 25)

    assert reason(zipped(tmp_path / "a.zip", {"a.txt": zeros})).startswith("unfolds to 32 MB from ")
    assert reason(write(tmp_path / "a.txt.gz", gzip.compress(zeros))).endswith(": more than is unfolded")
    assert reason(zipped(tmp_path / "a.docx", {"word/document.xml": zeros})).startswith("unfolds to")
    assert reason(
        zipped(tmp_path / "b.zip", {f"{n}.txt": "文" for n in range(20)}), Options(most_members=10)
    ).startswith("20 files in an archive")


def test_an_archive_that_lies_about_its_size_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": "文" * 1000})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (5).to_bytes(4, "little")
    path.write_bytes(data)

    assert reason(path) == "broken archive"


@pytest.mark.parametrize("suffix", [".gz", ".zip", ".docx", ".epub"])
def test_damaged_archives_are_told(tmp_path: Path, suffix: str) -> None:
    whole = (
        gzip.compress(b"abc" * 1000)
        if suffix == ".gz"
        else zipped(tmp_path / "whole", {"a.txt": "文" * 99}).read_bytes()
    )
    path = write(tmp_path / f"a.txt{suffix}", whole[:-20])

    assert reason(path) == "broken archive"

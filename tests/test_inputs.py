"""Web pages, Word files, tables, books, archives → documents; and what is told of those that were made to do harm."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kg.errors import InputError
from kg.model import Document
from kg.readers import Options, read
from kg.readers.file import File
from kg.readers.guard import Guard

NEWS = (
    "北溟造船公司昨日在青屿深水港宣布，公司建造的长风破浪号已经完工，将于下月交付给远星航运公司使用。",
    "公司负责人表示，这艘渡轮是公司十年来建造的最大的一艘，使用了多项新的技术，能够在大风浪中平稳航行。",
    "远星航运公司说，渡轮投入使用以后，来往两个港口的时间将从五个小时缩短到三个小时，票价不会提高。",
)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in NEWS)
PAGE = f"""<!doctype html><html lang="zh"><head>CHARSET<title>渡轮完工 - 船报</title>
<meta property="og:title" content="渡轮完工">
<meta property="article:published_time" content="2024-03-05T08:00:00+08:00">
<link rel="canonical" href="https://news.example.org/2024/03/05/ferry.html"></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/s">体育频道</a></li><li><a href="/f">财经频道</a></li></ul></nav>
<article><h1>渡轮完工</h1>{ARTICLE}</article>
<footer><p>版权所有 不得转载 <a href="/about">关于我们</a></p></footer><script>var x = "不要执行";</script>
</body></html>"""


def read_all(*paths: Path, options: Options | None = None) -> tuple[list[Document], list[InputError]]:
    problems: list[InputError] = []
    return list(read(paths, on_problem=problems.append, options=options)), problems


def only(path: Path, options: Options | None = None) -> Document:
    documents, problems = read_all(path, options=options)
    assert problems == []
    assert len(documents) == 1
    return documents[0]


def reason(path: Path, options: Options | None = None) -> str:
    documents, problems = read_all(path, options=options)
    assert documents == []
    assert len(problems) == 1
    return problems[0].reason


def lines(document: Document) -> list[str]:
    return document.text.split("\u2029\n")


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


# -- web pages


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("", "gb18030"),
        ("big5", "gb18030"),  # it lies
    ],
)
def test_an_article_is_read_without_what_stands_around_it(tmp_path: Path, declared: str, encoding: str) -> None:
    page = PAGE.replace("CHARSET", f'<meta charset="{declared}">' if declared else "")
    document = only(write(tmp_path / "a.html", page.encode(encoding)))

    assert [line for line in lines(document) if line != "渡轮完工"] == list(NEWS)
    assert (document.title, document.date) == ("渡轮完工", "2024-03-05")
    assert document.url == "https://news.example.org/2024/03/05/ferry.html"
    assert (document.origin.format, document.origin.encoding) == ("html", encoding)


def test_a_page_that_declares_big5_is_read_in_it(tmp_path: Path) -> None:
    text = "香港的渡輪公司昨日在海港宣布，公司建造的新渡輪已經完工，將於下月交付使用，票價不會提高。"
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"></head><p>{text}</p></html>'
    document = only(write(tmp_path / "a.htm", page.encode("big5hkscs")))

    assert text in document.text
    assert document.origin.encoding == "big5hkscs"


def test_line_breaks_of_the_source_do_not_cut_chinese_words(tmp_path: Path) -> None:
    page = "<html><body><p>北溟造船\n   公司建造了长风\r\n破浪号，the new\nferry 很大。</p></body></html>"

    assert lines(only(write(tmp_path / "a.html", page))) == ["北溟造船公司建造了长风破浪号，the new ferry 很大。"]


def test_a_page_of_few_words_is_read_whole(tmp_path: Path) -> None:
    page = "<html><body><div>船报</div><table><tr><td>主办</td><td>船厂</td></tr></table></body></html>"

    assert lines(only(write(tmp_path / "a.html", page))) == ["船报", "主办", "船厂"]


def test_a_saved_folder_of_pages_is_read_without_what_the_browser_put_beside_them(tmp_path: Path) -> None:
    write(tmp_path / "saved" / "一.html", PAGE)
    write(tmp_path / "saved" / "一_files" / "frame.html", PAGE)
    write(tmp_path / "saved" / "一_files" / "code.js", "alert(1)")
    documents, problems = read_all(tmp_path / "saved")

    assert [document.id for document in documents] == ["一.html"]
    assert problems == []


def test_the_header_of_a_saved_page_tells_its_encoding_and_address(tmp_path: Path) -> None:
    body = PAGE.replace('<link rel="canonical" href="https://news.example.org/2024/03/05/ferry.html">', "")
    head = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=frontier\r\n\r\n--frontier\r\n"
        "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n"
        "Content-Location: https://news.example.org/ferry\r\n\r\n"
    )
    document = only(write(tmp_path / "a.mhtml", head.encode() + body.encode("gb18030") + b"\r\n--frontier--\r\n"))

    assert NEWS[0] in document.text
    assert (document.url, document.origin.encoding) == ("https://news.example.org/ferry", "gb18030")


HOSTILE_PAGES = {
    "nested": "<div>" * 50_000 + "文字" + "</div>" * 50_000,
    "entities": '<!DOCTYPE html [<!ENTITY a "文字文字"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;&b;</p>',
    "outside": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>文字 &x;</p>',
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(3_000)) + ">文字</p>",
    "controls": "<p>文\x00字\x01\x0b</p>",
    "nothing": "<html></html>",
    "unclosed": "<table><tr><td><p>文字<b><i><u>" * 500,
}


@pytest.mark.parametrize("page", HOSTILE_PAGES.values(), ids=HOSTILE_PAGES)
def test_a_hostile_page_is_read_or_told_and_the_next_one_is_read(tmp_path: Path, page: str) -> None:
    write(tmp_path / "a.html", page)
    write(tmp_path / "b.html", PAGE)
    documents, problems = read_all(tmp_path)

    assert len(documents) + len(problems) == 2
    assert documents[-1].id == "b.html"
    assert all("root:" not in document.text and len(document.text) < 10_000 for document in documents)


# -- Word


def word(path: Path) -> Path:
    """A Word file with a paragraph, a table, a text box, a deletion, a footnote and properties."""
    document = docx.Document()
    document.core_properties.title = "渡轮完工"
    document.add_paragraph("北溟造船公司\t建造")
    table = document.add_table(rows=2, cols=2)
    for index, text in enumerate(("主办", "船厂", "协办", "港口")):
        table.cell(index // 2, index % 2).text = text
    spaces = nsdecls("w")
    document.element.body.append(
        parse_xml(
            f"<w:p {spaces}><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>"
            f"<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
            f"<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
        )
    )
    document.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    relations = members["word/_rels/document.xml.rels"].decode()
    relation = (
        '<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes"/></Relationships>'
    )
    members["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", relation).encode()
    members["word/footnotes.xml"] = (
        f"<w:footnotes {spaces}><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnotes>".encode()
    )
    return zipped(path, members)


def test_a_word_file_gives_body_tables_boxes_and_notes(tmp_path: Path) -> None:
    document = only(word(tmp_path / "a.docx"))

    assert lines(document) == ["北溟造船公司 建造", "主办", "船厂", "协办", "港口", "一", "二", "框中", "脚注"]
    assert document.title == "渡轮完工"
    assert document.origin.format == "docx"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "文文文文文文文文文文">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    + "<w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
)


def test_a_word_file_whose_text_unfolds_without_end_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(word(tmp_path / "a.docx")) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    path = zipped(tmp_path / "a.docx", {**members, "word/document.xml": BOMB})

    assert reason(path).startswith(("broken Word file", "empty document"))


@pytest.mark.parametrize("place", ["word/document.xml", "word/footnotes.xml", "word/_rels/document.xml.rels"])
def test_a_damaged_word_file_is_told(tmp_path: Path, place: str) -> None:
    with zipfile.ZipFile(word(tmp_path / "a.docx")) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    path = zipped(tmp_path / "a.docx", {**members, place: "<broken"})

    assert reason(path).startswith("broken Word file")


def test_other_things_named_docx_are_told(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "a.docx", "文字")) == "broken archive"
    assert reason(write(tmp_path / "b.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600)) == "encrypted, or an old .doc file"
    assert reason(zipped(tmp_path / "c.docx", {"a.txt": "文"})).startswith("broken Word file")


# -- tables


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("b.csv", ";"), ("c.tsv", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_gives_a_document_a_row(tmp_path: Path, name: str, separator: str, encoding: str) -> None:
    rows = [
        ["id", "Title ", "text", "date", "页"],
        ["1", "题", '"船厂的\n公司' + separator + '在这里有新闻"', "2024-03-05", "7"],
    ]
    content = "\r\n".join(separator.join(row) for row in rows)
    document = only(write(tmp_path / name, content.encode(encoding)))

    assert document == Document("1", f"船厂的\n公司{separator}在这里有新闻", "题", "2024-03-05")
    assert document.origin.encoding == encoding


def test_columns_can_be_named_and_ids_can_be_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "正文,编号\n第一篇,甲\n第二篇,乙\n")
    named, _ = read_all(path, options=Options(text_column="正文", id_column="编号"))
    numbered, _ = read_all(path, options=Options(text_column="正文"))

    assert [(document.id, document.text) for document in named] == [("甲", "第一篇"), ("乙", "第二篇")]
    assert [document.id for document in numbered] == ["a.csv#1", "a.csv#2"]


def test_keys_of_json_lines_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"body": "第一篇", "number": 7, "id": [1]}\n')

    assert only(path, Options(text_column="body", id_column="number")) == Document("7", "第一篇")


def test_a_table_without_the_column_is_told_with_those_it_has(tmp_path: Path) -> None:
    _, problems = read_all(write(tmp_path / "a.csv", "标题,正文\n题,文\n"))

    assert problems[0].reason == "no column 'text'"
    assert problems[0].hint == "name the one that holds the text with --text-column; the first line has: 标题, 正文"


def test_faulty_rows_are_told_with_their_line_and_the_others_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id,text\n1,"两\n行"\n2, \n3,文,多\n,文\n1,又\n\n4,好\n')
    documents, problems = read_all(path)

    assert [document.id for document in documents] == ["1", "4"]
    assert [(problem.path.rsplit(":", 1)[1], problem.reason) for problem in problems] == [
        ("4", "empty document"),
        ("5", "3 cells in a table of 2 columns"),
        ("6", "empty id"),
        ("7", "repeated id '1'"),
    ]


def test_a_quotation_mark_that_is_never_closed_loses_no_more_than_its_cell(tmp_path: Path) -> None:
    documents, problems = read_all(write(tmp_path / "a.csv", 'id,text\n1,好\n2,"坏\n' + "3,文\n" * 1000))

    assert [document.id for document in documents] == ["1", "2"]
    assert problems == []
    assert documents[1].text.count("3,文") == 1000


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


# -- limits


def test_a_reader_whose_process_died_is_started_again() -> None:
    def file() -> File:
        return File(io.BytesIO(PAGE.encode()), "a", "a.html", lambda problem: pytest.fail(str(problem)))

    with Guard() as guard:
        first = list(guard.read(".html", file()))
        assert guard._process is not None
        guard._process.kill()
        guard._process.wait()
        again = list(guard.read(".html", file()))

    assert NEWS[0] in first[0].text
    assert first == again


def test_a_document_that_is_too_long_is_told_and_the_others_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"id,text\n1,{'文' * 11}\n2,{'文' * 10}\n")
    documents, problems = read_all(path, options=Options(most_characters=10))

    assert [document.id for document in documents] == ["2"]
    assert [problem.reason for problem in problems] == ["document '1' has more than 10 characters"]


def test_a_reader_that_takes_too_long_or_too_much_memory_is_ended_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", PAGE)

    assert reason(path, Options(seconds=0.01)) == "reading it took longer than 0 s"
    assert reason(path, Options(memory=1 << 22)).startswith(
        ("its reader crashed", "needs more than", "its reader failed")
    )

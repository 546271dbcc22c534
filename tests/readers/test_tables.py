"""Tables → a document a row; faulty rows are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from files_made import only, read_all, write
from kg.model import Document
from kg.readers import Options

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


def test_of_several_columns_the_first_that_a_file_has_is_its_text(tmp_path: Path) -> None:
    options = Options(text_column="text, 正文", id_column="id,编号")
    tables = ("id,text,正文\n甲,第一篇,别的\n", "编号,正文\n乙,第二篇\n", "正文\n第三篇\n")
    lines = ('{"编号": "丙", "正文": "第四篇"}\n',)
    for number, text in enumerate((*tables, *lines)):
        write(tmp_path / f"{number}.{'csv' if text in tables else 'jsonl'}", text)
    write(tmp_path / "none.csv", "a,b\n1,2\n")
    documents, problems = read_all(tmp_path, options=options)

    assert [document.text for document in documents] == ["第一篇", "第二篇", "第三篇", "第四篇"]
    assert [document.id for document in documents] == ["甲", "乙", "2.csv#1", "丙"]
    assert [problem.reason for problem in problems] == ["no column 'text'"]


def test_a_name_of_a_column_may_hold_a_comma(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", '"text, plain",text\n第一篇,别的\n')

    assert only(path, Options(text_column="text, plain")).text == "第一篇"


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
    assert [document.origin.notes for document in documents] == [
        (), ("a quotation mark in this row is never closed: all rows below are in its cell",),
    ]  # fmt: skip


def test_a_row_that_ends_before_its_text_is_told_by_its_length(tmp_path: Path) -> None:
    documents, problems = read_all(write(tmp_path / "a.csv", "id,title,text,url\n1,题\n2,题,文\n"))

    assert [document.id for document in documents] == ["2"]
    assert [problem.reason for problem in problems] == ["2 cells in a table of 4 columns"]

"""Word files → body, tables, boxes and notes; damaged and hostile ones are told."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from files_made import lines, only, read_all, reason, write, zipped

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


def test_the_remedy_for_a_broken_file_is_one_that_helps_a_word_file(tmp_path: Path) -> None:
    _, problems = read_all(write(tmp_path / "a.docx", "文字"))

    assert [one.hint for one in problems] == ["open it in Word and save it again"]


def test_other_things_named_docx_are_told(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "a.docx", "文字")) == "broken archive"
    assert reason(write(tmp_path / "b.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600)) == "encrypted, or an old .doc file"
    assert reason(zipped(tmp_path / "c.docx", {"a.txt": "文"})).startswith("broken Word file")


@pytest.mark.parametrize(("made", "day"), [(None, ""), (datetime(2026, 3, 5, tzinfo=UTC), "2026-03-05")])
def test_a_file_is_not_dated_by_the_template_that_a_program_made_it_from(
    tmp_path: Path, made: datetime | None, day: str
) -> None:
    document = docx.Document()
    document.add_paragraph("北溟造船公司昨日交付渡轮。")
    if made:
        document.core_properties.created = made
    document.save(tmp_path / "a.docx")

    assert only(tmp_path / "a.docx").date == day

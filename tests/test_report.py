"""What a build tells of each document: the report beside the graph, and the summary."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from kg.engines import extract_all
from kg.errors import InputError
from kg.model import Document
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build_with_report
from kg.report import REPORT_FILE
from kg.summary import summarize
from small_ontology import BUILT, write_ontology

TEXT = "北溟造船公司建造了长风破浪号。这是一家大公司的新闻。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes((TEXT * 20).encode("gb18030") + b"\xff\n")
    (tmp_path / "in" / "c.pdf").write_bytes(b"no PDF")
    (tmp_path / "in" / "d.xyz").write_bytes(b"")
    return tmp_path


@pytest.fixture
def ontology(tmp_path: Path) -> Ontology:
    return load_ontology(write_ontology(tmp_path / "ontology", BUILT))


def told(out: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((out / REPORT_FILE).read_text(encoding="utf-8"))
    return value


def test_the_report_tells_each_document_and_what_was_skipped_and_why(folder: Path, ontology: Ontology) -> None:
    build_with_report([folder / "in"], folder / "out", ontology=ontology, formats=["ttl"])
    report = told(folder / "out")

    first, second, *skipped = report["documents"]
    assert first == {
        "id": "a.txt",
        "path": str(folder / "in" / "a.txt"),
        "status": "read",
        "format": "text",
        "encoding": "utf-8",
        "characters": len(TEXT),
        "sentences": 2,
        "names": 2,
        "relations": 1,
        "notes": [],
    }
    assert (second["encoding"], second["relations"]) == ("gb18030", 20)
    assert second["notes"] == [f"1 byte is no gb18030, the first at byte {40 * len(TEXT)}; U+FFFD stands for each"]
    assert [(Path(one["path"]).name, one["status"], one["reason"]) for one in skipped] == [
        ("c.pdf", "skipped", "broken PDF"),
        ("d.xyz", "skipped", "no reader for .xyz files"),
    ]
    assert all(one["remedy"] for one in skipped)
    sums = report["sums"]
    assert (sums["documents"], sums["skipped"], sums["with notes"], sums["relations"]) == (2, 2, 1, 21)
    assert sums["statements by relation"] == {"builtBy": 1}
    content = (folder / "out" / "graph.ttl").read_bytes()
    assert report["files"] == {"graph.ttl": {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}}


def test_the_report_is_the_same_bytes_at_every_run(folder: Path, ontology: Ontology) -> None:
    contents = set()
    for out in ("one", "two"):
        build_with_report([folder / "in"], folder / out, ontology=ontology)
        contents.add((folder / out / REPORT_FILE).read_bytes())

    assert len(contents) == 1


def test_the_summary_tells_sums_reasons_and_where_the_report_is(folder: Path, ontology: Ontology) -> None:
    report = build_with_report([folder / "in"], folder / "out", ontology=ontology, formats=["ttl"])
    out = io.StringIO()
    summarize(report, Console(file=out, width=200))

    for part in ("2, 2 skipped, 1 read in part", "text gb18030 1, text utf-8 1", "broken PDF 1", REPORT_FILE):
        assert part in out.getvalue()


class _Failing(str):
    """A text that cannot be read, as a fault of ours would make any text be."""

    __slots__ = ()

    def translate(self, table: object, /) -> str:
        raise ZeroDivisionError("a fault of ours")

    def __getitem__(self, key: object, /) -> str:
        raise ZeroDivisionError("a fault of ours")


def test_a_document_that_cannot_be_understood_is_told_and_the_others_are_read(ontology: Ontology) -> None:
    failures: list[InputError] = []
    documents = [Document("a", TEXT), Document("b", _Failing(TEXT + "\n")), Document("c", TEXT)]

    found = extract_all(documents, ontology, workers=1, on_failure=failures.append)

    assert [extraction.document.id for extraction in found] == ["a", "c"]
    assert failures[0].path == "b"
    assert failures[0].reason.startswith("could not be understood (ZeroDivisionError: a fault of ours)")


def test_the_report_is_laid_out_like_one_value_though_it_is_written_piece_by_piece(
    folder: Path, ontology: Ontology
) -> None:
    build_with_report([folder / "in"], folder / "out", ontology=ontology, formats=["ttl"], workers=1)
    text = (folder / "out" / REPORT_FILE).read_text(encoding="utf-8")

    value = json.loads(text)
    assert {document["status"] for document in value["documents"]} == {"read", "skipped"}
    assert any(document.get("notes") for document in value["documents"])
    assert text == json.dumps(value, ensure_ascii=False, indent=1) + "\n"

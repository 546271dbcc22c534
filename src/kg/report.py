"""What a build did with each document: a value, and its JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.knowledge.decisions import FILE as DECISIONS
from kg.knowledge.decisions import Decisions
from kg.merging.tables import Tables
from kg.model import DocumentInfo, Graph, Origin
from kg.resolution.joining import Idle
from kg.values import value

REPORT_FILE = "report.json"
"""The name of the file that the report of a build is written to, beside the graph."""

VERSION = 1
"""The number of the form of that file."""


@value
class DocumentReport:
    """How a document was read. ``names`` and ``relations`` count what was found; ``notes`` tell what was lost."""

    id: str
    path: str
    format: str
    encoding: str
    characters: int
    sentences: int
    names: int
    relations: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """What a graph holds.

    Entities of each type; by relation the plain statements that documents state; and how many statements are negated,
    planned, possible or ended (``doubtful``).
    """

    entities_by_type: Mapping[str, int] = field(default_factory=dict)
    statements_by_relation: Mapping[str, int] = field(default_factory=dict)
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Its graph (empty if it was not asked for), its documents by id, what was skipped and why, the files written, the
    seconds it took, and which rows of ``decisions.tsv`` decided nothing in these documents, and why. ``known``
    documents were read by an earlier build, and ``cache_notes`` tell what was wrong with what it kept: neither is in
    the report's file, which is the same with and without. ``page`` tells where the page
    holds only the core of the graph.
    """

    graph: Graph
    documents: tuple[DocumentReport, ...]
    problems: tuple[InputError, ...]
    sums: Sums
    files: tuple[Path, ...] = ()
    seconds: float = 0.0
    idle: tuple[str, ...] = ()
    known: int = 0
    cache_notes: tuple[str, ...] = ()
    page: str = ""

    @property
    def characters(self) -> int:
        """Code points read, over all documents."""
        return sum(document.characters for document in self.documents)

    @property
    def sentences(self) -> int:
        """Sentences read, over all documents."""
        return sum(document.sentences for document in self.documents)

    @property
    def notes(self) -> int:
        """Documents of which something was lost in reading."""
        return sum(1 for document in self.documents if document.notes)


def sums_of(tables: Tables) -> Sums:
    """Count what the graph of tables holds (`kg.merging.making.make`)."""
    run = tables.connection.execute
    stated = Counter(dict(run("SELECT relation, count(*) FROM statement WHERE modality = '' GROUP BY relation")))
    stated -= Counter(dict(run("SELECT relation, count(*) FROM known GROUP BY relation")))
    (doubtful,) = run("SELECT count(*) FROM statement WHERE modality != ''").fetchone()
    return Sums(Counter(dict(run("SELECT type, count(*) FROM entity GROUP BY type"))), stated, doubtful)


def told_idle(idle: Iterable[Idle], decisions: Decisions) -> tuple[str, ...]:
    """The decisions that decided nothing, in words; those whose names no document uses are told together."""
    several = list(idle)
    told = [str(one) for one in several if not one.unmet]
    if unmet := len(several) - len(told):
        told.append(f"{DECISIONS}: {unmet} of {len(decisions.rows)} rows speak of names that no document uses so")
    return tuple(told)


def document_report(info: DocumentInfo, names: int, relations: int, origin: Origin) -> DocumentReport:
    """Tell how a document was read.

    Args:
        info: what the graph keeps of it.
        names: so many were found in it.
        relations: so many were read in it.
        origin: where it came from.
    """
    return DocumentReport(
        info.id,
        origin.path,
        origin.format,
        origin.encoding,
        info.characters,
        info.sentences,
        names,
        relations,
        origin.notes,
    )


def report_lines(report: Report, written: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """The report as JSON, in pieces: one for each document, so that what is told of many is never held as a whole.

    Args:
        report: what the build did.
        written: the files written with it by their names, each with its size in bytes and its SHA-256, so that a set
            of files can be seen to be one.

    Yields:
        Text that is the same for the same input, so without times.
    """
    files = {name: {"bytes": size, "sha256": digest} for name, (size, digest) in sorted(written.items())}
    head = _laid_out({"version": VERSION, "sums": _sums_value(report), "files": files})
    yield head.removesuffix("\n}") + ',\n "documents": ['
    ending = "]\n}\n"
    for number, document in enumerate(chain(map(_document_value, report.documents), _skipped(report))):
        fields = [f'"{name}": {_told(value)}' for name, value in document.items()]
        yield (",\n  {\n   " if number else "\n  {\n   ") + ",\n   ".join(fields) + "\n  }"
        ending = "\n ]\n}\n"
    yield ending


def _laid_out(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _told(value: str | int | list[str]) -> str:
    """A field of a document, laid out like the rest; in Python's own way this would take four times as long."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, int):
        return str(value)
    return _laid_out(value).replace("\n", "\n   ") if value else "[]"


def _sums_value(report: Report) -> dict[str, Any]:
    return sums_value(
        report.sums,
        documents=len(report.documents),
        skipped=Counter(problem.reason for problem in report.problems),
        notes=report.notes,
        characters=report.characters,
        sentences=report.sentences,
        names=sum(document.names for document in report.documents),
        relations=sum(document.relations for document in report.documents),
    )


def sums_value(
    sums: Sums,
    *,
    documents: int,
    skipped: Mapping[str, int],
    notes: int,
    characters: int,
    sentences: int,
    names: int,
    relations: int,
) -> dict[str, Any]:
    """What a build did in numbers, as the report's file has it; ``skipped`` are documents by the reason."""
    return {
        "documents": documents,
        "skipped": sum(skipped.values()),
        "skipped by reason": dict(sorted(skipped.items())),
        "with notes": notes,
        "characters": characters,
        "sentences": sentences,
        "names": names,
        "relations": relations,
        "entities by type": dict(sorted(sums.entities_by_type.items())),
        "statements by relation": dict(sorted(sums.statements_by_relation.items())),
        "not plain facts": sums.doubtful,
    }


def skipped_value(problem: InputError) -> dict[str, str]:
    """A document that could not be read, as the report's file has it."""
    return {"path": problem.path, "status": "skipped", "reason": problem.reason, "remedy": problem.hint}


def _skipped(report: Report) -> Iterator[dict[str, Any]]:
    return map(skipped_value, sorted(report.problems, key=lambda problem: (problem.path, problem.reason)))


def _document_value(document: DocumentReport) -> dict[str, Any]:
    return {
        "id": document.id,
        "path": document.path,
        "status": "read",
        "format": document.format,
        "encoding": document.encoding,
        "characters": document.characters,
        "sentences": document.sentences,
        "names": document.names,
        "relations": document.relations,
        "notes": list(document.notes),
    }

"""What a build did with each document: a value, and its JSON."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.extraction import Extraction
from kg.model import Graph, Origin

REPORT_FILE = "report.json"
"""The name of the file that the report of a build is written to, beside the graph."""

_VERSION = 1
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
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
class Report:
    """What a build did.

    Its documents by id, what was skipped and why, the files written, the seconds it took, and which rows of
    ``decisions.tsv`` decided nothing in these documents, and why. ``known`` documents were read by an earlier build,
    and ``cache_notes`` tell what was wrong with what it kept: neither is in the report's file, which is the same with
    and without.
    """

    graph: Graph
    documents: tuple[DocumentReport, ...]
    problems: tuple[InputError, ...]
    files: tuple[Path, ...] = ()
    seconds: float = 0.0
    idle: tuple[str, ...] = ()
    known: int = 0
    cache_notes: tuple[str, ...] = ()

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

    @property
    def entities_by_type(self) -> Counter[str]:
        """Entities of each type."""
        return Counter(entity.type for entity in self.graph.entities)

    @property
    def statements_by_relation(self) -> Counter[str]:
        """Plain statements that a document states, by relation."""
        return Counter(s.relation for s in self.graph.statements if s.documents and not s.modality)

    @property
    def doubtful(self) -> int:
        """Statements that are negated, planned, possible or ended."""
        return sum(1 for statement in self.graph.statements if statement.modality)


def document_reports(extractions: Iterable[Extraction], origins: Mapping[str, Origin]) -> tuple[DocumentReport, ...]:
    """Tell how documents were read.

    Args:
        extractions: what was found in them.
        origins: where each came from, by id.

    Returns:
        The reports in the order of the extractions.
    """
    return tuple(
        DocumentReport(
            info.id,
            origin.path,
            origin.format,
            origin.encoding,
            info.characters,
            info.sentences,
            len(extraction.mentions),
            len(extraction.relations),
            origin.notes,
        )
        for extraction in extractions
        for info, origin in [(extraction.document, origins.get(extraction.document.id, Origin()))]
    )


def report_value(report: Report, written: Mapping[str, Path]) -> dict[str, Any]:
    """The report as a value for JSON: the same for the same input, so without times.

    Args:
        report: what the build did.
        written: the files written with it by their names, where they stand now; each is told with size and SHA-256,
            so that a set of files can be seen to be one.
    """
    read = [
        {
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
        for document in report.documents
    ]
    skipped = [
        {"path": problem.path, "status": "skipped", "reason": problem.reason, "remedy": problem.hint}
        for problem in sorted(report.problems, key=lambda problem: (problem.path, problem.reason))
    ]
    sums = {
        "documents": len(read),
        "skipped": len(skipped),
        "skipped by reason": dict(sorted(Counter(problem.reason for problem in report.problems).items())),
        "with notes": report.notes,
        "characters": report.characters,
        "sentences": report.sentences,
        "names": sum(document.names for document in report.documents),
        "relations": sum(document.relations for document in report.documents),
        "entities by type": dict(sorted(report.entities_by_type.items())),
        "statements by relation": dict(sorted(report.statements_by_relation.items())),
        "not plain facts": report.doubtful,
    }
    files = {name: {"bytes": path.stat().st_size, "sha256": _digest(path)} for name, path in sorted(written.items())}
    return {"version": _VERSION, "sums": sums, "files": files, "documents": [*read, *skipped]}


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

"""The product in one page: documents → what they state → one graph → files. Read this file first."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from kg.decisions import FILE as DECISIONS
from kg.engines import extract_all
from kg.errors import InputError, UsageError
from kg.export import DEFAULT_FORMATS, export, validate_base, validate_formats
from kg.extract import Extraction
from kg.fingerprint import fingerprint
from kg.graph import graph_of
from kg.model import Document, Graph
from kg.ontology import Ontology, default_data, load_ontology
from kg.readers import read
from kg.resolve import resolve

BASE_IRI = "https://example.org/kg/"


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Sums over the documents, what was skipped and why, the files written, the seconds it took, and which rows of
    ``decisions.tsv`` decided nothing in these documents, and why.
    """

    graph: Graph
    problems: tuple[InputError, ...]
    files: tuple[Path, ...]
    seconds: float
    idle: tuple[str, ...] = ()

    @property
    def characters(self) -> int:
        """Code points read, over all documents."""
        return sum(document.characters for document in self.graph.documents)

    @property
    def sentences(self) -> int:
        """Sentences read, over all documents."""
        return sum(document.sentences for document in self.graph.documents)

    @property
    def entities_by_type(self) -> Counter[str]:
        """Entities of each type."""
        return Counter(entity.type for entity in self.graph.entities)

    @property
    def statements_by_relation(self) -> Counter[str]:
        """Plain statements that a document states, by relation."""
        return Counter(s.relation for s in self.graph.statements if s.documents and not s.modality)


def build(
    paths: Sequence[Path | str] = (),
    out: Path | str | None = None,
    *,
    ontology: Ontology | Path | str | None = None,
    workers: int | None = None,
    formats: Iterable[str] = DEFAULT_FORMATS,
    base_iri: str = BASE_IRI,
    strict: bool = False,
    stamp: datetime | None = None,
    stdin: BinaryIO | None = None,
    on_done: Callable[[Extraction], None] = lambda extraction: None,
) -> Graph:
    """Build the graph of some documents.

    Args:
        paths: files and folders to read, ``-`` for ``stdin``; by default the documents that come with the package.
        out: the folder to write to; None writes nothing.
        ontology: the knowledge to read with, or its folder; by default the one that comes with the package.
        workers: processes to use; by default one per core.
        formats: which files to write, of `kg.export.FORMATS`.
        base_iri: what the IRIs of entities, documents and statements begin with.
        strict: raise at the first document that cannot be read instead of leaving it out.
        stamp: a time to write into the record of the run; by default none is, so that equal runs give equal bytes.
        stdin: where ``-`` reads from.
        on_done: called after each document.

    Returns:
        The graph. The same documents and ontology give equal graphs, and files of the same bytes.

    Raises:
        UsageError: the call is wrong.
        OntologyError: the ontology has faults.
        InputError: a document cannot be read (if ``strict``), or none can.
        OutputError: a file cannot be written; earlier files are as they were.
    """
    return build_with_report(
        paths,
        out,
        ontology=ontology,
        workers=workers,
        formats=formats,
        base_iri=base_iri,
        strict=strict,
        stamp=stamp,
        stdin=stdin,
        on_done=on_done,
    ).graph


def build_with_report(
    paths: Sequence[Path | str] = (),
    out: Path | str | None = None,
    *,
    ontology: Ontology | Path | str | None = None,
    workers: int | None = None,
    formats: Iterable[str] = DEFAULT_FORMATS,
    base_iri: str = BASE_IRI,
    strict: bool = False,
    stamp: datetime | None = None,
    stdin: BinaryIO | None = None,
    on_done: Callable[[Extraction], None] = lambda extraction: None,
) -> Report:
    """Build like `build` and tell what was done. Arguments and errors are those of `build`."""
    started = time.perf_counter()
    base_iri = validate_base(base_iri)
    formats = validate_formats(formats)
    if not all(map(str, paths)):
        raise UsageError("a path is empty\n  hint: write . for the folder that you are in")
    if not isinstance(ontology, Ontology):
        ontology = load_ontology(Path(ontology) if ontology is not None else None)
    problems: list[InputError] = []
    documents = _documents(paths or [default_data("seeds")], problems, strict, stdin)
    extractions = extract_all(documents, ontology, workers=workers, on_done=on_done)
    if not extractions:
        raise (
            problems[0]
            if len(problems) == 1
            else InputError(" ".join(map(str, paths)) or "seeds", "no document could be read", _listed(problems))
        )
    resolution = resolve(extractions, ontology.gazetteer, ontology.decisions)
    graph = graph_of(extractions, resolution, ontology.gazetteer, ontology.schema)
    graph = replace(graph, run=fingerprint(ontology, graph.documents, stamp))
    files = []
    if out is not None:
        files = export(graph, Path(out), base=base_iri, schema=ontology.schema, formats=formats)
    idle = [str(one) for one in resolution.idle if not one.unmet]
    if unmet := len(resolution.idle) - len(idle):
        rows = len(ontology.decisions.rows)
        idle.append(f"{DECISIONS}: {unmet} of {rows} rows speak of names that no document uses so")
    return Report(graph, tuple(problems), tuple(files), time.perf_counter() - started, tuple(idle))


def _documents(
    paths: Sequence[Path | str], problems: list[InputError], strict: bool, stdin: BinaryIO | None
) -> Iterator[Document]:
    def note(problem: InputError) -> None:
        if strict:
            raise problem
        problems.append(problem)

    yield from read(paths, on_problem=note, stdin=stdin)


def _listed(problems: Sequence[InputError]) -> str:
    if not problems:
        return "kg reads .txt, .md and .jsonl files, and folders of them"
    return "; ".join(f"{problem.path}: {problem.reason}" for problem in problems[:5])

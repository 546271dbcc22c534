"""The product in one page: documents → what they state → one graph → files. Read this file first."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from kg.caching import ExtractionCache, extraction_cache
from kg.decisions import FILE as DECISIONS
from kg.engines import extract_all
from kg.errors import InputError, UsageError
from kg.export import DEFAULT_FORMATS, export, validate_base, validate_formats
from kg.export.atomic import claimed
from kg.extraction import Extraction
from kg.fingerprint import fingerprint
from kg.garbage import rare_collections
from kg.graph import graph_of
from kg.model import Document, Graph, Origin
from kg.ontology import Ontology, default_data, load_ontology
from kg.readers import SUFFIXES, Options, read
from kg.report import REPORT_FILE, Report, document_reports, report_value
from kg.resolve import resolve

BASE_IRI = "https://example.org/kg/"


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
    reading: Options | None = None,
    on_done: Callable[[Extraction], None] = lambda extraction: None,
    cache: Path | str | None = None,
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
        reading: how files are read: encoding, columns, limits.
        on_done: called after each document.
        cache: a folder that keeps what was read in documents, for the next build of ``out``; None keeps nothing and
            reads all. The graph and the files are the same in any case.

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
        reading=reading,
        on_done=on_done,
        cache=cache,
    ).graph


@rare_collections()
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
    reading: Options | None = None,
    on_done: Callable[[Extraction], None] = lambda extraction: None,
    cache: Path | str | None = None,
) -> Report:
    """Build like `build` and tell what was done. Arguments and errors are those of `build`."""
    started = time.perf_counter()
    base_iri = validate_base(base_iri)
    formats = validate_formats(formats)
    if not all(map(str, paths)):
        raise UsageError("a path is empty\n  hint: write . for the folder that you are in")
    keeping = Path(cache) if cache is not None else None
    if not isinstance(ontology, Ontology):
        ontology = load_ontology(Path(ontology) if ontology is not None else None, cache=keeping)
    folder = Path(out) if out is not None else None
    with claimed(folder) if folder else nullcontext() as claim:
        with extraction_cache(keeping, ontology, folder) as kept:
            report = _report(paths, ontology, workers, strict, stdin, reading, on_done, kept)
        graph = replace(report.graph, run=fingerprint(ontology, report.graph.documents, stamp))
        report = replace(report, graph=graph)
        files: list[Path] = []
        if claim:

            def seal(path: Path, written: Mapping[str, Path]) -> None:
                text = json.dumps(report_value(report, written), ensure_ascii=False, indent=1)
                path.write_text(text + "\n", encoding="utf-8", newline="\n")

            files = export(
                report.graph,
                claim,
                base=base_iri,
                schema=ontology.schema,
                formats=formats,
                seal=(REPORT_FILE, seal),
            )
    return replace(report, files=tuple(files), seconds=time.perf_counter() - started)


def _report(
    paths: Sequence[Path | str],
    ontology: Ontology,
    workers: int | None,
    strict: bool,
    stdin: BinaryIO | None,
    reading: Options | None,
    on_done: Callable[[Extraction], None],
    cache: ExtractionCache,
) -> Report:
    """Read documents into a graph; nothing is written."""
    problems: list[InputError] = []
    origins: dict[str, Origin] = {}

    def note(problem: InputError) -> None:
        if strict:
            raise problem
        problems.append(problem)

    def documents() -> Iterator[Document]:
        for document in read(paths or [default_data("seeds")], on_problem=note, stdin=stdin, options=reading):
            origins[document.id] = document.origin
            yield document

    extractions = extract_all(documents(), ontology, workers=workers, on_done=on_done, on_failure=note, cache=cache)
    if not extractions:
        raise (
            problems[0]
            if len(problems) == 1
            else InputError(" ".join(map(str, paths)) or "seeds", "no document could be read", _listed(problems))
        )
    resolution = resolve(extractions, ontology.gazetteer, ontology.decisions)
    graph = graph_of(extractions, resolution, ontology.gazetteer, ontology.schema)
    idle = [str(one) for one in resolution.idle if not one.unmet]
    if unmet := len(resolution.idle) - len(idle):
        rows = len(ontology.decisions.rows)
        idle.append(f"{DECISIONS}: {unmet} of {rows} rows speak of names that no document uses so")
    documents_read = document_reports(extractions, origins)
    return Report(
        graph, documents_read, tuple(problems), idle=tuple(idle), known=cache.known, cache_notes=tuple(cache.notes)
    )


def _listed(problems: Sequence[InputError]) -> str:
    if not problems:
        return f"kg reads {', '.join(sorted(SUFFIXES))} files, and folders of them"
    return "; ".join(f"{problem.path}: {problem.reason}" for problem in problems[:5])

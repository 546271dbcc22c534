"""The product in one page: documents → what they state → one graph → files. Read this file first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.caching import extraction_cache
from kg.calls import several_paths, validate_call
from kg.engines.early import Early, is_much
from kg.engines.local import TIMEOUT, Local, count_of
from kg.errors import InputError
from kg.export import DEFAULT_FORMATS, IN_PARTS, TURTLE, export, validate_base, validate_formats, validate_licence
from kg.export.amended import last_turtle
from kg.export.atomic import claimed
from kg.export.core import page_note
from kg.export.dataset import Written
from kg.export.iris import BASE_IRI
from kg.export.shared import Shared
from kg.fingerprint import fingerprint
from kg.garbage import rare_collections
from kg.graph import MOST_EVIDENCE, validate_evidence
from kg.merging.kept import KeptTables, kept_in
from kg.merging.making import make
from kg.merging.parts import Parts
from kg.merging.stored import StoredGraph, graph_of, held
from kg.merging.tables import Tables
from kg.merging.working import spilling
from kg.model import Document, DocumentInfo, Graph, Origin
from kg.ontology import Ontology, default_data, load_ontology
from kg.readers import SUFFIXES, Options, read
from kg.readers.telling import nothing_read
from kg.report import REPORT_FILE, DocumentReport, Report, document_report, report_lines, sums_of, told_idle

if TYPE_CHECKING:
    from kg.engines.process import Process


def build(
    paths: Iterable[Path | str] | Path | str | None = None,
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
    on_done: Callable[[DocumentInfo], None] | None = None,
    cache: Path | str | None = None,
    evidence: int = MOST_EVIDENCE,
    timeout: float = TIMEOUT,
    licence: str = "",
) -> Graph:
    """Build the graph of some documents.

    Args:
        paths: a file or folder to read, or several, ``-`` for ``stdin``; by default the documents that come with the
            package.
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
        evidence: so many places are kept for each statement, the first in order; support and documents are exact.
        timeout: seconds that one document may take; one that takes longer counts as one that cannot be read. 0 for as
            long as it takes.
        licence: the IRI of the licence that the graph is under, told in ``dataset.ttl``; by default none is.

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
        evidence=evidence,
        timeout=timeout,
        licence=licence,
    ).graph


@rare_collections()
def build_with_report(
    paths: Iterable[Path | str] | Path | str | None = None,
    out: Path | str | None = None,
    *,
    ontology: Ontology | Callable[[], Ontology] | Path | str | None = None,
    workers: int | None = None,
    formats: Iterable[str] = DEFAULT_FORMATS,
    base_iri: str = BASE_IRI,
    strict: bool = False,
    stamp: datetime | None = None,
    stdin: BinaryIO | None = None,
    reading: Options | None = None,
    on_done: Callable[[DocumentInfo], None] | None = None,
    cache: Path | str | None = None,
    evidence: int = MOST_EVIDENCE,
    timeout: float = TIMEOUT,
    licence: str = "",
    keep_graph: bool = True,
) -> Report:
    """Build like `build` and tell what was done. Arguments and errors are those of `build`.

    Without ``keep_graph`` the report's graph is empty, and a graph of any size is written part by part. ``ontology``
    may be what loads it, too: where there is much text, other processes start meanwhile.
    """
    started = time.perf_counter()
    paths = several_paths(paths) or (default_data("seeds"),)
    validate_call(out=out, ontology=ontology, workers=workers, formats=formats, base_iri=base_iri, stamp=stamp)
    validate_call(stdin=stdin, reading=reading, on_done=on_done, cache=cache, evidence=evidence, timeout=timeout)
    base_iri, formats = _checked(base_iri, formats, evidence, licence)
    keeping, folder = (None if given is None else Path(given) for given in (cache, out))
    intake = _Intake(strict)
    with spilling(), ExitStack() as stack:
        start: Callable[[], Process] | None = None
        if not isinstance(ontology, Ontology):
            if count := _early(paths, workers, keeping, folder):
                start = stack.enter_context(Early(count)).take
            ontology = _loaded(ontology, keeping)
        claim = stack.enter_context(claimed(folder)) if folder else None
        known = stack.enter_context(extraction_cache(keeping, ontology, folder))
        kept = KeptTables(keeping, known.context, folder, ontology.decisions.documents)
        tables = stack.enter_context(closing(kept.load()))
        local = stack.enter_context(Local(ontology, workers, timeout, known.folder, tables.apart, start))
        documents = intake.read(paths, stdin, reading)
        local.read_into(tables, documents, on_done=on_done, on_failure=intake.note, cache=known)
        if not tables.count():
            kept.save(tables)
            raise nothing_read(" ".join(map(str, paths)), intake.problems, SUFFIXES)
        resolution = make(tables, ontology, evidence, spread=local.spread if local.several else None)
        documents_read: list[DocumentReport] = []
        run = fingerprint(ontology, _reported(tables, intake.origins, documents_read), stamp)
        last = last_turtle(tables, folder / TURTLE, base_iri) if folder and formats == ("ttl",) else None
        shared = Shared(Parts(tables, run), local.spread, local.dismiss) if local.several else None
        in_parts = last or (shared and IN_PARTS.issuperset(formats))
        graph = StoredGraph(tables, run) if in_parts else graph_of(tables, run)
        report = Report(
            Graph(),
            tuple(documents_read),
            tuple(intake.problems),
            sums_of(tables),
            idle=told_idle(resolution.idle, ontology.decisions),
            known=known.known,
            page=page_note(graph) if "html" in formats else "",
        )
        files: list[Path] = []
        with _keeping(kept, tables, base_iri) as written:
            if claim:
                seal = REPORT_FILE, partial(_write_report, report, written)
                write = partial(export, formats=formats, shared=shared, last=last, licence=licence)
                files = write(graph, claim, base=base_iri, schema=ontology.schema, seal=seal)
        if keep_graph:
            report = replace(report, graph=held(graph, ontology.schema))
    report = replace(report, files=tuple(files), cache_notes=(*known.notes, *kept.notes))
    return replace(report, seconds=time.perf_counter() - started)


def _checked(base_iri: str, formats: Iterable[str], evidence: int, licence: str) -> tuple[str, tuple[str, ...]]:
    """The base and the formats, once all that the files are to tell is seen to be right."""
    base, names = validate_base(base_iri), validate_formats(formats)
    validate_evidence(evidence)
    validate_licence(licence, names)
    return base, names


def _loaded(ontology: Callable[[], Ontology] | Path | str | None, cache: Path | None) -> Ontology:
    if callable(ontology):
        return ontology()
    return load_ontology(Path(ontology) if ontology is not None else None, cache=cache)


def _early(paths: Sequence[Path | str], workers: int | None, cache: Path | None, folder: Path | None) -> int:
    """How many processes start already; none for the next build of a folder, which mostly reads little."""
    count = count_of(workers)
    again = cache is not None and folder is not None and kept_in(cache, folder).exists()
    return count if count > 1 and not again and is_much(paths) else 0


@contextmanager
def _keeping(kept: KeptTables, tables: Tables, base: str) -> Iterator[dict[str, Written]]:
    """Keep tables once the files are written, of which the block tells, or even if they could not be."""
    written: dict[str, Written] = {}
    try:
        yield written
    finally:
        tables.wrote((base, written[TURTLE].sha256) if TURTLE in written else None)
        kept.save(tables)


class _Intake:
    """Reads the documents of a build and keeps where each is from, and what is wrong with those that cannot be read."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.problems: list[InputError] = []
        self.origins: dict[str, Origin] = {}

    def note(self, problem: InputError) -> None:
        if self.strict:
            raise problem
        self.problems.append(problem)

    def read(self, paths: Sequence[Path | str], stdin: BinaryIO | None, reading: Options | None) -> Iterator[Document]:
        for document in read(paths, on_problem=self.note, stdin=stdin, options=reading):
            self.origins[document.id] = document.origin
            yield document


def _reported(tables: Tables, origins: dict[str, Origin], documents: list[DocumentReport]) -> Iterator[DocumentInfo]:
    """The documents of tables; of each that is given, what is to be reported is added to the others."""
    for info, names, relations in tables.infos():
        documents.append(document_report(info, names, relations, origins.pop(info.id, Origin())))
        yield info


def _write_report(report: Report, told: dict[str, Written], path: Path, *, written: Mapping[str, Written]) -> None:
    told.update(written)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(report_lines(report, {name: (one.size, one.sha256) for name, one in written.items()}))

"""``kg build``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from kg.commands.options import OntologyFolder, Sources

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.readers import Options
    from kg.report import Report


class _Common(TypedDict):
    """The arguments that both engines take alike."""

    base_iri: str
    strict: bool
    reading: Options
    evidence: int
    timeout: float


def build(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files or folders to read, - for standard input. Default: the seeds."),
    ] = None,
    out: Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="Where the files go.")] = "out",
    ontology: OntologyFolder = None,
    source: Sources = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", help="Processes to use. Default: one per core."),
    ] = None,
    formats: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="LIST",
            help="What to write, by commas: ttl, graphml, html, dataset, nt, jsonld, ttl12, gexf, graphml-yed, neo4j. "
            "Default: the first four; with --engine spark ttl, which is all that it writes.",
        ),
    ] = None,
    base_iri: Annotated[
        str, typer.Option(metavar="IRI", help="What IRIs of entities, documents and statements begin with.")
    ] = "https://example.org/kg/",
    licence: Annotated[
        str, typer.Option(metavar="IRI", help="The licence of the graph, to be told in dataset.ttl. Default: none.")
    ] = "",
    encoding: Annotated[
        str, typer.Option(metavar="NAME", help="The encoding of all text files. Default: found out for each.")
    ] = "",
    text_column: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="The column of tables and key of JSON lines that holds the text. Of several by commas: the first.",
        ),
    ] = "text",
    id_column: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The column of tables and key of JSON lines that holds the id; several as above."
        ),
    ] = "id",
    strict: Annotated[bool, typer.Option("--strict", help="End at the first document that cannot be read.")] = False,
    stamp: Annotated[
        bool,
        typer.Option("--stamp", help="Write the time into the record of the run; the bytes then differ each time."),
    ] = False,
    cache: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="What was read is kept here for the next build. Default: the user's cache."),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Read all documents anew, and keep nothing.")] = False,
    evidence: Annotated[
        int, typer.Option(metavar="N", help="Places that are kept for each statement; support counts all.")
    ] = 50,
    document_timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="What one document may take; 0 for as long as it takes.")
    ] = 600,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again whenever documents or the ontology change, until Ctrl-C.")
    ] = False,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="What does the work: local, or spark (docs/spark.md).")
    ] = "local",
    master: Annotated[
        str, typer.Option(metavar="URL", help="Spark's master. Default: its configuration's, else all cores here.")
    ] = "",
    conf: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="A setting of Spark; may be repeated."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but errors and what could not be read.")
    ] = False,
) -> None:
    """Read documents and write their graph as Turtle, GraphML and an interactive page."""
    from kg.calls import validate_call
    from kg.engines import validate_engine
    from kg.errors import UsageError
    from kg.export import DEFAULT_FORMATS
    from kg.ontology import default_data, load_ontology
    from kg.pipeline import build_with_report
    from kg.progress import Progress
    from kg.readers import Options
    from kg.watching import changes

    validate_call(out=out, cache=cache)
    kept = _kept(cache, no_cache)
    wanted = None if formats is None else [name.strip() for name in formats.split(",") if name.strip()]
    common: _Common = {
        "base_iri": base_iri,
        "strict": strict,
        "reading": Options(encoding=encoding, text_column=text_column, id_column=id_column),
        "evidence": evidence,
        "timeout": document_timeout,
    }

    def knowledge() -> Ontology:
        return load_ontology(ontology, source or (), cache=kept)

    def time() -> datetime | None:
        return datetime.now(UTC) if stamp else None

    if validate_engine(engine) == "spark":
        _refuse(("workers", workers is not None), ("cache", bool(cache)), ("watch", watch), licence=licence)
        from kg.commands.spark import build_on_spark

        on_spark = partial(build_on_spark, paths or [], out, master=master, conf=conf or [], quiet=quiet)
        on_spark(knowledge=knowledge, formats=wanted, stamp=time(), **common)
        return
    if master or conf:
        raise UsageError("--master and --conf go with --engine spark")

    here = partial(build_with_report, paths or None, out, ontology=knowledge, workers=workers, cache=kept)

    def once() -> None:
        with Progress(enabled=not quiet and sys.stderr.isatty()) as progress:
            on_done = progress.document_done if progress.enabled else None
            told = partial(here, stdin=sys.stdin.buffer, stamp=time(), on_done=on_done, keep_graph=False)
            report = told(formats=DEFAULT_FORMATS if wanted is None else wanted, licence=licence, **common)
        _tell(report, quiet=quiet)

    if watch:
        _watch(once, changes(paths or [default_data("seeds")], ontology or default_data("ontology"), Path(out)), quiet)
    else:
        once()


def _kept(cache: str | None, no_cache: bool) -> Path | None:
    """The folder that keeps what was read, if one is wanted."""
    from kg.errors import UsageError
    from kg.keeping.places import cache_folder

    if cache and no_cache:
        raise UsageError("--cache and --no-cache exclude each other")
    if no_cache:
        return None
    return Path(cache) if cache else cache_folder()


def _refuse(*options: tuple[str, bool], licence: str) -> None:
    """Refuse options of this machine's engine where another one works, and what its files do not tell."""
    from kg.errors import UsageError

    if licence:
        hint = "add its dcterms:license where you publish the graph"
        raise UsageError(f"--licence is told in dataset.ttl, which --engine spark does not write\n  hint: {hint}")
    for option, given in options:
        if given:
            raise UsageError(f"--{option} is none of --engine spark; its own settings are given by --conf")


def _watch(build_once: Callable[[], None], changes: Iterable[object], quiet: bool) -> None:
    """Build at each change. A fault at the first build ends it; later ones are told, for they may be mended."""
    from kg.errors import KgError

    for number, _ in enumerate(changes):
        try:
            build_once()
        except KgError as error:
            if not number:
                raise
            sys.stderr.write(f"kg: error: {error}\n")
        sys.stderr.write("" if quiet else "kg: waiting for changes; Ctrl-C ends\n")


def _tell(report: Report, *, quiet: bool) -> None:
    """Say what could not be read and, unless it shall be quiet, what is to be noted, and sum up."""
    from kg.errors import InputError
    from kg.readers.telling import condensed

    for problem in condensed(report.problems):
        sys.stderr.write(f"kg: skipped: {problem}\n")
    if quiet:
        return
    for told in report.cache_notes:
        sys.stderr.write(f"kg: cache: {told}\n")
    if report.page:
        sys.stderr.write(f"kg: note: {report.page}\n")
    for told in report.idle:
        sys.stderr.write(f"kg: decided nothing: {told}\n")
    notes = [InputError(document.path, note) for document in report.documents for note in document.notes]
    for told in condensed(notes):
        sys.stderr.write(f"kg: note: {told}\n")
    from kg.summary import summarize  # what draws tables takes its time to load

    summarize(report)

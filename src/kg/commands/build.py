"""``kg build``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

if TYPE_CHECKING:
    from kg.report import Report


def build(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045  # typer reads this form on every Python that is supported
        typer.Argument(metavar="PATH", help="Files or folders to read, - for standard input. Default: the seeds."),
    ] = None,
    out: Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="Where the files go.")] = "out",
    ontology: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="DIR", help="The ontology folder. Default: the one that comes with kg."),
    ] = None,
    source: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(metavar="MODULE:FACTORY", help="A further source of names; may be repeated."),
    ] = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(metavar="N", help="Processes to use. Default: one per core."),
    ] = None,
    formats: Annotated[
        Optional[str],  # noqa: UP045
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
    encoding: Annotated[
        str, typer.Option(metavar="NAME", help="The encoding of all text files. Default: found out for each.")
    ] = "",
    text_column: Annotated[
        str, typer.Option(metavar="NAME", help="The column of tables and key of JSON lines that holds the text.")
    ] = "text",
    id_column: Annotated[
        str, typer.Option(metavar="NAME", help="The column of tables and key of JSON lines that holds the id.")
    ] = "id",
    strict: Annotated[bool, typer.Option("--strict", help="End at the first document that cannot be read.")] = False,
    stamp: Annotated[
        bool,
        typer.Option("--stamp", help="Write the time into the record of the run; the bytes then differ each time."),
    ] = False,
    cache: Annotated[
        Optional[Path],  # noqa: UP045
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
        Optional[list[str]],  # noqa: UP045
        typer.Option(metavar="KEY=VALUE", help="A setting of Spark; may be repeated."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Read documents and write their graph as Turtle, GraphML and an interactive page."""
    from kg.engines import validate_engine
    from kg.errors import KgError, UsageError
    from kg.export import DEFAULT_FORMATS
    from kg.keeping.places import cache_folder
    from kg.ontology import default_data, load_ontology
    from kg.pipeline import build_with_report
    from kg.progress import Progress
    from kg.readers import Options
    from kg.watching import changes

    if cache and no_cache:
        raise UsageError("--cache and --no-cache exclude each other")
    kept = None if no_cache else cache or cache_folder()
    wanted = None if formats is None else [name.strip() for name in formats.split(",") if name.strip()]
    reading = Options(encoding=encoding, text_column=text_column, id_column=id_column)
    if validate_engine(engine) == "spark":
        for option, given in (("workers", workers is not None), ("cache", cache is not None), ("watch", watch)):
            if given:
                raise UsageError(f"--{option} is none of --engine spark; its own settings are given by --conf")
        from kg.commands.spark import build_on_spark

        build_on_spark(
            paths or [],
            out,
            quiet=quiet,
            master=master,
            conf=conf or [],
            ontology=load_ontology(ontology, source or (), cache=kept),
            formats=wanted,
            base_iri=base_iri,
            strict=strict,
            stamp=datetime.now(UTC) if stamp else None,
            reading=reading,
            evidence=evidence,
            timeout=document_timeout,
        )
        return
    if master or conf:
        raise UsageError("--master and --conf go with --engine spark")

    def once() -> None:
        with Progress(enabled=not quiet and sys.stderr.isatty()) as progress:
            report = build_with_report(
                paths or [],
                out,
                ontology=load_ontology(ontology, source or (), cache=kept),
                workers=workers,
                formats=DEFAULT_FORMATS if wanted is None else wanted,
                base_iri=base_iri,
                strict=strict,
                stamp=datetime.now(UTC) if stamp else None,
                stdin=sys.stdin.buffer,
                reading=reading,
                on_done=progress.document_done,
                cache=kept,
                evidence=evidence,
                timeout=document_timeout,
                keep_graph=False,
            )
        _tell(report, quiet=quiet)

    if not watch:
        once()
        return
    first = True
    for _ in changes(paths or [default_data("seeds")], ontology or default_data("ontology"), Path(out)):
        try:
            once()
        except KgError as error:
            if first:
                raise
            sys.stderr.write(f"kg: error: {error}\n")
        first = False
        sys.stderr.write("" if quiet else "kg: waiting for changes; Ctrl-C ends\n")


def _tell(report: Report, *, quiet: bool) -> None:
    """Say what was skipped, lost and of no use, and sum up."""
    from kg.summary import summarize

    for problem in report.problems:
        sys.stderr.write(f"kg: skipped: {problem}\n")
    for told in report.cache_notes:
        sys.stderr.write(f"kg: cache: {told}\n")
    if report.page:
        sys.stderr.write(f"kg: note: {report.page}\n")
    for told in report.idle if not quiet else ():
        sys.stderr.write(f"kg: decided nothing: {told}\n")
    for document in report.documents:
        for note in document.notes:
            sys.stderr.write(f"kg: note: {document.path}: {note}\n")
    if not quiet:
        summarize(report)

"""``kg build --engine spark``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.readers.telling import condensed

if TYPE_CHECKING:
    from datetime import datetime

    from kg.engines.spark import Summed
    from kg.ontology import Ontology
    from kg.readers import Options


def build_on_spark(
    paths: Sequence[str],
    out: str,
    *,
    quiet: bool,
    master: str,
    conf: Sequence[str],
    formats: Sequence[str] | None,
    knowledge: Callable[[], Ontology],
    base_iri: str,
    strict: bool,
    stamp: datetime | None,
    reading: Options,
    evidence: int,
    timeout: float,
) -> None:
    """Build on a cluster, and say what was done. The others are arguments of `kg.engines.spark.build`.

    ``knowledge`` loads the ontology; it is called once the call is seen to be right.
    """
    from kg.engines.spark import FORMATS, build
    from kg.engines.spark.session import require_spark

    settings = {}
    for setting in conf:
        name, equals, value = setting.partition("=")
        if not name.startswith("spark.") or not equals:
            raise UsageError(f"--conf {setting}: wants spark.NAME=VALUE")
        settings[name] = value
    started = time.perf_counter()

    def told(step: str) -> None:
        sys.stderr.write(f"kg: {time.perf_counter() - started:7.1f} s  {step}\n")

    require_spark(master)
    summed = build(
        paths,
        out,
        master=master,
        conf=settings,
        ontology=knowledge(),
        formats=FORMATS if formats is None else formats,
        base_iri=base_iri,
        strict=strict,
        stamp=stamp,
        reading=reading,
        evidence=evidence,
        timeout=timeout,
        on_step=(lambda step: None) if quiet or not sys.stderr.isatty() else told,
    )
    for problem in condensed(summed.skipped.first):
        sys.stderr.write(f"kg: skipped: {problem}\n")
    more = sum(summed.skipped.by_reason.values()) - len(summed.skipped.first)
    if more:
        sys.stderr.write(f"kg: skipped: {more:,} more, see report.json for how many of which kind\n")
    if not quiet:
        for idle in summed.idle:
            sys.stderr.write(f"kg: decided nothing: {idle}\n")
        _summarize(summed)


def _summarize(summed: Summed) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    skipped = sum(summed.skipped.by_reason.values())
    table.add_row("documents", f"{summed.documents:,}" + (f", {skipped:,} skipped" if skipped else ""))
    table.add_row("sentences", f"{summed.sentences:,} ({summed.characters:,} characters)")
    table.add_row("names", f"{sum(summed.entities.values()):,}")
    table.add_row("relations", f"{sum(summed.statements.values()):,}")
    table.add_row("brought to one place", f"{summed.linked:,} of {summed.uses:,} uses of names")
    table.add_row("time", f"{summed.seconds:.1f} s")
    for number, path in enumerate(summed.files):
        table.add_row("" if number else "written", path)
    Console(highlight=False).print(table)

"""The table at the end of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from kg.report import DocumentReport, Report


def summarize(report: Report, console: Console | None = None) -> None:
    """Print what a build read, found and wrote.

    Args:
        report: what the build did.
        console: where to print; standard output by default.
    """
    console = console or Console(highlight=False)
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    skipped = f", {len(report.problems)} skipped" if report.problems else ""
    lossy = f", {report.notes} read in part" if report.notes else ""
    table.add_row("documents", f"{len(report.documents)}{skipped}{lossy}")
    if report.known:
        table.add_row("from the cache", f"{report.known} that did not change")
    if len(forms := Counter(_form(document) for document in report.documents)) > 1:
        table.add_row("formats", _counts(forms))
    if report.problems:
        table.add_row("skipped", _counts(Counter(problem.reason for problem in report.problems), most=5))
    table.add_row("sentences", f"{report.sentences:,} ({report.characters:,} characters)")
    table.add_row("names", _counts(report.sums.entities_by_type))
    table.add_row("relations", _counts(report.sums.statements_by_relation))
    if report.sums.doubtful:
        table.add_row("not plain facts", f"{report.sums.doubtful} (negated, planned, possible or ended)")
    table.add_row("time", f"{report.seconds:.2f} s, {report.characters / report.seconds:,.0f} characters a second")
    for number, path in enumerate(report.files):
        table.add_row("" if number else "written", str(path))
    console.print(table)


def _form(document: DocumentReport) -> str:
    return " ".join(filter(None, (document.format, document.encoding)))


def _counts(counter: Mapping[str, int], most: int = 100) -> str:
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{name} {count}" for name, count in ranked[:most]]
    if len(ranked) > most:
        parts.append(f"and {len(ranked) - most} more")
    return f"{sum(counter.values())}: " + ", ".join(parts) if parts else "0"

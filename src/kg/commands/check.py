"""``kg check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import TEXT_OR_JSON, OntologyFolder, one_of
from kg.errors import Fault

if TYPE_CHECKING:
    from kg.check import Inspection


def check(
    graph: Annotated[
        Path | None,
        typer.Argument(metavar="GRAPH", help="A graph in Turtle to check against the ontology's shapes instead."),
    ] = None,
    ontology: OntologyFolder = None,
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings for faults.")] = False,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, or json for a program.")] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but faults.")] = False,
) -> None:
    """Check the ontology folder: its files, every rule against its examples, what in it does nothing. Or a graph."""
    from kg.check import inspect_ontology

    one_of("--format", form, TEXT_OR_JSON)
    if graph:
        _check_graph(graph, ontology, form, quiet)
        return
    inspection = inspect_ontology(ontology)
    error = inspection.error(strict=strict)
    if form == "json":
        typer.echo(_json(inspection, strict=strict))
        if error:
            raise typer.Exit(1)
        return
    if not quiet and not strict:
        for remark in inspection.warnings:
            fault = remark.fault
            typer.echo(str(Fault(fault.location, f"warning: {fault.message}", fault.hint)))
    if error:
        raise error
    if not quiet:
        typer.echo(_summary(inspection))


def _check_graph(path: Path, ontology: Path | None, form: str, quiet: bool) -> None:
    import json

    from kg.validation.validate import validate_graph

    found = validate_graph(path, ontology)
    if form == "json":
        remarks = [
            {"path": fault.location.path, "line": fault.location.line, "message": fault.message}
            for fault in found.faults
        ]
        told = {"graph": str(found.path), "triples": found.triples, "remarks": remarks}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        if remarks:
            raise typer.Exit(1)
        return
    if error := found.error():
        raise error
    if not quiet:
        typer.echo(f"{found.path}: no fault in {found.triples} triples")


def _summary(inspection: Inspection) -> str:
    count = len(inspection.warnings)
    warnings = f", {count} warning{'' if count == 1 else 's'}" if count else ""
    return (
        f"{inspection.folder}: no fault{warnings} in {inspection.names} names, {inspection.rules} rules, "
        f"{inspection.examples} examples and {inspection.counterexamples} counterexamples"
    )


def _json(inspection: Inspection, *, strict: bool) -> str:
    """One object: the folder, what was counted, and a list of remarks, faults first."""
    import json

    remarks = [
        {
            "severity": "fault" if strict else remark.severity,
            "check": remark.check,
            "about": remark.about,
            "path": remark.fault.location.path,
            "line": remark.fault.location.line,
            "column": remark.fault.location.column,
            "message": remark.fault.message,
            "hint": remark.fault.hint,
        }
        for remark in (*inspection.faults, *inspection.warnings)
    ]
    counts = {name: getattr(inspection, name) for name in ("names", "rules", "examples", "counterexamples")}
    told = {"folder": str(inspection.folder), **counts, "remarks": remarks}
    return json.dumps(told, ensure_ascii=False, indent=2)

"""The ontology folder as one value: schema, gazetteer, grammar, rules. Everything the product knows is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from kg.decisions import FILE as DECISIONS
from kg.decisions import Decisions, load_decisions
from kg.errors import Fault, Location, OntologyError, UsageError
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.grammar import Grammar, load_grammar
from kg.identity import FILE as IDENTITY
from kg.identity import IdentityRules, load_identity
from kg.rulefiles import load_rules
from kg.rules import RuleSet
from kg.schema import Schema, load_schema
from kg.sources import NameSource, load_source
from kg.tagging.table import Table, load_table

TABLE = "tagger.npz"
"""The tagger's table, made by ``kg train``; without it names are found by the other sources alone."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """What ``load_ontology`` gives. ``folder`` is where it came from, ``source_names`` where ``sources`` came from."""

    folder: Path
    schema: Schema
    gazetteer: Gazetteer
    grammar: Grammar
    rules: RuleSet
    table: Table | None = None
    source_names: tuple[str, ...] = ()
    sources: tuple[NameSource, ...] = ()
    identity: IdentityRules = field(default_factory=IdentityRules)
    decisions: Decisions = field(default_factory=Decisions)


def load_ontology(folder: Path | None = None, sources: Iterable[str] = ()) -> Ontology:
    """Load and check an ontology folder.

    Args:
        folder: the folder; by default the one that comes with the package.
        sources: further sources of names, each as ``module:factory`` (see `kg.sources`).

    Raises:
        UsageError: there is no such folder, it holds no ``kg.ttl``, or there is no such source.
        OntologyError: with every fault of every file that could be read.
    """
    folder = folder or default_data("ontology")
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such ontology folder\n  hint: --ontology wants a folder that holds kg.ttl")
    if not (folder / "kg.ttl").is_file():
        raise UsageError(f"{folder}: this is no ontology folder: it holds no kg.ttl")
    schema = load_schema(folder / "kg.ttl")
    faults: list[Fault] = []
    gazetteer, grammar, rules = Gazetteer(()), Grammar(), RuleSet()
    identity, decisions = IdentityRules(), Decisions()
    table: Table | None = None
    # Each part is read even if another has faults, so that one run tells all of them.
    try:
        gazetteer = load_gazetteer(folder / "gazetteer", schema)
    except OntologyError as error:
        faults += error.faults
    try:
        grammar = load_grammar(folder / "grammar.yaml", schema)
    except OntologyError as error:
        faults += error.faults
    try:
        identity = load_identity(folder / IDENTITY, schema)
    except OntologyError as error:
        faults += error.faults
    try:
        decisions = load_decisions(folder / DECISIONS, schema, gazetteer)
    except OntologyError as error:
        faults += error.faults
    try:
        rules = load_rules(folder / "rules", schema)
    except OntologyError as error:
        faults += error.faults
    try:
        table = load_table(folder / TABLE, schema)
    except OntologyError as error:
        faults += error.faults
    if faults:
        raise OntologyError(
            Fault(Location(str(folder / f.location.path), f.location.line, f.location.column), f.message, f.hint)
            for f in faults
        )
    names = tuple(sources)
    return Ontology(
        folder, schema, gazetteer, grammar, rules, table, names, tuple(map(load_source, names)), identity, decisions
    )


def default_data(name: str) -> Path:
    """The ``ontology`` or ``seeds`` folder that comes with the package, installed or in a checkout."""
    packaged = Path(str(files("kg"))) / "data" / name
    return packaged if packaged.is_dir() else Path(str(files("kg"))).parents[1] / name

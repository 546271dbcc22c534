"""The ontology folder as one value: schema, gazetteer, grammar, rules. Everything the product knows is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from kg.compiled import Parts, keep_parts, kept_parts
from kg.digests import folder_digest
from kg.errors import Fault, OntologyError, UsageError
from kg.garbage import no_collections
from kg.knowledge.decisions import FILE as DECISIONS
from kg.knowledge.decisions import Decisions, load_decisions
from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.knowledge.grammar import Grammar
from kg.knowledge.grammarfile import load_grammar
from kg.knowledge.identity import IdentityRules
from kg.knowledge.identityfile import FILE as IDENTITY
from kg.knowledge.identityfile import load_identity
from kg.rulefiles import load_rules
from kg.rules import RuleSet
from kg.schema import Schema, load_schema
from kg.sources import NameSource, load_source
from kg.tagging.table import Table, load_table

Part = TypeVar("Part")

TABLE = "tagger.npz"
"""The tagger's table, made by ``kg train``; without it names are found by the other sources alone."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """What ``load_ontology`` gives. ``folder`` is where it came from, ``source_names`` where ``sources`` came from.

    ``digest`` tells the content of the folder (`kg.digests`) when it was loaded. It is empty for what was made in
    another way, also by ``replace``: nothing that is read with such an ontology may be kept for another run.
    """

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
    digest: str = field(default="", init=False, compare=False)


_last: tuple[tuple[Path, str, Path | None, bool], Ontology] | None = None
"""The ontology that was loaded last, with the folder, content and cache that it was asked by."""


@no_collections()
def load_ontology(
    folder: Path | str | None = None, sources: Iterable[str] = (), *, cache: Path | None = None, tagger: bool = True
) -> Ontology:
    """Load and check an ontology folder. What was loaded last is given again as long as the folder's content stays.

    Args:
        folder: the folder; by default the one that comes with the package.
        sources: further sources of names, each as ``module:factory`` (see `kg.sources`).
        cache: a folder that keeps the parts which are slow to read, by the content of the ontology's; None reads all.
            The ontology is the same either way, and a cache that is of no use is no error.
        tagger: whether the tagger's table is wanted; who makes it anew has no use for an old one.

    Raises:
        UsageError: there is no such folder, it holds no ``kg.ttl``, or there is no such source.
        OntologyError: with every fault of every file that could be read.
    """
    if not isinstance(folder, Path | str | None):
        hint = "give the folder that holds kg.ttl, as a str or a Path"
        raise UsageError(f"ontology: {folder!r} ({type(folder).__name__}) is no folder\n  hint: {hint}")
    folder = Path(folder) if folder else default_data("ontology")
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such ontology folder\n  hint: --ontology wants a folder that holds kg.ttl")
    if not (folder / "kg.ttl").is_file():
        raise UsageError(f"{folder}: this is no ontology folder: it holds no kg.ttl")
    global _last
    names = tuple(sources)
    digest = _digest(folder)  # before anything is read, so that a change while it is read can be seen afterwards
    asked, last = (folder, digest, cache, tagger), _last
    if last and last[0] == asked and digest and not names:  # a source may be another each time it is made
        return last[1]
    _last = last = None  # two of them at once would take the memory of two
    compiled = kept_parts(cache, digest) if cache and digest and tagger else None
    ontology = _read(folder, compiled, names, tagger)
    object.__setattr__(ontology, "digest", digest)
    if digest and _digest(folder) == digest:
        if cache and tagger and not compiled:
            parts = Parts(
                ontology.schema,
                ontology.gazetteer,
                ontology.grammar,
                ontology.rules,
                ontology.identity,
                ontology.table,
            )
            keep_parts(cache, digest, parts)
        _last = None if names else (asked, ontology)
    return ontology


def _read(folder: Path, compiled: Parts | None, sources: tuple[str, ...], tagger: bool) -> Ontology:
    """Read the parts of a folder that are not compiled. Each is read even if another has faults: one run tells all."""
    try:
        schema = compiled.schema if compiled else load_schema(folder / "kg.ttl")
    except OntologyError as error:
        raise _in(folder, error.faults) from error
    faults: list[Fault] = []

    def part(load: Callable[[], Part], empty: Part) -> Part:
        try:
            return load()
        except OntologyError as error:
            faults.extend(error.faults)
            return empty

    if compiled:
        gazetteer, grammar, rules = compiled.gazetteer, compiled.grammar, compiled.rules
        identity = compiled.identity
    else:
        gazetteer = part(lambda: load_gazetteer(folder / "gazetteer", schema), Gazetteer(()))
        grammar = part(lambda: load_grammar(folder / "grammar.yaml", schema), Grammar())
        rules = part(lambda: load_rules(folder / "rules", schema), RuleSet())
        identity = part(lambda: load_identity(folder / IDENTITY, schema), IdentityRules())
    decisions = part(lambda: load_decisions(folder / DECISIONS, schema, gazetteer), Decisions())
    table = compiled.table if compiled else part(lambda: load_table(folder / TABLE, schema), None) if tagger else None
    if faults:
        raise _in(folder, faults)
    made = tuple(map(load_source, sources))
    return Ontology(folder, schema, gazetteer, grammar, rules, table, sources, made, identity, decisions)


def _in(folder: Path, faults: Iterable[Fault]) -> OntologyError:
    """Faults with their places as the user sees them: with the ontology's own folder."""
    return OntologyError(
        Fault(replace(fault.location, path=str(folder / fault.location.path)), fault.message, fault.hint)
        for fault in faults
    )


def _digest(folder: Path) -> str:
    """The content of a folder, or nothing if a file cannot be read: that is told where the file is wanted."""
    try:
        return folder_digest(folder)
    except OSError:
        return ""


def default_data(name: str) -> Path:
    """The ``ontology`` or ``seeds`` folder that comes with the package, installed or in a checkout."""
    packaged = Path(str(files("kg"))) / "data" / name
    return packaged if packaged.is_dir() else Path(str(files("kg"))).parents[1] / name

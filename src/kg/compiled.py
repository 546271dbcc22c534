"""The parts of an ontology that are slow to read, kept as they are once they are read and linked.

They are kept by the content of the ontology folder and of the program, so that a change of either reads them anew.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from types import ModuleType

from kg import examples, rules
from kg.digests import digest
from kg.errors import Location
from kg.garbage import no_collections
from kg.keeping.files import keep_bytes, keep_value, kept_bytes, kept_value
from kg.keeping.plain import from_plain, layout, to_plain
from kg.keeping.program import program_digest
from kg.knowledge import grammar, identity, partings, shortening, standins
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.grammar import Grammar
from kg.knowledge.identity import IdentityRules
from kg.knowledge.keptnames import LAYOUT, KeptGazetteer, names_to_bytes
from kg.rules import RuleSet
from kg.schema import Schema, declared
from kg.tagging.table import Table, table_from_bytes, table_to_bytes


def _dataclasses(*modules: ModuleType) -> tuple[type, ...]:
    """The dataclasses that modules define, in their order."""
    return tuple(
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
    )


_KIND = "ontology"
_NAMES = "names"  # that are known
_MATCHER = "matcher"  # of these
_TAGGER = "tagger"
_FORMAT = "3"
_SCHEMA = _dataclasses(declared)
_RULES = (*_dataclasses(rules, examples), Location)
_GRAMMAR = _dataclasses(grammar, standins)
_IDENTITY = _dataclasses(identity, partings, shortening)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is kept of an ontology."""

    schema: Schema
    gazetteer: Gazetteer
    grammar: Grammar
    rules: RuleSet
    identity: IdentityRules
    table: Table | None


@no_collections()
def kept_parts(folder: Path, ontology: str) -> Parts | None:
    """What is kept of an ontology, or None.

    Args:
        folder: where it is kept.
        ontology: the digest of the ontology's folder (`kg.digests`).
    """
    key = _key(ontology)
    value = kept_value(folder, _KIND, key)
    names, matcher, table = (kept_bytes(folder, kind, key) for kind in (_NAMES, _MATCHER, _TAGGER))
    if value is None or names is None or matcher is None or table is None:
        return None
    try:
        schema, grammar_, rules_, identity_ = map(from_plain, value, (_SCHEMA, _GRAMMAR, _RULES, _IDENTITY))
        tagger = table_from_bytes(table) if table else None
        return Parts(schema, KeptGazetteer(names, matcher), grammar_, rules_, identity_, tagger)
    except (ValueError, TypeError, IndexError):
        return None


def keep_parts(folder: Path, ontology: str, parts: Parts) -> None:
    """Keep parts of an ontology that has no faults; arguments are those of `kept_parts`. Nothing is raised."""
    with suppress(ValueError):
        value = [
            to_plain(parts.schema, _SCHEMA),
            to_plain(parts.grammar, _GRAMMAR),
            to_plain(parts.rules, _RULES),
            to_plain(parts.identity, _IDENTITY),
        ]
        key = _key(ontology)
        keep_bytes(folder, _NAMES, key, names_to_bytes(parts.gazetteer))
        keep_bytes(folder, _MATCHER, key, parts.gazetteer.matcher())
        keep_bytes(folder, _TAGGER, key, table_to_bytes(parts.table) if parts.table else b"")
        keep_value(folder, _KIND, key, value)


def _key(ontology: str) -> str:
    classes = map(layout, (_SCHEMA, _GRAMMAR, _RULES, _IDENTITY))
    layouts = ";".join((_FORMAT, *classes, LAYOUT))
    return digest([("layout", layouts), ("ontology", ontology), ("program", program_digest())])[:32]

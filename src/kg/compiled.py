"""The parts of an ontology that are slow to read, kept as they are once they are read and linked.

They are kept by the content of the ontology folder and of the program, so that a change of either reads them anew.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from kg import examples, rules
from kg.digests import digest
from kg.errors import Location
from kg.garbage import no_collections
from kg.keeping.files import keep_bytes, keep_value, kept_bytes, kept_value
from kg.keeping.plain import from_plain, layout, to_plain
from kg.keeping.program import program_digest
from kg.knowledge import grammar, identity, partings, shortening
from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.knowledge.grammar import Grammar
from kg.knowledge.identity import IdentityRules
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
_MATCHER = "matcher"  # of its known names
_TAGGER = "tagger"
_FORMAT = "2"
_SCHEMA = _dataclasses(declared)
_RULES = (*_dataclasses(rules, examples), Location)
_GRAMMAR = _dataclasses(grammar)
_IDENTITY = _dataclasses(identity, partings, shortening)
_REPEATED = ("type", "kind", "container", "source", "path")
"""Columns of the gazetteer that say the same in many rows: each text stands once."""


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
    value, matcher = kept_value(folder, _KIND, key), kept_bytes(folder, _MATCHER, key)
    table = kept_bytes(folder, _TAGGER, key)
    if value is None or matcher is None or table is None:
        return None
    try:
        schema, gazetteer, *others = value
        grammar_, rules_, identity_ = map(from_plain, others, (_GRAMMAR, _RULES, _IDENTITY))
        tagger = table_from_bytes(table) if table else None
        names = _gazetteer(gazetteer, matcher)
        return Parts(from_plain(schema, _SCHEMA), names, grammar_, rules_, identity_, tagger)
    except (ValueError, TypeError, IndexError):
        return None


def keep_parts(folder: Path, ontology: str, parts: Parts) -> None:
    """Keep parts of an ontology that has no faults; arguments are those of `kept_parts`. Nothing is raised."""
    with suppress(ValueError):
        value = [
            to_plain(parts.schema, _SCHEMA),
            _columns(parts.gazetteer),
            to_plain(parts.grammar, _GRAMMAR),
            to_plain(parts.rules, _RULES),
            to_plain(parts.identity, _IDENTITY),
        ]
        key = _key(ontology)
        keep_bytes(folder, _MATCHER, key, parts.gazetteer.matcher())
        keep_bytes(folder, _TAGGER, key, table_to_bytes(parts.table) if parts.table else b"")
        keep_value(folder, _KIND, key, value)


def _key(ontology: str) -> str:
    classes = map(layout, (_SCHEMA, _GRAMMAR, _RULES, _IDENTITY))
    layouts = ";".join((_FORMAT, *classes, *Entry._fields, *_REPEATED))
    return digest([("layout", layouts), ("ontology", ontology), ("program", program_digest())])[:32]


def _columns(gazetteer: Gazetteer) -> list[Any]:
    """The rows by columns, and the forms with the numbers of their rows: one number for most, else a list."""
    entries = list(gazetteer.entries.values())
    number = {entry_id: index for index, entry_id in enumerate(gazetteer.entries)}
    columns: list[Any] = []
    for name in Entry._fields:
        column = [getattr(entry, name) for entry in entries]
        if name in _REPEATED:
            texts = {text: index for index, text in enumerate(dict.fromkeys(column))}
            columns.append([list(texts), [texts[text] for text in column]])
        else:
            columns.append(column)
    owners = [
        number[ids[0]] if len(ids) == 1 else [number[entry_id] for entry_id in ids] for ids in gazetteer.forms.values()
    ]
    return [columns, list(gazetteer.forms), owners]


def _gazetteer(value: list[Any], matcher: bytes) -> Gazetteer:
    columns, forms, owners = value
    for index, name in enumerate(Entry._fields):
        if name in _REPEATED:
            texts, numbers = columns[index]
            columns[index] = [texts[number] for number in numbers]
        elif name == "aliases":
            columns[index] = map(tuple, columns[index])
    rows = zip(*columns, strict=True)
    # As `Entry._make` does, without a call of Python for each of many rows.
    entries = dict(zip(columns[0], map(partial(tuple.__new__, Entry), rows), strict=True))
    ids = columns[0]
    alone = [(entry_id,) for entry_id in ids]
    claims = [alone[owner] if isinstance(owner, int) else tuple([ids[number] for number in owner]) for owner in owners]
    return Gazetteer.restored(entries, dict(zip(forms, claims, strict=True)), matcher)

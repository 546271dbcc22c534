"""Known names: the rows of ``ontology/gazetteer/<Type>[.<part>].tsv`` and a matcher for all of them at once.

A row gives a name, its other names, a finer class, the row that contains it, an official code, and the source of
the fact. Names are matched by their folded form, so that one row serves both scripts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import daachorse

from kg.datafile import data_files, suggestion
from kg.errors import Fault, Location, OntologyError
from kg.schema import Schema
from kg.text import fold

COLUMNS = ("name", "aliases", "class", "container", "code", "source")
LONGEST_NAME = 80
"""Code points; a longer "name" is a slip of the row's tabs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``id`` is ``Type:key``, with ``@container`` where several rows of the type share the name.

    ``container`` is the id of the entry that this one lies in or belongs to, or empty.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    container: str
    code: str
    source: str
    location: Location


@dataclass(frozen=True, slots=True)
class Match:
    """An occurrence of a known form in a key: its range and the ids of the entries that have this form."""

    start: int
    end: int
    entries: tuple[str, ...]


class Gazetteer:
    """All entries by id, the entries of each folded form, and the matcher over all forms."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the entries; forms are folded once here."""
        self.entries = {entry.id: entry for entry in entries}
        forms: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for form in (entry.name, *entry.aliases):
                forms[fold(form)].add(entry.id)
        forms.pop("", None)
        self.forms = {form: tuple(sorted(ids)) for form, ids in sorted(forms.items())}
        self._ids = list(self.forms.values())
        # An automaton needs at least one pattern; a NUL never stands in a key.
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(list(self.forms) or ["\0"])

    def find(self, key: str) -> list[Match]:
        """All occurrences of known forms in a key, overlapping ones included, in order of their ends."""
        found = self._matcher.find_overlapping(key) if self.forms else ()
        return [
            Match(start, end, self._ids[index])
            for start, end, index in found
            if not (_joins(key, start - 1) or _joins(key, end - 1))
        ]

    def containers(self, entry_id: str) -> Iterator[Entry]:
        """The entries that contain an entry, from the nearest outwards."""
        seen = {entry_id}
        entry = self.entries.get(entry_id)
        while entry and entry.container and entry.container not in seen:
            seen.add(entry.container)
            entry = self.entries.get(entry.container)
            if entry:
                yield entry


def load_gazetteer(folder: Path, schema: Schema) -> Gazetteer:
    """Read all tables of a folder.

    Args:
        folder: the ``gazetteer`` folder of an ontology; it may be missing (then no name is known).
        schema: the types and classes that rows may have.

    Raises:
        OntologyError: with every fault of every file.
    """
    faults: list[Fault] = []
    rows: list[_Row] = []
    for path in data_files(folder, "*.tsv"):
        rows.extend(_read_table(path, schema, faults))
    entries = _link(rows, faults)
    if faults:
        raise OntologyError(faults)
    return Gazetteer(entries)


@dataclass(frozen=True, slots=True)
class _Row:
    type: str
    values: dict[str, str]
    location: Location


def _read_table(path: Path, schema: Schema, faults: list[Fault]) -> Iterator[_Row]:
    shown = f"gazetteer/{path.name}"
    kind = path.name.split(".")[0]
    if kind not in schema.types:
        faults.append(Fault(Location(shown), f"'{kind}' is no type", suggestion(kind, schema.types)))
        return
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        faults.append(Fault(Location(shown), f"is not UTF-8 (byte {error.start})", "save it as UTF-8"))
        return
    except OSError as error:
        faults.append(Fault(Location(shown), f"cannot be read: {error.strerror}"))
        return
    header = False
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r")
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        location = Location(shown, number)
        if not header:
            header = True
            if tuple(cells) != COLUMNS:
                hint = f"the first line must be: {' '.join(COLUMNS)} (tab separated)"
                faults.append(Fault(location, "the header is missing or wrong", hint))
                return
            continue
        if len(cells) != len(COLUMNS):
            hint = "cells are separated by single tabs"
            faults.append(Fault(location, f"expected {len(COLUMNS)} cells, found {len(cells)}", hint))
            continue
        values = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        if _row_is_sound(values, kind, schema, location, faults):
            yield _Row(kind, values, location)


def _row_is_sound(values: dict[str, str], kind: str, schema: Schema, location: Location, faults: list[Fault]) -> bool:
    before = len(faults)
    if not values["name"]:
        faults.append(Fault(location, "the name is empty"))
    for form in (values["name"], *_aliases(values)):
        if len(form) > LONGEST_NAME:
            faults.append(Fault(location, f"a name of {len(form)} characters: '{form[:20]}…'", "is a tab missing?"))
        elif not fold(form):
            faults.append(Fault(location, "a name of nothing but white space"))
    if not values["source"]:
        faults.append(Fault(location, f"'{values['name']}' has no source", "say where the fact is from, e.g. editors"))
    finer = values["class"]
    if finer and (finer not in schema.classes or schema.classes[finer].type != kind):
        known = [name for name, info in schema.classes.items() if info.type == kind]
        faults.append(Fault(location, f"'{finer}' is no class of {kind}", suggestion(finer, known)))
    return len(faults) == before


def _aliases(values: dict[str, str]) -> tuple[str, ...]:
    return tuple(alias for alias in (part.strip() for part in values["aliases"].split("|")) if alias)


def _link(rows: list[_Row], faults: list[Fault]) -> list[Entry]:
    """Give the rows their ids and find their containers."""
    by_name: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        by_name[row.type, fold(row.values["name"])].append(row)
    ids: dict[int, str] = {}
    named: dict[str, list[tuple[str, _Row]]] = defaultdict(list)
    by_alias: dict[str, list[tuple[str, _Row]]] = defaultdict(list)
    aliases: list[tuple[str, str, _Row]] = []
    seen: dict[str, _Row] = {}
    for (kind, key), same in by_name.items():
        for row in same:
            parent = re.split("/", row.values["container"])[-1]
            entry_id = f"{kind}:{key}" + (f"@{fold(parent)}" if len(same) > 1 and parent else "")
            if entry_id in seen:
                hint = f"the other one is at {seen[entry_id].location}; join them or give each its container"
                faults.append(Fault(row.location, f"'{row.values['name']}' is given twice", hint))
                continue
            seen[entry_id] = row
            ids[id(row)] = entry_id
            named[key].append((entry_id, row))
            aliases.extend((fold(alias), entry_id, row) for alias in _aliases(row.values))
    for alias, entry_id, row in aliases:
        if alias not in named or named[alias][0][1] is not row:
            by_alias[alias].append((entry_id, row))
    return [
        Entry(
            ids[id(row)],
            row.type,
            row.values["name"],
            _aliases(row.values),
            row.values["class"],
            _container(row, named, by_alias, faults),
            row.values["code"],
            row.values["source"],
            row.location,
        )
        for row in rows
        if id(row) in ids
    ]


def _container(
    row: _Row,
    named: dict[str, list[tuple[str, _Row]]],
    by_alias: dict[str, list[tuple[str, _Row]]],
    faults: list[Fault],
) -> str:
    """The id of the entry that a row's container cell names, as ``name`` or ``parent/name``; names go before aliases."""
    cell = row.values["container"]
    if not cell:
        return ""
    *parents, name = cell.split("/")
    candidates = named.get(fold(name)) or by_alias.get(fold(name), [])
    if parents:
        wanted = fold(parents[-1])
        candidates = [pair for pair in candidates if fold(pair[1].values["container"].split("/")[-1]) == wanted]
    # A place lies in a place, whatever else bears the name; a body belongs to a body or lies in a place.
    same_type = [pair for pair in candidates if pair[1].type == row.type]
    chosen = same_type if len(same_type) == 1 else candidates
    if len(chosen) == 1:
        return chosen[0][0]
    if not chosen:
        # Searching all names for a near one is slow: it is done for the first faults only.
        names = {other.values["name"] for pairs in named.values() for _, other in pairs} if len(faults) < 5 else set()
        hint = suggestion(name, names) if names else ""
        faults.append(Fault(row.location, f"container '{cell}' is no row", hint))
    else:
        shown = ", ".join(str(other.location) for _, other in chosen[:3])
        faults.append(Fault(row.location, f"container '{cell}' is ambiguous ({shown})", "write parent/name"))
    return ""


def _joins(key: str, left: int) -> bool:
    """Tell whether the characters at ``left`` and ``left + 1`` are inside one Latin word or one number."""
    if left < 0 or left + 1 >= len(key):
        return False
    first, second = key[left], key[left + 1]
    if not (first.isascii() and second.isascii()):
        return False
    return (first.isalpha() and second.isalpha()) or (first.isdigit() and second.isdigit())

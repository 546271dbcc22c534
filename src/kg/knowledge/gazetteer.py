"""Known names: the rows of ``ontology/gazetteer/<Type>[.<part>].tsv`` and a matcher for all of them at once.

A row gives a name, its other names, a finer class, the row that contains it, an official code, and the source of
the fact. Names are matched by their folded form, so that one row serves both scripts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import daachorse

from kg.datafile import data_files, suggestion
from kg.errors import Fault, Location, OntologyError
from kg.schema import Schema
from kg.tablefile import Places, table_rows
from kg.text import fold, fold_all
from kg.values import value

COLUMNS = ("name", "aliases", "class", "container", "code", "source")
LONGEST_NAME = 80
"""Code points; a longer "name" is a slip of the row's tabs."""


class Entry(NamedTuple):
    """One row. ``id`` is ``Type:key``, with ``@container`` where several rows of the type share the name.

    ``container`` is the id of the entry that this one lies in or belongs to, or empty; ``path`` and ``line`` say
    where the row stands.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    container: str
    code: str
    source: str
    path: str
    line: int

    @property
    def location(self) -> Location:
        """Where the row stands."""
        return Location(self.path, self.line)


@value
class Match:
    """An occurrence of a known form in a key: its range and the ids of the entries that have this form."""

    start: int
    end: int
    entries: tuple[str, ...]


_REMEMBERED = 10_000  # rows, with what contains them: of the few that a text is about it is asked again and again


class Gazetteer:
    """All entries by id, the entries of each folded form, and the matcher over all forms."""

    entries: Mapping[str, Entry]
    forms: Mapping[str, tuple[str, ...]]
    _ids: Sequence[tuple[str, ...]]
    _outer: dict[str, tuple[Entry, ...]]

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the entries; forms are folded once here."""
        self.entries = {entry.id: entry for entry in entries}
        claims = [(form, entry.id) for entry in self.entries.values() for form in (entry.name, *entry.aliases)]
        ids = [entry_id for _, entry_id in claims]
        keys = fold_all([form for form, _ in claims])
        # Nearly all forms have one claim: these go the fast way, and the others are added afterwards.
        first = dict(zip(reversed(keys), reversed(ids), strict=True))
        forms: dict[str, tuple[str, ...]] = {key: (entry_id,) for key, entry_id in first.items()}
        for key, entry_id in zip(keys, ids, strict=True):
            if first[key] is not entry_id and entry_id not in forms[key]:
                forms[key] = tuple(sorted((*forms[key], entry_id)))
        forms.pop("", None)
        # An automaton needs at least one pattern; a NUL never stands in a key.
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(list(forms) or ["\0"])
        self.forms = forms
        self._ids = list(forms.values())
        self._outer = {}

    def matcher(self) -> bytes:
        """What finds the forms, as bytes that only the same version of its library can read."""
        return bytes(self._matcher.serialize())

    def find(self, key: str) -> list[Match]:
        """All occurrences of known forms in a key, overlapping ones included, in order of their ends."""
        found = self._matcher.find_overlapping(key) if self.forms else ()
        return [
            Match(start, end, self._ids[index])
            for start, end, index in found
            if not (
                (key[start] < "\x80" and _joins(key, start - 1)) or (key[end - 1] < "\x80" and _joins(key, end - 1))
            )
        ]

    def rows(self, form: str, kind: str) -> tuple[str, ...]:
        """The ids of the rows of a type that have a folded form, sorted."""
        found = self.forms.get(form)
        return tuple([row for row in found if self.entries[row].type == kind]) if found else ()

    def containers(self, entry_id: str) -> tuple[Entry, ...]:
        """The entries that contain an entry, from the nearest outwards."""
        found = self._outer.get(entry_id)
        if found is None:
            if len(self._outer) >= _REMEMBERED:
                self._outer.clear()
            found = self._outer[entry_id] = tuple(self._containers(entry_id))
        return found

    def joint(self, word: str) -> int:
        """Where the second of two names in one word begins, if it lies in the first: 上海市|浦东新区; else 0."""
        if word in self.forms:
            return 0
        for at in range(2, len(word) - 1):
            outer, inner = self.forms.get(word[:at], ()), self.forms.get(word[at:], ())
            if outer and any(one.id in outer for row in inner for one in self.containers(row)):
                return at
        return 0

    def _containers(self, entry_id: str) -> Iterator[Entry]:
        seen = {entry_id}
        entry = self.entries.get(entry_id)
        while entry and entry.container and entry.container not in seen:
            seen.add(entry.container)
            entry = self.entries.get(entry.container)
            if entry:
                yield entry

    def contained(self, containers: Collection[str]) -> list[str]:
        """The ids of the entries that some entries contain, in their order."""
        return [entry.id for entry in self.entries.values() if entry.container in containers]


def row_name(row: str) -> str:
    """The folded name in a row's id, without its type and what tells it from other rows of that name."""
    return row.partition(":")[2].partition("@")[0]


def load_gazetteer(folder: Path, schema: Schema) -> Gazetteer:
    """Read all tables of a folder.

    Args:
        folder: the ``gazetteer`` folder of an ontology; it may be missing (then no name is known).
        schema: the types and classes that rows may have.

    Raises:
        OntologyError: with every fault of every file.
    """
    faults: list[Fault] = []
    rows: list[Entry] = []
    places = Places(folder.parent, COLUMNS)
    for path in data_files(folder, "*.tsv"):
        rows.extend(_read_table(path, schema, faults, places))
    entries = _link(rows, faults, places)
    if faults:
        raise OntologyError(faults)
    return Gazetteer(entries)


_WIDE_BAR = "\uff5c"
_Named = dict[str, list[tuple[str, Entry]]]


def _read_table(path: Path, schema: Schema, faults: list[Fault], places: Places) -> Iterator[Entry]:
    """The rows of a table as they are written: without ids, and each container by its name."""
    shown = f"gazetteer/{path.name}"
    kind = path.name.split(".")[0]
    if kind not in schema.types:
        faults.append(Fault(Location(shown), f"'{kind}' is no type", suggestion(kind, schema.types)))
        return
    classes = {name for name, info in schema.classes.items() if info.type == kind}
    for number, cells in table_rows(path, shown, COLUMNS, faults):
        name, aliases, finer, container, code, source = cells
        forms = tuple(filter(None, map(str.strip, aliases.split("|"))))
        row = Entry("", kind, name, forms, finer, container, code, source, shown, number)
        sound = name and source and (not finer or finer in classes) and (not code or ":" in code)
        if sound and len(name) + len(aliases) <= LONGEST_NAME and _WIDE_BAR not in aliases:
            yield row  # the common case, told apart without building anything
        elif found := list(_row_faults(row, classes, places)):
            faults.extend(found)
        else:
            yield row


def _row_faults(row: Entry, classes: set[str], places: Places) -> Iterator[Fault]:
    if not row.name:
        yield Fault(
            places.of(row.location, "name"), "the name is empty", "write the fullest usual name in the first cell"
        )
    for cell, forms in (("name", (row.name,)), ("aliases", row.aliases)):
        for form in forms:
            if len(form) > LONGEST_NAME:
                message = f"a name of {len(form)} characters: '{form[:20]}…'"
                yield Fault(places.of(row.location, cell, form), message, "is a tab missing?")
            if _WIDE_BAR in form:
                message = f"'{form}' has a full-width bar"
                yield Fault(places.of(row.location, cell, form), message, "write | in half width between aliases")
    if not row.source:
        hint = "say where the fact is from, e.g. editors"
        yield Fault(places.of(row.location, "source"), f"'{row.name}' has no source", hint)
    if row.kind and row.kind not in classes:
        hint = suggestion(row.kind, classes) or f"{row.type} has no finer classes in kg.ttl: leave the cell empty"
        yield Fault(places.of(row.location, "class"), f"'{row.kind}' is no class of {row.type}", hint)
    if row.code and ":" not in row.code:
        place = places.of(row.location, "code")
        yield Fault(place, f"'{row.code}' is no code", "write it as scheme:value, like gb2260:110108")


def _link(rows: list[Entry], faults: list[Fault], places: Places) -> list[Entry]:
    """Give the rows their ids and find their containers."""
    keys = fold_all([row.name for row in rows])
    same_name: Counter[tuple[str, str]] = Counter(zip((row.type for row in rows), keys, strict=True))
    named: _Named = defaultdict(list)
    seen: dict[str, Entry] = {}
    identified: list[tuple[str, Entry]] = []
    for row, key in zip(rows, keys, strict=True):
        shared = same_name[row.type, key] > 1 and row.container
        entry_id = f"{row.type}:{key}" + (f"@{fold(row.container.split('/')[-1])}" if shared else "")
        if entry_id in seen:
            hint = f"the other one is at {seen[entry_id].location}; join them or give each its container"
            faults.append(Fault(places.of(row.location, "name"), f"'{row.name}' is given twice", hint))
            continue
        seen[entry_id] = row
        identified.append((entry_id, row))
        named[key].append((entry_id, row))
    parts = sorted({part for row in rows if row.container for part in row.container.split("/")})
    folded = dict(zip(parts, fold_all(parts), strict=True))
    by_alias = _by_alias(identified, set(folded.values()) - named.keys())
    return [
        row._replace(
            id=entry_id, container=_container(row, folded, named, by_alias, faults, places) if row.container else ""
        )
        for entry_id, row in identified
    ]


def _by_alias(identified: list[tuple[str, Entry]], wanted: set[str]) -> _Named:
    """The rows by those of their other names that containers are given by."""
    found: _Named = defaultdict(list)
    if wanted:
        called = [(alias, one) for one in identified for alias in one[1].aliases]
        for key, (_, one) in zip(fold_all([alias for alias, _ in called]), called, strict=True):
            if key in wanted:
                found[key].append(one)
    return found


def _container(
    row: Entry, folded: dict[str, str], named: _Named, by_alias: _Named, faults: list[Fault], places: Places
) -> str:
    """The id of the entry that a row's container cell names, as ``name`` or ``parent/name``.

    Names go before aliases.
    """
    *parents, name = row.container.split("/")
    candidates = named.get(folded[name]) or by_alias.get(folded[name], [])
    if len(candidates) == 1 and not parents:
        return candidates[0][0]
    if parents:
        wanted = folded[parents[-1]]
        candidates = [pair for pair in candidates if folded.get(pair[1].container.split("/")[-1]) == wanted]
    # A place lies in a place, whatever else bears the name; a body belongs to a body or lies in a place.
    same_type = [pair for pair in candidates if pair[1].type == row.type]
    chosen = same_type if len(same_type) == 1 else candidates
    if len(chosen) == 1:
        return chosen[0][0]
    if not chosen:
        # Searching all names for a near one is slow: it is done for the first faults only.
        names = {other.name for pairs in named.values() for _, other in pairs} if len(faults) < 5 else set()
        hint = suggestion(name, names)
        faults.append(Fault(places.of(row.location, "container"), f"container '{row.container}' is no row", hint))
    else:
        message = (
            f"container '{row.container}' is ambiguous ({', '.join(str(other.location) for _, other in chosen[:3])})"
        )
        faults.append(Fault(places.of(row.location, "container"), message, "write parent/name"))
    return ""


def _joins(key: str, left: int) -> bool:
    """Tell whether the characters at ``left`` and ``left + 1`` are inside one Latin word or one number."""
    if left < 0 or left + 1 >= len(key):
        return False
    first, second = key[left], key[left + 1]
    if not (first.isascii() and second.isascii()):
        return False
    return (first.isalpha() and second.isalpha()) or (first.isdigit() and second.isdigit())

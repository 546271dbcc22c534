"""``ontology/decisions.tsv``: what a person settled. These two names are the same, these two are not.

A row is a decision (``same`` or ``different``), the type of both names, the two names, which of them wins (the label;
may be empty), and the reason. A name is ``[document#][place/]name``: with a place, or a person's body, where several
things share it; with a document's id where it is meant in that document only. Two names that differ in script or
spelling alone stand for just these spellings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.datafile import suggestion
from kg.errors import Fault, Location, OntologyError
from kg.groups import Groups
from kg.knowledge.gazetteer import Gazetteer
from kg.schema import Schema
from kg.tablefile import Places, table_rows
from kg.text import display, fold

FILE = "decisions.tsv"
COLUMNS = ("decision", "type", "name", "other", "wins", "reason")
SAME, DIFFERENT = "same", "different"


class Named(NamedTuple):
    """What a cell means: the folded name, the folded place and the document if given, and the name as written.

    ``spelling`` is the name as written where only this spelling is meant, else empty.
    """

    key: str
    context: str
    document: str
    text: str
    spelling: str = ""

    def __str__(self) -> str:
        """Render as the file has it."""
        return (f"{self.document}#" if self.document else "") + (f"{self.context}/" if self.context else "") + self.text


class Decision(NamedTuple):
    """One row."""

    same: bool
    type: str
    name: Named
    other: Named
    wins: str
    reason: str
    location: Location

    @property
    def detail(self) -> str:
        """Where the row stands and why, for the record of a merge."""
        return f"{self.location}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Decisions:
    """All rows, in order of the file."""

    rows: tuple[Decision, ...] = ()

    @property
    def documents(self) -> frozenset[str]:
        """The ids of the documents that rows speak of: a name may mean something else there than anywhere else."""
        named = (named.document for row in self.rows for named in (row.name, row.other))
        return frozenset(document for document in named if document)


def load_decisions(path: Path, schema: Schema, gazetteer: Gazetteer) -> Decisions:
    """Read and check the file.

    Args:
        path: the file; if it is missing, nothing is decided.
        schema: the types that names can have.
        gazetteer: the known names: what a place can be written before.

    Raises:
        OntologyError: with every fault: a row that is malformed, names of no row, rows that contradict each other.
    """
    if not path.exists():
        return Decisions()
    faults: list[Fault] = []
    places = Places(path.parent, COLUMNS)
    rows = list(_read(path, schema, faults, places))
    for row in rows:
        for column in ("name", "other"):
            faults.extend(_not_known_so(row, column, gazetteer, places))
    faults.extend(_contradictions(rows, places))
    if faults:
        raise OntologyError(faults)
    return Decisions(tuple(rows))


def _read(path: Path, schema: Schema, faults: list[Fault], places: Places) -> Iterator[Decision]:
    for number, cells in table_rows(path, path.name, COLUMNS, faults, "; 'wins' may be empty, but its tab must stand"):
        location = Location(path.name, number)
        if found := list(_row_faults(cells, location, schema, places)):
            faults.extend(found)
        else:
            yield _decision(cells, location)


def _decision(cells: list[str], location: Location) -> Decision:
    verdict, kind, name, other, wins, reason = cells
    first, second = _named(name), _named(other)
    if first[:3] == second[:3]:
        first, second = first._replace(spelling=first.text), second._replace(spelling=second.text)
    return Decision(verdict == SAME, kind, first, second, wins, reason, location)


def _named(cell: str) -> Named:
    document, mark, rest = cell.rpartition("#")
    if not mark:
        document, rest = "", cell
    context, mark, name = rest.rpartition("/")
    if not (mark and context and name):
        context, name = "", rest
    return Named(fold(name), fold(context), document, display(name))


def _row_faults(cells: list[str], location: Location, schema: Schema, places: Places) -> Iterator[Fault]:
    verdict, kind, name, other, wins, reason = cells
    if verdict not in (SAME, DIFFERENT):
        place = places.of(location, "decision")
        yield Fault(place, f"'{verdict}' is no decision", f"write {SAME} or {DIFFERENT}")
    if kind not in schema.types:
        yield Fault(places.of(location, "type"), f"'{kind}' is no type", suggestion(kind, schema.types))
    for column, cell in (("name", name), ("other", other)):
        if not _named(cell).key:
            yield Fault(places.of(location, column), "a name is empty", "a name is [document#][place/]name")
    if name == other:
        hint = "write the two names that are meant"
        yield Fault(places.of(location, "other"), f"'{name}' is decided about with itself", hint)
    if wins and (verdict != SAME or wins not in (_named(name).text, _named(other).text)):
        hint = "'wins' is one of the two names of a row that says same, or empty"
        yield Fault(places.of(location, "wins"), f"'{wins}' cannot win here", hint)
    if not reason:
        hint = "say in the last cell why this was decided"
        yield Fault(places.of(location, "reason"), f"'{name}' and '{other}': there is no reason", hint)


def _not_known_so(row: Decision, column: str, gazetteer: Gazetteer, places: Places) -> Iterator[Fault]:
    """Faults of a name that the gazetteer has, but not so: no row in this place, or several and no place given."""
    named: Named = getattr(row, column)
    known = rows_of(named, row.type, gazetteer)
    if named.document or len(known) == 1:
        return
    rows = [gazetteer.entries[one] for one in gazetteer.rows(named.key, row.type)]
    containers = sorted({gazetteer.entries[one.container].name for one in rows if one.container})
    place = places.of(row.location, column)
    if named.context and rows and not known:
        hint = f"known: {', '.join(f'{outer}/{named.text}' for outer in containers[:8])}"
        yield Fault(place, f"no row of {row.type} is '{named}'", hint if containers else f"write {named.text}")
    elif len(known) > 1:
        hint = f"write the place before it: {', '.join(f'{outer}/{named.text}' for outer in containers[:4])}"
        yield Fault(place, f"'{named}' names {len(known)} rows of {row.type}", hint)


def rows_of(named: Named, kind: str, gazetteer: Gazetteer) -> list[str]:
    """The ids of the gazetteer's rows of a type that a name means, sorted."""
    return [
        one
        for one in gazetteer.rows(named.key, kind)
        if not named.context
        or any(
            named.context in (fold(form) for form in (outer.name, *outer.aliases))
            for outer in gazetteer.containers(one)
        )
    ]


def _contradictions(rows: Iterable[Decision], places: Places) -> Iterator[Fault]:
    """Faults of rows that say something twice, or one thing and its contrary, also by a chain of other rows."""
    rows = list(rows)
    groups: Groups[tuple[str, Named]] = Groups()
    seen: dict[frozenset[tuple[str, Named]], Decision] = {}
    for row in rows:
        ends = frozenset({thing(row, row.name), thing(row, row.other)})
        if (earlier := seen.setdefault(ends, row)) is not row:
            contrary = "" if earlier.same == row.same else ", and says the contrary"
            message = f"'{row.name}' and '{row.other}' are decided about at {earlier.location} already{contrary}"
            yield Fault(places.of(row.location, "name"), message, "keep one of the rows")
        elif row.same:
            groups.unite(*sorted((thing(row, row.name), thing(row, row.other))))
    members: dict[tuple[str, Named], list[Decision]] = defaultdict(list)
    for row in rows:
        if row.same:
            members[groups.root(thing(row, row.name))].append(row)
    for row in seen.values():
        first, second = thing(row, row.name), thing(row, row.other)
        if not row.same and groups.root(first) == groups.root(second):
            message = _contradiction(row, first, second, members[groups.root(first)])
            yield Fault(places.of(row.location, "decision"), message, "take out this row or one of those")
    for same in members.values():
        winners = {row.wins: row for row in reversed(same) if row.wins}
        if len(winners) > 1:
            first_row, *_, last_row = sorted(winners.values(), key=lambda row: row.location)
            message = (
                f"'{last_row.wins}' wins here, but '{first_row.wins}' wins at {first_row.location} for the same thing"
            )
            yield Fault(places.of(last_row.location, "wins"), message, "let one of them win")


def thing(row: Decision, named: Named) -> tuple[str, Named]:
    """What a name of a row means, however it is written: what chains of rows are made of."""
    return row.type, named._replace(text="")


def _contradiction(row: Decision, first: tuple[str, Named], second: tuple[str, Named], same: list[Decision]) -> str:
    """What is wrong, with the shortest chain of rows by which two things were the same after all."""
    beside: dict[tuple[str, Named], list[tuple[tuple[str, Named], Decision]]] = defaultdict(list)
    for one in same:
        left, right = thing(one, one.name), thing(one, one.other)
        beside[left].append((right, one))
        beside[right].append((left, one))
    came: dict[tuple[str, Named], tuple[tuple[str, Named], Decision] | None] = {first: None}
    queue = [first]
    for place in queue:
        for following, by in beside[place]:
            if following not in came:
                came[following] = (place, by)
                queue.append(following)
    lines: list[int] = []
    step = came.get(second)
    while step:
        lines.append(step[1].location.line)
        step = came[step[0]]
    shown = ", ".join(map(str, reversed(lines[-6:]))) + (f" and {len(lines) - 6} more" if len(lines) > 6 else "")
    chain = f"line{'s' if len(lines) > 1 else ''} {shown}"
    return f"'{row.name}' and '{row.other}' are different here, but the same by {chain}"

"""Write the gazetteer files of organs that exist once a place: ``python tools/make_state_organs.py``.

Governments, their commissions and bureaus, party committees and mass organisations repeat from province to province
and from country to country. Writing each by hand invites slips, so the tables in ``tools/organs`` say which kind of
organ exists where, and this script spells them out.

``places.tsv`` lists the places: full name, other forms, one-character abbreviation, groups, and the name of its own
row in the gazetteer where that differs.

Each other table ``Organization.<part>.tsv`` has one kind of organ a line and becomes the gazetteer file of that name:

- ``where``: groups or single places, separated by blanks; ``-X`` takes X out again.
- ``name``: a pattern, where ``~`` stands for the full name of the place.
- ``aliases``: patterns separated by ``|``, where ``~`` stands for each form of the place, ``^`` for its full name
  only, ``_`` for its last (shortest) form only, and ``%`` for each of its abbreviations; a pattern with ``%``
  vanishes for a place that has none.
- ``class``: the finer class. ``container``: a pattern like ``name``; may be empty.

Not run at install: the gazetteer files are part of the project, and this script only remakes them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TABLES = Path(__file__).parent / "organs"
GAZETTEER = Path(__file__).parent.parent / "ontology" / "gazetteer"
HEADER = ("name", "aliases", "class", "container", "code", "source")
KIND_HEADER = ("where", "name", "aliases", "class", "container")
SOURCE = "editors"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that has organs: its full name, other forms, abbreviations, groups, and its name in the gazetteer."""

    name: str
    forms: tuple[str, ...]
    abbreviations: tuple[str, ...]
    groups: frozenset[str]
    row_name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of organ: where it exists, and the patterns that name it."""

    where: tuple[str, ...]
    name: str
    aliases: tuple[str, ...]
    finer_class: str
    container: str


def read_rows(path: Path, columns: int) -> Iterator[list[str]]:
    """Give the cells of each row of a table, without header, comments and blank lines.

    Args:
        path: A UTF-8 file of tab-separated values; trailing empty cells may be left out.
        columns: How many cells each row is filled up to.

    Yields:
        One list of exactly ``columns`` cells a row.

    Raises:
        ValueError: If a row has more cells than the table has columns.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > columns:
            raise ValueError(f"{path}:{number}: {len(cells)} cells, expected at most {columns}")
        yield [*cells, *[""] * (columns - len(cells))]


def split(cell: str, separator: str = "|") -> tuple[str, ...]:
    """Give the parts of a cell, none for an empty one."""
    return tuple(cell.split(separator)) if cell else ()


def read_places(path: Path) -> dict[str, Place]:
    """Give the places of ``places.tsv`` by name, in the order of the file."""
    return {
        name: Place(name, split(forms), split(abbreviations), frozenset(groups.split()), row_name or name)
        for name, forms, abbreviations, groups, row_name in read_rows(path, 5)
    }


def read_kinds(path: Path) -> list[Kind]:
    """Give the kinds of organ that a table lists, in its order."""
    return [
        Kind(tuple(where.split()), name, split(aliases), finer_class, container)
        for where, name, aliases, finer_class, container in read_rows(path, len(KIND_HEADER))
    ]


def select(where: Sequence[str], places: Mapping[str, Place]) -> list[Place]:
    """Give the places that a selector means, in the order of ``places``.

    Args:
        where: Groups and place names; one that begins with ``-`` takes away.
        places: All places by name.

    Returns:
        The places that some word takes in and no word takes out.

    Raises:
        ValueError: If a word is neither a group nor a place: a slip that would otherwise lose rows silently.
    """
    known = set(places).union(*(place.groups for place in places.values()))
    unknown = [word for word in where if word.removeprefix("-") not in known]
    if unknown:
        raise ValueError(f"unknown group or place: {', '.join(unknown)}")
    taken_in = {word for word in where if not word.startswith("-")}
    taken_out = {word[1:] for word in where if word.startswith("-")}
    return [
        place
        for place in places.values()
        if taken_in & {place.name, *place.groups} and not taken_out & {place.name, *place.groups}
    ]


def spell_out(pattern: str, place: Place) -> list[str]:
    """Give what an alias pattern stands for at a place: a string for each form or abbreviation that its sign means."""
    if "%" in pattern:
        return [pattern.replace("%", abbreviation) for abbreviation in place.abbreviations]
    forms = (place.name, *place.forms)
    for sign, form in (("^", forms[0]), ("_", forms[-1])):
        if sign in pattern:
            return [pattern.replace(sign, form)]
    if "~" in pattern:
        return [pattern.replace("~", form) for form in forms]
    return [pattern]


def organ_row(kind: Kind, place: Place) -> tuple[str, ...]:
    """Give the gazetteer row of one kind of organ at one place.

    A name that begins with the place is known with each other form of the place too: 深圳市教育局, 深圳教育局.
    """
    name = kind.name.replace("~", place.name)
    patterns = (kind.name, *kind.aliases) if kind.name.startswith("~") else kind.aliases
    aliases = dict.fromkeys(alias for pattern in patterns for alias in spell_out(pattern, place))
    aliases.pop(name, None)
    container = place.row_name if kind.container == "~" else kind.container.replace("~", place.name)
    return name, "|".join(aliases), kind.finer_class, container, "", SOURCE


def organ_rows(kinds: Sequence[Kind], places: Mapping[str, Place]) -> list[tuple[str, ...]]:
    """Give the rows of all kinds at all their places, each name once.

    Raises:
        ValueError: If two kinds give the same name, which means that the table says something twice.
    """
    rows: dict[str, tuple[str, ...]] = {}
    for kind in kinds:
        for place in select(kind.where, places):
            row = organ_row(kind, place)
            if row[0] in rows:
                raise ValueError(f"{row[0]} comes from two lines of the table")
            rows[row[0]] = row
    return list(rows.values())


def main() -> None:
    """Remake every gazetteer file that has a table, and tell how many rows each got."""
    places = read_places(TABLES / "places.tsv")
    for table in sorted(TABLES.glob("Organization.*.tsv")):
        rows = organ_rows(read_kinds(table), places)
        lines = ["\t".join(HEADER), f"# Made by tools/make_state_organs.py from tools/organs/{table.name}; edit there."]
        lines.extend("\t".join(row) for row in rows)
        (GAZETTEER / table.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        sys.stdout.write(f"{table.name}: {len(rows)} rows\n")


if __name__ == "__main__":
    main()

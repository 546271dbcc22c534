"""Tables of the ontology folder read so that every fault can be told with its line and column.

A table is UTF-8 with cells between single tabs. Lines that begin with ``#`` and blank ones count for nothing; the first
other line is the header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import Fault, Location, not_utf8


def table_rows(
    path: Path, shown: str, columns: Sequence[str], faults: list[Fault], more: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table under its header, each with its line (from 1) and its cells without spaces around them.

    Args:
        path: the file. A byte order mark, as spreadsheets write it, is left out.
        shown: the file as it should be named in messages.
        columns: what the header has to be.
        faults: where faults go: a file that cannot be read, a wrong header (then there are no rows), a wrong number of
            cells.
        more: what else to say of a wrong number of cells.
    """
    header = False
    hint = f"the first line must be: {' '.join(columns)} (tab separated)"
    before = len(faults)
    for number, line in enumerate(_lines(path, shown, faults), 1):
        if not line or line[0] == "#" or line.isspace():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = True
            if tuple(cells) != tuple(columns):
                pairs = enumerate(zip(cells, columns, strict=False))
                differs = next((at for at, pair in pairs if pair[0] != pair[1]), min(len(cells), len(columns)))
                place = Location(shown, number, column_of(line, differs))
                faults.append(Fault(place, "the header is missing or wrong", hint))
                return
        elif len(cells) != len(columns):
            place = Location(shown, number, column_of(line, min(len(cells), len(columns))))
            remedy = f"cells are separated by single tabs{more}"
            faults.append(Fault(place, f"expected {len(columns)} cells, found {len(cells)}", remedy))
        elif ('"' in line or "\0" in line) and (wrong_cell := _wrong_cell(cells)):
            faults.append(Fault(Location(shown, number, column_of(line, wrong_cell[0])), *wrong_cell[1:]))
        else:
            yield number, cells
    if not header and len(faults) == before:
        faults.append(Fault(Location(shown), "the header is missing: the table is empty", hint))


def _wrong_cell(cells: Sequence[str]) -> tuple[int, str, str] | None:
    """The number of a cell that holds what no table is written with, what is wrong with it, and what to do."""
    for number, cell in enumerate(cells):
        if "\0" in cell:
            return number, "the cell holds a character U+0000", "save the file as text in UTF-8"
        if len(cell) > 1 and cell[0] == cell[-1] == '"':
            return (
                number,
                f"the cell is in quotation marks: {cell}",
                "cells need none; spreadsheets write them: take them out",
            )
    return None


def column_of(line: str, number: int, *parts: str) -> int:
    """The column (from 1) of a cell of a line, or of the first of some parts that it holds.

    Args:
        line: the whole line.
        number: which cell, from 0; of one that is not there, the end of the line is given.
        parts: what to look for in the cell.
    """
    cells = line.rstrip("\r\n").split("\t")
    if number >= len(cells):
        return len(line.rstrip("\r\n")) + 1
    cell = cells[number]
    inside = next((cell.index(part) for part in parts if part and part in cell), len(cell) - len(cell.lstrip()))
    return sum(len(one) + 1 for one in cells[:number]) + (inside if cell.strip() else 0) + 1


class Places:
    """Columns of cells, found in the files again when a fault is told: rows do not carry them."""

    def __init__(self, root: Path, columns: Sequence[str]) -> None:
        """Take the folder that the paths of locations are relative to, and the names of the columns."""
        self._root = root
        self._columns = columns
        self._files: dict[str, list[str]] = {}

    def of(self, location: Location, column: str, *parts: str) -> Location:
        """The place of a cell in the row at a location, or of the first of some parts that stands in it."""
        if location.path not in self._files:
            self._files[location.path] = _lines(self._root / location.path, location.path, [])
        lines = self._files[location.path]
        if not 0 < location.line <= len(lines):
            return location
        line = lines[location.line - 1]
        return Location(location.path, location.line, column_of(line, self._columns.index(column), *parts))


def _lines(path: Path, shown: str, faults: list[Fault]) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        faults.append(Fault(Location(shown), *not_utf8(error)))
    except OSError as error:
        faults.append(Fault(Location(shown), f"cannot be read: {error.strerror}"))
    return []

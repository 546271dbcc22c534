"""Where glyphs stand on a page → lines in reading order, and the paragraphs that the lines make.

A file of pages tells where each glyph stands, not what follows what: a newspaper's line of five columns may be drawn
straight across. The page is cut along its white space instead, after G. Nagy and S. Seth, "Hierarchical representation
of optically scanned documents" (1984): into columns where a gutter runs all the way down, else into bands where
a line spans the gutters. Everything here is geometry: x runs with the writing, y with the lines, both in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

GUTTER = 0.7
"""The least width of a gutter between columns, in ems."""

_LEAST_LINES = 3  # fewer than these beside each other are a spaced-out line or a table's rows, not columns
_SAME_RUN = 0.6  # ems between two glyphs of one run at most; what is wider may be a gutter
_SPACE = 0.25  # ems between two Latin glyphs that make a space
_SAME_SIZE = 1.15  # sizes of type whose ratio is less are the same
_DEEPEST = 50  # cuts within cuts; a page has a few
_OPENING = "\u2018\u201c\u3008\u300a\u300c\u300e\u3010\uff08\ufe41\ufe43"
_CLOSING = (
    "\u2019\u201d\u3001\u3002\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\ufe42\ufe44"
)
_OPENS_NO_LINE = ",.!?;:)]}%" + _CLOSING


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box; ``top`` is less than ``bottom``. ``size`` is the em in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs side by side, and the column (or band) whose edges are ``column_left`` and ``column_right``."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    first: float
    """Width of what the line begins with and could not be set on the line before: a word, or a character."""
    column_left: float = 0.0
    column_right: float = 0.0


def read_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Put the glyphs of a page into lines, and the lines in reading order.

    Args:
        glyphs: in the order in which the page draws them; glyphs of one line that are drawn one after the other are
            kept together.
    """
    runs = _runs(glyphs)
    if not runs:
        return []
    em = median(glyph.size for run in runs for glyph in run.glyphs)
    return list(_ordered(runs, em, _DEEPEST))


def continues(line: Line, following: Line) -> bool:
    """Tell whether a paragraph goes on from a line to the one read after it, in the same column or another one.

    It does if the line is full, so that what the next one begins with had no room on it, and the next one is
    neither indented nor of another size nor far below.
    """
    em = max(line.size, following.size)
    if em > _SAME_SIZE * min(line.size, following.size):
        return False
    if line.column_right - line.right > following.first + 0.6 * em:
        return False
    if following.left - following.column_left > 0.7 * em:
        return False
    same_column = line.column_left == following.column_left and following.top > line.top
    return not same_column or following.top - line.bottom < 1.3 * em


@dataclass(frozen=True, slots=True)
class _Run:
    """Glyphs drawn one after the other with no gap that could be a gutter."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    top: float
    bottom: float


_Interval = tuple[float, float]


def _runs(glyphs: Sequence[Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    current: list[Glyph] = []
    for glyph in glyphs:
        if current and not _follows(current[-1], glyph):
            runs.append(_run(current))
            current = []
        current.append(glyph)
    if current:
        runs.append(_run(current))
    return [run for run in runs if any(not glyph.text.isspace() for glyph in run.glyphs)]


def _follows(before: Glyph, after: Glyph) -> bool:
    em = max(before.size, after.size)
    overlap = min(before.bottom, after.bottom) - max(before.top, after.top)
    level = overlap > 0.5 * min(before.bottom - before.top, after.bottom - after.top)
    return level and -0.5 * em < _gap(before, after, em) < _SAME_RUN * em


def _gap(before: Glyph, after: Glyph, em: float) -> float:
    """The room between two glyphs. A mark whose box is its ink alone has the rest of its em on the outer side."""
    gap = after.left - before.right
    if gap > 0 and before.text in _CLOSING:
        gap -= max(0.0, em - (before.right - before.left))
    if gap > 0 and after.text in _OPENING:
        gap -= max(0.0, em - (after.right - after.left))
    return max(gap, 0.0) if after.left > before.right else gap


def _run(glyphs: Sequence[Glyph]) -> _Run:
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()] or glyphs
    return _Run(
        tuple(glyphs),
        min(glyph.left for glyph in inked),
        max(glyph.right for glyph in inked),
        min(glyph.top for glyph in inked),
        max(glyph.bottom for glyph in inked),
    )


def _ordered(runs: Sequence[_Run], em: float, depth: int) -> Iterable[Line]:
    columns = _columns(runs, em)
    if len(columns) > 1 and depth and max(len(_strips(column)) for column in columns) >= _LEAST_LINES:
        for column in columns:
            yield from _ordered(column, em, depth - 1)
        return
    bands = _bands(runs, em) if depth else [list(runs)]
    if len(bands) > 1:
        for band in bands:
            yield from _ordered(band, em, depth - 1)
        return
    yield from _lines(runs)


def _columns(runs: Sequence[_Run], em: float) -> list[list[_Run]]:
    """The runs parted by every gutter that runs from top to bottom, from left to right."""
    columns: list[list[_Run]] = []
    edge = 0.0
    for run in sorted(runs, key=lambda run: (run.left, run.top)):
        if not columns or run.left - edge >= GUTTER * em:
            columns.append([])
            edge = run.right
        columns[-1].append(run)
        edge = max(edge, run.right)
    return columns


def _strips(runs: Sequence[_Run]) -> list[list[_Run]]:
    """The runs parted wherever nothing stands beside the gap between two lines, from top to bottom."""
    strips: list[list[_Run]] = []
    edge = 0.0
    for run in sorted(runs, key=lambda run: (run.top, run.left)):
        slack = 0.2 * (run.bottom - run.top)  # boxes of lines that are set tight overlap a little
        if not strips or run.top + slack >= edge:
            strips.append([])
            edge = run.bottom - slack
        strips[-1].append(run)
        edge = max(edge, run.bottom - slack)
    return strips


def _bands(runs: Sequence[_Run], em: float) -> list[list[_Run]]:
    """The runs parted where the gutters change: lines across the page from columns, columns from other columns."""
    bands: list[tuple[list[_Run], list[_Interval], int]] = []
    for strip in _strips(runs):
        taken = _taken([(run.left, run.right) for run in strip], em)
        if bands:
            band, before, count = bands[-1]
            together = _taken([*before, *taken], em)
            if len(together) > 1 or len(before) == len(taken) == 1:
                bands[-1] = ([*band, *strip], together, count + 1)
                continue
        bands.append((list(strip), taken, 1))
    merged: list[list[_Run]] = []
    was_plain = False
    for band, taken, count in bands:
        plain = len(taken) == 1 or (
            count < _LEAST_LINES and len(_strips(band)) < _LEAST_LINES and not _tall(band, taken)
        )
        if plain and was_plain:
            merged[-1].extend(band)
        else:
            merged.append(list(band))
        was_plain = plain
    return merged


def _tall(band: Sequence[_Run], taken: Sequence[_Interval]) -> bool:
    """Tell whether one of the columns of a band holds several lines, though no gap runs across all of them."""
    return any(
        len(_strips([run for run in band if left <= run.left and run.right <= right])) >= _LEAST_LINES
        for left, right in taken
    )


def _taken(intervals: Iterable[_Interval], em: float) -> list[_Interval]:
    """Where along the line anything stands; gaps narrower than a gutter are closed."""
    taken: list[_Interval] = []
    for left, right in sorted(intervals):
        if taken and left - taken[-1][1] < GUTTER * em:
            taken[-1] = (taken[-1][0], max(taken[-1][1], right))
        else:
            taken.append((left, right))
    return taken


def _lines(runs: Sequence[_Run]) -> list[Line]:
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: ((run.top + run.bottom) / 2, run.left)):
        middle = (run.top + run.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(run)
        else:
            rows.append([run])
    size = median(glyph.size for run in runs for glyph in run.glyphs)
    # Heads and feet, as a browser prints them, reach beyond the text; they are set smaller, and tell nothing of it.
    body = [row for row in rows if size / _SAME_SIZE <= _size(row) <= _SAME_SIZE * size] or rows
    left = min(run.left for row in body for run in row)
    # Marks may hang out of a column: its right edge is where most of its long lines end.
    ends = [max(run.right for run in row) for row in body]
    right = median(end for end in ends if end > max(ends) - 2 * size)
    return [_line(sorted(row, key=lambda run: run.left), left, right) for row in rows]


def _size(row: Sequence[_Run]) -> float:
    return median(glyph.size for run in row for glyph in run.glyphs)


def _line(row: Sequence[_Run], left: float, right: float) -> Line:
    glyphs = [glyph for run in row for glyph in run.glyphs]
    return Line(
        _text(glyphs),
        row[0].left,
        max(run.right for run in row),
        min(run.top for run in row),
        max(run.bottom for run in row),
        _size(row),
        _first(glyphs),
        left,
        right,
    )


def _text(glyphs: Sequence[Glyph]) -> str:
    pieces = [glyphs[0].text]
    for before, after in pairwise(glyphs):
        gap = after.left - before.right
        em = max(before.size, after.size)
        latin = before.text < "\u2e80" and after.text < "\u2e80"
        if not before.text.isspace() and not after.text.isspace() and gap > (_SPACE if latin else 1.0) * em:
            pieces.append(" ")
        pieces.append(after.text)
    return "".join(pieces).strip()


def _first(glyphs: Sequence[Glyph]) -> float:
    """Width of the first word, or of the first character with the marks that may not begin a line."""
    inked = next((index for index, glyph in enumerate(glyphs) if not glyph.text.isspace()), 0)
    end = inked
    for before, after in pairwise(glyphs[inked:]):
        word = before.text.isascii() and before.text.isalnum() and after.text.isascii() and after.text.isalnum()
        if not word and after.text not in _OPENS_NO_LINE:
            break
        end += 1
    return glyphs[end].right - glyphs[inked].left

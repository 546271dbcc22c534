"""Whose a body is that is named by its rank alone: 省教育厅 behind 海口 is that of 海南省."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from kg.knowledge.gazetteer import Entry, Gazetteer, row_name
from kg.knowledge.partings import Homonyms
from kg.names.reading import Reading
from kg.text import is_han

_SHORTEST, _LONGEST = 3, 6
"""Characters of places that are told by their endings alone."""

_INSIDE = ("n", "a", "g", "z", "j", "v", "b", "x", "m", "f", "s")
"""jieba's tags of words that such names are made of."""

Told = tuple[str, str]
"""A place as a text tells it: its row, if it has one, and the folded name by which it is called."""

_NOWHERE = "", ""


def of_rank(ends: tuple[str, ...], told: Sequence[Told]) -> Told:
    """The last place whose own name ends as that of a rank does; empty if there is none.

    Args:
        ends: how the names of places of the rank end.
        told: the places that stand before, in order.
    """
    for row, called in reversed(told):
        if row_name(row).endswith(ends):
            return row, row_name(row)
        if called.endswith(ends):
            return "", called  # 辉县 was a county before it was 辉县市
    return _NOWHERE


def around(gazetteer: Gazetteer, ends: tuple[str, ...], told: Sequence[Told]) -> Told:
    """What the last of the places told lies in, of a rank; empty if none lies in such a place."""
    for row, _ in reversed(told):
        for outer in gazetteer.containers(row) if row else ():
            if row_name(outer.id).endswith(ends):
                return outer.id, row_name(outer.id)
    return _NOWHERE


def undivided(gazetteer: Gazetteer, told: Told, rules: Homonyms, body: str) -> Told:
    """The place that has a body: of a bureau what a district lies in where districts have none, 高雄市 for 前镇区."""
    if not body.endswith(rules.bureaus):
        return told
    chain = [told[0], *(outer.id for outer in gazetteer.containers(told[0]))] if told[0] else []
    names = [row_name(row) for row in chain]
    at = next((index for index, name in enumerate(names) if name in rules.undivided), 0)
    return (chain[at - 1], names[at - 1]) if at > 1 else told


def heads(
    reading: Reading, ranges: Iterable[tuple[int, int]], types: Container[str], foremost: Sequence[str] = ()
) -> list[Told]:
    """The known places at the beginning of longer names: 沂水|地下大峡谷.

    Args:
        reading: what is known of the text.
        ranges: where the names stand.
        types: those of places.
        foremost: classes of which the first that just one row of a name has is meant: 海南 is the province.
    """
    entries = reading.gazetteer.entries
    found = []
    for start, end in ranges:
        for stop in range(end - 1, start + 1, -1):
            rows = next((one.entries for one in reading.ends_at.get(stop, ()) if one.start == start), ())
            for kind in foremost if len(rows) > 1 else ():
                first = tuple(row for row in rows if entries[row].kind == kind)
                rows = first if len(first) == 1 else rows
            if len(rows) == 1 and reading.gazetteer.entries[rows[0]].type in types:
                found.append((rows[0], reading.key[start:stop]))
                break
    return found


def place_at_head(gazetteer: Gazetteer, kind: str, form: str) -> Entry | None:
    """The known place that the name of a street or a house without a row begins with: 上海|新村路."""
    for length in range(len(form) - 1, 1, -1):
        rows = gazetteer.rows(form[:length], kind)
        if len(rows) == 1:
            return gazetteer.entries[rows[0]]
    return None


def unread_place(reading: Reading, end: int, ends: tuple[str, ...]) -> str:
    """A place that no reader of names found, right before a position: 河阳县|城关镇."""
    key = reading.key
    if end < _SHORTEST or not key.endswith(ends, 0, end) or reading.cuts(end):
        return ""
    start = end
    while start > 0 and end - start < _SHORTEST:
        first, last, tag = reading.token(start - 1)
        if last > end or not tag.startswith(_INSIDE):
            break
        start = first
    text = key[start:end]
    return text if _SHORTEST <= len(text) <= _LONGEST and all(map(is_han, text)) else ""


def unread_place_before(
    reading: Reading, position: int, own: tuple[str, ...], ends: tuple[str, ...], starts: Container[int] = ()
) -> str:
    """The last place before a position that no reader of names found and whose name ends like one of ``own``.

    What begins at one of ``starts`` is a name: 张立任|市水务局 names no 张立任市.
    """
    for ending in own:
        found = reading.key.rfind(ending, 0, position)
        while found > 0:
            if found not in starts and (place := unread_place(reading, found + len(ending), ends)):
                return place
            found = reading.key.rfind(ending, 0, found)
    return ""

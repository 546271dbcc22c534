"""Whose a body is that is named by its rank alone: 省教育厅 behind 海口 is that of 海南省."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import cached_property

from kg.knowledge.gazetteer import Entry, Gazetteer, row_name
from kg.knowledge.partings import Homonyms
from kg.model import Mention
from kg.names.reading import Name, Reading, backwards
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


class Earlier:
    """What a text tells before its names; asked of them in their order, so that each is looked at once."""

    def __init__(self, reading: Reading, names: Sequence[Name], gazetteer: Gazetteer, rules: Homonyms) -> None:
        """Take the names of a text, in order."""
        self._reading = reading
        self._names = names
        self._gazetteer = gazetteer
        self._rules = rules
        self._reached = self._headed = 0
        self._told: list[Mention] = []
        self._places: list[Told] = []
        self._longer: list[tuple[int, int]] = []
        self._heads: list[Told] = []
        self._holding: tuple[int, Mention | None] = (0, None)
        self._known: dict[tuple[str, bool, tuple[str, ...]], tuple[int, Told]] = {}
        self._unread: dict[str, tuple[int, str]] = {}

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(one.start for one in self._names)

    def _until(self, index: int) -> None:
        """Take what stands before a name, but not what only bears names; of longer names what is in them, too."""
        for other in self._names[self._reached : index]:
            if other.mention.kind in self._rules.bearers:
                continue
            parts = [part.mention for part in reversed(other.parts) if other.mention.type != part.mention.type]
            told = [*parts, other.mention]  # 香港 of 香港小学 too
            self._told += told
            self._places += [(one.entry, one.key) for one in told if one.type in self._rules.containers]
            if not other.mention.entry:
                self._longer.append((other.start, other.end))
        self._reached = max(self._reached, index)

    def last(self, index: int, holds: Callable[[Mention], bool]) -> Mention | None:
        """The last mention before a name of which something holds: always the same."""
        self._until(index)
        seen, before = self._holding
        found = next((one for one in backwards(self._told, len(self._told), seen) if holds(one)), before)
        self._holding = len(self._told), found
        return found

    def of_rank(self, index: int, ends: tuple[str, ...]) -> Told:
        """The last place before a name whose own name ends as that of a rank does; empty if there is none."""
        return self._place("of", index, ends, lambda told: of_rank(ends, told))

    def around(self, index: int, ends: tuple[str, ...]) -> Told:
        """What the last place told before a name lies in, of a rank; empty if none lies in such a place."""
        return self._place("around", index, ends, lambda told: around(self._gazetteer, ends, told))

    def _place(self, asked: str, index: int, ends: tuple[str, ...], last: Callable[[Sequence[Told]], Told]) -> Told:
        """The last of the places that fits, or else of those at the heads of longer names."""
        self._until(index)
        found = self._kept((asked, False, ends), self._places, last)
        if found[1]:
            return found
        containers, foremost = self._rules.containers, self._rules.foremost
        self._heads += heads(self._reading, self._longer[self._headed :], containers, foremost)
        self._headed = len(self._longer)
        return self._kept((asked, True, ends), self._heads, last)

    def _kept(
        self, key: tuple[str, bool, tuple[str, ...]], places: list[Told], last: Callable[[Sequence[Told]], Told]
    ) -> Told:
        seen, before = self._known.get(key, (0, _NOWHERE))
        found = last(places[seen:])
        self._known[key] = len(places), found if found[1] else before
        return self._known[key][1]

    def unread(self, position: int, own: tuple[str, ...]) -> str:
        """The last place before a position that no reader of names found and whose name ends like one of ``own``.

        What begins as a name does is one: 张立任|市水务局 names no 张立任市.
        """
        for ending in own:
            key, (reached, place) = self._reading.key, self._unread.get(ending, (0, ""))
            at = key.rfind(ending, 0, position)
            while at > 0 and at + len(ending) > reached:
                if at not in self._starts and (here := unread_place(self._reading, at + len(ending), self._rules.ends)):
                    place = here
                    break
                at = key.rfind(ending, 0, at)
            self._unread[ending] = position, place
            if place:
                return place
        return ""


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

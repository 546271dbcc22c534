"""Bodies that every place has, in full: 山西运城中院 is 运城市中级人民法院, whatever is left out or shortened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.shortening import Shortened
from kg.text import fold


class PublicBodies:
    """Writes such names in full, with one set of rules."""

    def __init__(
        self,
        shortened: Iterable[Shortened],
        gazetteer: Gazetteer,
        place: Callable[[str], int],
        is_common: Callable[[str, str], bool] = lambda kind, name: False,
    ) -> None:
        """Keep what is needed.

        Args:
            shortened: long endings of names, each with the shorter ones that are also used.
            gazetteer: the known names.
            place: how many characters at the head of a name are a place.
            is_common: whether things of many towns have a name of a type: 劳动公园.
        """
        self._gazetteer = gazetteer
        self._place = place
        self._is_common = is_common
        self._long: dict[str, dict[str, str]] = {}
        for kind in sorted({one.type for one in shortened}):
            of: dict[str, set[str]] = defaultdict(set)
            for one in shortened:
                for long, shorts in one.ends if one.type == kind else ():
                    for short in (long, *shorts):
                        of[short].add(long)
            self._long[kind] = {short: next(iter(longs)) for short, longs in of.items() if len(longs) == 1}

    def full(self, kind: str, name: str) -> str:
        """The name with its place and its ending in full, without what holds the place; empty if that changes nothing.

        Nothing but a place stands before the ending: else it is the name of one body among several.
        """
        long = self._long.get(kind, {})
        start, rows = 0, tuple[str, ...]()
        while length := self._place(name[start:]):
            found = self._gazetteer.forms.get(name[start : start + length], ())
            inner = [row for row in found if not start or self._lies_in(row, rows)]
            rows, start = tuple(inner), start + length
        rest = name[start:]
        if not start or len(rows) != 1 or "@" in rows[0] or not (rest in long or self._is_common(kind, rest)):
            return ""
        whole = fold(self._gazetteer.entries[rows[0]].name) + long.get(rest, rest)
        return whole if whole != name else ""

    def _lies_in(self, row: str, outer: Iterable[str]) -> bool:
        return not {one.id for one in self._gazetteer.containers(row)}.isdisjoint(outer)

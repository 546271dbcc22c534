"""Bodies that every place has, in full: 山西运城中院 is 运城市中级人民法院, whatever is left out or shortened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.shortening import OUTER, Patterned, Shortened
from kg.text import fold

_COMMON = "@"
"""What stands in the id of a row whose name other rows of the type have too, before its container."""


class PublicBodies:
    """Writes such names in full, with one set of rules."""

    def __init__(
        self,
        shortened: Iterable[Shortened],
        gazetteer: Gazetteer,
        place: Callable[[str], int],
        is_common: Callable[[str, str], bool] = lambda kind, name: False,
        patterned: Iterable[Patterned] = (),
        divided: Sequence[str] = (),
    ) -> None:
        """Keep what is needed.

        Args:
            shortened: long endings of names, each with the shorter ones that are also used.
            gazetteer: the known names.
            place: how many characters at the head of a name are a place.
            is_common: whether things of many towns have a name of a type: 劳动公园.
            patterned: names with a place in them; those that begin with another place are bodies of the former.
            divided: how the names of places end that are used without that behind another: 深圳南山法院.
        """
        self._gazetteer = gazetteer
        self._place = place
        self._is_common = is_common
        self._divided = tuple(divided)
        self._turned = [(one.type, one.long, one.short[0]) for one in patterned if one.long[0].startswith(OUTER)]
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

        A place whose name others share keeps what holds it: 杭州西湖法院 is 杭州市西湖区人民法院. Nothing but a place
        stands before the ending: else it is the name of one body among several.
        """
        long = self._long.get(kind, {})
        for turned in self._by_pattern(kind, name):
            if whole := self._whole(kind, turned, long):
                return whole
        whole = self._whole(kind, name, long)
        return whole if whole != name else ""

    def _whole(self, kind: str, name: str, long: dict[str, str]) -> str:
        start, rows = 0, tuple[str, ...]()
        while length := self._place(name[start:]):
            found = self._gazetteer.forms.get(name[start : start + length], ())
            inner = tuple(row for row in found if not start or self._lies_in(row, rows))
            if not inner:  # 长春|朝阳法院: not 朝阳 in Liaoning, but perhaps what is called so in 长春
                break
            rows, start = inner, start + length
        rest = name[start:]
        if len(rows) == 1 and rest not in long:
            rows, rest = self._undivided(rest, rows, long)
        if len(rows) != 1 or not (rest in long or (_COMMON not in rows[0] and self._is_common(kind, rest))):
            return ""
        return self._written(rows[0]) + long.get(rest, rest)

    def _by_pattern(self, kind: str, name: str) -> Iterator[str]:
        """The name as the place in it would be said to have the body: 杭州市公安局西湖分局, 杭州市西湖公安分局."""
        for of, (before, behind), (left, right) in self._turned:
            outer = self._place(name) if of == kind and name.endswith(behind) else 0
            head = name[:outer] + before.removeprefix(OUTER)
            inner = name[len(head) : len(name) - len(behind)] if outer and name.startswith(head) else ""
            if inner:
                yield name[:outer] + left + inner + right

    def _undivided(self, rest: str, outer: tuple[str, ...], long: dict[str, str]) -> tuple[tuple[str, ...], str]:
        """The place behind the one that holds it, named without its kind, and the rest: 深圳|南山|法院."""
        for length in (2, 3):
            if rest[length:] in long:
                forms = [rest[:length] + end for end in self._divided]
                rows = {row for form in forms for row in self._gazetteer.forms.get(form, ())}
                inner = tuple(row for row in rows if self._lies_in(row, outer))
                if len(inner) == 1:
                    return inner, rest[length:]
        return outer, rest

    def _written(self, row: str) -> str:
        """The name of a place, behind that of what holds it where others have the same."""
        name = fold(self._gazetteer.entries[row].name)
        outer = next(iter(self._gazetteer.containers(row)), None) if _COMMON in row else None
        return (fold(outer.name) if outer else "") + name

    def _lies_in(self, row: str, outer: Iterable[str]) -> bool:
        return not {one.id for one in self._gazetteer.containers(row)}.isdisjoint(outer)

"""Places that are called without their ending right behind what they lie in: 浙江|天台 is 天台县 there.

Alone such a form is left out of the gazetteer where it is an ordinary word too; behind the place that holds it, it is
hardly ever that word: on the annotated paragraphs in 2 of 64 cases, those within longer names left aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.grammar import Kind
from kg.names.reading import Candidate, Reading

_LENGTHS = (4, 3, 2)
_LEVELS = 2
"""How far out the place before may be: a country that has provinces and prefectures says little of a county."""


class UnendedPlaces:
    """Reads them by the rows of the gazetteer."""

    def __init__(self, gazetteer: Gazetteer, kinds: Iterable[Kind]) -> None:
        """Take the rows, and which endings the names of places lose."""
        self._gazetteer = gazetteer
        self._ends = {one.type: tuple(sorted(one.words)) for one in kinds}
        self._called = lru_cache(maxsize=1 << 14)(self._rows)

    def read(self, reading: Reading, known: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield the places behind known ones; where a place is known already, nothing.

        Args:
            reading: the text.
            known: what the gazetteer knows in it.
        """
        places = [one for one in known if one.type in self._ends and len(one.entries) == 1]
        taken = {(one.start, one.end) for one in places}
        for one in places:
            if one.end < len(reading.key) and not reading.cuts(one.end):
                yield from self._behind(reading, one, taken)

    def _behind(self, reading: Reading, outer: Candidate, taken: set[tuple[int, int]]) -> Iterator[Candidate]:
        key, start, ends = reading.key, outer.end, self._ends[outer.type]
        for end in (start + length for length in _LENGTHS if start + length <= len(key)):
            if key.startswith(ends, end) or reading.cuts(end):
                continue
            held = [row for row in self._called(outer.type, key[start:end]) if self._lies_in(row, outer.entries[0])]
            if len(held) == 1 and (start, end) not in taken:
                kind = self._gazetteer.entries[held[0]].kind
                yield Candidate(start, end, outer.type, outer.source, "", kind, (held[0],))
                return

    def _rows(self, kind: str, form: str) -> list[str]:
        """The rows of places that are called so with an ending, sorted; nearly always none."""
        return sorted({row for ending in self._ends[kind] for row in self._gazetteer.forms.get(form + ending, ())})

    def _lies_in(self, row: str, outer: str) -> bool:
        return outer in [one.id for one in self._gazetteer.containers(row)][:_LEVELS]

"""Names that things of many towns have, alone or behind 的: 劳动公园 where a text speaks of 本溪, 株洲市的|民政局."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kg.apart.elliptic import ELLIPTIC
from kg.knowledge.gazetteer import Gazetteer, row_name
from kg.knowledge.partings import Homonyms
from kg.names.reading import Candidate, Name, Reading, backwards
from kg.wording import alternatives

_LEAST = 3
"""Characters of a body that a place has just one of: 民政局, not 政府."""


class CommonNames:
    """Finds them within one document, behind the first place that it names."""

    def __init__(self, gazetteer: Gazetteer, rules: Homonyms) -> None:
        """Compile the words; the known names tell where known things are."""
        self._gazetteer = gazetteer
        self._rules = rules
        words = alternatives(rules.watchwords)
        self._called = tuple(
            (kind, re.compile(f"(?:{words})(?:{alternatives(ends)})"))
            for kind, ends in sorted(rules.everywhere.items())
            if rules.watchwords and ends
        )
        sole = [body for body in rules.bodies if len(body) >= _LEAST and body.endswith(rules.sole or "\0")]
        self._sole = frozenset(sole)
        self._joining = re.compile(f"(?:{alternatives(rules.joining)}){{1,4}}")
        self._body = re.compile(alternatives(sole))

    def read(self, reading: Reading, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
        """Such names that no other reader found.

        Args:
            reading: what is known of the text.
            chosen: the names chosen in it.
        """
        places = sorted((one.start, one.end) for one in chosen if one.type in self._rules.containers)
        if not places:
            return
        taken = sorted((one.start, one.end) for one in chosen)
        found = [*self._alone(reading, places[0][1]), *self._joined_to(reading, places)]
        yield from (one for one in found if not _overlaps(taken, one.start, one.end))

    def _alone(self, reading: Reading, first: int) -> Iterator[Candidate]:
        """A watchword with an ending, behind the first place of a text."""
        for kind, pattern in self._called:
            for match in pattern.finditer(reading.key, first):
                if not (reading.cuts(match.start()) or reading.cuts(match.end())):
                    yield Candidate(match.start(), match.end(), kind, "short form", ELLIPTIC)

    def _joined_to(self, reading: Reading, places: Iterable[tuple[int, int]]) -> Iterator[Candidate]:
        """A body of which a place has one, behind the place and a word for belonging: 株洲市|的|民政局."""
        for _, end in places:
            joined = self._joining.match(reading.key, end)
            body = self._body.match(reading.key, joined.end()) if joined else None
            if body and not (reading.cuts(body.start()) or reading.cuts(body.end())):
                yield Candidate(body.start(), body.end(), min(self._rules.types), "short form", ELLIPTIC)

    def elsewhere(self, key: str, names: Sequence[Name], index: int) -> str:
        """The name of the place of which a common name is meant though a row has it; empty if the row is meant.

        So it is with a body behind a town and a word for belonging (石家庄市|的|卫健委), and with 人民广场 where a text
        speaks of another town than that of the row.

        Args:
            key: the folded text.
            names: its names in order.
            index: which of them.
        """
        name = names[index]
        row, form = self._gazetteer.entries.get(name.mention.entry), key[name.start : name.end]
        if row is None or not index:
            return ""
        around = {row.id, *(one.id for one in self._gazetteer.containers(row.id))}
        if form in self._sole and len(around) == 1:
            place = names[index - 1]
            joined = self._joining.fullmatch(key, place.end, name.start)
            return self._town(place) if joined else ""
        if not self._rules.is_common(name.mention.type, form):
            return ""
        if any(part.mention.entry in around for one in backwards(names, index) for part in (one, *one.parts)):
            return ""
        told = (part for one in backwards(names, index) for part in (one, *reversed(one.parts)))
        return next((town for one in told if (town := self._town(one))), "")

    def _town(self, name: Name) -> str:
        """The full name of a known town; empty if a name is of anything else."""
        row = self._gazetteer.entries.get(name.mention.entry)
        return row_name(row.id) if row and row.kind in self._rules.towns else ""


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_left(taken, (end, 0)) - 1
    return index >= 0 and taken[index][1] > start

"""Ways that are named by the places which they join: 西安至延安高速铁路 is one name, and neither city is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.knowledge.shortening import Routes
from kg.names.reading import GRAMMAR, Candidate, Reading
from kg.wording import alternatives


class RouteReader:
    """Reads them where all places are known."""

    def __init__(self, rules: Routes) -> None:
        """Take the words between places, and those behind the last."""
        self._rules = rules
        self._end = re.compile(alternatives(rules.ends))

    def read(self, reading: Reading) -> Iterator[Candidate]:
        """Yield the ways, of which each has two places at least."""
        for match in self._end.finditer(reading.key) if self._rules.ends else ():
            if reading.cuts(match.end()):
                continue  # 高铁|站
            first, places = match.start(), 0
            before: int | None = first
            while before is not None and (start := self._place(reading, before)) is not None:
                first, places = start, places + 1
                before = self._before_joint(reading.key, start)
            if places > 1:
                yield Candidate(first, match.end(), self._rules.type, GRAMMAR, "route", self._rules.kind)

    def _place(self, reading: Reading, end: int) -> int | None:
        """Where the longest known place begins that ends at a position, if there is one."""
        entries = reading.gazetteer.entries
        for match in reading.ends_at.get(end, ()):
            rows = [entries[row] for row in match.entries]
            if any(row.type == self._rules.type and row.kind != self._rules.kind for row in rows):
                return match.start
        return None

    def _before_joint(self, key: str, end: int) -> int | None:
        return next((end - len(joint) for joint in self._rules.joints if key.endswith(joint, 0, end)), None)

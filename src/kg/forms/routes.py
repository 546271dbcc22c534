"""Short forms of ways that are named by the places which they join: 西安至延安高速铁路, 西延高铁."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.shortening import Routes
from kg.wording import alternatives

_MOST = 4
"""Places of which a short form has a character each."""


class RouteForms:
    """Derives them with one set of rules."""

    def __init__(self, rules: Routes, gazetteer: Gazetteer) -> None:
        """Keep the rules and the known places."""
        self._rules = rules
        self._gazetteer = gazetteer
        self._joint = re.compile(alternatives(rules.joints))
        self._ends = sorted(rules.ends, key=lambda end: (-len(end), end))

    def forms(self, kind: str, name: str) -> Iterator[str]:
        """The short forms of a way that a name of a type tells by its places; none if it does not.

        Which of its characters a place gives is not known, so that all are given: what no text uses joins nothing.
        """
        end = next((end for end in self._ends if name.endswith(end)), "") if kind == self._rules.type else ""
        places = self._joint.split(name.removesuffix(end)) if end else []
        if not 1 < len(places) <= _MOST or not all(self._gazetteer.rows(place, kind) for place in places):
            return
        ends = (end, *self._rules.ends[end])
        yield from (self._rules.joints[0].join(places) + short for short in ends)
        for letters in product(*map(self._letters, places)):
            yield from ("".join(letters) + short for short in ends)

    def _letters(self, place: str) -> list[str]:
        return list(dict.fromkeys((*self._rules.initials.get(place, ""), *place)))

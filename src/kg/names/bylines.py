"""Agencies and papers that only sign a text, and what names nothing: they are no names of its story."""

from __future__ import annotations

import re

from kg.knowledge.gazetteer import Match
from kg.knowledge.grammar import Grammar
from kg.names.reading import Reading
from kg.names.sparing import Sparing
from kg.wording import alternatives

_NUMBER = "[〇一二三四五六七八九十]{1,3}"
_DAY = rf"(?:\d+(?:[\u3400-\u9fff]\d+)?|{_NUMBER}[\u3400-\u9fff]{_NUMBER})[\u3400-\u9fff]"
"""A day in figures, or with its month in words: 5月1日, 八月十九日."""


class BylineReader:
    """Finds known agencies and papers where they sign: 新华社北京5月1日电, 综合新华社、人民日报报道."""

    def __init__(self, grammar: Grammar) -> None:
        """Compile what stands around those who sign."""
        bylines = grammar.bylines
        self._classes = bylines.classes
        self._before = bylines.before
        self._after = re.compile(rf"(?:[\u3400-\u9fff]{{0,6}}{_DAY})?(?:{alternatives(bylines.after)})")
        self._unnamed = Sparing([form.pattern for form in grammar.unnamed], grammar.unnamed.__getitem__)
        self._all_unnamed = range(len(grammar.unnamed))
        joints = sorted(grammar.persons.joints | {"、"})
        self._joint = re.compile(alternatives(joints))

    def signing(self, reading: Reading) -> frozenset[int]:
        """The positions of the names that sign, of the words that say so before them, and of what names nothing.

        北京时间 names no place, 第6局 no bureau.
        """
        positions: set[int] = set()
        behind = -1  # where the next of those goes on who sign together
        entries, classes = reading.gazetteer.entries, self._classes
        agencies = [match for match in reading.matches if entries[match.entries[0]].kind in classes]
        for match in sorted(agencies, key=lambda match: (match.start, -match.end)):
            word = self._word_before(reading.key, match)
            if match.start == behind or word or self._after.match(reading.key, match.end):
                positions.update(range(match.start - len(word), match.end))
                joint = self._joint.match(reading.key, match.end) if match.start == behind or word else None
                behind = joint.end() if joint else behind
        for _, found in self._unnamed.found(reading.key, self._all_unnamed):
            positions.update(range(found.start(), found.end()))
        return frozenset(positions)

    def _word_before(self, key: str, match: Match) -> str:
        return next((word for word in self._before if key.endswith(word, 0, match.start)), "")

"""What only looks like a body's name: a place, common words and an ending that say what kind of body is named next.

In 英国芯片设计公司|Arm the first part names nobody: it tells of Arm that it designs chips, and where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.knowledge.grammar import Grammar
from kg.names.reading import Candidate, Reading

_BY_A_NAME = "name"
"""What endings need that make names of any place: 临江市|市场监督管理局 before a body is two bodies."""


class Descriptions:
    """Tells candidates that only describe the body right behind them."""

    def __init__(self, grammar: Grammar) -> None:
        """Keep the endings that need a proper word, longest first, with the class and type that they make."""
        endings = [
            (word, suffix.kind, suffix.type)
            for suffix in grammar.suffixes
            if suffix.kind and suffix.needs != _BY_A_NAME
            for word in suffix.words
        ]
        self._endings = sorted(endings, key=lambda one: (-len(one[0]), one))
        self._last = frozenset(word[-1] for word, *_ in endings)
        self._types = frozenset(made for *_, made in endings)
        self._inside = grammar.inside

    def without(self, reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates, but those that say no more than the kind of the body that is named right behind them.

        That body is a known one of the same class, or one whose name begins with a letter, or any where the place is
        another country. What is known, or ends in a known name, is no mere description.
        """
        key, last = reading.key, self._last
        ending = {(one.end, one.type) for one in candidates if key[one.end - 1] in last and not one.entries}
        behind = [one for one in candidates if (one.start, one.type) in ending]
        if not behind:
            return candidates  # nearly always
        named = {(one.start, one.type): one for one in behind if one.type in self._types}
        named |= {(one.start, one.type): one for one in behind if self._tells(reading, one)}
        return [
            self._place_of(reading, one, body) or one
            if (body := named.get((one.end, one.type))) and not one.entries and key[one.end - 1] in last
            else one
            for one in candidates
        ]

    def _tells(self, reading: Reading, one: Candidate) -> bool:
        letter = reading.key[one.start]
        return bool(one.entries) or (letter.isascii() and letter.isalpha())

    def _place_of(self, reading: Reading, one: Candidate, behind: Candidate) -> Candidate | None:
        """The place that a candidate begins with, if all of it only describes the body behind it."""
        rows, inside, key = reading.gazetteer.entries, self._inside, reading.key
        endings = ((kind, word) for word, kind, made in self._endings if made == one.type)
        kind, ending = next((pair for pair in endings if key.endswith(pair[1], 0, one.end)), ("", ""))
        place = self._place(reading, one, one.end - len(ending)) if kind else None
        if place is None:
            return None
        if behind.entries:
            fits = any(rows[row].kind == kind for row in behind.entries)
        else:
            abroad = rows[place.entries[0]].kind in inside.outside and key[place.start : place.end] not in inside.own
            fits = abroad or self._tells(reading, behind)
        # The place is meant as surely as the words behind it.
        return replace(place, score=max(one.score, place.score)) if fits else None

    def _place(self, reading: Reading, one: Candidate, ending: int) -> Candidate | None:
        """The place that a candidate begins with, if there are but common words between it and the ending."""
        if any(reading.type_of(match) == one.type for match in reading.ends_at.get(one.end, ())):
            return None
        divisions, entries = self._inside.divisions, reading.gazetteer.entries
        for end in range(ending, one.start + 1, -1):
            for match in reading.ends_at.get(end, ()):
                row = entries[match.entries[0]]
                if match.start == one.start and row.kind in divisions:
                    place = Candidate(match.start, end, row.type, "gazetteer", entries=match.entries)
                    return place if self._is_common(reading, end, ending) else None
        return None

    def _is_common(self, reading: Reading, start: int, end: int) -> bool:
        known: Sequence[tuple[int, int]] = [
            (match.start, match.end)
            for position in range(start + 1, end + 1)
            for match in reading.ends_at.get(position, ())
            if match.start >= start and reading.type_of(match) in self._inside.fields
        ]
        at = start
        while at < end:
            field = max((last for first, last in known if first == at), default=0)
            if field:
                at = field
                continue
            first, last, tag = reading.token(at)
            word = reading.key[max(first, start) : min(last, end)]
            if tag in self._inside.proper or not reading.segmenter.knows(word):
                return False
            at = max(last, at + 1)
        return True

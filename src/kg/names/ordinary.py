"""Known names that are ordinary words nearly always: 学习小组, 海量数据. What stands around has to show the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import daachorse

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.grammar import Ordinary
from kg.names.reading import Candidate
from kg.wording import alternatives, sentence_end, sentence_start

_KNOWN = "gazetteer"


class OrdinaryWords:
    """Tells which of the known names in a text are but words."""

    def __init__(self, rules: Ordinary, gazetteer: Gazetteer) -> None:
        """Compile what shows a name; the gazetteer tells of what class one is."""
        self._entries = gazetteer.entries
        self._classes = rules.classes
        self._words = rules.words
        self._things = rules.things if rules.told else frozenset[str]()
        self._told = re.compile(alternatives(rules.told) if rules.told else r"\b\B")
        every = sorted(rules.words | self._things)
        words = alternatives(every)
        self._scan = daachorse.CharwiseDoubleArrayAhoCorasick(every) if every else None
        shown = [f"(?:{words})(?={alternatives(rules.behind)})"] if rules.behind else []
        shown += [f"(?<={re.escape(word)})(?:{words})" for word in rules.before]
        self._shown = re.compile("|".join(shown) or r"\b\B")
        self._marks = rules.marks

    def names(self, key: str, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates without such words that nothing shows to be names.

        A name is shown where one of the words stands before or behind it that go with names (荣耀|董事长), where
        another reader takes it for one, where the text names the same thing otherwise, and beside another known name
        of its type in a list (小米、荣耀): in the whole text, if in one place. So is
        a team where the text names another.

        Args:
            key: the folded text.
            candidates: what all sources but the tagger propose.
        """
        places = self._scan.find_overlapping(key) if self._scan else ()
        if not places:
            return candidates
        plain = {key[one.start : one.end] for one in candidates if self._is_plain(key, one)}
        if not plain:
            return candidates
        plain -= self._all_shown(key, sorted({start for start, _, _ in places}))
        plain -= set(self._otherwise(key, candidates))
        return [one for one in candidates if one.source != _KNOWN or key[one.start : one.end] not in plain]

    def _all_shown(self, key: str, starts: Sequence[int]) -> set[str]:
        """The words that others show to be names, from left to right without overlap.

        They are looked for where one starts: to try from each character takes many times as long.
        """
        found: set[str] = set()
        reached = 0
        for start in starts:
            if start >= reached and (match := self._shown.match(key, start)):
                found.add(match.group())
                reached = match.end()
        return found

    def _is_plain(self, key: str, candidate: Candidate) -> bool:
        if candidate.source != _KNOWN:
            return False
        form = key[candidate.start : candidate.end]
        return form in self._words or (form in self._things and self._is_thing(key, candidate.start))

    def _is_thing(self, key: str, start: int) -> bool:
        """Tell whether a sentence speaks of what a word is besides a name: 苹果 beside 果农."""
        return bool(self._told.search(key, sentence_start(key, start), sentence_end(key, start)))

    def _otherwise(self, key: str, candidates: Sequence[Candidate]) -> Iterator[str]:
        """The words that another reader takes for names, whose thing has another name, or beside a name in a list."""
        others = [one for one in candidates if one.source == _KNOWN and not self._is_plain(key, one)]
        rows = {row for one in others for row in one.entries}
        edges = {(edge, one.type) for one in others for edge in (one.start, one.end)}
        read = {(one.start, one.end, one.type) for one in candidates if one.source != _KNOWN and one.sure}
        for one in candidates:
            if not self._is_plain(key, one):
                continue
            first = key[one.start - 1 : one.start] in self._marks and (one.start - 1, one.type) in edges
            last = key[one.end : one.end + 1] in self._marks and (one.end + 1, one.type) in edges
            kinds = {self._entries[row].kind for row in one.entries} & self._classes
            named = kinds and any(self._entries[row].kind in kinds for row in rows)
            if first or last or named or (one.start, one.end, one.type) in read or not rows.isdisjoint(one.entries):
                yield key[one.start : one.end]

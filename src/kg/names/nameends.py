"""Where names may end by their last word (研究院), as the grammar lists such words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import daachorse

from kg.knowledge.grammar import Grammar, Suffix
from kg.names.reading import Ending, Reading

Place = tuple[int, int, Suffix, str]
"""Where the last word of a name may stand: its start and end, the group that has it, and the word."""


class NameEnds:
    """Finds the grammar's endings of names; the scan is compiled once.

    Attributes:
        suffix_of: each ending with the group that has it: the first that lists it.
    """

    def __init__(self, grammar: Grammar) -> None:
        """Prepare the scan."""
        self._grammar = grammar
        groups: dict[str, Suffix] = {}
        for suffix in grammar.suffixes:
            for word in suffix.words:
                groups.setdefault(word, suffix)
        self.suffix_of = list(groups.items())
        self._lookalikes = tuple(sorted(grammar.inside.lookalikes))
        self._titles = tuple(sorted(grammar.titles))
        self._longest = max(map(len, groups), default=0)
        self._scan = daachorse.CharwiseDoubleArrayAhoCorasick(list(groups)) if groups else None

    def places(self, reading: Reading) -> Iterator[Place]:
        """Where names may end, in order of the end, of one end the longest word first."""
        if self._scan is None:
            return
        found = [
            (start, end, index)
            for start, end, index in self._scan.find_overlapping(reading.key)
            if (not reading.cuts(end) or reading.ends_at.get(end) or self._parts_word(reading, start, end))
            and self._is_ending(reading, start, end, self.suffix_of[index][1])
        ]
        for place, (start, end, index) in enumerate(found):
            if not self._goes_on(found, place):
                word, suffix = self.suffix_of[index]
                yield start, end, suffix, word

    def _parts_word(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a name may end inside a word.

        It may before the title of the one who leads such a body (局|局长, 协会|会长), before what says where (年会|上),
        and where the model of characters joined what it does not know (局|则).
        """
        token_start, token_end, _ = reading.token(end - 1)
        rest = reading.key[end:token_end]
        if rest in self._grammar.titles or self._begins_title(reading, end, token_end):
            return end - start > 1 or token_start == start or rest[0] == reading.key[start]
        if token_start < start:
            return False
        behind = rest in self._grammar.inside.behind
        if behind and token_start > start:
            return True  # 科学|城里: more of the ending stands before the word
        if reading.divides(start, end):
            return False
        return behind or not reading.segmenter.knows(reading.key[token_start:token_end])

    def _begins_title(self, reading: Reading, end: int, token_end: int) -> bool:
        """Tell whether a title begins inside a word and goes on behind it: 部副|主任, 处处|长."""
        if not reading.key.startswith(self._titles, end):
            return False
        return any(reading.key.startswith(title, end) and end + len(title) > token_end for title in self._titles)

    def _is_ending(self, reading: Reading, start: int, end: int, suffix: Suffix) -> bool:
        """An ending is a word by itself or ends a noun.

        What only looks like one is part of another word (头|部, 布|局, 西北|部).
        """
        token_start, token_end, tag = reading.token(end - 1)
        if token_start >= start or token_end > end:
            return True
        inside = self._grammar.inside
        if tag in inside.proper or (end - start > 1 and tag in inside.tags):
            return True
        word = reading.key[token_start:end]
        return reading.key[start:end] in suffix.within and tag in inside.tags and not word.endswith(self._lookalikes)

    def _goes_on(self, found: list[tuple[int, int, int]], place: int) -> bool:
        """Tell whether a later ending begins inside this one: not 培育行动, but 行动方案 ends 产业培育行动方案."""
        start, end, _ = found[place]
        for later in range(place + 1, len(found)):
            first, last, _ = found[later]
            if last >= end + self._longest:
                break
            if start < first < end < last:
                return True
        return False


def endings(places: Iterable[Place]) -> Iterator[Ending]:
    """Where names may end by their last word, each place once, with the group of the longest ending there."""
    last = -1
    for _, end, suffix, _ in places:
        if end != last:
            yield Ending(end, suffix.name)
        last = end

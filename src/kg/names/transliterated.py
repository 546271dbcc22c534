"""Foreign persons in transliteration: runs of the characters used for it, with dots or right behind a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.knowledge.grammar import Grammar
from kg.names.reading import Reading

_DOT = re.compile("·")
_LEAST, _LONGEST = 3, 10
"""Characters of a name behind a title, and of a part of one between dots at the most."""

_LOOSE = frozenset("pdcru")
"""Beginnings of the tags of words that end a run of such characters though they are made of them: 因此, 尤其."""


def may_follow(reading: Reading, end: int, after: tuple[str, ...]) -> bool:
    """Tell whether what stands there may follow a person: a mark, a verb, a preposition, an adverb, the end."""
    return end >= len(reading.key) or reading.tag(end)[0] in "xvpdcuftmr" or reading.key.startswith(after, end)


class Transliterations:
    """Reads 阿不都·克里木 and 首相|哈萨|瓦奈, whatever words the segmenter makes of them."""

    def __init__(self, grammar: Grammar) -> None:
        """Prepare the words around such names."""
        self._foreign = grammar.persons.foreign
        self._never_last = grammar.persons.foreign_never_last
        self._edges = grammar.persons.edges | grammar.persons.never
        self._titles = tuple(sorted({*grammar.titles, *(word for word in grammar.persons.before if len(word) > 1)}))
        self._after = tuple(sorted(grammar.persons.after))
        self._says = tuple(sorted(grammar.persons.says))
        self._speaks = tuple(sorted(grammar.persons.after | grammar.persons.says))

    def dotted(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Names with middle dots."""
        key, done = reading.key, 0
        for dot in _DOT.finditer(key):
            if dot.start() < done:
                continue
            start = self._begin(reading, dot.start())
            end = dot.start()
            while end < len(key) and key[end] == "·":
                part = self._run(key, end + 1)
                if part == end + 1:
                    break
                end = part
            end = self._pared(reading, dot.end(), end)
            if start < dot.start() and end > dot.end():
                done = end
                yield start, end

    def behind_title(self, reading: Reading, start: int) -> int:
        """Where the name ends that begins at ``start``, behind a title; 0 if none does."""
        key, least = reading.key, start + _LEAST
        end = self._run(key, start)
        if end < least or key[end : end + 1] == "·" or self._is_word(reading, start):
            return 0
        end = self._pared(reading, start, end)
        if end < least or not (reading.cuts(end) or may_follow(reading, end, self._after)):
            return 0
        return end

    def _is_word(self, reading: Reading, start: int) -> bool:
        """Tell whether an ordinary word begins there that no name begins with: 可以."""
        first, end, tag = reading.token(start)
        return end - first > 1 and tag[0] in _LOOSE and reading.segmenter.knows(reading.key[first:end])

    def _begin(self, reading: Reading, dot: int) -> int:
        """Where the first part of a name with a dot begins."""
        key, start = reading.key, dot
        while start and dot - start < _LONGEST:
            if key[start - 1] in self._foreign:
                start -= 1
            elif key[start - 1] == "-" and start < dot and key[start - 2 : start - 1] in self._foreign:
                start -= 1  # 让-皮埃尔·本布
            else:
                break
        if key.endswith(self._titles, 0, start + 1):
            return start + 1  # the last character of a title can be one of a name: 总理苏希拉
        first, end, tag = reading.token(start)
        if tag == "k":
            return end  # 落败|者|让
        inside = first < start and tag[:2] != "nr" and not key.endswith(self._titles, 0, start)
        return end if inside and reading.segmenter.knows(key[first:end]) else start  # 记者|阿米纳塔·桑科

    def _run(self, key: str, start: int) -> int:
        """Where the run of characters ends that begins at ``start``; a hyphen may join two."""
        end = start
        while end < len(key) and end - start < _LONGEST:
            joins = key[end] == "-" and end > start and key[end + 1 : end + 2] in self._foreign
            if key[end] not in self._foreign and not joins:
                break
            end += 1
        return end

    def _pared(self, reading: Reading, least: int, end: int) -> int:
        """The end of a run without what follows the name and is written with such characters, too."""
        key = reading.key
        end = next((place for place in range(least + 1, end) if key.startswith(self._speaks, place)), end)
        while end > least + 1 and key[end - 1] in self._never_last:
            end -= 1
        while end > least and reading.cuts(end) and not self._goes_on_apart(reading, end):
            first, stop, _ = reading.token(end)
            if first < least or not reading.segmenter.knows(key[first:stop]):
                break
            end = first  # the first character of the next word: 贾洛|提出
        while end > least and not reading.cuts(end):
            first, _, tag = reading.token(end - 1)
            word = key[first:end]
            loose = word in self._edges if len(word) == 1 else tag[0] in _LOOSE and reading.segmenter.knows(word)
            if first < least or not loose:
                break
            end = first
        return end

    def _goes_on_apart(self, reading: Reading, end: int) -> bool:
        """Tell whether a verb of speech or a word of the dictionary begins where another word seems to hold the end.

        塔图|说 is no 图说, 图伊洛马|上周 no 马上.
        """
        key = reading.key
        if key.startswith(self._says, end):
            return True
        behind = key[end : end + 2]
        return reading.tag(end)[0] in _LOOSE and len(behind) == 2 and reading.segmenter.knows(behind)

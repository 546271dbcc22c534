"""Persons right behind a title or a word for people, whatever words the segmenter makes of their names."""

from __future__ import annotations

from collections.abc import Iterable

from kg.grammar import Grammar
from kg.reading import Reading
from kg.text import is_han
from kg.transliterated import Transliterations, may_follow

Found = tuple[int, int, str, bool]
"""Start and end of a person, the rule that read it, and whether it is sure."""


def by_last(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their last character, as `str.endswith` takes them."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[-1], []).append(word)
    return {last: tuple(ending) for last, ending in found.items()}


class TitledPersons:
    """Reads 副院長|王|志|勤, 值班员|于|新林, 副院|长江|丽雯 and 首相|哈萨|瓦奈."""

    def __init__(self, grammar: Grammar) -> None:
        """Prepare the words that persons stand behind."""
        persons = grammar.persons
        self._transliterations = Transliterations(grammar)
        self._persons = persons
        # Tuples for `str.endswith` and `str.startswith`, which are many times as fast as a regular expression here.
        self._after = tuple(sorted(persons.after))
        self._says = tuple(sorted(persons.says))
        self._titles = tuple(sorted(grammar.titles))
        self._posts = tuple(sorted({*grammar.titles, *persons.bodies}))
        self._bodies = tuple(sorted(persons.bodies))
        self._before = tuple(sorted(word for word in persons.before if len(word) > 1))
        # Nearly all characters are the last one of no such word: that is to be asked first.
        self.last = frozenset(word[-1] for word in (*self._posts, *self._before)) | persons.people
        self._posts_by_last = by_last(self._posts)
        self._before_by_last = by_last(self._before)

    def read(self, reading: Reading, start: int) -> Found | None:
        """The person that begins at ``start``, the beginning of a word, if a title or a word for people ends there."""
        key = reading.key
        end = 0
        if key.endswith(self._posts_by_last.get(key[start - 1], ()), 0, start):
            end = self._chinese(reading, start)
        elif not self._behind_people(reading, start):
            return None
        elif key[start] not in self._persons.edges:
            end = self._chinese(reading, start)
        if not end and not key.endswith(self._bodies, 0, start):
            end = self._transliterations.behind_title(reading, start)
        return (start, end, "person after title", True) if end else None

    def foreign(self, reading: Reading, start: int) -> int:
        """Where a foreign name right behind a title ends that begins at ``start``; 0 if there is none."""
        if not reading.key.endswith(self._titles, 0, start):
            return 0
        return self._transliterations.behind_title(reading, start)

    def is_called(self, key: str, start: int) -> bool:
        """Tell whether a known word for people ends there: 编曲."""
        return key.endswith(self._before_by_last.get(key[start - 1 : start], ()), 0, start)

    def _behind_people(self, reading: Reading, start: int) -> bool:
        """Tell whether a word for people ends there, a known one or a noun that ends like one: 编曲, 值班|员."""
        if self.is_called(reading.key, start):
            return True
        first, end, tag = reading.token(start - 1)
        word = reading.key[first:end]
        return len(word) > 2 and tag == "n" and word[-1] in self._persons.people and word not in self._persons.words

    def _chinese(self, reading: Reading, start: int) -> int:
        """Where a Chinese name ends that begins at ``start``, whatever the words say; 0 if there is none."""
        key = reading.key
        first, stop, tag = reading.token(start)
        if tag == "p" or (stop - first > 1 and reading.segmenter.knows(key[first:stop])):
            return 0  # a preposition (牧师从沙巴来), or an ordinary word that begins like a name: 董事长
        for length in (4, 3):
            word = key[start : start + length]
            if len(word) < length or not all(map(is_han, word)):
                continue
            if not self.is_chinese(word) or not self._persons.words.isdisjoint((word[:2], word[1:])):
                continue
            end = start + length
            if key[end : end + 1] == "·":
                return 0
            if self.parts_word(reading, end) if reading.cuts(end) else may_follow(reading, end, self._after):
                return end
        return 0

    def parts_word(self, reading: Reading, end: int) -> bool:
        """Tell whether a name may end inside a word: at a verb of speech, and if the word is not of the dictionary."""
        start, stop, tag = reading.token(end)
        if reading.key.startswith(self._says, end) and tag[0] != "n":
            return True
        word = reading.key[start:stop]
        return reading.key.startswith(self._after, end) and not reading.segmenter.knows(word)

    def is_chinese(self, word: str) -> bool:
        """Tell whether a word is built like a Chinese name: a surname and one or two further characters."""
        persons = self._persons
        if len(word) == 4 and word[:2] not in persons.double_surnames:
            return False
        if word[:2] in persons.double_surnames and len(word) >= 3:
            given = word[2:]
        elif word[0] in persons.surnames:
            given = word[1:]
        else:
            return False
        return 1 <= len(given) <= 2 and not any(character in persons.never for character in given)

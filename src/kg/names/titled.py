"""Persons right behind a title or a word for people, whatever words the segmenter makes of their names."""

from __future__ import annotations

from collections.abc import Iterable

from kg.knowledge.grammar import Grammar
from kg.names.reading import Reading
from kg.names.transliterated import Transliterations, may_follow
from kg.text import is_han

_OF_PLACES = "ns"

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
        self._joints = grammar.inside.joints
        self._place = grammar.tag_types.get(_OF_PLACES, "")
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
        self.begin_longer = frozenset(name[:2] for name in persons.double_surnames)
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

    def inside(self, reading: Reading, start: int) -> Found | None:
        """The person behind a title whose last character the word at ``start`` begins with: 副院|长江|丽雯."""
        key, place = reading.key, start + 1
        if not (key.endswith(self._posts_by_last.get(key[start], ()), 0, place) or self.is_called(key, place)):
            return None
        first, last, _ = reading.token(start - 1)
        # 维修|工程|公司 holds no person, but 局|长江|效东 does.
        ordinary = last - first > 1 and key[start : start + 2] in self._persons.words
        for length in (5, 4, 3, 2):
            end = place + length
            word = key[place:end]
            if len(word) < length or not self.is_chinese(word) or key[end : end + 1] == "·":
                continue
            said = key.startswith(self._says, end)
            if said or (
                length > 2 and not ordinary and not reading.cuts(end) and may_follow(reading, end, self._after)
            ):
                return place, end, "person after title", True
        return None

    def long_surname(self, reading: Reading, start: int) -> int:
        """Where a name ends whose surname of two characters or more begins a word; 0 if there is none: 佐藤|健太郎."""
        key = reading.key
        if (surname := self._surname(key, start)) < 2:
            return 0
        for length in (3, 2):
            end = start + surname + length
            given = key[start + surname : end]
            if len(given) < length or not all(map(is_han, given)) or reading.cuts(end):
                continue
            if given[-1] not in self._persons.given_ends or (length == 2 and reading.segmenter.knows(given)):
                continue
            if self.is_chinese(key[start:end]) and may_follow(reading, end, self._after):
                return end
        return 0

    def foreign(self, reading: Reading, start: int) -> int:
        """Where a foreign name ends that begins at ``start``, behind a title or a word for people; 0 if none does."""
        if not (reading.key.endswith(self._titles, 0, start) or self.is_called(reading.key, start)):
            return 0
        return self._transliterations.behind_title(reading, start)

    def is_called(self, key: str, start: int) -> bool:
        """Tell whether a known word for people ends there: 编曲."""
        return key.endswith(self._before_by_last.get(key[start - 1 : start], ()), 0, start)

    def is_phrase(self, reading: Reading, word: str) -> bool:
        """Tell whether what looks like a name is a small word before a place or a word: 专家|来|和田, 冠军|和|荣耀."""
        if word[0] not in self._persons.edges:
            return False
        if word[0] in self._joints and reading.segmenter.knows(word[1:]):
            return True
        return bool(reading.gazetteer.rows(word[1:], self._place))

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
        word = key[first:stop]
        known = stop - first > 1 and word not in self._persons.double_surnames and reading.segmenter.knows(word)
        if tag == "p" or known:
            return 0  # a preposition (牧师从沙巴来), or an ordinary word that begins like a name: 董事长
        surname = self._surname(key, start)
        for length in (surname + 3, surname + 2, surname + 1) if surname > 1 else (3,) if surname else ():
            word = key[start : start + length]
            if len(word) < max(length, 3) or not all(map(is_han, word)):
                continue
            if not self.is_chinese(word) or not self._persons.words.isdisjoint((word[:2], word[1:])):
                continue
            end = start + length
            if self.is_phrase(reading, word):
                return 0
            if key[end : end + 1] == "·" or self._is_said_of(reading, first, stop, end):
                return 0
            if length > 3 and self._is_next_word(reading, end - 1) and self.is_chinese(word[:-1]):
                continue
            if self.parts_word(reading, end) if reading.cuts(end) else may_follow(reading, end, self._after):
                return end
        return 0

    def _is_next_word(self, reading: Reading, last: int) -> bool:
        """Tell whether a name's last character is rather the beginning of what is told of it: 漆雕敏|同|赴."""
        first, _, tag = reading.token(last)
        return first == last and tag[0] in "vdpcu"

    def _is_said_of(self, reading: Reading, first: int, stop: int, end: int) -> bool:
        """Tell whether ordinary words say something of people there: 官员|能|回答, 反对者|占|三成."""
        if stop - first > 1 or reading.tag(first)[0] not in "vdpcrf" or reading.key.endswith(self._titles, 0, first):
            return False
        _, last, tag = reading.token(stop)
        return last <= end and last - stop > 1 and (tag == "m" or reading.segmenter.knows(reading.key[stop:last]))

    def parts_word(self, reading: Reading, end: int) -> bool:
        """Tell whether a name may end inside a word: at a verb of speech, and if the word is not of the dictionary."""
        start, stop, tag = reading.token(end)
        if reading.key.startswith(self._says, end) and tag[0] != "n":
            return True
        word = reading.key[start:stop]
        return reading.key.startswith(self._after, end) and not reading.segmenter.knows(word)

    def _surname(self, key: str, start: int) -> int:
        """How many characters the surname has that begins there; 0 if none does."""
        if key[start : start + 2] in self.begin_longer:
            longer = self._persons.double_surnames
            found = next((size for size in (3, 2) if key[start : start + size] in longer), 0)
            if found:
                return found
        return 1 if key[start : start + 1] in self._persons.surnames else 0

    def is_chinese(self, word: str) -> bool:
        """Tell whether a word is built like a name of China or Japan: a surname, one to three characters (信一|郎)."""
        persons, surname = self._persons, self._surname(word, 0)
        if not surname or (surname == 1 and len(word) > 3):
            return False
        given = word[surname:]
        if given in persons.after:
            return False  # 欧阳|先生, 朱|总理
        if len(given) == 3:
            return given[2] in persons.given_third and persons.never.isdisjoint(given)
        if not 1 <= len(given) <= 2:
            return False
        first, last = given[0] not in persons.never, given[-1] not in persons.never
        if len(given) == 1 or (first and last):
            return first
        return (given[0] in persons.given_first and last) or (given[1] in persons.given_last and first)

"""Persons: words that jieba takes for one, held against surnames, given names, titles around them, and bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.grammar import Grammar
from kg.reading import Candidate, Reading
from kg.text import is_han
from kg.wording import alternatives

SOURCE = "grammar"
_DOT = re.compile("·")
_LONG = 5
_LONGEST_PART = 10
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"


class PersonGrammar:
    """The grammar's reader of persons' names."""

    def __init__(self, grammar: Grammar) -> None:
        """Compile what stands around persons."""
        self.persons = grammar.persons
        self.type = grammar.person_type
        # Tuples for `str.endswith` and `str.startswith`, which are many times as fast as a regular expression here.
        self._before = tuple(sorted(self.persons.before))
        self._after = tuple(sorted(self.persons.after))
        self._says = tuple(sorted(self.persons.says))
        never = "".join(f"(?<!{re.escape(word)})" for word in sorted(self.persons.bylines_never))
        words = sorted(self.persons.bylines_before)
        # A single character is such a word where it stands apart: 文/钭月笙, but not in 沈从文.
        long = alternatives(word for word in words if len(word) > 1)
        apart = alternatives(word for word in words if len(word) == 1)
        self._byline_before = re.compile(
            rf"(?:{never}(?:{long})[:\s]*|(?<![{_HAN}])(?:{apart})[:/|\s]+)([{_HAN}·]{{2,6}}[、\s]+)*$"
        )
        self._byline_after = re.compile(
            rf"\s?(?:[、\s]?[{_HAN}]{{2,4}})?\s?({alternatives(self.persons.bylines_after)})"
        )
        self._titles = tuple(sorted(grammar.titles))
        self._posts = self._titles + tuple(sorted(self.persons.bodies))
        # Nearly all characters are the last one of no such word: that is asked first.
        self._ends_title = frozenset(word[-1:] for word in self._titles)
        self._ends_post = frozenset(word[-1:] for word in self._posts)
        self._ends_before = frozenset(word[-1:] for word in self._before)
        self._next_in_list = re.compile(rf"、([{_HAN}]{{2,4}}?)(?=[、,。;(]|{alternatives(self.persons.joints)})")

    def read(self, reading: Reading) -> Iterator[Candidate]:
        """Propose persons for a text; those who only sign it are left out."""
        if not self.type:
            return
        for start, end, rule, sure in self._proposals(reading):
            if self.signs(reading, start, end):
                continue
            yield Candidate(start, end, self.type, SOURCE, rule, sure=sure)
            if sure:
                for begin, stop in self._listed(reading.key, end):
                    yield Candidate(begin, stop, self.type, SOURCE, "person in list")

    def _proposals(self, reading: Reading) -> Iterator[tuple[int, int, str, bool]]:
        yield from self._dotted(reading)
        tokens, key, tags, surnames = reading.tokens, reading.key, self.persons.tags, self.persons.surnames
        for start, end, tag in zip(tokens.starts, tokens.ends, tokens.tags, strict=True):
            if tag in tags and end - start > 1:
                yield from self._tagged(reading, start, end)
            elif key[start] in surnames and key[start - 1 : start] in self._ends_post:
                yield from self._after_title(reading, start)

    def _listed(self, key: str, end: int) -> Iterator[tuple[int, int]]:
        """The persons of the list that one begins: 潘致远、|路衍之、|张强生|等人."""
        while match := self._next_in_list.match(key, end):
            if not self._is_chinese(match[1]):
                return
            yield match.span(1)
            end = match.end(1)

    def _tagged(self, reading: Reading, start: int, end: int) -> Iterator[tuple[int, int, str, bool]]:
        """A word that jieba takes for a person.

        Its dictionary has ordinary words and places under this tag, and its model is unsure of short words; such
        are believed only where a title or a verb of speech stands beside them.
        """
        start, end = self._without_edges(reading.key, start, end)
        word = reading.key[start:end]
        if word in self.persons.words or len(word) < 2:
            return
        longer = reading.key[start : end + 1]
        if len(word) == 2 and self._is_chinese(longer) and self._splits_name(reading, end):
            # The model likes to leave a given name's second character to the next word: 王志|勤介绍.
            end, word = end + 1, longer
        known = reading.segmenter.knows(word)
        before = reading.key[start - 1 : start]
        titled = before in self._ends_title and reading.key.endswith(self._titles, 0, start)
        followed = reading.key.startswith(self._after, end)
        preceded = titled or (before in self._ends_before and reading.key.endswith(self._before, 0, start))
        if self._is_chinese(word):
            if len(word) > 2 and (not known or titled or followed):
                yield start, end, "person", preceded or followed
            elif len(word) == 2 and (titled if not known else titled and followed):
                yield start, end, "person", True
        elif len(word) >= 3 and titled and all(character in self.persons.foreign for character in word):
            yield start, end, "foreign person", True

    def _without_edges(self, key: str, start: int, end: int) -> tuple[int, int]:
        """Take off what the model added to a name that is none as it stands."""
        if end - start < 3 or self._is_chinese(key[start:end]):
            return start, end
        if key[start] in self.persons.edges and self._is_chinese(key[start + 1 : end]):
            return start + 1, end
        if key[end - 1] in self.persons.edges and self._is_chinese(key[start : end - 1]):
            return start, end - 1
        return start, end

    def _splits_name(self, reading: Reading, end: int) -> bool:
        """Tell whether the character at ``end`` stands before what follows a person: 王志|勤|介绍, 俞汝|明说."""
        if end >= len(reading.key):
            return False
        start, stop, tag = reading.token(end)
        if start != end or tag == "x":
            return False
        return reading.key.startswith(self._after, stop) if stop == end + 1 else self._parts_word(reading, end + 1)

    def _parts_word(self, reading: Reading, end: int) -> bool:
        """Tell whether a name may end inside a word: at a verb of speech, and if the word is not of the dictionary."""
        start, stop, tag = reading.token(end)
        if reading.key.startswith(self._says, end) and tag[0] != "n":
            return True
        word = reading.key[start:stop]
        return reading.key.startswith(self._after, end) and not reading.segmenter.knows(word)

    def _after_title(self, reading: Reading, start: int) -> Iterator[tuple[int, int, str, bool]]:
        """A surname right after a title begins a person, whatever the words say: 副院長|王|志|勤."""
        if not reading.key.endswith(self._posts, 0, start):
            return
        first, stop, _ = reading.token(start)
        if first < start or (stop - start > 1 and reading.segmenter.knows(reading.key[start:stop])):
            return  # an ordinary word that begins like a name: 董事长
        for length in (4, 3):
            word = reading.key[start : start + length]
            if not all(map(is_han, word)):
                continue
            if len(word) < length or not self._is_chinese(word) or reading.key[start : start + 2] in self.persons.words:
                continue
            end = start + length
            if not (self._parts_word(reading, end) if reading.cuts(end) else self._ends_here(reading, end)):
                continue
            yield start, start + length, "person after title", True
            return

    def _ends_here(self, reading: Reading, end: int) -> bool:
        """Tell whether what follows may follow a person: punctuation, a verb, a preposition, an adverb or the end."""
        if end >= len(reading.key):
            return True
        return reading.tag(end)[0] in "xvpdcuftmr" or reading.key.startswith(self._after, end)

    def _dotted(self, reading: Reading) -> Iterator[tuple[int, int, str, bool]]:
        """Foreign names with middle dots: 阿不都·克里木."""
        key, done = reading.key, 0
        for dot in _DOT.finditer(key):
            if dot.start() < done:
                continue
            start = end = dot.start()
            while start and dot.start() - start < _LONGEST_PART and key[start - 1] in self.persons.foreign:
                start -= 1
            while end < len(key) and key[end] == "·":
                part = end + 1
                while part < len(key) and part - end <= _LONGEST_PART and key[part] in self.persons.foreign:
                    part += 1
                if part == end + 1:
                    break
                end = part
            if key.endswith(self._titles, 0, start + 1):
                start += 1  # the last character of a title can be one of a name: 总理苏希拉
            while end > dot.end() and reading.cuts(end) and reading.token(end)[0] > dot.end():
                end = reading.token(end)[0]  # the first character of the next word, too: 贾洛|提出
            if start < dot.start() and end > dot.end():
                done = end
                yield start, end, "dotted person", True

    def _is_chinese(self, word: str) -> bool:
        """Tell whether a word is built like a Chinese name: a surname and one or two further characters."""
        if len(word) == 4 and word[:2] not in self.persons.double_surnames:
            return False
        if word[:2] in self.persons.double_surnames and len(word) >= 3:
            given = word[2:]
        elif word[0] in self.persons.surnames:
            given = word[1:]
        else:
            return False
        return 1 <= len(given) <= 2 and not any(character in self.persons.never for character in given)

    def signs(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a person stands where reporters and photographers sign; one who does something is of the story."""
        key = reading.key
        after = self._byline_after.match(key, end)
        if after and not (reading.cuts(after.start(1)) or reading.cuts(after.end())):
            return True
        before = self._byline_before.search(key, max(0, start - 40), start)
        if not before or key.startswith(self._says, end):
            return False
        return bool(before[1]) or end >= len(key) or reading.tag(end)[0] not in "vdt"

    def runs_on(self, text: str) -> bool:
        """Tell whether a name goes on into what follows it: 李建华义务护江.

        Five characters or more without a mark are a foreign name in transliteration; of those that people marked on
        our paragraphs one in ten has two characters or more that no transliteration uses, of others nine in ten.
        """
        if len(text) < _LONG or not all(map(is_han, text)):
            return False
        return sum(character not in self.persons.foreign for character in text) > 1

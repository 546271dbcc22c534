"""Persons: words that jieba takes for one, held against surnames, given names, titles around them, and bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.knowledge.grammar import Grammar
from kg.names.reading import GRAMMAR, Candidate, Reading
from kg.names.titled import Found, TitledPersons
from kg.names.transliterated import Transliterations, may_follow
from kg.text import is_han
from kg.wording import alternatives, in_reach

_LONG = 5
_LEAST_FOREIGN = 4
_FAR = 40  # characters before a name that are looked at for what says that it signs
_RARE = frozenset(("g", "zg", "ng", "nr", "nrt", "nrfg", "nz"))
"""Tags of single characters that are seldom a word: 黄启|璪|率团."""
_MARKS = frozenset("、,。:;")
"""What stands behind a name and hardly behind the first character of a verb."""
_NEVER_LAST = ("d", "c")
"""First letters of tags of words that stand before what they are said of: adverbs and conjunctions."""
_OF_PLACES, _OF_SURNAMES, _SHORT = "ns", "nrgz", 2
_SAID_OF = ("v", "p", "d")
"""Tags of what is said of a person: verbs, and what stands before them."""
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"


class PersonGrammar:
    """The grammar's reader of persons' names."""

    def __init__(self, grammar: Grammar) -> None:
        """Compile what stands around persons."""
        self.persons = grammar.persons
        self.type = grammar.person_type
        self._titled = TitledPersons(grammar)
        self._transliterations = Transliterations(grammar)
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
            rf"(?:{never}(?:{long})[:/\s]*|(?<![{_HAN}])(?:{apart})[:/|\s]+)([{_HAN}·]{{2,6}}[、\s]+)*$"
        )
        # Nearly all persons have no such word in reach: that is asked first.
        marked = (rf"{re.escape(word)}(?=[:/|\s])" for word in words if len(word) == 1)
        self._byline_word = re.compile("|".join((long, *marked)))
        self._bylines: tuple[Reading | None, list[re.Match[str]], list[int]] = None, [], []
        self._byline_after = re.compile(
            rf"\s?(?:[、\s]?[{_HAN}]{{2,4}})?\s?({alternatives(self.persons.bylines_after)})"
        )
        self._byline_ends = tuple(sorted(self.persons.bylines_after))
        self._byline_bracket = re.compile(rf"[(〔\[](?:{long})[^\n()〔〕\[\]]*[{_HAN}]、\s?$")
        self._titles = tuple(sorted(grammar.titles))
        divisions = frozenset(end for kind in grammar.unended for end in kind.words)
        self._heads = tuple(title for title in self._titles if title[0] not in divisions)
        # Nearly all characters are the last one of no such word: that is asked first.
        self._ends_title = frozenset(word[-1:] for word in self._titles)
        self._ends_before = frozenset(word[-1:] for word in self._before)
        self._next_in_list = re.compile(rf"、([{_HAN}]{{2,4}}?)(?=[、,。;(]|{alternatives(self.persons.joints)})")

    def read(self, reading: Reading) -> Iterator[Candidate]:
        """Propose persons for a text; those who only sign it are left out."""
        if not self.type:
            return
        for start, end, rule, sure in self._proposals(reading):
            if self.signs(reading, start, end):
                continue
            end = self.before_adverb(reading, start, end)
            yield Candidate(start, end, self.type, GRAMMAR, rule, sure=sure)
            if sure:
                for begin, stop in self._listed(reading.key, end):
                    yield Candidate(begin, stop, self.type, GRAMMAR, "person in list")

    def _proposals(self, reading: Reading) -> Iterator[Found]:
        for start, end in self._transliterations.dotted(reading):
            yield start, end, "dotted person", True
        tokens, tags, last, key = reading.tokens, self.persons.tags, self._titled.last, reading.key
        longer = self._titled.begin_longer
        before = ""  # the last character of the word before
        for start, end, tag in zip(tokens.starts, tokens.ends, tokens.tags, strict=True):
            tagged: tuple[Found, ...] = ()
            if tag in tags and end - start > 1:
                tagged = tuple(self._tagged(reading, start, end))
                yield from tagged
            if before in last and not tagged and (found := self._titled.read(reading, start)):
                yield found
            if end - start > 1 and key[start] in last and (found := self._titled.inside(reading, start)):
                yield found
            if not tagged and key[start : start + 2] in longer and (stop := self._titled.long_surname(reading, start)):
                yield start, stop, "person", False
            elif tag == _OF_PLACES and end - start == _SHORT and self._is_called_like(reading, start, end):
                yield start - 1, end, "person", True
            before = key[end - 1]

    def _is_called_like(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a place is a given name, behind a surname and before a title no place has: 何|启东|副校长."""
        key = reading.key
        if not start or key[start - 1] not in self.persons.surnames or key[start - 1] in self.persons.edges:
            return False
        first, last, tag = reading.token(start - 1)
        return last - first == 1 and tag[0] in _OF_SURNAMES and key.startswith(self._heads, end)

    def _listed(self, key: str, end: int) -> Iterator[tuple[int, int]]:
        """The persons of the list that one begins: 潘致远、|路衍之、|张强生|等人."""
        while match := self._next_in_list.match(key, end):
            if not self._titled.is_chinese(match[1]):
                return
            yield match.span(1)
            end = match.end(1)

    def _tagged(self, reading: Reading, start: int, end: int) -> Iterator[Found]:
        """A word that jieba takes for a person.

        Its dictionary has ordinary words and places under this tag, and its model is unsure of short words; such
        are believed only where a title or a verb of speech stands beside them.
        """
        key = reading.key
        start, end = self._without_edges(key, start, end)
        word = key[start:end]
        if self._titled.is_phrase(reading, word):
            return
        if word in self.persons.words or len(word) < 2 or "·" in (key[start - 1 : start], key[end : end + 1]):
            return
        before = key[start - 1 : start]
        titled = before in self._ends_title and key.endswith(self._titles, 0, start)
        longer = key[start : end + 1]
        if len(word) == 2 and self._titled.is_chinese(longer) and self._splits_name(reading, end, titled):
            # The model likes to leave a given name's second character to the next word: 王志|勤介绍.
            end, word = end + 1, longer
        known = reading.segmenter.knows(word)
        if (stop := self._titled.foreign(reading, start)) > max(end, start + 3):
            yield start, stop, "person after title", True
            return
        followed = key.startswith(self._after, end)
        preceded = titled or (before in self._ends_before and key.endswith(self._before, 0, start))
        if self._titled.is_chinese(word):
            sure = preceded or followed
            if not sure and not self.persons.never.isdisjoint(word[1:]):
                return  # 何家冲: such characters are part of a name only where something shows that it is one
            if len(word) > 2 and (not known or followed or self._titled.is_called(key, start)):
                yield start, end, "person", sure
            elif len(word) == 2 and (titled if not known else titled and followed):
                yield start, end, "person", True
            elif len(word) == 2 and not known and key.startswith(self._heads, end):
                yield start, end, "person", True  # 民政厅|王建|副厅长

    def _without_edges(self, key: str, start: int, end: int) -> tuple[int, int]:
        """Take off what the model added to a name that is none as it stands, and the end of a title: 主|任励勤."""
        if end - start < 3:
            return start, end
        if self.ends_in_title(key, 0, start + 1) and self._titled.is_chinese(key[start + 1 : end]):
            return start + 1, end
        if self._titled.is_chinese(key[start:end]):
            return start, end
        if key[start] in self.persons.edges and self._titled.is_chinese(key[start + 1 : end]):
            return start + 1, end
        if key[end - 1] in self.persons.edges and self._titled.is_chinese(key[start : end - 1]):
            return start, end - 1
        return start, end

    def before_adverb(self, reading: Reading, start: int, end: int) -> int:
        """Where a person's name ends that jieba or the tagger drew up to the verb: 王鹏|亦|认为, 刘冬|代|任."""
        key = reading.key
        if key[end - 1] not in self.persons.adverbs or not self._titled.is_chinese(key[start : end - 1]):
            return end
        if end == len(key):
            return end
        said = key.startswith(self._after, end) or (not reading.cuts(end) and reading.tag(end).startswith(_SAID_OF))
        return end - 1 if said else end

    def _splits_name(self, reading: Reading, end: int, titled: bool) -> bool:
        """Tell whether the character at ``end`` stands before what follows a person: 王志|勤|介绍, 俞汝|明说."""
        if end >= len(reading.key):
            return False
        start, stop, tag = reading.token(end)
        if start != end or tag == "x" or reading.key.startswith(self._heads, end):
            return False  # 周波|副主任
        if stop > end + 1:
            return self._titled.parts_word(reading, end + 1)
        behind = reading.key[stop : stop + 1]
        parted = behind in _MARKS or (tag[0] in _NEVER_LAST and behind in self.persons.never)
        if parted and not self._says_by(reading.key, end):
            return True  # 总经理|姜正|新, or 与|黄仲|则|的
        rare = titled and tag in _RARE and may_follow(reading, stop, self._after)
        return rare or reading.key.startswith(self._after, stop)

    def _says_by(self, key: str, at: int) -> bool:
        """Tell whether a character is a verb of what a person does, or ends no name: 李岩|称, 王强|等."""
        return key[at] in self.persons.edges or key[at] in self.persons.adverbs or key.startswith(self._after, at)

    def signs(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a person stands where reporters and photographers sign; one who does something is told of."""
        key = reading.key
        after = self._byline_after.match(key, end)
        if after and not (reading.cuts(after.start(1)) or reading.cuts(after.end())):
            return True
        before = (
            self._byline_before.search(key, max(0, start - _FAR), start) if self._may_sign(reading, start) else None
        )
        if not before or key.startswith(self._says, end):
            return False
        listed = before[1] or ":" in before[0]  # 编辑:甲 审核:乙
        return bool(listed) or end >= len(key) or reading.tag(end)[0] not in "vdt"

    def _may_sign(self, reading: Reading, start: int) -> bool:
        """Tell whether a word that those who sign stand behind is in reach before a position."""
        of, words, ends = self._bylines
        if of is not reading:
            words = list(self._byline_word.finditer(reading.key))
            ends = [word.end() for word in words]
            self._bylines = reading, words, ends
        return in_reach(words, ends, start - _FAR, _FAR)

    def signs_in_brackets(self, key: str, start: int, end: int) -> bool:
        """Tell whether what looks like a person stands among those whom brackets say to sign: (记者林光耀、冯源)."""
        if key[start - 1 : start] not in ("、", " ") or not self._titled.is_chinese(key[start:end]):
            return False
        return self._byline_bracket.search(key, max(0, start - _FAR), start) is not None

    def ends_in_title(self, key: str, start: int, end: int) -> bool:
        """Tell whether a range ends in a title (院长)."""
        return key[end - 1] in self._ends_title and key.endswith(self._titles, start, end)

    def is_titled(self, key: str, start: int, end: int) -> bool:
        """Tell whether a range is a person's name or a surname before a title: 郑|市长, 林立辰|院长."""
        if not key.startswith(self._titles, end):
            return False
        return key[start:end] in self.persons.surnames or self._titled.is_chinese(key[start:end])

    def is_phrase(self, reading: Reading, text: str) -> bool:
        """Tell whether what looks like a name is a small word before a place or a word: 冠军|和|荣耀."""
        return self._titled.is_phrase(reading, text)

    def is_addressed(self, text: str) -> bool:
        """Tell whether a text is a surname with a title behind it: 李|先生, 朱|总理."""
        return text[1:] in self.persons.after and text[0] in self.persons.surnames

    def is_foreign(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a range is a foreign name before a title that no place has before it: 科斯托夫|总理."""
        key = reading.key
        if end - start < _LEAST_FOREIGN or not key.startswith(self._heads, end):
            return False
        return self.persons.foreign.issuperset(key[start:end])

    def ends_oddly(self, text: str) -> bool:
        """Tell whether a word of two or three characters ends like no given name: 李姓, 此行也."""
        short = 1 < len(text) < _LONG - 1 and text[-1] in self.persons.never
        return short and text[-1] not in self.persons.given_last

    def runs_on(self, text: str) -> bool:
        """Tell whether a name goes on into what follows it: 李建华义务护江, 王凯|摄.

        Five characters or more without a mark are a foreign name in transliteration; of those that people marked on
        our paragraphs one in ten has two characters or more that no transliteration uses, of others nine in ten.
        """
        if text.endswith(self._byline_ends):
            return True
        if len(text) < _LONG or not all(map(is_han, text)) or self._titled.is_chinese(text):
            return False
        return sum(character not in self.persons.foreign for character in text) > 1

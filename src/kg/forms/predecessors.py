"""Older names told in other orders: 原名甲的乙, 甲是乙的前身, 撤销甲县，设立甲市, “甲”今年起改名“乙”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.forms.delimited import Delimited
from kg.knowledge.identity import Renamed
from kg.names.reading import RENAMED, Alias, Candidate, Reading
from kg.wording import alternatives, clause_start, sentence_end, sentence_start

_NAME = "[^“”‘’()\n,。、;:!?《》]{2,16}"
_QUOTED = re.compile(rf"[“‘](?P<name>{_NAME})[”’]|(?P<title>《{_NAME}》)")
_LONGEST_QUOTED = 18
"""Characters of a quoted name with its marks."""
_REACH = 10
"""Characters that may stand between what a thing was called and its name: 原名甲的|遥感卫星|乙."""
_KIND = 4
"""Characters of a word that tells what a quoted name is of: 客轮“海鸥号”."""
_BACK = 60
"""Characters before a clause in which the newer name is looked for whose older one the clause tells."""
_FAR = 24
"""Characters between the end of a quoted older name and the word behind which the newer one stands."""
_SIGHT = 200
"""Characters behind a name in which a word of renaming is looked for, with what stands in brackets."""

_YEAR = re.compile(
    "[0-9一二三四五六七八九〇零○]{4}[\u3400-\u9fff](?:[0-9一二三四五六七八九十]{1,3}[\u3400-\u9fff]){0,2}$"
)


class Predecessors:
    """Reads such renamings among the chosen names of a document."""

    def __init__(self, words: Renamed, delimited: Delimited) -> None:
        """Compile the words; ``delimited`` tells the types of names that nobody else found."""
        self._words = words
        self._delimited = delimited
        called = sorted({*words.from_, *words.bracketed}, key=lambda word: (-len(word), word))
        called = [word for word in called if len(word) > 1 and not word.startswith(words.of)]
        self._called = re.compile(rf"(?:{alternatives(called)})(?=[“‘《]|(?P<bare>.))") if called and words.of else None
        is_, behind = alternatives(words.is_), alternatives(words.predecessor)
        self._is = re.compile(rf"[”’》]?[\u3400-\u9fff]{{0,2}}?(?:{is_})[“‘《]?") if words.predecessor else None
        self._behind = re.compile(rf"[”’》]?(?:{behind})(?![\u3400-\u9fff]?[“‘《])") if words.predecessor else None
        self._abolished = (
            re.compile(rf"(?:{alternatives(words.abolished)})(?=(?P<old>.))")
            if words.abolished and words.established
            else None
        )
        self._established = re.compile(
            rf"(?:[\u3400-\u9fff]{{0,4}},)?[\u3400-\u9fff]{{0,6}}?(?:{alternatives(words.established)})"
        )
        subject = (
            rf"(?:{alternatives(words.this)}[\u3400-\u9fff]{{1,3}}|[\u3400-\u9fff]{{2}}|{alternatives(words.its)})?"
        )
        when = f"(?:{'|'.join(words.when)})?" if words.when else ""
        self._clause = re.compile(rf"[,。;]{subject}(?:{alternatives(called)}){when}(?=[“‘《]|.)") if called else None
        self._levels = tuple(map(re.compile, words.level))
        self._into = re.compile(rf"(?:{alternatives((*words.into, *words.weak))})[“‘《]") if words.into else None

    def read(self, reading: Reading, at: Mapping[int, Candidate], read: set[int]) -> Iterator[Alias]:
        """Yield older names with the newer ones.

        Args:
            reading: what is known of the text.
            at: the chosen names, by where they start.
            read: where the names begin that other readers told of.
        """
        called = list(self._called.finditer(reading.key)) if self._called else []
        yield from self._preposed(reading, called, at, read)
        yield from self._said(reading, at)
        yield from self._in_place_of(reading, at)
        yield from self._of_quoted(reading, at, read)
        if called or self._called is None:
            yield from self._of_subject(reading, at, read)
        yield from self._of_level(reading, at)

    def _of_subject(self, reading: Reading, at: Mapping[int, Candidate], read: set[int]) -> Iterator[Alias]:
        """乙昨日庆祝…，该报曾用名甲: the newer name is the last one of its type before the clause."""
        key = reading.key
        for match in self._clause.finditer(key) if self._clause else ():
            found = self._at(key, match.end(), at)
            if (
                found is None
                or match.end() in read
                or key.startswith((*self._words.of, *self._words.several), found[2])
            ):
                continue
            start = max(0, match.start() - _BACK)
            before = [one for one in between(at, start, match.start()) if one.type == found[1]]
            new = max(before, key=lambda one: one.start, default=None)
            if new and any(key[one.end : new.start] in self._words.several for one in before):
                continue  # 甲与乙合署办公;其前身是…
            if new and key[new.start : new.end] != found[0] and key.count("。", new.end, match.start() + 1) < 2:
                yield self._alias(new.type, found[0], key[new.start : new.end], key[new.start : found[2]])

    def _of_level(self, reading: Reading, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """沔阳撤县改市，改称仙桃市: the older name has the unit that was given up, the newer one another ending."""
        key = reading.key
        for match in (match for level in self._levels for match in level.finditer(key)):
            name, unit = match["name"], match["unit"]
            first = next((word for word in self._words.by if name.startswith(word)), "")
            name = name[len(first) :] if len(name) > len(first) + 1 else name  # 由|甲县|撤县设区
            until = sentence_end(key, match.end())
            new = next((at[start] for start in range(match.end(), until) if start in at), None)
            before = at.get(match.start("name") + len(match["name"]) - len(name))
            if (
                new
                and new.type in self._delimited.places
                and new.end <= until
                and (before is None or before.type == new.type)
            ):
                newer = key[new.start : new.end]
                older = name if name.endswith(unit) else name + unit
                if newer != older and newer.endswith(match["now"]):
                    yield self._alias(new.type, older, newer, key[match.start() : new.end])

    def _preposed(
        self, reading: Reading, called: Iterable[re.Match[str]], at: Mapping[int, Candidate], read: set[int]
    ) -> Iterator[Alias]:
        """原名“甲”的乙: the older name stands before the newer one."""
        key = reading.key
        for match in called:
            found = self._at(key, match.end(), at)
            if match.end() in read or match.end() + 1 in read or found is None:
                continue
            old, kind, end = found
            word = next((word for word in self._words.of if key.startswith(word, end)), "")
            new = self._next(key, end + len(word), at, kind) if word else None
            if new:
                yield self._alias(new[1] or kind, old, new[0], key[match.start() : end])

    def _at(self, key: str, start: int, at: Mapping[int, Candidate]) -> tuple[str, str, int] | None:
        """The name that stands at a position, quoted or chosen, perhaps behind a word for what it is (客轮“海鸥号”).

        Returns:
            The name, its type if that is known, and the end of it and its marks.
        """
        quoted = _QUOTED.match(key, start) or _QUOTED.search(key, start, start + _REACH + _LONGEST_QUOTED)
        gap = key[start : quoted.start()] if quoted else ""
        if quoted and len(gap) <= _KIND and not any(word in gap for word in (*self._words.of, *",。;:!?")):
            return *self._quoted(quoted, at), quoted.end()
        one = at.get(start)
        return (key[one.start : one.end], one.type, one.end) if one else None

    def _quoted(self, match: re.Match[str], at: Mapping[int, Candidate]) -> tuple[str, str]:
        """A quoted name with its type, if that is known; a title is one with its marks."""
        name = match["name"] or match["title"]
        inner = at.get(match.start("name")) or at.get(match.start())
        fits = inner is not None and inner.end - inner.start >= len(name)
        return name, inner.type if inner and fits else self._delimited.type_of(name)

    def _next(self, key: str, start: int, at: Mapping[int, Candidate], kind: str) -> tuple[str, str] | None:
        """The first name of a type behind a position in its phrase, or a quoted one, with the type."""
        for position in range(start, min(len(key), start + _REACH)):
            if quoted := _QUOTED.match(key, position):
                return self._quoted(quoted, at)
            if key[position] in ",。;:!?、\n":
                return None
            one = at.get(position)
            if one and (not kind or one.type == kind):
                return key[one.start : one.end], one.type
        return None

    def _said(self, reading: Reading, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """甲是乙的前身."""
        key = reading.key
        for one in list(at.values()) if self._is and self._behind and self._behind.search(key) else ():
            match = self._is.match(key, one.end) if self._is else None
            new = at.get(match.end()) if match else None
            if new and new.type == one.type and self._behind and self._behind.match(key, new.end):
                before = key[max(0, one.start - 2) : one.start]
                if not before.endswith(self._words.several):
                    yield self._alias(
                        one.type, key[one.start : one.end], key[new.start : new.end], key[one.start : new.end]
                    )

    def _in_place_of(self, reading: Reading, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """撤销甲县，设立甲市."""
        key = reading.key
        for match in self._abolished.finditer(key) if self._abolished else ():
            old = at.get(match.end())
            then = self._established.match(key, old.end) if old else None
            new = at.get(then.end()) if then else None
            if old and new and new.type == old.type and not key.startswith(self._words.several, new.end):
                yield self._alias(
                    old.type, key[old.start : old.end], key[new.start : new.end], key[match.start() : new.end]
                )

    def _of_quoted(self, reading: Reading, at: Mapping[int, Candidate], read: set[int]) -> Iterator[Alias]:
        """“甲”今年起改名“乙”: both are quoted, and something stands between."""
        key = reading.key
        for match in self._into.finditer(key) if self._into else ():
            if not read.isdisjoint((match.end() - 1, match.end())):
                continue
            new = _QUOTED.match(key, match.end() - 1)
            start = max(match.start() - _FAR - _LONGEST_QUOTED, sentence_start(key, match.start()))
            before = list(_QUOTED.finditer(key, start, match.start()))
            if new is None or not before or match.start() - before[-1].end() > _FAR:
                continue
            gap = key[before[-1].end() : match.start()]
            if any(word in gap for word in (*self._words.unless, *self._words.planned)):
                continue
            (newer, kind), (older, other) = self._quoted(new, at), self._quoted(before[-1], at)
            kind = kind or other
            others = (at[start] for start in range(before[-1].end(), match.start()) if start in at)
            if kind and not any(one.type == kind for one in others):
                yield self._alias(kind, older, newer, key[before[-1].start() : new.end()])

    @staticmethod
    def _alias(kind: str, older: str, newer: str, quote: str) -> Alias:
        return Alias(kind, older, newer, quote, RENAMED)


def past_clauses(
    far: re.Pattern[str], key: str, end: int, changes: Sequence[re.Match[str]], at: Mapping[int, Candidate]
) -> re.Match[str] | None:
    """The first of some words behind which a chosen name stands: 甲公告称，经股东大会批准，公司名称变更为|乙.

    Args:
        far: the word with what may stand between it and the name that changed.
        key: the folded text.
        end: where that name ends.
        changes: the words, in order.
        at: the chosen names, by where they start.
    """
    for change in changes[bisect_left(changes, end, key=lambda one: one.start()) :]:
        if change.start() > end + _SIGHT:
            break
        if change.end() in at and (found := far.match(key, end, change.end())):
            return found
    return None


def between(at: Mapping[int, Candidate], start: int, end: int) -> list[Candidate]:
    """The names, by where they start, between two positions; the last first."""
    return [at[position] for position in range(end - 1, start - 1, -1) if position in at and at[position].end <= end]


def before_date(key: str, end: int) -> int:
    """Where what ends at a position ends without the year that stands last in it: 甲学院|二〇〇一年."""
    dated = _YEAR.search(key, max(0, end - _FAR), end)
    return dated.start() if dated else end


def behind_quotations(key: str, words: Iterable[str]) -> dict[str, list[int]]:
    """Where quotations end that have one of some words right behind them, by those words: “海鸥”|轮."""
    found = {word: [match.start() for match in re.finditer(re.escape(f"”{word}"), key)] for word in words}
    return {word: ends for word, ends in found.items() if ends}


def with_craft(key: str, form: str, ships: Mapping[str, Iterable[int]]) -> str:
    """The name of a ship with what stands behind its quotation, if the text quotes it so: “海鸥”轮.

    Args:
        key: the text, folded.
        form: the name.
        ships: where quotations end, by the words for craft behind them (`behind_quotations`).
    """
    whole = f"“{form}”"
    for word, ends in ships.items():
        if any(key.startswith(whole, end - len(form) - 1) for end in ends if end > len(form)):
            return whole + word
    return ""


def is_planned(key: str, start: int, planned: Sequence[str]) -> bool:
    """Tell whether words before a name show that its change is only planned: 建议将|海湾学院|改名为…."""
    before = key[max(clause_start(key, start), start - 12) : start]
    return any(word in before for word in planned)

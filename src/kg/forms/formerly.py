"""Older names told by when a thing had them, or by what became of it: 乙十年前叫甲, 由甲改制而成的乙, 甲，现为乙."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from kg.forms.delimited import Delimited
from kg.forms.predecessors import between
from kg.knowledge.identity import Renamed
from kg.names.reading import RENAMED, Alias, Candidate, Reading, backwards
from kg.wording import alternatives, clause_start, sentence_end, sentence_start

_QUOTED = re.compile("[“‘《]([^“”‘’()\n,。、;:!?《》]{2,16})[”’》]")
_TO_MARK = re.compile(r"[^“”‘’()\n,。、;:!?《》 ]{3,16}(?=[”’(),。;!?\n]|$)")
_ENDED = re.compile("[”’》]|.(?=[^\u3400-\u9fff]|$)", re.DOTALL)
"""The last character of a name behind which its phrase ends, or its quotation."""
_CLAUSE = "[^“”‘’()\n,。;:!?]"
_MARK = re.compile("[“”‘’()\n,。、;:!?]")
_DATE = re.compile(r"[\u3400-\u9fff]?(?:[0-9]|[一二三四五六七八九十〇零]){2,4}[\u3400-\u9fff].*")
_DATED = re.compile(r",?[\u3400-\u9fff]?(?:[0-9]|[一二三四五六七八九十〇零]){2,4}[\u3400-\u9fff][^。;!?\n]{0,10}$")
_BEFORE = 16
"""Characters that may stand between a newer name and the word behind which the older one is told."""
_LONGEST = 16
"""Characters up to which what stands between two words is taken for a name that nobody else found."""
_OPENING = re.compile("[“‘《]")
_TOLD = 28
"""Characters before an older name in which it is told that a thing was called so, and when."""
_BACK = 60
"""Characters before the words in which the newer name is looked for."""
_NEAR = 100
"""Characters behind an older name's beginning in which words tell its change: more than a name and they can have."""
_REACH = 8
"""Characters between an older name with its change and the newer one behind: 由甲升格而成的|本科院校|乙."""


class _Older(NamedTuple):
    """An older name as the text has it. ``type`` is empty where nothing tells it, ``end`` is behind its quotation."""

    form: str
    type: str
    end: int


class Formerly:
    """Reads such renamings among the chosen names of a document; the newer name is the one that is spoken of."""

    def __init__(self, words: Renamed, delimited: Delimited) -> None:
        """Compile the words; ``delimited`` tells the types of names that nobody else found."""
        self._words = words
        self._delimited = delimited
        then, called = "|".join(f"(?:{one})" for one in words.then), alternatives(words.called)
        called = rf"(?:{then}),?(?:{then})?[\u3400-\u9fff]{{0,4}}?(?:{called})$"
        self._then = re.compile(called) if words.then and words.called else None
        self._ends = words.called
        self._time = re.compile(rf"(?:{then})[^。;!?\n]{{0,12}}$") if words.then else None
        self._craft = re.compile(rf"(?:{alternatives(words.craft)})?")
        kinds = rf"(?:{alternatives(words.from_)})(?:(?!{alternatives(words.of)})[\u3400-\u9fff]){{1,4}}$"
        self._kinds = re.compile(kinds) if words.from_ else None  # 前身是|渔政船“…”
        by, changed, now = map(alternatives, (words.by, words.changed, words.now))
        ends = (
            rf"(?:[\u3400-\u9fff]{{0,2}}(?=[”’(),。;:!?\n]|$)|[\u3400-\u9fff]{{0,2}}(?:{now}))"
            if words.now
            else r"(?!.)"
        )
        another = rf"(?:{by})[“‘]?(?P<old>{_CLAUSE}{{2,30}}?)[”’]?(?:{changed}){ends}"
        self._another = re.compile(another) if words.by and words.changed else None
        old = rf"(?:{alternatives(words.erstwhile)})?"
        self._by = re.compile(rf"(?:{by}){old}(?=.)") if words.by and words.formed else None
        formed = rf"(?:{changed})+(?:{alternatives(words.formed)})+|{alternatives(words.grown)}"
        self._formed = re.compile(rf"[”’]?(?:{alternatives(words.adverbs)})*(?:{formed})")
        between = alternatives((*words.changed, *words.adverbs))
        grounds = rf"(?:{alternatives(words.grounds)})(?:{between})*"
        self._grounds = re.compile(rf"[”’]?{grounds}(?:{alternatives(words.formed)})")
        self._at = re.compile(rf"(?:{alternatives(words.on)}){old}(?=.)") if words.grounds else None
        self._erstwhile = re.compile(rf"[”’]?,(?:{alternatives(words.erstwhile)})") if words.erstwhile else None
        newer = rf"[”’]?[,、/]?(?:{alternatives(words.bracketed_now)})[“‘]?"
        self._newer = re.compile(newer) if words.bracketed_now else None
        self._is_now = re.compile(rf"(?:{alternatives(words.is_now)})[“‘]?") if words.is_now else None

    def read(self, reading: Reading, chosen: list[Candidate], at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """Yield older names with the newer ones.

        Args:
            reading: what is known of the text.
            chosen: the names chosen in it, in order.
            at: the same names, by where they start.
        """
        for match in self._another.finditer(reading.key) if self._another else ():
            yield from self._by_another(reading, match, chosen, at)
        yield from self._so_called(reading.key, at)
        yield from self._made_of(reading.key, at)
        yield from self._beside(reading.key, at)
        yield from self._nowadays(reading.key, at)

    def _so_called(self, key: str, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """乙十年前下水时名叫甲."""
        quoted = {match.start() for match in _OPENING.finditer(key)}
        for start in sorted({*at, *quoted}):
            before = key[max(0, start - _TOLD) : start]
            told = before.endswith(self._ends) and not before.endswith(self._words.is_now)  # 原办公楼|现为…
            match = self._then.search(before) if self._then and told else None
            if match is None and self._kinds and start in quoted:
                match = self._kinds.search(before)
            if told and match is None:
                yield from self._by_then(key, start, at)
            old = self._name(key, start, at) if match else None
            craft = self._craft.match(key, old.end) if old else None  # “海燕”|轮
            end = craft.end() if craft else 0
            of = next((word for word in self._words.of if match and old and key.startswith(word, end)), "")
            new = self._next(key, end + len(of), old.type, at) if old and of else None
            if old and new:  # 下水时名为甲的|客轮|乙
                yield self._alias(new, old, key)
            elif match and old and _ENDED.match(key, old.end - 1) and not key.startswith(self._words.several, old.end):
                yield from self._of_subject(key, start - len(before) + match.start(), old, at)

    def _by_then(self, key: str, start: int, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """当年考进来时，乙还叫甲: the newer name stands between the time and the word, right before it."""
        old, end = at.get(start), start - max(len(word) for word in self._ends if key.endswith(word, 0, start))
        before = next((at[first] for first in range(end - 1, -1, -1) if first in at), None) if old else None
        new = before if before and before.end == end and start - end > 1 else None
        if old and new and new.type == old.type and _ENDED.match(key, old.end - 1):
            time = self._time.search(key, max(0, new.start - _TOLD), new.start) if self._time else None
            if time and not self._is_denied(key, new.start):
                yield self._alias(new, _Older(key[start : old.end], old.type, old.end), key)

    def _made_of(self, key: str, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """由甲整体改制而成的乙, 乙在甲基础上组建."""
        for start, then in ((self._by, self._formed), (self._at, self._grounds)):
            for match in start.finditer(key) if start else ():
                if not then.search(key, match.end(), match.end() + _NEAR):
                    continue  # nearly always, told without trying where a name could end
                old = self._behind_its_place(key, match.end(), at, then) or self._name(key, match.end(), at)
                end = then.match(key, old.end) if old else None
                if old is None or end is None or self._is_denied(key, match.start()):
                    continue
                if key.startswith(self._words.of, end.end()):
                    new = self._next(key, end.end() + 1, old.type, at)
                    if new is not None:
                        yield self._alias(new, old, key)
                        continue
                yield from self._of_subject(key, match.start(), old, at)

    def _beside(self, key: str, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """乙，昔日的甲，…."""
        for one in list(at.values()) if self._erstwhile and self._erstwhile.search(key) else ():
            match = self._erstwhile.match(key, one.end) if self._erstwhile else None
            old = self._name(key, match.end(), at) if match else None
            if old and old.type in ("", one.type) and key[old.end : old.end + 1] in (",", "。", ")"):
                yield self._alias(one, old, key)

    def _nowadays(self, key: str, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """原甲、现乙; 甲建于…年，现为乙: both are found, and of one type."""
        for one in list(at.values()) if self._newer else ():
            match = self._newer.match(key, one.end) if self._newer else None
            new = at.get(match.end()) if match and key.endswith(self._words.erstwhile, 0, one.start) else None
            if new and new.type == one.type:
                yield self._alias(new, _Older(key[one.start : one.end], one.type, one.end), key)
        for match in self._is_now.finditer(key) if self._is_now else ():
            new = at.get(match.end())
            if new is None or not _ENDED.match(key, new.end - 1):
                continue  # 现为甲的子公司
            first = max(sentence_start(key, match.start()), match.start() - _BACK)
            before = between(at, first, match.start())
            old = before[-1] if before else None
            if old and old.type == new.type and self._is_subject(key, old, match.start()):
                yield self._alias(new, _Older(key[old.start : old.end], old.type, old.end), key)

    def _is_subject(self, key: str, one: Candidate, position: int) -> bool:
        """Tell whether a name begins its clause, or stands behind a word for what was, and goes on alone."""
        begins = (
            one.start == 0 or key[one.start - 1] in "“‘《,。;:!?\n" or key.endswith(self._words.erstwhile, 0, one.start)
        )
        gap = key[one.end : position]
        return (
            begins and not gap.startswith(self._words.several) and not any(word in gap for word in self._words.unless)
        )

    def _name(self, key: str, start: int, at: Mapping[int, Candidate]) -> _Older | None:
        """The name that stands at a position, quoted, chosen, or told by its ending."""
        if quoted := _QUOTED.match(key, start):
            inner = at.get(quoted.start(1)) or at.get(start)
            fits = inner is not None and inner.end >= quoted.end(1)
            kind = inner.type if inner and fits else self._delimited.type_of(quoted[1])
            return _Older(quoted[1], kind, quoted.end())
        if one := at.get(start):
            return _Older(key[start : one.end], one.type, one.end)
        plain = _TO_MARK.match(key, start)
        if plain and any(word in plain[0] for word in self._words.of):
            return None
        kind = self._delimited.type_of(plain[0]) if plain else ""
        return _Older(plain[0], kind, plain.end()) if plain and kind else None

    def _behind_its_place(
        self, key: str, start: int, at: Mapping[int, Candidate], then: re.Pattern[str]
    ) -> _Older | None:
        """The name of a body of which only the place was found, before what tells its change: 云溪县|棉纺厂|改制."""
        one = at.get(start)
        if one is None or one.type not in self._delimited.places:
            return None
        for end in range(one.end + 2, min(len(key), start + _LONGEST) + 1):
            kind = self._delimited.type_of(key[start:end])
            if kind not in ("", *self._delimited.places) and then.match(key, end):
                return _Older(key[start:end], kind, end)
        return None

    def _of_subject(self, key: str, position: int, old: _Older, at: Mapping[int, Candidate]) -> Iterator[Alias]:
        """The older name with the last name before a position in its sentence that it can be of."""
        first = max(sentence_start(key, position), position - _BACK)
        before = between(at, first, position)
        places = self._delimited.places
        same = [one for one in before if one.type == old.type]
        if not same and old.type not in places:  # a house is a place or a body
            same = [one for one in before if not one.entries if one.type in places] if old.type else []
            same = same or [one for one in before if not old.type and not (one.entries and one.type in places)]
        new = max(same, key=lambda one: one.end, default=None)
        clause = clause_start(key, position)
        gap = key[max(clause, new.end) : position] if new else ""
        if new and not self._is_denied(key, new.end) and not any(word in gap for word in self._words.unless):
            yield self._alias(new, old, key)

    def _next(self, key: str, start: int, kind: str, at: Mapping[int, Candidate]) -> Candidate | None:
        """The first name of a type behind a position in its phrase."""
        for position in range(start, min(sentence_end(key, start), start + _REACH)):
            one = at.get(position)
            if one and (not kind or one.type == kind):
                return one
        return None

    def _is_denied(self, key: str, position: int) -> bool:
        """Tell whether the clause that a position is in only plans or denies the change."""
        clause = clause_start(key, position)
        return any(word in key[clause:position] for word in self._words.planned)

    def _by_another(
        self, reading: Reading, match: re.Match[str], chosen: list[Candidate], at: Mapping[int, Candidate]
    ) -> Iterator[Alias]:
        """NEW by OLD changed: the newer name stands before the word, with a date or an adverb between."""
        key, start = reading.key, match.start("old")
        inner, told = at.get(start), next((word for word in self._words.erstwhile if key.startswith(word, start)), "")
        if not inner or (
            not inner.entries and self._delimited.type_of(key[start + len(told) : inner.end]) == inner.type
        ):
            start += len(told)  # 由|原|云溪拖拉机厂改制而来
            inner = at.get(start)
        old = inner if inner and inner.end <= match.end("old") else None
        older = key[start : old.end] if old else _DATE.sub("", key[start : match.end("old")])
        if any(word in match["old"] for word in (*self._words.several, *self._words.unless)) or len(older) > _LONGEST:
            return
        bare = re.sub(f"(?:{alternatives(self._words.adverbs)})+$", "", older)
        kind = old.type if old else self._delimited.type_of(bare)
        if not old and bare != older and not kind:
            return  # 由教会|接办并|易名: a clause, no name
        older = (old and older) or bare
        last = bisect_left(chosen, match.start(), key=lambda one: one.start)
        ahead = list(takewhile(lambda one: match.start() - _BEFORE <= one.end, backwards(chosen, last)))
        before = [one for one in reversed(ahead) if one.end <= match.start()]
        if same := [one for one in before if not kind or one.type == kind]:
            new = max(same, key=lambda one: one.end)
            gap = key[new.end : match.start()]
            newer = "" if _MARK.search(gap) and not _DATE.search(gap) else key[new.start : new.end]
            kind = kind or new.type
        else:
            end = match.start()
            if dated := _DATED.search(key, max(0, end - _BEFORE), end):
                end = dated.start()
            newer = key[self._delimited.start(reading, end) : end]
            gap = key[end : match.start()]
            kind = kind or self._delimited.type_of(newer)
        if newer and newer != older and kind and not any(word in gap for word in self._words.unless):
            yield Alias(kind, older, newer, key[max(0, match.start() - len(newer) - len(gap)) : match.end()], RENAMED)

    @staticmethod
    def _alias(new: Candidate, old: _Older, key: str) -> Alias:
        quote = key[min(new.start, old.end - len(old.form)) : max(new.end, old.end)]
        return Alias(new.type, old.form, key[new.start : new.end], quote, RENAMED)

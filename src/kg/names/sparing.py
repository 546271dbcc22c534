"""Many regular expressions in one text: each is tried only near words of which every match of it has one.

What words these are is read off the expressions: of the parts that a match cannot do without, those of which there are
few. One scan finds all of them. What is found is what `re.Pattern.finditer` finds, in the same order; expressions that
tell no such words, or whose matches can have any length, are tried everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import daachorse

_MOST = 400
"""Words of which one is needed; where there are more, nothing is won."""
_MADE = 64
"""Texts that a part can have if they are told one by one."""
_SETS = 3
"""So many parts of an expression are looked for, and the one that stands in the fewest places counts."""
_FURTHEST = 400
"""Characters that a match and all that it looks at may have; of longer ones no places are told."""
_WORTH = 50_000
"""Characters that are read before the words are looked for: to read them off takes some hundredths of a second."""

_LOOKING = (parser.ASSERT, parser.ASSERT_NOT)
_SINGLE = (parser.LITERAL, parser.NOT_LITERAL, parser.ANY, parser.IN, parser.AT)
_Needs = list[frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Form:
    """What is known of an expression: sets of words of which each match has one, and how far it sees back and ahead.

    With ``far`` that is too far, or not known, and it is tried in all of a text that has the words.
    """

    needs: tuple[frozenset[str], ...]
    back: int = 0
    ahead: int = 0
    far: bool = False


class Sparing:
    """Several expressions, which who has them compiles when they are first asked for."""

    def __init__(self, texts: Sequence[str], compiled: Callable[[int], re.Pattern[str]]) -> None:
        """Take the expressions, and what gives them compiled, without flags, by their numbers."""
        self._texts = texts
        self._compiled = compiled
        self._read = 0
        self._forms: list[_Form] = []
        self._users: list[list[tuple[int, int]]] = []
        self._scan: daachorse.CharwiseDoubleArrayAhoCorasick | None = None

    def found(self, key: str, asked: Iterable[int]) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield what the expressions with some numbers match in a text, in the order of the numbers that are asked."""
        self._read += len(key)
        if self._read < _WORTH:
            for number in asked:
                yield from ((number, match) for match in self._compiled(number).finditer(key))
            return
        if not self._forms:
            self._prepare()
        places = self._places(key)
        for number in asked:
            form = self._forms[number]
            near = places.get(number, [])
            if not form.needs or (near and form.far):
                yield from ((number, match) for match in self._compiled(number).finditer(key))
            elif near:
                yield from ((number, match) for match in self._near(number, key, form, near))

    def _prepare(self) -> None:
        self._forms = [_form_of(text) for text in self._texts]
        users: dict[str, list[tuple[int, int]]] = {}
        for number, form in enumerate(self._forms):
            for which, needed in enumerate(form.needs):
                for word in needed:
                    users.setdefault(word, []).append((number, which))
        words = sorted(users)
        self._users = [users[word] for word in words]
        self._scan = daachorse.CharwiseDoubleArrayAhoCorasick(words) if words else None

    def _places(self, key: str) -> dict[int, list[tuple[int, int]]]:
        """Where words of the expressions stand of which all that they need stands: of each what stands most seldom."""
        words: dict[int, list[tuple[int, int]]] = {}
        for start, end, index in self._scan.find_overlapping(key) if self._scan else ():
            if index in words:
                words[index].append((start, end))
            else:
                words[index] = [(start, end)]
        found: dict[int, dict[int, list[tuple[int, int]]]] = {}
        for index, places in words.items():
            for number, which in self._users[index]:
                sets = found.setdefault(number, {})
                sets[which] = sets[which] + places if which in sets else places
        whole = ((number, sets) for number, sets in found.items() if len(sets) == len(self._forms[number].needs))
        return {number: min(sets.values(), key=len) for number, sets in whole}

    def _near(self, number: int, key: str, form: _Form, places: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """The matches that begin near some places, from left to right without overlap."""
        expression, at = self._compiled(number), 0
        for first, last in _windows(places, form, len(key)):
            at = max(at, first)
            while at <= last:
                # What it sees is in reach, so that the text may end there; two more, for what asks for its end.
                match = expression.search(key, at, last + form.ahead + 2)
                if match is None or match.start() > last:
                    break
                yield match
                at = match.end()


def _windows(places: list[tuple[int, int]], form: _Form, length: int) -> list[tuple[int, int]]:
    """Where matches can begin that have what stands at some places: ranges with their last positions, in order."""
    windows: list[tuple[int, int]] = []
    covered = 0
    for start, end in sorted(places):
        first, last = start - form.ahead, end + form.back
        if windows and first <= windows[-1][1]:
            first = windows.pop()[0]
        windows.append((max(0, first), last))
        covered += end - start + form.ahead + form.back
    return windows if covered < length else [(0, length)]


def _form_of(text: str) -> _Form:
    """Read off an expression what its matches need; nothing where they can be empty, or too long to tell."""
    tree = parser.parse(text)
    least, most = tree.getwidth()
    back, ahead = _sight(tree)
    if tree.state.flags != re.UNICODE.value or not least or not _is_plain(tree):
        return _Form(())
    best = sorted(set(_needs(tree)), key=_rank)
    long = [words for words in best if min(map(len, words)) > 1]
    needs = tuple(long[:_SETS] or best[:1])  # of single characters there are many in all texts
    return _Form(needs, far=True) if most + ahead + back > _FURTHEST else _Form(needs, back, most + ahead)


def _is_plain(tree: Iterable[tuple[Any, Any]]) -> bool:
    """Tell whether all parts of an expression are such as are known here, without flags of their own."""
    for kind, value in tree:
        if kind is parser.SUBPATTERN and (value[1] or value[2]):
            return False
        inner = [value[1]] if kind in _LOOKING else _inside(kind, value)
        if not (inner or kind in _SINGLE) or not all(map(_is_plain, inner)):
            return False
    return True


def _rank(words: frozenset[str]) -> tuple[int, int, list[str]]:
    """How good it is to look for some words: long ones, and few."""
    return -min(2, min(map(len, words))), len(words), sorted(words)


def _sight(tree: Iterable[tuple[Any, Any]]) -> tuple[int, int]:
    """How far what looks around sees before and behind where it stands, at most."""
    back = ahead = 0
    for kind, value in tree:
        if kind in _LOOKING:
            direction, inner = value
            width = inner.getwidth()[1]
            before, behind = _sight(inner)
            back = max(back, before + (width if direction < 0 else 0))
            ahead = max(ahead, behind + (width if direction > 0 else 0))
            continue
        for inner in _inside(kind, value):
            before, behind = _sight(inner)
            back, ahead = max(back, before), max(ahead, behind)
    return back, ahead


def _inside(kind: Any, value: Any) -> list[Any]:
    """The parts that a part is made of."""
    if kind is parser.BRANCH:
        return list(value[1])
    if kind is parser.SUBPATTERN:
        return [value[-1]]
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT):
        return [value[2]]
    return []


def _needs(tree: Iterable[tuple[Any, Any]]) -> _Needs:
    """Sets of texts, of each of which every match has one, in it or beside it."""
    found: _Needs = []
    run = {""}  # what stands side by side right before
    for kind, value in tree:
        if kind is parser.ASSERT:
            direction, inner = value
            texts = _texts(inner)
            if texts and direction > 0:
                found.append(frozenset(map("".join, product(run, texts))))
            elif texts and run == {""}:
                run = texts
            found += _needs(inner)
            continue
        if kind is parser.LITERAL and len(run) == 1:  # nearly all
            run = {run.pop() + chr(value)}
            continue
        texts = _texts([(kind, value)])
        if texts is None or _looks(kind, value):
            found += _needed_inside(kind, value)
        if texts is not None and len(run) * len(texts) <= _MADE:
            run = set(map("".join, product(run, texts)))
            continue
        found.append(frozenset(run))
        run = texts or {""}
    found.append(frozenset(run))
    return [words for words in found if "" not in words and len(words) <= _MOST]


def _looks(kind: Any, value: Any) -> bool:
    """Tell whether a part looks at what stands beside its own parts."""
    return any(one is parser.ASSERT or _looks(one, inner) for part in _inside(kind, value) for one, inner in part)


def _needed_inside(kind: Any, value: Any) -> _Needs:
    """What the parts of a part need."""
    if kind is parser.BRANCH:
        each = [min(_needs(inner), key=_rank, default=None) for inner in value[1]]
        return [frozenset().union(*each)] if all(each) else []  # type: ignore[arg-type]
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT) and not value[0]:
        return []
    return [words for inner in _inside(kind, value) for words in _needs(inner)]


def _texts(tree: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """All texts that a part can have, or more; None if they are too many, or cannot be told."""
    texts = {""}
    for kind, value in tree:
        more = _texts_of(kind, value)
        if more is None or len(texts) * len(more) > _MADE:
            return None
        texts = set(map("".join, product(texts, more)))
    return texts


def _texts_of(kind: Any, value: Any) -> set[str] | None:
    if kind is parser.LITERAL:
        return {chr(value)}
    if kind is parser.AT or kind in _LOOKING:
        return {""}
    if kind is parser.IN:
        characters = [chr(one) for what, one in value if what is parser.LITERAL]
        return set(characters) if len(characters) == len(value) <= _MADE else None
    if kind is parser.SUBPATTERN:
        return _texts(value[-1])
    if kind is parser.BRANCH:
        each = [_texts(inner) for inner in value[1]]
        texts = set().union(*(one for one in each if one is not None))
        return texts if None not in each and len(texts) <= _MADE else None
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT) and value[1] == 1:
        inner = _texts(value[2])
        return inner if inner is None or value[0] else inner | {""}
    return None

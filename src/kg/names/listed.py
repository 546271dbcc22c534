"""Names read by the company they keep: 、 lists are of one kind, so that a member between known names is a name too.

In 聚焦人工智能、交互影像、量子信息等领域 the second member stands between two technologies and is a third. Only members
whose both ends the list itself shows are read: where the first begins and where the last ends, no mark says.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from kg.knowledge.grammar import Grammar
from kg.names.reading import GRAMMAR, ByEnd, Candidate, Reading
from kg.wording import alternatives

LIST_MARK = "、"

RULE = "listed"

_CUT = 3
"""Characters of a name that is cut in a word to be looked at: Chinese given names of two characters lose one."""

_LIST = re.compile(r"(?<![^,。;:!?、\n])[^,。;:!?、\n]+(?:、[^,。;:!?、\n]+)+")
"""Tried only where a clause or a member begins: from each of its characters it would run to the end of the clause."""


class ListReader:
    """Reads unknown members of lists of known names."""

    def __init__(self, grammar: Grammar) -> None:
        """Take the types that are read in lists, and what ends a list."""
        self._lists = grammar.lists
        self._inside = grammar.inside
        self._end = re.compile(alternatives(grammar.lists.ends))

    def read(self, reading: Reading, known: Iterable[Candidate]) -> Iterator[Candidate]:
        """Propose the members of lists that are no known names, where all known members are of one type.

        Args:
            reading: the text.
            known: what the other readers propose; of these only the sure ones count.
        """
        if not self._lists.types or LIST_MARK not in reading.key:
            return
        lists = [(reading.key.index(LIST_MARK, match.start()), match) for match in _LIST.finditer(reading.key)]
        before: dict[int, set[str]] = {first: set() for first, _ in lists}
        types: dict[tuple[int, int], str] = {}
        for one in known:
            if one.sure:
                types.setdefault((one.start, one.end), one.type)
                if one.end in before:
                    before[one.end].add(one.type)
        for first, match in lists:
            members = list(self._members(reading, *match.span()))
            company = {types[member] for member in members if member in types} | before[first]
            if len(company) == 1 and company <= self._lists.types:
                kind = next(iter(company))
                for start, end in members:
                    if (start, end) not in types and self._is_name_like(reading, start, end):
                        yield Candidate(start, end, kind, GRAMMAR, RULE, sure=False)

    def _members(self, reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The members of a list after the first; the last only if a word shows where it ends."""
        key = reading.key
        at = key.index(LIST_MARK, start) + 1
        while (mark := key.find(LIST_MARK, at, end)) >= 0:
            yield at, mark
            at = mark + 1
        for match in self._end.finditer(key, at, end):
            if match.start() > at and not reading.cuts(match.start()):
                yield at, match.start()
                return

    def _is_name_like(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether all words of a member may stand inside a name, and it does not begin as a phrase does."""
        if not 2 <= end - start <= self._lists.longest:
            return False
        inside = self._inside
        at = start
        while at < end:
            first, last, tag = reading.token(at)
            word = reading.key[max(first, start) : min(last, end)]
            if word in inside.never or (tag not in inside.tags and word not in inside.words):
                return False
            if at == start and word in inside.generic:
                return False
            at = last
        return True


def holds_two(key: str, name: Candidate, others: ByEnd) -> bool:
    """Tell whether a name is two names of ``others`` with a list's mark between them."""
    mark = key.find(LIST_MARK, name.start, name.end)
    return (
        mark >= 0
        and any(one.start == name.start for one in others.get(mark, ()))
        and any(one.start == mark + 1 for one in others.get(name.end, ()))
    )


def lacks_body(reading: Reading, name: Candidate, others: ByEnd) -> bool:
    """Tell whether a name lacks the known body whose part it is, which the grammar reads with it: 工行|北京市分行."""
    starts = {match.start for match in reading.ends_at.get(name.start, ()) if reading.type_of(match) == name.type}
    return bool(starts) and any(
        one.source == "grammar" and one.type == name.type and one.start in starts for one in others.get(name.end, ())
    )


def whole_name(reading: Reading, name: Candidate, others: ByEnd, edges: Container[str]) -> Candidate:
    """A name, with the last character of the word that it was cut in, if another reader sees that whole: 黄仲|则.

    What ``edges`` hold is no part of a person: 徐佳|谈古诗.
    """
    end = name.end + 1
    if end - name.start != _CUT or not reading.cuts(name.end) or reading.key[name.end] in edges:
        return name  # nearly all
    seen = (one for one in others.get(end, ()) if one.source == GRAMMAR)
    longer = any((one.start, one.type) == (name.start, name.type) for one in seen)
    return replace(name, end=end) if longer else name

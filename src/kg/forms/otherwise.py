"""Known names that a document uses for something else than their row: a form it declares anew, an edition of an event.

A text says what its short forms stand for: 航材院 is the institute that the text calls so, whatever other institute is
known by it. 第七届进博会 and 第八届进博会 are two events, and neither is the fair that is held every year; the bare
name means the edition where a document speaks of one alone. 国王队 is 新北国王 in a text that names this team alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.knowledge.grammar import Grammar
from kg.knowledge.partings import Homonyms
from kg.names.reading import DECLARED, DERIVED, RENAMED, Alias, Candidate
from kg.text import fold
from kg.wording import in_order, numeral

_SIGNS = re.compile("[零〇一二三四五六七八九十百两]+")
_ORDINAL = re.compile(r"\D(\d{1,3})\D")
_YEAR = re.compile(r"\d+(?:.*\d)?")
_FULL = 3
"""Characters from which a form of a row tells that a full name is a longer one of the same thing."""


class Otherwise:
    """Tells which known names mean no row in a document."""

    def __init__(self, grammar: Grammar, gazetteer: Gazetteer, rules: Homonyms | None = None) -> None:
        """Keep the types whose names take an ordinal, the known names, and which of them are of teams."""
        self._rules = rules or Homonyms()
        self._types = grammar.ordinal_types
        self._gazetteer = gazetteer

    def editions(self, key: str, chosen: Iterable[Candidate]) -> list[Alias]:
        """The editions of known events that a document names, as forms: each of its ordinal with the event's own name.

        Args:
            key: the folded text.
            chosen: the names chosen in it.
        """
        numbered: dict[tuple[str, str], str] = {}
        bare: set[tuple[str, str, str]] = set()
        of_row: dict[str, set[str]] = defaultdict(set)
        for one in chosen:
            if one.type not in self._types:
                continue
            form = key[one.start : one.end]
            for row in one.entries if len(one.entries) == 1 else ():
                if form in self._gazetteer.forms:
                    bare.add((one.type, form, row))
                elif head := self._ordinal(form, row):
                    name = self._gazetteer.entries[row].name
                    numbered[one.type, form] = edition = self._dated(_number(form[:head]), name) + name
                    of_row[row].add(edition)
        found = [Alias(kind, form, edition, form, DERIVED) for (kind, form), edition in numbered.items()]
        found += [
            Alias(kind, form, edition, edition, DERIVED)
            for kind, form, row in bare
            for edition in of_row.get(row, ())
            if len(of_row[row]) == 1
        ]
        return sorted(found)

    def _dated(self, number: str, name: str) -> str:
        """The year of an edition of what is held every year, whose first one is known; else the number as it is."""
        ordinal = _ORDINAL.fullmatch(number)
        first = next((year for year, names in self._rules.annual.items() if fold(name) in names), "") if ordinal else ""
        return str(int(first) + int(ordinal[1]) - 1) if ordinal and first else number

    def teams(self, key: str, chosen: Iterable[Candidate]) -> list[Alias]:
        """The short names of known teams that are those of another team here: 新北国王…国王队.

        Args:
            key: the folded text.
            chosen: the names chosen in it.
        """
        short: set[tuple[str, str, str]] = set()
        teams: dict[str, str] = {}
        longest: dict[str, int] = defaultdict(int)
        for one in chosen:
            form, row = key[one.start : one.end], one.entries[0] if len(one.entries) == 1 else ""
            entry = self._gazetteer.entries[row] if row else None
            if entry.kind in self._rules.teams if entry else form.endswith(self._rules.team):
                stem = self._stem(form)
                teams[stem] = fold(entry.name) if entry else form
                longest[row] = max(longest[row], len(stem))
                if entry and stem != self._stem(fold(entry.name)):
                    short.add((one.type, form, row))
        found = []
        for kind, form, row in sorted(short):
            stem = self._stem(form)
            others = {name for longer, name in teams.items() if longer.endswith(stem) and longer != stem}
            if longest[row] == len(stem) and len(others) == 1:
                (name,) = others
                found.append(Alias(kind, form, name, name, DERIVED))
        return found

    def _stem(self, form: str) -> str:
        """The name of a team without the word that says that it is one."""
        return next((form[: -len(end)] for end in self._rules.team if form.endswith(end)), form)

    def _ordinal(self, form: str, row: str) -> int:
        """How many characters stand before the known name at the end of a form; 0 if it does not end so."""
        return next(
            (start for start in range(1, len(form)) if row in self._gazetteer.forms.get(form[start:], ())),
            0,
        )

    def declared(self, aliases: Iterable[Alias]) -> list[Alias]:
        """Those of some short forms that are known as forms of another thing than the one they are declared for.

        An older name is another thing's only where its newer name is known too: 中央大学 of 中央大学（今南京大学）.
        """
        return [
            alias
            for alias in aliases
            if (alias.reason == DECLARED and self._is_another(alias))
            or (alias.reason == RENAMED and self._gazetteer.rows(alias.key, alias.type) and self._is_another(alias))
        ]

    def _is_another(self, alias: Alias) -> bool:
        rows = self._gazetteer.rows(alias.alias, alias.type)
        full = set(self._gazetteer.rows(alias.key, alias.type))
        if full and rows:
            return full.isdisjoint(rows)
        if not rows or alias.alias.isascii():
            return False
        return not any(_is_of(self._gazetteer.entries[row], alias) for row in rows)


def _is_of(row: Entry, alias: Alias) -> bool:
    """Tell whether a full name that no row has may still be one of a row: it holds a form of it, or is held by one."""
    return any(
        in_order(form, alias.key) or alias.key in form
        for form in (row.name, *row.aliases)
        if form != alias.alias and len(form) > max(_FULL, len(alias.alias)) and not form.isascii()
    )


def _number(ordinal: str) -> str:
    """An ordinal with its number in digits, a year without the word behind it: 第七届 and 第7届 are one."""
    counted = _SIGNS.sub(lambda match: str(numeral(match[0])), ordinal)
    year = _YEAR.match(counted)
    return year[0] if year else counted

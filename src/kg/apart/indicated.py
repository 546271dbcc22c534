"""Names that mean something else by what stands beside them or in their text.

A firm with the code of a share behind its name is the one that has the shares, though its group has the same short
name: 中国石化（600028.SH）. A body of a district that is called by the head of its name is that of the district in the
city that the text names: 南山检察院 beside 深圳.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.knowledge.gazetteer import Gazetteer, row_name
from kg.knowledge.partings import Homonyms
from kg.knowledge.shortening import Formal
from kg.names.reading import REFERENCE, Name
from kg.text import fold

_CODE = re.compile(r"\s?\((?:[^()\n]{0,12}[:,])?(?P<code>\d{5,6})(?:\.[A-Z]{2})?[^()\n]{0,20}\)")
_STEMS = (2, 3)
"""Characters of the name of a district without its ending."""


class Indicated:
    """Tells them within one document."""

    def __init__(self, gazetteer: Gazetteer, formal: Sequence[Formal], rules: Homonyms) -> None:
        """Keep the known names, the endings of firms with shares, and the bodies that every place has."""
        self._gazetteer = gazetteer
        self._formal = formal
        self._rules = rules
        self._bodies = frozenset(rules.bodies)
        self._units = tuple(end for end in rules.ends if len(end) == 1)

    def tell(self, key: str, names: Sequence[Name]) -> list[Name]:
        """The same names, where these are what is meant.

        Args:
            key: the folded text.
            names: its names in order.
        """
        listed = {
            (one.mention.type, key[one.start : one.end], one.mention.entry): row
            for one in names
            if one.mention.entry and (row := self._listed(key, one))
        }
        within = {place for one in names for place in self._within(one)}
        found = []
        for one in names:
            row = listed.get((one.mention.type, key[one.start : one.end], one.mention.entry), "")
            found.append(self._as_row(one, row) if row else self._of_district(key, one, within) if within else one)
        return found

    def _listed(self, key: str, name: Name) -> str:
        """The row of the firm that has the share whose code stands behind a name, if the name is that of its group."""
        code = _CODE.match(key, name.end)
        whole = fold(self._gazetteer.entries[name.mention.entry].name) if code else ""
        for formal in self._formal if code else ():
            ends = [end for end in formal.ends if formal.type == name.mention.type and whole.endswith(end)]
            for stem in (whole.removesuffix(end) for end in ends):
                for row in (row for end in formal.shares for row in self._gazetteer.rows(stem + end, formal.type)):
                    if code and code["code"] in self._gazetteer.entries[row].code and row != name.mention.entry:
                        return row
        return ""

    def _as_row(self, name: Name, row: str) -> Name:
        kind = self._gazetteer.entries[row].kind
        return replace(name, mention=replace(name.mention, key=row_name(row), entry=row, kind=kind))

    def _within(self, name: Name) -> Iterator[str]:
        """The rows of the places that a name tells, itself or in its parts."""
        for one in (name, *name.parts):
            if one.mention.entry and one.mention.type in self._rules.containers:
                yield one.mention.entry

    def _of_district(self, key: str, name: Name, within: set[str]) -> Name:
        """A body called by the head of a district's name as that of the only such district in the places told."""
        mention, form = name.mention, key[name.start : name.end]
        if mention.entry or mention.type not in self._rules.types or mention.key != form:
            return name
        if mention.source == REFERENCE or mention.type in self._rules.containers:
            return name
        for stem, rest in ((form[:length], form[length:]) for length in _STEMS):
            if rest in self._bodies and len(rows := self._districts(stem, within)) == 1:
                (row,) = rows
                outer = self._gazetteer.entries[row].container
                whole = row_name(row) + rest
                known = self._gazetteer.rows(whole, mention.type) or self._gazetteer.rows(form, mention.type)
                told = replace(mention, key=(row_name(outer) if outer else "") + whole)
                return replace(name, mention=replace(told, entry=known[0]) if len(known) == 1 else told)
        return name

    def _districts(self, stem: str, within: set[str]) -> set[str]:
        """The rows of the districts of a stem that lie right in places that are told."""
        rows = {
            row
            for kind in self._rules.containers
            for end in self._units
            for row in self._gazetteer.rows(stem + end, kind)
        }
        return {row for row in rows if self._gazetteer.entries[row].container in within}

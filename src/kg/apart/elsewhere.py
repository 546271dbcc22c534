"""Known names that another thing bears where they stand: 宜兰|太平山, 福州新权路的|协和医院, 日本|东海大学."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.apart.owners import place_at_head
from kg.knowledge.gazetteer import Entry, Gazetteer, row_name
from kg.knowledge.partings import Homonyms
from kg.names.reading import REFERENCE, Name, backwards
from kg.wording import alternatives


class Elsewhere:
    """Tells of a known place or body whether a place that stands right before it is another one than its own."""

    def __init__(self, gazetteer: Gazetteer, rules: Homonyms) -> None:
        """Keep what is needed."""
        self._gazetteer = gazetteer
        self._rules = rules
        self._joining = re.compile(f"(?:{alternatives(rules.joining)}){{0,4}}")

    def place(self, key: str, names: Sequence[Name], index: int) -> str:
        """The name of the place that a known thing cannot be of; empty if nothing tells that another one is meant.

        Args:
            key: the folded text.
            names: its names in order.
            index: which of them.
        """
        name, entries = names[index], self._gazetteer.entries
        row = entries.get(name.mention.entry)
        if row is None or not index or not self._rules.states or name.mention.source == REFERENCE:
            return ""
        if name.end - name.start == 1:  # 沪|深
            return ""
        other = self._before(key, names, index)
        if other is None or "@" in row.id or row.kind in self._rules.states:
            return ""
        if other.kind not in (*self._rules.states, *self._rules.towns):
            return ""
        chain = [one.id for one in self._gazetteer.containers(row.id)]
        around = {other.id, *(one.id for one in self._gazetteer.containers(other.id))}
        nearest = entries[chain[0]] if chain else None
        if nearest is None or nearest.id in around or other.id in chain or row.id in around:
            return ""
        is_place = name.mention.type in self._rules.containers
        if is_place:
            form, joined = key[name.start : name.end], names[index - 1].end < name.start
            fits = self._fits_place(form, row, nearest, other, joined=joined)
        else:
            fits = self._fits_body(name, row, nearest, other)
        return row_name(other.id) if fits else ""

    def _before(self, key: str, names: Sequence[Name], index: int) -> Entry | None:
        """The known place that stands right before a name, or before the street there: 福州|新权路|的."""
        edge = names[index].start
        for other in backwards(names, index):
            mention = other.mention
            if mention.type not in self._rules.containers or not self._joining.fullmatch(key, other.end, edge):
                return None
            if mention.entry:
                return self._gazetteer.entries[mention.entry]
            if head := place_at_head(self._gazetteer, mention.type, key[other.start : other.end]):
                return head
            edge = other.start
        return None

    def _fits_place(self, form: str, row: Entry, nearest: Entry, other: Entry, *, joined: bool) -> bool:
        if row.kind in self._rules.towns:  # 临安|青山湖 is no 青山湖区; but 长沙|株洲 are two in a list
            unended = not row.id.endswith(form)
            return other.kind in self._rules.states or (unended and (joined or other.kind != self._rules.towns[0]))
        # A river or a mountain of a province can lie in others too; a street is in one town.
        streets = self._rules.behind.get(row.type, ())
        return row.kind not in self._rules.wide or nearest.id.endswith(self._rules.urban) or row.id.endswith(streets)

    def _fits_body(self, name: Name, row: Entry, nearest: Entry, other: Entry) -> bool:
        """Tell whether bodies of the sort have names that others bear, if this one does not begin with its place."""
        divisions = (*self._rules.states, *self._rules.towns)
        heads = [part.mention.kind for part in name.parts if part.start == name.start]
        if nearest.type not in self._rules.containers or any(kind in divisions for kind in heads):
            return False
        if row.kind in self._rules.local:
            return True
        return row.kind in self._rules.national and self._outermost(nearest) != self._outermost(other)

    def _outermost(self, place: Entry) -> str:
        """The row of the widest state that holds a place: its country, where that is known."""
        chain = (place, *self._gazetteer.containers(place.id))
        return next((one.id for one in reversed(chain) if one.kind in self._rules.states), place.id)

"""Which places cannot lie where a sentence seems to put them, since the gazetteer knows that they lie elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.knowledge.grammar import Inside
from kg.knowledge.partings import Homonyms
from kg.relations.reader import Finding
from kg.schema import Schema

_APART = 2
"""Characters behind a place from which on a city is not said to be right there: 江苏南京和|滁州."""


class KnownElsewhere:
    """Tells that a known place, or what begins with one, lies elsewhere than a finding has it."""

    def __init__(self, gazetteer: Gazetteer, schema: Schema, homonyms: Homonyms, inside: Inside) -> None:
        """Find the relations that contain, and the ranks of places; ``inside`` tells classes of units and of organs."""
        self._gazetteer = gazetteer
        self._divisions, self._organs = inside.divisions, inside.organs
        self._containing = frozenset(name for name, one in schema.relations.items() if one.states_container)
        self._states, self._provinces = frozenset(homonyms.states), frozenset(homonyms.states[-1:])
        self._ranks = self._states.union(homonyms.towns[:-1])  # of the smallest many have one name
        self._ends = homonyms.ends

    def holds(self, finding: Finding) -> bool:
        """Tell whether the subject of a finding would lie where the gazetteer knows that it does not.

        A state or a province lies in no other one than its own (陕、甘、宁 behind 宁夏中卫), nor does a city farther
        off (江苏南京和滁州) or a city in one of another province; else a city right behind a place is there. What
        stands before a list is not said of its members that lie, or begin with a name that lies, elsewhere:
        上海张江、合肥科学城.
        Nor is a place in another one of its rank that begins the list it stands in: 云溪镇产业园、石桥镇.
        Nor is a known organ a part of another one that it only stands beside: 国家能源局 农业农村部.
        """
        if finding.rule.relation not in self._containing:
            return False
        if finding.trigger is None and self._are_of_one_rank(finding):
            return True
        inner, outer = (self._gazetteer.entries.get(one.mention.entry) for one in (finding.subject, finding.object))
        if outer is None:
            return False
        if inner is not None:
            kinds = {inner.kind, outer.kind}
            if self._ranks >= kinds and self._is_in_another(inner, outer, finding):
                return True
            if finding.trigger is None and self._organs >= kinds:
                return outer not in self._gazetteer.containers(inner.id)
        return self._is_listed_apart(inner, outer, finding)

    def _are_of_one_rank(self, finding: Finding) -> bool:
        """Tell whether two places that do not touch end alike, as names of one rank do."""
        inner, outer = finding.subject, finding.object
        if inner.mention.type != outer.mention.type or inner.start - outer.end < _APART:
            return False
        forms = inner.mention.text, outer.mention.text
        return any(forms[0].endswith(end) and forms[1].endswith(end) for end in self._ends)

    def _is_in_another(self, inner: Entry, outer: Entry, finding: Finding) -> bool:
        around = self._gazetteer.containers(inner.id)
        if outer in around:
            return False
        if inner.kind in self._states:
            return outer.kind in self._states
        if finding.subject.start - finding.object.end < _APART:
            return self._are_of_two_provinces(around, outer) if inner.kind == outer.kind else False
        # What lies in a province or in a city lies in no other one, and no city of a province in a second city.
        known = {one.kind for one in around}
        return outer.kind in known or (outer.kind not in self._states and bool(known & self._provinces))

    def _are_of_two_provinces(self, around: Sequence[Entry], outer: Entry) -> bool:
        """Tell whether a city that lies in ``around`` is not of another one's province: 汉中巴中缔结友好城市."""
        outside = {one.id for one in self._gazetteer.containers(outer.id) if one.kind in self._provinces}
        inside = {one.id for one in around if one.kind in self._provinces}
        return bool(inside and outside) and inside.isdisjoint(outside)

    def _is_listed_apart(self, inner: Entry | None, outer: Entry, finding: Finding) -> bool:
        subject, target = finding.subject, finding.object
        between = (one for one in finding.scene.names if target.end <= one.start < subject.start)
        if finding.trigger is not None or not any(between):
            return False
        entries = self._gazetteer.entries
        opening = (entries.get(part.mention.entry) for part in subject.parts if part.start == subject.start)
        places = (one for one in (inner, *opening) if one is not None and (one.container or one.kind in self._states))
        return any(self._are_apart(place, outer) for place in places)

    def _are_apart(self, inner: Entry, outer: Entry) -> bool:
        """Tell whether two rows are, or lie in, different divisions of one kind, and the first is not in the second."""
        holding = (inner, *self._gazetteer.containers(inner.id))
        around = {one.id: one for one in holding if one.kind in self._divisions}
        kinds = {one.kind for one in around.values()}
        if outer.id in around:
            return False
        others = (outer, *self._gazetteer.containers(outer.id))
        return any(one.kind in kinds and one.id not in around for one in others)

"""Which row of the gazetteer is meant by a name that several rows share: told by the places that stand around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.apart.owners import place_at_head
from kg.knowledge.gazetteer import Gazetteer, row_name
from kg.knowledge.partings import Homonyms
from kg.names.reading import Candidate, backwards
from kg.wording import alternatives

_WAY = 8
"""Characters between two places of which one is the way to the other: 从长春|坐火车到|吉林."""

_MARKS = re.compile("[,。;:!?、\n]")


_NEAR = 4
"""So many names from a candidate on, and one less before it, are looked at for places beside it."""


class HomonymRows:
    """Chooses among rows within one document."""

    def __init__(self, gazetteer: Gazetteer, rules: Homonyms) -> None:
        """Keep the rows, and which types of places tell them apart."""
        self._gazetteer = gazetteer
        self._rules = rules
        self._joining = re.compile(f"(?:{alternatives(rules.joining)}){{0,4}}")

    def rows(self, key: str, chosen: Sequence[Candidate]) -> dict[Candidate, str]:
        """The row that each ambiguous candidate means, where the document tells.

        The container right before it decides; else the last one named in the same sentence; else the one whose row and
        containers the document names most, where what a place named elsewhere lies in counts too. Where all
        rows but one have a bracket in their names (清华大学, 清华大学（新竹）) that one is meant, unless the place that
        another lies in stands right before it: 新竹的清华大学.
        """
        entries = self._gazetteer.entries
        ambiguous = [
            candidate
            for candidate in chosen
            if len(candidate.entries) > 1
            and sum(entries[entry].type == candidate.type for entry in candidate.entries) > 1
        ]
        if not ambiguous:
            return {}
        ordered = sorted(chosen, key=lambda candidate: (candidate.start, candidate.end))
        ambiguous.sort(key=lambda candidate: (candidate.start, candidate.end))
        sure = [candidate for candidate in ordered if len(candidate.entries) == 1]
        named = Counter(candidate.entries[0] for candidate in sure)
        around: Counter[str] = Counter()
        for entry, count in named.items():
            for outer in self._gazetteer.containers(entry):
                around[outer.id] += count
        starts = [candidate.start for candidate in ordered]
        found: dict[Candidate, str] = {}
        settled: Counter[str] = Counter()
        for candidate in ambiguous:
            index = bisect_left(starts, candidate.start)
            row = self._by_neighbour(key, candidate, ordered, index, found)
            if row:
                found[candidate] = row
                settled[row] += 1
        for candidate in ambiguous:
            if candidate not in found and (row := self._by_document(candidate, named, around, settled)):
                found[candidate] = row
        return found

    def _foremost(self, candidate: Candidate) -> str:
        """The row that is meant where nothing else is told: all others that share the name have a bracket in theirs."""
        plain = [entry for entry in candidate.entries if not row_name(entry).endswith(")")]
        for kind in self._rules.foremost:  # 吉林 is the province before it is the city
            first = [entry for entry in plain if self._gazetteer.entries[entry].kind == kind]
            if len(first) == 1:
                plain = first
                break
        return plain[0] if len(plain) == 1 and self._gazetteer.entries[plain[0]].type == candidate.type else ""

    def _by_neighbour(
        self,
        key: str,
        candidate: Candidate,
        ordered: Sequence[Candidate],
        index: int,
        found: dict[Candidate, str],
    ) -> str:
        """The row whose container stands before a candidate in its sentence, the nearest one.

        Of two in one clause neither is meant more than the other, unless one stands right before the candidate.
        """
        outers = {
            entry: [outer.id for outer in self._gazetteer.containers(entry)]
            for entry in candidate.entries
            if self._gazetteer.entries[entry].type == candidate.type
        }
        first = ""
        if self._foremost(candidate):
            told = self._by_adjoining(key, candidate, backwards(ordered, index), outers, found)
            near = ordered[max(0, index + 1 - _NEAR) : index], ordered[index : index + _NEAR]
            return told or self._by_sibling(key, candidate, *near, outers)
        for other in backwards(ordered, index):
            between = key[other.end : candidate.start]
            if any(mark in between for mark in ("。!?\n,;" if first else "。!?\n")):
                return first
            held = self._held_by(self._row_of(key, other, found), outers)
            if len(held) != 1:
                continue
            if not between:
                return first or held[0]
            if first and first != held[0]:
                return ""
            first = held[0]
        return first

    def _held_by(self, row: str, outers: Mapping[str, Sequence[str]]) -> list[str]:
        """The rows that lie nearest in a row, or else in what it lies in itself: 汉口|航空路|的|同济医院.

        Args:
            row: that of a name before them.
            outers: the rows that could be meant, each with what it lies in, from near to far.
        """
        around = (one.id for one in self._gazetteer.containers(row) if one.kind not in self._rules.states)
        for one in (row, *around):
            holding = {entry: chain.index(one) for entry, chain in outers.items() if one in chain}
            if holding:
                return [entry for entry, depth in holding.items() if depth == min(holding.values())]
        return []

    def _by_adjoining(
        self,
        key: str,
        candidate: Candidate,
        before: Iterable[Candidate],
        outers: Mapping[str, Sequence[str]],
        found: Mapping[Candidate, str],
    ) -> str:
        """The row whose container stands right before a candidate, or right before places that do.

        In 台北|中山南路|的|国家图书馆 the street has no row, and what stands before it tells.
        """
        edge = candidate.start
        for other in before:
            between = key[other.end : edge]
            if other.type not in self._rules.containers or not self._joining.fullmatch(between):
                return ""
            row = self._row_of(key, other, found)
            holding = [entry for entry, chain in outers.items() if row and row in chain]
            if not holding and row:  # 八王子|中央大学: the university is known to be in Japan
                around = {one.id for one in self._gazetteer.containers(row)}
                holding = [entry for entry, chain in outers.items() if chain and chain[0] in around]
            if len(holding) == 1:
                return holding[0]
            edge = other.start
        return ""

    def _row_of(self, key: str, one: Candidate, found: Mapping[Candidate, str]) -> str:
        """The row of a place, or of the one at the head of a place without a row: 上海|新村路."""
        if one.entries or one.type not in self._rules.containers:
            return one.entries[0] if len(one.entries) == 1 else found.get(one, "")
        head = place_at_head(self._gazetteer, one.type, key[one.start : one.end])
        return head.id if head else ""

    def _by_sibling(
        self,
        key: str,
        candidate: Candidate,
        before: Sequence[Candidate],
        behind: Sequence[Candidate],
        outers: Mapping[str, Sequence[str]],
    ) -> str:
        """The row that lies in what a place does with which a candidate stands in a list or on a way.

        海南、果洛 are prefectures of 青海, 从长春坐车到吉林 leads from city to city.
        """
        before = [other for other in before if other.end <= candidate.start]
        behind = [other for other in behind if other.start >= candidate.end]
        pairs = [(other, key[other.end : candidate.start]) for other in before[-1:]]
        pairs += [(other, key[candidate.end : other.start]) for other in behind[:1]]
        for other, between in pairs:
            joined = between in self._rules.listing or (
                between.endswith(self._rules.ways) and len(between) <= _WAY and not _MARKS.search(between)
            )
            if not joined or other.type != candidate.type or len(other.entries) != 1:
                continue
            outer = next((one.id for one in self._gazetteer.containers(other.entries[0])), "")
            alike = [entry for entry, chain in outers.items() if chain and chain[0] == outer]
            if len(alike) == 1:
                return alike[0]
        return ""

    def _by_document(
        self, candidate: Candidate, named: Counter[str], around: Counter[str], settled: Counter[str]
    ) -> str:
        if foremost := self._foremost(candidate):
            told = [entry for entry in candidate.entries if settled[entry]]
            return told[0] if len(told) == 1 else foremost
        entries = [entry for entry in candidate.entries if self._gazetteer.entries[entry].type == candidate.type]
        weights = []
        for entry in entries:
            outers = [outer.id for outer in self._gazetteer.containers(entry)]
            weights.append(
                ((settled[entry], sum(named[outer] for outer in outers), around[outers[0]] if outers else 0), entry)
            )
        best = max(weight for weight, _ in weights)
        winners = [entry for weight, entry in weights if weight == best]
        return winners[0] if any(best) and len(winners) == 1 else ""

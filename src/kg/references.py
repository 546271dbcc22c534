"""Back references: 该公司, 该市, 大会 … as mentions of the names that they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import daachorse

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.standins import Reference
from kg.names.reading import REFERENCE, Name, Reading
from kg.text import NormalisedText

_LONGEST = daachorse.MATCH_KIND_LEFTMOST_LONGEST
_STARTS_CLAUSE = "\n。,;!?”:"
_PAIR_REACH = 8
"""How many names before 前者 or 后者 are looked at for the two that are meant."""
_WIDEST_PAIR = 12
"""How many characters may stand between the two, the word that joins them among these (甲与日本企业乙)."""
_NEVER_BETWEEN = ",。;:!?、\n"
_PAIR_HOLDS = 120
"""How many characters behind 前者 its 后者 is still of the same two."""


_TELLS_WITHIN = 16
"""How many characters behind a name the word may stand that says that it tells something."""
_TOLD_HOLDS = 240
"""How many characters behind such a name a body still speaks of itself."""
_CLAUSE = 40
"""How many characters before a name its clause is looked at."""


class _Pairs:
    """What 前者 and 后者 stand for, told in the order of a text."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._meant: tuple[int, Name, Name] | None = None

    def one_of(self, position: int, references: list[Reference], names: list[Name]) -> Name | None:
        """The first or last of the two names that such a word at a position speaks of."""
        wanted = references[0].pair
        if wanted == "last" and self._meant and position - self._meant[0] <= _PAIR_HOLDS:
            return self._meant[2]
        joined = [pair for reference in references if (pair := self._joined(reference, names))]
        pair = max(joined, key=lambda pair: pair[1].start, default=None)
        if pair is None:
            last = [pair for reference in references if (pair := _last_two(reference.type, names))]
            pair = max(last, key=lambda pair: pair[1].start, default=None)
        if pair is None:
            return None
        self._meant = position, *pair
        return pair[0 if wanted == "first" else 1]

    def _joined(self, reference: Reference, names: list[Name]) -> tuple[Name, Name] | None:
        """The nearest two names of a type that are joined."""
        for second in range(len(names) - 1, 0, -1):
            if names[second].mention.type != reference.type:
                continue
            for first in range(second - 1, -1, -1):
                one, other = names[first], names[second]
                if one.mention.type != reference.type:
                    continue
                gap = self.key[one.end : other.start]
                if len(gap) <= _WIDEST_PAIR and _joins(gap, reference.joins):
                    return one, other
                break
        return None


def _joins(gap: str, words: tuple[str, ...]) -> bool:
    """Tell whether what stands between two names joins them: 与, 与日本企业."""
    if gap.strip("“”()") in words:
        return True
    return any(word in gap for word in words) and not any(mark in gap for mark in _NEVER_BETWEEN)


def _last_two(kind: str, names: list[Name]) -> tuple[Name, Name] | None:
    """The two different names of a type that were said last."""
    found: list[Name] = []
    for name in reversed(names):
        if name.mention.type == kind and all(name.mention.key != one.mention.key for one in found):
            found.append(name)
        if len(found) == 2:
            return found[1], found[0]
    return None


def _tells(key: str, name: Name, position: int, told: tuple[str, ...]) -> bool:
    """Tell whether a name is of who tells something, in the paragraph and not far before a position."""
    between = key[name.end : position]
    if len(between) > _TOLD_HOLDS or "\n" in between:
        return False
    said = between[:_TELLS_WITHIN]
    stop = min((at for mark in _NEVER_BETWEEN if (at := said.find(mark)) >= 0), default=len(said))
    return any(0 <= said.find(word) < stop for word in told)


def _said_beside(key: str, name: Name, reference: Reference) -> bool:
    """Tell whether the words of a reference begin the clause of a name: 公司控股股东|大江集团, 集团公司与|大江集团."""
    clause = key[max(0, name.start - _CLAUSE) : name.start]
    begin = max(clause.rfind(mark) for mark in _STARTS_CLAUSE) + 1
    return (begin > 0 or name.start <= _CLAUSE) and clause.startswith(reference.words, begin)


class ReferenceReader:
    """Finds back references and the names before them that they can stand for."""

    def __init__(self, references: Iterable[Reference], gazetteer: Gazetteer) -> None:
        """Prepare the scan for the words of all references, of several at a place for the longest."""
        self.gazetteer = gazetteer
        self._reference_of: dict[str, list[Reference]] = defaultdict(list)
        self._beginnings: dict[str, list[Reference]] = defaultdict(list)
        for reference in references:
            if reference.begins:
                self._beginnings[reference.begins].append(reference)
                continue
            for word in reference.words:
                self._reference_of[word].append(reference)
            for word in reference.pseudo:
                self._reference_of.setdefault(word, [])
        self._words = sorted(filter(None, self._reference_of))
        self._scan = daachorse.CharwiseDoubleArrayAhoCorasick(self._words, _LONGEST) if self._words else None

    def read(self, text: NormalisedText, reading: Reading, names: list[Name]) -> list[Name]:
        """Give back references as mentions of the names that they stand for.

        Args:
            text: the folded text.
            reading: what is known of it.
            names: the names chosen in it.
        """
        found: list[Name] = []
        if self._scan is None:
            return found
        pairs = _Pairs(reading.key)
        ordered = sorted(names, key=lambda name: name.start)
        position = 0
        latest: dict[str, list[Name]] = defaultdict(list)
        for start, end, index in self._scan.find(reading.key):
            while position < len(ordered) and ordered[position].end <= start:
                latest[ordered[position].mention.type].append(ordered[position])
                position += 1
            if position < len(ordered) and ordered[position].start < end:
                continue  # part of a name
            if position and ordered[position - 1].end > start:
                continue
            before = ordered[max(0, position - _PAIR_REACH) : position]
            references = self._reference_of[self._words[index]]
            if paired := [reference for reference in references if reference.pair]:
                meant = pairs.one_of(start, paired, before)
            else:
                meant = self._first_meant(reading.key, start, references, latest)
            if meant:
                span = text.span(start, end)
                mention = replace(
                    meant.mention,
                    start=span.start,
                    end=span.end,
                    text=text.original[span.start : span.end],
                    source=REFERENCE,
                    rule=meant.mention.text,
                )
                found.append(Name(start, end, mention, likelihood=meant.likelihood))
        return found

    def complete(self, reading: Reading, names: list[Name]) -> list[Name]:
        """Names in order; those that begin with a back reference (县医院) hold the name that it stands for.

        What a name begins with that is known by itself is no reference: 市中 in 市中区法院.
        """
        if not self._beginnings:
            return names
        completed: list[Name] = []
        latest: dict[str, list[Name]] = defaultdict(list)
        for name in sorted(names, key=lambda name: name.start):
            for reference in self._beginnings.get(name.mention.type, ()):
                if not reading.key.startswith(reference.words, name.start, name.end):
                    continue
                meant = self._begun_with(reading.key, name, reference, latest[reference.type])
                if meant:
                    name = replace(name, parts=(meant, *name.parts))
                    break
            completed.append(name)
            latest[name.mention.type].append(name)
        return completed

    def _begun_with(self, key: str, name: Name, reference: Reference, before: list[Name]) -> Name | None:
        """What the reference at the beginning of a name stands for, as a part of that name."""
        word = next(one for one in reference.words if key.startswith(one, name.start, name.end))
        if key.startswith(reference.pseudo, name.start) or any(p.start == name.start for p in name.parts):
            return None
        antecedent = self._antecedent(key, name.start, reference, before)
        if antecedent is None:
            return None
        mention = antecedent.mention if reference.states else replace(antecedent.mention, source=REFERENCE)
        return replace(antecedent, start=name.start, end=name.start + len(word), mention=mention, parts=())

    def _first_meant(
        self, key: str, position: int, references: list[Reference], names: dict[str, list[Name]]
    ) -> Name | None:
        """What the first of the references of a word that stands for anything there stands for."""
        meant = (self._antecedent(key, position, one, names[one.type]) for one in references)
        return next(filter(None, meant), None)

    def _antecedent(self, key: str, position: int, reference: Reference, names: list[Name]) -> Name | None:
        """The nearest name before a back reference that it can stand for."""
        if reference.at_start and position and key[position - 1] not in _STARTS_CLAUSE:
            return None
        if reference.told:
            return self._calling_itself(key, position, reference, names[-6:])
        return next((name for name in reversed(names[-6:]) if self._ends_so(key, name, reference)), None)

    def _calling_itself(self, key: str, position: int, reference: Reference, names: list[Name]) -> Name | None:
        """The name that a body's own word for itself (公司, 集团) stands for."""
        beside = {name.mention.key for name in names if _said_beside(key, name, reference)}
        teller = next((name for name in reversed(names) if _tells(key, name, position, reference.told)), None)
        if teller and teller.mention.key not in beside:
            return teller
        fitting = [name for name in names if name.mention.key not in beside and self._ends_so(key, name, reference)]
        for one, other in zip(reversed(fitting[:-1]), reversed(fitting), strict=False):
            if one.mention.key != fitting[-1].mention.key:
                return one if _joins(key[one.end : other.start], reference.joins) else fitting[-1]
        return fitting[-1] if fitting else None

    def _ends_so(self, key: str, name: Name, reference: Reference) -> bool:
        """Tell whether a name ends, there or in full, as what the words can stand for, and tells of no other."""
        if key.startswith(reference.sources, name.end):
            return False
        entry = self.gazetteer.entries.get(name.mention.entry)
        forms = (key[name.start : name.end], name.mention.key, entry.name if entry else "")
        return not reference.ends or any(form.endswith(reference.ends) for form in forms)

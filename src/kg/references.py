"""Back references: 该公司, 该市, 大会 … as mentions of the names that they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import daachorse

from kg.gazetteer import Gazetteer
from kg.grammar import Reference
from kg.reading import Name, Reading
from kg.text import NormalisedText

SOURCE = "reference"
_LONGEST = daachorse.MATCH_KIND_LEFTMOST_LONGEST
_STARTS_CLAUSE = "\n。,;!?”:"


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
            for reference in self._reference_of[self._words[index]]:
                antecedent = self._antecedent(reading.key, start, reference, latest[reference.type])
                if antecedent:
                    span = text.span(start, end)
                    mention = replace(
                        antecedent.mention,
                        start=span.start,
                        end=span.end,
                        text=text.original[span.start : span.end],
                        source=SOURCE,
                        rule=antecedent.mention.text,
                    )
                    found.append(Name(start, end, mention, likelihood=antecedent.likelihood))
                    break
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
                meant = self._begun_with(reading.key, name, reference, latest[reference.type])
                if meant:
                    name = replace(name, parts=(meant, *name.parts))
                    break
            completed.append(name)
            latest[name.mention.type].append(name)
        return completed

    def _begun_with(self, key: str, name: Name, reference: Reference, before: list[Name]) -> Name | None:
        """What the reference at the beginning of a name stands for, as a part of that name."""
        if not key.startswith(reference.words, name.start, name.end):
            return None
        word = next(one for one in reference.words if key.startswith(one, name.start, name.end))
        if key.startswith(reference.pseudo, name.start) or any(p.start == name.start for p in name.parts):
            return None
        antecedent = self._antecedent(key, name.start, reference, before)
        return replace(antecedent, start=name.start, end=name.start + len(word), parts=()) if antecedent else None

    def _antecedent(self, key: str, position: int, reference: Reference, names: list[Name]) -> Name | None:
        """The nearest name before a back reference that it can stand for."""
        if reference.at_start and position and key[position - 1] not in _STARTS_CLAUSE:
            return None
        for name in reversed(names[-6:]):
            entry = self.gazetteer.entries.get(name.mention.entry)
            forms = (key[name.start : name.end], name.mention.key, entry.name if entry else "")
            if not reference.ends or any(form.endswith(reference.ends) for form in forms):
                return name
        return None

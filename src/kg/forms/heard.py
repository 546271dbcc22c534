"""Forms of names that other documents tell, in one text: where they stand, and where something else is meant.

律协 is not 浙江省律师协会 in a report from 沈阳: a body that is of a place acts there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import daachorse

from kg.forms.derived import Derivation
from kg.knowledge.gazetteer import Gazetteer
from kg.model import Mention
from kg.names.reading import Alias, Candidate, Reading
from kg.wording import sentence_start

_PECULIAR = 4
"""Characters from which a form that another document tells is hardly ever part of something else by chance."""

_BESIDE = 1
"""Characters that may stand between a place and a form that is of it: 昆明的|民博."""


class HeardForms:
    """The forms that other documents tell, compiled once."""

    def __init__(
        self, told: Mapping[str, Alias], gazetteer: Gazetteer, derivation: Derivation, places: frozenset[str]
    ) -> None:
        """Prepare the scan for all forms.

        Args:
            told: the forms, each with its name.
            gazetteer: the known names.
            derivation: tells the place at the head of a name.
            places: the types of places.
        """
        self.of = dict(told)
        self._gazetteer = gazetteer
        self._derivation = derivation
        self._places = places
        self._country = derivation.country
        self._forms = sorted(told)
        self._spaced = {index for index, form in enumerate(self._forms) if " " in form}
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(self._forms) if told else None
        self._regions = lru_cache(maxsize=1 << 12)(self._regions_of_name)

    def stand_in(self, key: str, *, squeezed: bool = False) -> list[tuple[str, str]]:
        """The forms that stand in a key, sorted, each with its type before it.

        Of a key that was ``squeezed`` (without any space) forms with a space in them are given in any case.
        """
        if self._matcher is None:
            return []
        hits = {index for _, _, index in self._matcher.find_overlapping(key)}
        if squeezed:
            hits |= self._spaced
        return [(self.of[form].type, form) for form in (self._forms[index] for index in sorted(hits))]

    def places(
        self, reading: Reading, aliases: Mapping[str, Alias], chosen: Sequence[Candidate]
    ) -> Iterable[Candidate]:
        """The places of longer forms, where they cut no name that was chosen."""
        if self._matcher is None:
            return
        for start, end, index in self._matcher.find_overlapping(reading.key):
            form = self._forms[index]
            if end - start < _PECULIAR or aliases.get(form) is not self.of[form]:
                continue
            if not any(
                one.start < end and start < one.end and not start <= one.start < one.end <= end for one in chosen
            ):
                yield Candidate(start, end, self.of[form].type, "short form", self.of[form].reason)

    def elsewhere(self, reading: Reading, chosen: Sequence[Candidate]) -> set[str]:
        """The forms that stand for something else in a text: what it names them with lies elsewhere.

        That is the last place before the form in its sentence, and of a firm, which acts everywhere, the one right
        before it.
        """
        return {
            form
            for kind, form in self.stand_in(reading.key)
            if (own := self._regions(kind, self.of[form].key))
            and (other := self._named_with(reading.key, reading.key.find(form), chosen, self.of[form]))
            and own.isdisjoint(self._around(other))
            and other not in own
        }

    def may_be_elsewhere(self, forms: Iterable[tuple[str, str]], mentions: Iterable[Mention]) -> bool:
        """Tell whether some of the forms, each with its type before it, may stand for something else beside places."""
        rows = {one.entry for one in mentions if one.entry and one.type in self._places}
        around = [(row, self._around(row)) for row in sorted(rows)]
        return any(
            own.isdisjoint(outer) and row not in own
            for kind, form in (forms if around else ())
            if (own := self._regions(kind, self.of[form].key))
            for row, outer in around
        )

    def _named_with(self, key: str, at: int, chosen: Sequence[Candidate], alias: Alias) -> str:
        """The row of the last place before a position in its sentence."""
        start = sentence_start(key, at)
        before = [one for one in chosen if start <= one.start < one.end <= at and one.type in self._places]
        last = max(before, key=lambda one: one.end, default=None)
        if last is None or len(last.entries) != 1 or not self._derivation.is_division(last.entries[0]):
            return ""  # 东海 is a sea, and no place that a body is of
        between = key[last.end : at]
        is_beside = len(between) <= _BESIDE and (between.isalnum() or not between)  # not 阿克苏,海天纺织
        return last.entries[0] if is_beside or not self._derivation.is_firm(alias.type, alias.key) else ""

    def _regions_of_name(self, kind: str, name: str) -> frozenset[str]:
        """What the place at the head of a body's name lies in, but for its country, and is; empty if it has none."""
        head = self._derivation.place(name) if kind in self._derivation.shortened else 0
        rows = self._gazetteer.forms.get(name[:head], ())
        return frozenset(self._around(rows[0])) if len(rows) == 1 else frozenset()

    def _around(self, row: str) -> list[str]:
        """A place and what it lies in, without its country."""
        chain = [self._gazetteer.entries[row], *self._gazetteer.containers(row)]
        return [one.id for one in chain if one.kind != self._country]

"""Short forms that a document gives its names, and further places of names that were found surely.

A form is declared (中关村…研究院（简称“泛联院”）), was the name before (原…, 更名为…), follows from a long name that
the document also uses without its ending (华为 of 华为公司), or was told by another document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import replace

from kg.forms.counting import holders, occurrences, places
from kg.forms.delimited import Delimited, outermost, overlaid
from kg.forms.derived import Derivation
from kg.forms.heard import HeardForms
from kg.forms.introductions import Introductions
from kg.forms.renamings import Renamings
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.grammar import Grammar
from kg.names.reading import DECLARED, DERIVED, RENAMED, Alias, Candidate, Reading, by_end

_OPENED = ("(", ",")  # what stands before a declaration
_NEAR = 30
"""Characters behind a name within which the form stands that is introduced for it."""


class ShortForms:
    """Reads a document as a whole, once its names have been chosen for the first time."""

    def __init__(
        self,
        grammar: Grammar,
        gazetteer: Gazetteer,
        derivation: Derivation,
        delimited: Delimited,
        renamings: Renamings,
    ) -> None:
        """Compile the words that introduce short forms.

        Args:
            grammar: the words, and the endings that names lose.
            gazetteer: the known names.
            derivation: what follows from full names.
            delimited: finds names whose end is certain.
            renamings: reads older names.
        """
        self.grammar = grammar
        self.gazetteer = gazetteer
        self.derivation = derivation
        self._delimited = delimited
        self._renamings = renamings
        self.heard = HeardForms({}, gazetteer, derivation, delimited.places)
        self._introductions = Introductions(grammar)
        self._titles = tuple(sorted(grammar.titles))
        self._bodies = derivation.shortened
        self._ordinal = re.compile("|".join(f"(?:{one.pattern})" for one in grammar.ordinals) or r"\b\B")

    def read(
        self, reading: Reading, chosen: list[Candidate], candidates: Sequence[Candidate] = ()
    ) -> tuple[list[Alias], list[Candidate], list[Candidate]]:
        """Short forms that the document declares or that its names give, and further places of names found surely.

        Returns:
            The forms, the further places, and those names whose extent a declaration makes certain.
        """
        key = reading.key
        split = self._renamings.split(reading, chosen)
        chosen = overlaid(chosen, split) if split else chosen
        aliases, introduced = self._introduced(reading, chosen, candidates)
        certain = [*split, *introduced]
        for alias in self._renamings.read(reading, chosen):
            if alias.key not in aliases:
                aliases.setdefault(alias.alias, self._weighed(alias))
        names = _spelled(key, chosen)
        for alias in self._stemming(reading, chosen):
            # A form that is a name in this text is that name, unless the row that it shortens is known.
            if alias.key in self.gazetteer.forms or alias.alias not in names:
                aliases.setdefault(alias.alias, alias)
        for alias in self._following(key, chosen):
            if alias.alias not in names:
                aliases.setdefault(alias.alias, alias)
        own = self.unread(key, aliases.values()) | self.heard.elsewhere(reading, chosen)
        for form in (form for _, form in self.heard.stand_in(key) if form not in own):
            aliases.setdefault(form, self.heard.of[form])
        further = self._further_places(reading, names, aliases, chosen)
        newer = {alias.key: alias.type for alias in aliases.values() if alias.reason == RENAMED}
        certain += self._newer_names(reading, newer, names)
        certain += self.heard.places(reading, aliases, chosen)
        return list(aliases.values()), further, certain

    def _stemming(self, reading: Reading, chosen: list[Candidate]) -> Iterator[Alias]:
        """The forms that are left of names without their endings, where these stand in the text by themselves."""
        stems = [alias for candidate in chosen for alias in self._stems(reading, candidate)]
        counts = occurrences(reading.key, {short for _, short in stems if short})
        return (alias for alias, short in stems if not short or counts[short] > 1)

    def _introduced(
        self, reading: Reading, chosen: list[Candidate], candidates: Sequence[Candidate]
    ) -> tuple[dict[str, Alias], list[Candidate]]:
        """The forms that the document introduces, and the names whose extent that makes certain."""
        key, aliases = reading.key, dict[str, Alias]()
        told = self._introductions.places(key)
        ends = (by_end(chosen), by_end(candidates)) if told else ({}, {})
        kinds = {key[one.start : one.end]: one.type for one in reversed(chosen)} if told else {}
        certain = [
            found
            for end, short in told
            if (found := self._delimited.candidate(reading, end, ends[0], short, ends[1], kinds))
        ]
        named = {(one.type, one.start, one.end) for one in chosen}
        for candidate in (*certain, *chosen):
            for alias in self._declared(key, candidate, named):
                aliases.setdefault(alias.alias, self._weighed(alias))
                certain += [candidate, *self._in_its_bracket(key, candidate, alias)]
        for index, short, end in self._introductions.apart(key, [(one.start, one.end) for one in chosen]):
            start, full = chosen[index].start, key[chosen[index].start : chosen[index].end]
            aliases.setdefault(short, self._weighed(Alias(chosen[index].type, short, full, key[start:end])))
        for candidate in chosen:
            for alias, place in self._in_full(key, candidate):
                aliases.setdefault(alias.alias, self._weighed(alias))
                certain += [candidate, place]
        return aliases, certain

    def _in_its_bracket(self, key: str, name: Candidate, alias: Alias) -> Iterable[Candidate]:
        """The place of a form where it is introduced: known names within it are none there, 海门|智源."""
        at = key.find(alias.alias, name.end, name.end + _NEAR)
        if at >= 0 and len(alias.alias) > 2 and not alias.alias.isascii() and alias.alias not in self.gazetteer.forms:
            yield Candidate(at, at + len(alias.alias), alias.type, "short form", alias.reason)

    def unread(self, key: str, aliases: Iterable[Alias]) -> set[str]:
        """The forms that a text introduces for what no reader of names found: they hold in it alone."""
        known = {alias.alias for alias in aliases}
        return {short for _, short in self._introductions.places(key) if short not in known}

    def retyped(self, key: str, chosen: list[Candidate], aliases: Iterable[Alias]) -> list[Candidate]:
        """The names with short and older ones as of the type of the full name: a thing has one type."""
        kinds = {alias.alias: alias.type for alias in aliases}
        kinds |= {alias.key: alias.type for alias in aliases if alias.reason == RENAMED}
        return [
            candidate
            if candidate.entries
            or (kind := kinds.get(key[candidate.start : candidate.end], "")) in ("", candidate.type)
            else replace(candidate, type=kind, kind="")
            for candidate in chosen
        ]

    def listening(self, told: Mapping[str, Alias]) -> ShortForms:
        """The same reader that also knows forms which other documents tell (see `kg.resolution.told`)."""
        other = copy(self)
        other.heard = HeardForms(told, self.gazetteer, self.derivation, self._delimited.places)
        return other

    def _following(self, key: str, chosen: list[Candidate]) -> Iterable[Alias]:
        """The forms that follow from one full name alone and that the document uses outside of all names too."""
        full = {
            key[candidate.start : candidate.end]: candidate.type
            for candidate in chosen
            if candidate.source != "gazetteer"
        }
        owners: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, kind in full.items():
            for short in self.derivation.forms(kind, name):
                owners[kind, short].append(name)
        alone = {short for (_, short), of in owners.items() if len(of) == 1}
        inside = holders(alone, full)
        counts = occurrences(key, alone | full.keys()) if alone else {}
        for (kind, short), of in owners.items():
            if len(of) == 1 and counts.get(short, 0) > sum(counts.get(name, 0) for name in inside.get(short, ())):
                yield Alias(kind, short, of[0], of[0], DERIVED)

    def offers(self, key: str, chosen: list[Candidate], placed: Set[tuple[str, str]] = frozenset()) -> list[Alias]:
        """The forms that follow from the full names of a document and that other documents may use.

        Args:
            key: its folded text.
            chosen: its names.
            placed: types and keys of those that got their place from elsewhere in the text: 延边朝鲜族自治州政府.
        """
        names = {(candidate.type, key[candidate.start : candidate.end]) for candidate in chosen} | placed
        derived, known = self.derivation, self.gazetteer.forms
        whole = {one: derived.known(*one) or derived.full(*one) for one in names if one[1] not in known}
        shorter = [
            Alias(kind, short, whole.get((kind, name)) or name, name, DERIVED, len(short) > 2)
            for kind, name in names
            for short in self.derivation.forms(kind, name)
        ]
        parts = [Alias(kind, name, of, name, DERIVED, everywhere=True) for (kind, name), of in whole.items() if of]
        return sorted([*shorter, *parts])

    def _weighed(self, alias: Alias) -> Alias:
        """A declared form or an older name, marked if it is peculiar enough to hold in other documents."""
        peculiar = self.derivation.is_peculiar(alias.alias, alias.key, alias.type)
        return replace(alias, everywhere=peculiar or (alias.reason == RENAMED and self._renamings.is_peculiar(alias)))

    def _newer_names(
        self, reading: Reading, newer: Mapping[str, str], names: Mapping[str, Candidate]
    ) -> Iterable[Candidate]:
        """The places of newer names that nobody else found."""
        for form, kind in sorted(newer.items()):
            if form not in names and form not in self.gazetteer.forms:
                for match in re.finditer(re.escape(form), reading.key):
                    yield Candidate(match.start(), match.end(), kind, "short form", RENAMED)

    def _declared(self, key: str, candidate: Candidate, named: Set[tuple[str, int, int]]) -> Iterable[Alias]:
        """Short forms introduced right behind a name: （简称“泛联院”）, or by brackets alone: 人工智能（AI）."""
        if not key.startswith(_OPENED, candidate.end):
            return
        form = key[candidate.start : candidate.end]
        for alias, end in self._introductions.behind(key, candidate, named):
            yield Alias(candidate.type, alias, form, key[candidate.start : end])
            ordinal = self._ordinal.match(form) if candidate.type in self.grammar.ordinal_types else None
            if ordinal and not self._ordinal.match(alias):  # 第三十三届世界客属恳亲大会(简称世客会): 第三十三届世客会
                yield Alias(candidate.type, ordinal[0] + alias, form, key[candidate.start : end])
            for place in self.derivation.places(form) if candidate.type in self._bodies else ():
                if not alias.startswith(place) and not alias.isascii():  # 澳门特区交通事务局(下称交局): 澳门交局
                    yield Alias(candidate.type, place + alias, form, key[candidate.start : end])

    def _in_full(self, key: str, candidate: Candidate) -> Iterable[tuple[Alias, Candidate]]:
        """The full name told right behind a short form, and its place: 航材院（全称为西南航空材料研究院）."""
        if not key.startswith(_OPENED, candidate.end):
            return
        form = key[candidate.start : candidate.end]
        place = self._introductions.full(key, candidate.end)
        if place and place[1] - place[0] > len(form):
            start, end = place
            alias = Alias(candidate.type, form, key[start:end], key[candidate.start : end], DECLARED)
            rows = self.gazetteer.rows(key[start:end], candidate.type)
            yield alias, Candidate(start, end, candidate.type, "document", DECLARED, "", rows)

    def _stems(self, reading: Reading, candidate: Candidate) -> Iterable[tuple[Alias, str]]:
        """The short form of a long name (华为 of 华为公司); and it again if the document has to use it elsewhere."""
        if candidate.source == "gazetteer":
            return
        form = reading.key[candidate.start : candidate.end]
        for stem in self.grammar.stems:
            if stem.type != candidate.type or not form.endswith(stem.ends):
                continue
            end = next((end for end in stem.ends if form.endswith(end) and len(form) - len(end) >= stem.least), None)
            if end is None:
                continue
            short = form[: -len(end)].split("(")[0]
            if len(short) < stem.least:
                continue
            if rows := self.gazetteer.rows(short, candidate.type):
                if any(self.derivation.is_other_firm(candidate.type, form, row) for row in rows):
                    continue
                # the short form is the known name of this very body
                yield Alias(candidate.type, form, short, form, DERIVED), ""
            elif short not in self.gazetteer.forms:
                yield Alias(candidate.type, short, form, form, DERIVED), short

    def _further_places(
        self, reading: Reading, names: dict[str, Candidate], aliases: dict[str, Alias], chosen: Sequence[Candidate]
    ) -> list[Candidate]:
        forms = names.keys() | aliases.keys()
        longer = {(at, one.type): one for one in chosen if one.sure for at in range(one.start, one.end)}
        found = []
        for start, end, form in places(reading.key, forms):
            if end - start < 3 and (reading.cuts(start) or reading.cuts(end)):
                before_title = form in aliases and reading.key.startswith(self._titles, end)  # 黄协|会长: no 黄|协会|长
                if reading.cuts(start) or not before_title:
                    continue
            if form in names:
                name = names[form]
                whole = longer.get((start, name.type))
                if whole and whole.start < start and end < whole.end:
                    continue  # 浙江|华信矿业|集团
                found.append(Candidate(start, end, name.type, "document", name.rule, name.kind))
            elif not (_is_head(reading.key, start, form, aliases[form].key) or self._goes_on(reading, start, end)):
                found.append(Candidate(start, end, aliases[form].type, "short form", aliases[form].reason))
        return outermost(found)

    def _goes_on(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a form ends inside a longer word that begins in it, and names something else: 云岭核电|站."""
        if not reading.cuts(end) or reading.key.startswith(self._titles, end):
            return False
        first, last, _ = reading.token(end)
        return start < first and last - first > 2 and reading.segmenter.knows(reading.key[first:last])


def _is_head(key: str, start: int, form: str, whole: str) -> bool:
    """Tell whether a form only begins its whole name where it stands: 澜沧药业|有限公司."""
    return len(form) < len(whole) and whole.startswith(form) and key.startswith(whole, start)


def _spelled(key: str, chosen: Iterable[Candidate]) -> dict[str, Candidate]:
    """The names that no row tells and the text is sure of, by their forms; short ones only of the surest kinds."""
    names: dict[str, Candidate] = {}
    for candidate in chosen:
        form = key[candidate.start : candidate.end]
        is_long = len(form) > 2 or candidate.rule == "person" or candidate.source == "tagger"
        if candidate.sure and candidate.source != "gazetteer" and is_long:
            names.setdefault(form, candidate)
    return names

"""Organs that every country has by one name: whose is 外交部 in this text?

A ministry is the home country's where nothing tells another. In 韩国政府谴责…，外交部称… the sentence speaks of
Korea, and so does the ministry; but not with words of an answer behind it (美国…，外交部回应…). What is written in a
territory with organs of its own means these: 立委質詢外交部. So do other names that regions share: 立法會 is that of
Macau in its newspapers, and 中山大學 that of Kaohsiung for those of Taiwan.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from kg.characters import is_traditional
from kg.knowledge.gazetteer import Gazetteer, row_name
from kg.knowledge.partings import Nations
from kg.names.reading import REFERENCE, Candidate, Name, Reading
from kg.text import NormalisedText
from kg.wording import alternatives, sentence_end, sentence_start

UNLISTED = "national"

_REACH = 30
"""Characters behind an organ in which the words of an answer are looked for."""

_Told = tuple[int, int, str]
"""A name that tells a country: where it starts and ends, and the country's row."""


class Written:
    """Tells in which region a text in traditional script is written, by the words of the regions."""

    def __init__(self, gazetteer: Gazetteer, rules: Nations) -> None:
        """Find the regions' rows, and compile their words."""
        self._words = {
            row: re.compile(alternatives(region.words))
            for name, region in rules.regions.items()
            for row in gazetteer.forms.get(name, ())
        }

    def row(self, text: NormalisedText, least: int) -> str:
        """The row of the region that most words show, if so many do; empty if none, or if two regions show as many."""
        if not self._words or not is_traditional(text.original):
            return ""
        signs = sorted(((len({*words.findall(text.key)}), row) for row, words in self._words.items()), reverse=True)
        most, second = (*signs, (0, ""))[:2]
        return most[1] if most[0] >= least and most[0] > second[0] else ""


class _Said:
    """What a text says of countries, in order, so that of a long one not all is looked at for each organ."""

    def __init__(self, key: str, names: Sequence[Name], told: Sequence[_Told], rules: Nations, home: str) -> None:
        self._key, self._names, self._rules = key, names, rules
        self.all = told
        self.starts, self.ends = [start for start, _, _ in told], [end for _, end, _ in told]
        self.countries = {country for _, _, country in told}
        self.home_at = next((number for number, one in enumerate(told) if one[2] == home), len(told))

    @cached_property
    def fuller(self) -> dict[str, list[Name]]:
        """The longer names that end in the name of each organ, in order."""
        found: dict[str, list[Name]] = {}
        for one in (one for one in self._names if one.mention.type == self._rules.type):
            for start in range(one.start + 1, one.end):
                if (form := self._key[start : one.end]) in self._rules.organs:
                    found.setdefault(form, []).append(one)
        return found

    def is_ours(self, words: re.Pattern[str]) -> bool:
        """Tell whether words for the home country stand there that run into no name: always the same words."""
        if self._ours is None:
            starts = [one.start for one in self._names]
            between = (
                (bisect_right(starts, one.start()), bisect_left(starts, one.end()), one.end())
                for one in words.finditer(self._key)
            )
            # One that runs into a name is none: 在|华盛顿.
            self._ours = not all(any(end < one.end for one in self._names[of:to]) for of, to, end in between)
        return self._ours

    _ours: bool | None = None


class NationalBodies:
    """Tells whose such an organ is, within one document."""

    def __init__(self, gazetteer: Gazetteer, rules: Nations) -> None:
        """Keep the names of organs, and find the rows of the countries."""
        self._gazetteer = gazetteer
        self._rules = rules
        self._country = lru_cache(maxsize=1 << 16)(self._country_of_row)
        self._home = next(iter(gazetteer.forms.get(rules.home, ())), "")
        self._own = frozenset(row for name in rules.territories for row in gazetteer.forms.get(name, ()))
        self._written = Written(gazetteer, rules)
        self._ours = re.compile(alternatives(rules.ours))
        self._answer = re.compile(alternatives(rules.answers))
        self._dateline = re.compile(alternatives(rules.datelines))
        self._at = re.compile(rf"[^,。;:!?\n]{{0,8}}?(?:{alternatives(rules.at)})$")

    def tell(self, text: NormalisedText, names: Sequence[Name]) -> list[Name]:
        """The same names, where the organs of other countries have these in their keys, and their rows.

        Args:
            text: the document's text.
            names: its names in order.
        """
        key = text.key
        if not any(self._is_organ(key, name) for name in names):
            return list(names)
        told = _Said(key, names, [one for name in names for one in self._told(name)], self._rules, self._home)
        home = self._written_in(text, told) or self._home
        return [
            self._of(name, country)
            if self._is_organ(key, name)
            and (country := self._country_of(key, name, told, home)) not in ("", self._home)
            else name
            for name in names
        ]

    def unlisted(self, reading: Reading, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
        """Organs without a row of their own that are names where the text names another country before them."""
        taken = sorted((one.start, one.end) for one in chosen)
        told = [one.end for one in chosen if self._country("".join(one.entries[:1])) not in ("", self._home)]
        for word in self._rules.alone if told else ():
            at = reading.key.find(word, min(told))
            while at >= 0:
                end = at + len(word)
                index = bisect_left(taken, (end, 0)) - 1
                if not ((index >= 0 and taken[index][1] > at) or reading.cuts(at) or reading.cuts(end)):
                    yield Candidate(at, end, self._rules.type, "short form", UNLISTED)
                at = reading.key.find(word, end)

    def _is_organ(self, key: str, name: Name) -> bool:
        return name.mention.type == self._rules.type and key[name.start : name.end] in self._rules.organs

    def _of(self, name: Name, country: str) -> Name:
        """The organ as that of a country: its row if it has one, under whatever name the country has."""
        entry = self._gazetteer.entries[country]
        own = row_name(country)
        for called in (own, *entry.aliases):
            rows = self._gazetteer.rows(called + name.mention.key, name.mention.type)
            if len(rows) == 1:
                kind = self._gazetteer.entries[rows[0]].kind
                return replace(
                    name, mention=replace(name.mention, key=own + name.mention.key, entry=rows[0], kind=kind)
                )
        return replace(name, mention=replace(name.mention, key=own + name.mention.key, entry=""))

    # -- which country ---------------------------------------------------------------------------------------------

    def _written_in(self, text: NormalisedText, told: _Said) -> str:
        """The territory in which a text is written; empty if in none.

        Where the home country is named too, one word is not enough: others report on the territory as well.
        """
        if self._ours.search(text.key):
            return ""
        row = self._written.row(text, 2 if self._home in told.countries else 1)
        return row if row in self._own else ""

    def _country_of(self, key: str, name: Name, told: _Said, home: str) -> str:
        """The row of the country whose organ is meant; empty if nothing tells it."""
        before = bisect_right(told.ends, name.start)  # so many are told before
        if before and key[told.ends[before - 1] : name.start] in ("", *self._rules.joining):
            return told.all[before - 1][2]
        if home != self._home:
            return self._named_in_full(key, name, told) or home
        start = sentence_start(key, name.start)
        first = bisect_left(told.starts, start)
        subject = told.all[first][2] if first < before else ""
        if subject not in ("", self._home) and self._dateline.match(key, told.ends[first]) and before <= told.home_at:
            return subject
        if not subject:
            subject = self._named_in_full(key, name, told) or self._place_behind(key, name, told)
        if not subject and before and len(told.countries) == 1:
            subject = told.all[0][2]
        if subject in ("", self._home) or not name.mention.entry:
            return subject
        # It is known as the home country's: that it is another's must be told by all that is said, or by the sentence.
        near = self._home not in told.countries or self._named_in_full(key, name, told, start) == subject
        return subject if near and not self._is_ours(key, name, told) else ""

    def _named_in_full(self, key: str, name: Name, told: _Said, since: int = 0) -> str:
        """The country whose organ of that name the document named last before, from a place on, with the country."""
        fuller = told.fuller.get(key[name.start : name.end], [])
        before = bisect_left(fuller, name.start, key=lambda one: one.start)
        last = fuller[before - 1] if before and fuller[before - 1].start >= since else None
        return next((country for _, _, country in self._told(last)), "") if last else ""

    def _place_behind(self, key: str, name: Name, told: _Said) -> str:
        """The country of the place where an organ does what is told: 国防部发言人|在|莫斯科."""
        after = bisect_left(told.starts, name.end)
        fits = after < len(told.all) and self._at.match(key, name.end, told.starts[after])
        return told.all[after][2] if fits else ""

    def _is_ours(self, key: str, name: Name, told: _Said) -> bool:
        """Tell whether a text speaks for the home country, or what stands behind an organ is its answer to others."""
        if told.is_ours(self._ours):
            return True
        end = sentence_end(key, name.end)
        return bool(self._answer.search(key, name.end, min(end, name.end + _REACH)))

    def _told(self, name: Name) -> Iterator[_Told]:
        """The countries that a name tells: what it lies in, or what is named in it."""
        if name.mention.source == REFERENCE:
            return
        for one in (name, *name.parts):
            if country := self._country(one.mention.entry):
                yield name.start, name.end, country
                return

    def _country_of_row(self, row: str) -> str:
        """The country, or the territory with organs of its own, that a row is or lies in."""
        for entry in self._chain(row):
            if entry in self._own or self._gazetteer.entries[entry].kind == self._rules.kind:
                return entry
        return ""

    def _chain(self, row: str) -> Iterable[str]:
        return [row, *(outer.id for outer in self._gazetteer.containers(row))] if row else []


class RegionalNames:
    """Tells of what is better known elsewhere, within one document, that the text means its own region's."""

    def __init__(self, gazetteer: Gazetteer, rules: Nations) -> None:
        """Find the regions' rows, and the words that show that a text is written in one."""
        self._gazetteer = gazetteer
        self._home = next(iter(gazetteer.forms.get(rules.home, ())), "")
        self._regions = {row: region for name, region in rules.regions.items() for row in gazetteer.forms.get(name, ())}
        self._written = Written(gazetteer, rules)
        self._shared = frozenset(name for region in self._regions.values() for name in region.names)
        self._joining = ("", *rules.joining)

    def tell(self, text: NormalisedText, names: Sequence[Name]) -> list[Name]:
        """The same names, where those that the text's own region has mean these.

        Args:
            text: the document's text.
            names: its names in order.
        """
        key = text.key
        if not any(key[one.start : one.end] in self._shared for name in names for one in (name, *name.parts)):
            return list(names)
        region = self._written.row(text, 2)
        return [self._meant(key, name, names, region) for name in names] if region else list(names)

    def _meant(self, key: str, name: Name, names: Sequence[Name], region: str) -> Name:
        """A name with its parts, as what a longer name of the text means that ends so, or as what the region has."""
        parts = tuple(self._meant(key, part, (), region) for part in name.parts)
        if parts != name.parts:
            name = replace(name, parts=parts)
        form, mention = key[name.start : name.end], name.mention
        if form not in self._regions[region].names or mention.source == REFERENCE:
            return name
        if mention.entry not in (self._gazetteer.forms.get(form, ()) if mention.entry else ("",)):
            return name  # the text declares what it means by that form
        if region in self._within(mention.entry) or self._is_elsewhere(key, name, names, region):
            return name
        if longer := self._longer(key, name, names):
            told = longer.mention
            return replace(name, mention=replace(mention, key=told.key, entry=told.entry, kind=told.kind))
        own = row_name(region)
        for called in (own, *self._gazetteer.entries[region].aliases):
            rows = self._gazetteer.forms.get(called + form, ())
            if len(rows) == 1:  # whatever its type: 故宫 is a palace, and that of Taiwan a museum
                row = self._gazetteer.entries[rows[0]]
                return replace(
                    name, mention=replace(mention, key=own + form, entry=rows[0], type=row.type, kind=row.kind)
                )
        return replace(name, mention=replace(mention, key=own + form, entry=""))

    def _within(self, row: str) -> list[str]:
        return [row, *(outer.id for outer in self._gazetteer.containers(row))] if row else []

    def _is_elsewhere(self, key: str, name: Name, names: Sequence[Name], region: str) -> bool:
        """Tell whether a place right before a name, or the home country before it in its sentence, says whose it is."""
        start = sentence_start(key, name.start)
        for other in names:
            if start <= other.start and other.end <= name.start and other.mention.entry:
                within = self._within(other.mention.entry)
                if other.mention.entry == self._home:
                    return True
                if key[other.end : name.start] in self._joining and region not in within and self._home in within:
                    return True
        return False

    def _longer(self, key: str, name: Name, names: Sequence[Name]) -> Name | None:
        """The last name before that ends in this one, with more before it: 國立中山大學 … 中山大學."""
        form = key[name.start : name.end]
        for other in reversed(names):
            if other.start < name.start and other.mention.type == name.mention.type and other.mention.entry:
                called = key[other.start : other.end]
                if called.endswith(form) and called != form:
                    return other
        return None

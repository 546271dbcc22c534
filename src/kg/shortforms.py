"""Short forms that a document gives its names, and further places of names that were found surely.

A form is declared (中关村…研究院（简称“泛联院”）) or follows from a long name that the document also uses without its
ending (华为 of 华为公司).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import daachorse

from kg.gazetteer import Gazetteer
from kg.grammar import Grammar
from kg.reading import Alias, Candidate, Reading

_ALIAS = "“?([^“”()\n,。、;:]{2,16}?)”?"


class ShortForms:
    """Reads a document as a whole, once its names have been chosen for the first time."""

    def __init__(self, grammar: Grammar, gazetteer: Gazetteer) -> None:
        """Compile the words that introduce short forms."""
        self.grammar = grammar
        self.gazetteer = gazetteer
        introduced = "|".join(map(re.escape, sorted(grammar.introduced, key=lambda word: (-len(word), word))))
        self._introduced = re.compile(rf"[(,]\s?(?:{introduced}):?{_ALIAS}(?=[),。;“])") if introduced else None
        self._bracketed = re.compile(rf"\({_ALIAS}\)")

    def read(self, reading: Reading, chosen: list[Candidate]) -> tuple[list[Alias], list[Candidate]]:
        """Short forms that the document declares or that its names give, and further places of names found surely."""
        key = reading.key
        aliases: dict[str, Alias] = {}
        for candidate in chosen:
            for alias in self._declared(key, candidate):
                aliases.setdefault(alias.alias, alias)
        names: dict[str, Candidate] = {}
        for candidate in chosen:
            form = key[candidate.start : candidate.end]
            if (
                candidate.sure
                and candidate.source != "gazetteer"
                and (len(form) > 2 or candidate.rule == "person" or candidate.source == "tagger")
            ):
                names.setdefault(form, candidate)
        for candidate in chosen:
            for alias in self._stems(reading, candidate):
                known = alias.key in self.gazetteer.forms
                if alias.alias not in aliases and (known or alias.alias not in names):
                    aliases[alias.alias] = alias
        return list(aliases.values()), self._further_places(reading, names, aliases)

    def _declared(self, key: str, candidate: Candidate) -> Iterable[Alias]:
        """Short forms introduced right behind a name: （简称“泛联院”）, or by brackets alone: 人工智能（AI）."""
        form = key[candidate.start : candidate.end]
        match = self._introduced.match(key, candidate.end) if self._introduced else None
        if match is None:
            match = self._bracketed.match(key, candidate.end)
            if match and not (_is_acronym(match[1], form)):
                match = None
        if match and match[1] != form:
            yield Alias(candidate.type, match[1], form, key[candidate.start : match.end()])

    def _stems(self, reading: Reading, candidate: Candidate) -> Iterable[Alias]:
        """The short form of a long name (华为 of 华为公司), if the document uses it by itself."""
        form = reading.key[candidate.start : candidate.end]
        if candidate.source == "gazetteer":
            return
        for stem in self.grammar.stems:
            if stem.type != candidate.type:
                continue
            end = next((end for end in stem.ends if form.endswith(end) and len(form) - len(end) >= stem.least), None)
            if end is None:
                continue
            short = form[: -len(end)].split("(")[0]
            if len(short) < stem.least:
                continue
            entries = self.gazetteer.forms.get(short, ())
            if any(self.gazetteer.entries[entry].type == candidate.type for entry in entries):
                yield Alias(candidate.type, form, short, form)  # the short form is the known name of this very body
            elif not entries and reading.key.count(short) > 1:
                yield Alias(candidate.type, short, form, form)

    def _further_places(
        self, reading: Reading, names: dict[str, Candidate], aliases: dict[str, Alias]
    ) -> list[Candidate]:
        forms = sorted(names.keys() | aliases.keys())
        if not forms:
            return []
        found = []
        for start, end, index in daachorse.CharwiseDoubleArrayAhoCorasick(forms).find_overlapping(reading.key):
            form = forms[index]
            if end - start < 3 and (reading.cuts(start) or reading.cuts(end)):
                continue
            if form in names:
                name = names[form]
                found.append(Candidate(start, end, name.type, "document", name.rule, name.kind))
            else:
                found.append(Candidate(start, end, aliases[form].type, "short form", "declared"))
        return found


def _is_acronym(alias: str, name: str) -> bool:
    """Tell whether brackets behind a name give a short form: letters, or characters that the name has in this order."""
    if alias.isascii():
        return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.& -]*", alias))
    rest = iter(name)
    return len(alias) < len(name) and all(character in rest for character in alias) and not name.startswith(alias)

"""A document's mentions: one choice among the candidates of all readers of names, and the document as a whole.

The policy for overlaps is one: sure candidates before unsure ones, longer before shorter, then by source in the
order of `SOURCES`, then from left to right. A candidate inside a chosen one stays as a *nested* name, for the rules
that read what a name states by itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import daachorse

from kg.gazetteer import Gazetteer, Match
from kg.grammar import Grammar, Reference
from kg.model import Document, Mention
from kg.names import NameGrammar
from kg.persons import PersonGrammar
from kg.reading import Candidate, Reading
from kg.segment import Segmenter
from kg.text import NormalisedText, normalise

SOURCES = ("gazetteer", "short form", "grammar", "document", "jieba")
"""Where candidates come from, the most trusted first."""

_ALIAS = "“?([^“”()\n,。、;:]{2,16}?)”?"


@dataclass(frozen=True, slots=True)
class Name:
    """A mention at its place in the key, with the names nested in it."""

    start: int
    end: int
    mention: Mention
    parts: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """A short form that a document itself gives a name: ``alias`` and ``key`` are folded, ``quote`` is the place."""

    type: str
    alias: str
    key: str
    quote: str


@dataclass(frozen=True, slots=True)
class Names:
    """What was found in a document: its folded text, the names in order, and the short forms that it declares."""

    text: NormalisedText
    reading: Reading
    names: tuple[Name, ...]
    aliases: tuple[Alias, ...]


class NameFinder:
    """Finds the names of documents with one gazetteer and one grammar, compiled once."""

    def __init__(self, gazetteer: Gazetteer, grammar: Grammar, segmenter: Segmenter) -> None:
        """Compile the readers of names."""
        self.gazetteer = gazetteer
        self.grammar = grammar
        self.segmenter = segmenter
        self._names = NameGrammar(grammar)
        self._persons = PersonGrammar(grammar)
        introduced = "|".join(map(re.escape, sorted(grammar.introduced, key=lambda word: (-len(word), word))))
        self._introduced = re.compile(rf"[(,]\s?(?:{introduced}):?{_ALIAS}(?=[),。;“])") if introduced else None
        self._bracketed = re.compile(rf"\({_ALIAS}\)")
        after = "|".join(map(re.escape, grammar.bylines.after)) or r"\b\B"
        self._signs_after = re.compile(
            rf"(?:[\u3400-\u9fff]{{0,6}}\d+(?:[\u3400-\u9fff]\d+)?[\u3400-\u9fff])?(?:{after})"
        )
        self._references = _reference_pattern(grammar.references)

    def find(self, document: Document) -> Names:
        """Find all names of a document, in time linear in its text."""
        text = normalise(document.text)
        reading = Reading(text.key, self.gazetteer, self.segmenter)
        candidates = self._candidates(reading)
        chosen = choose(candidates)
        aliases, more = self._whole_document(reading, chosen)
        if more:
            candidates += more
            chosen = choose(candidates)
        chosen = _one_type_per_name(reading.key, chosen)
        names = self._as_names(text, reading, chosen, candidates, {alias.alias: alias for alias in aliases})
        names = sorted([*names, *self._back_references(text, reading, names)], key=lambda name: (name.start, name.end))
        return Names(text, reading, tuple(names), tuple(sorted(aliases)))

    def _candidates(self, reading: Reading) -> list[Candidate]:
        candidates = [
            Candidate(match.start, match.end, reading.type_of(match), "gazetteer", entries=match.entries)
            for match in reading.matches
            if match.end - match.start > 1 and not self._only_signs(reading, match)
        ]
        candidates += self._names.read(reading)
        candidates += self._persons.read(reading)
        tokens = reading.tokens
        for start, end, tag in zip(tokens.starts, tokens.ends, tokens.tags, strict=True):
            kind = self.grammar.tag_types.get(tag)
            if kind and self._tag_is_trusted(reading.key[start:end]):
                candidates.append(Candidate(start, end, kind, "jieba", tag, sure=False))
        return candidates

    def _only_signs(self, reading: Reading, match: Match) -> bool:
        """Tell whether an agency or paper stands where it signs the text."""
        if reading.gazetteer.entries[match.entries[0]].kind not in self.grammar.bylines.classes:
            return False
        return bool(self._signs_after.match(reading.key, match.end)) or reading.key.endswith(
            self.grammar.bylines.before or "\0", 0, match.start
        )

    def _tag_is_trusted(self, word: str) -> bool:
        grammar = self.grammar
        return (
            len(word) >= grammar.tag_least and word.endswith(grammar.tag_ends or "") and word not in grammar.tag_never
        )

    # -- the document as a whole -----------------------------------------------------------------------------------

    def _whole_document(self, reading: Reading, chosen: list[Candidate]) -> tuple[list[Alias], list[Candidate]]:
        """Short forms that the document declares or that its names give, and further places of names found surely."""
        key = reading.key
        aliases: dict[str, Alias] = {}
        for candidate in chosen:
            for alias in self._declared(key, candidate):
                aliases.setdefault(alias.alias, alias)
        names: dict[str, Candidate] = {}
        for candidate in chosen:
            form = key[candidate.start : candidate.end]
            if candidate.sure and candidate.source != "gazetteer" and (len(form) > 2 or candidate.rule == "person"):
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

    # -- from candidates to names ----------------------------------------------------------------------------------

    def _as_names(
        self,
        text: NormalisedText,
        reading: Reading,
        chosen: list[Candidate],
        candidates: list[Candidate],
        aliases: dict[str, Alias],
    ) -> list[Name]:
        inner: dict[int, list[Candidate]] = defaultdict(list)
        starts = sorted((candidate.start, index) for index, candidate in enumerate(chosen))
        spans = [(chosen[index].start, chosen[index].end, index) for _, index in starts]
        for candidate in candidates:
            index = _holder(spans, candidate)
            if index is not None:
                inner[index].append(candidate)
        present = self._present_entries(chosen)
        forms = {(candidate.type, text.key[candidate.start : candidate.end]) for candidate in chosen}
        return [
            Name(
                candidate.start,
                candidate.end,
                self._mention(text, candidate, present, aliases),
                tuple(
                    Name(part.start, part.end, replace(self._mention(text, part, present, aliases), nested=True))
                    for part in _parts(text.key, inner[index], forms)
                ),
            )
            for index, candidate in enumerate(chosen)
        ]

    def _present_entries(self, chosen: list[Candidate]) -> Counter[str]:
        """How often each unambiguous row is named in the document, for telling homonyms apart."""
        return Counter(candidate.entries[0] for candidate in chosen if len(candidate.entries) == 1)

    def _mention(
        self, text: NormalisedText, candidate: Candidate, present: Counter[str], aliases: dict[str, Alias]
    ) -> Mention:
        span = text.span(candidate.start, candidate.end)
        form = text.key[candidate.start : candidate.end]
        entry = self._entry(candidate, present)
        key = aliases[form].key if form in aliases and aliases[form].type == candidate.type else form
        if not entry:
            known = [e for e in self.gazetteer.forms.get(key, ()) if self.gazetteer.entries[e].type == candidate.type]
            entry = known[0] if len(known) == 1 else ""
        return Mention(
            span.start,
            span.end,
            text.original[span.start : span.end],
            key,
            candidate.type,
            candidate.source,
            candidate.rule,
            entry,
            self.gazetteer.entries[entry].kind if entry else candidate.kind,
        )

    def _entry(self, candidate: Candidate, present: Counter[str]) -> str:
        """The row that is meant: the only one, or of homonyms the one whose container the document names."""
        entries = [e for e in candidate.entries if self.gazetteer.entries[e].type == candidate.type]
        if len(entries) <= 1:
            return entries[0] if entries else ""
        weights = [(sum(present[outer.id] for outer in self.gazetteer.containers(entry)), entry) for entry in entries]
        best = max(weight for weight, _ in weights)
        winners = [entry for weight, entry in weights if weight == best]
        return winners[0] if best and len(winners) == 1 else ""

    def _back_references(self, text: NormalisedText, reading: Reading, names: list[Name]) -> list[Name]:
        """该公司, 该市 … as mentions of the names that they stand for."""
        found: list[Name] = []
        if self._references is None:
            return found
        pattern, reference_of = self._references
        ordered = sorted(names, key=lambda name: name.start)
        position = 0
        latest: dict[str, list[Name]] = defaultdict(list)
        for match in pattern.finditer(reading.key):
            while position < len(ordered) and ordered[position].end <= match.start():
                latest[ordered[position].mention.type].append(ordered[position])
                position += 1
            if position < len(ordered) and ordered[position].start < match.end():
                continue  # part of a name
            if position and ordered[position - 1].end > match.start():
                continue
            for reference in reference_of[match[0]]:
                antecedent = self._antecedent(reading.key, match.start(), reference, latest[reference.type])
                if antecedent:
                    span = text.span(*match.span())
                    mention = replace(
                        antecedent.mention,
                        start=span.start,
                        end=span.end,
                        text=text.original[span.start : span.end],
                        source="reference",
                        rule=antecedent.mention.text,
                    )
                    found.append(Name(*match.span(), mention))
                    break
        return found

    def _antecedent(self, key: str, position: int, reference: Reference, names: list[Name]) -> Name | None:
        """The nearest name before a back reference that it can stand for."""
        if reference.at_start and position and key[position - 1] not in "\n。,;!?”:":
            return None
        for name in reversed(names[-6:]):
            entry = self.gazetteer.entries.get(name.mention.entry)
            forms = (key[name.start : name.end], name.mention.key, entry.name if entry else "")
            if not reference.ends or any(form.endswith(reference.ends) for form in forms):
                return name
        return None


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose among overlapping candidates by the policy of this module; the result is in order of the text."""
    ranked = sorted(
        candidates,
        key=lambda candidate: (
            not candidate.sure,
            candidate.start - candidate.end,
            SOURCES.index(candidate.source),
            -candidate.weight,
            candidate.start,
            candidate.type,
            candidate.rule,
        ),
    )
    taken: set[int] = set()
    chosen = []
    for candidate in ranked:
        # Both edges and every position in between are tested: a shorter candidate can only lie inside or across.
        if candidate.start in taken or candidate.end - 1 in taken:
            continue
        span = range(candidate.start, candidate.end)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.start)


def _parts(key: str, inner: list[Candidate], forms: set[tuple[str, str]]) -> list[Candidate]:
    """Names nested in a name: those that the text also uses by themselves, and others where these leave room."""
    used = choose(part for part in inner if (part.type, key[part.start : part.end]) in forms)
    rest = [part for part in inner if all(part.end <= other.start or other.end <= part.start for other in used)]
    return sorted([*used, *choose(rest)], key=lambda part: part.start)


def _one_type_per_name(key: str, chosen: list[Candidate]) -> list[Candidate]:
    """Give all occurrences of one form the type that the most trusted readings give it."""
    votes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for candidate in chosen:
        weight = (len(SOURCES) - SOURCES.index(candidate.source)) * (3 if candidate.sure else 1)
        votes[key[candidate.start : candidate.end]][candidate.type, candidate.kind] += weight
    result = []
    for candidate in chosen:
        kinds = votes[key[candidate.start : candidate.end]]
        kind, finer = max(sorted(kinds), key=lambda pair: kinds[pair])
        result.append(candidate if candidate.type == kind else replace(candidate, type=kind, kind=finer))
    return result


def _holder(spans: list[tuple[int, int, int]], candidate: Candidate) -> int | None:
    """Index of the chosen candidate that ``candidate`` lies strictly inside of, if any."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle][0] <= candidate.start:
            low = middle + 1
        else:
            high = middle
    if not low:
        return None
    start, end, index = spans[low - 1]
    inside = start <= candidate.start and candidate.end <= end and candidate.end - candidate.start < end - start
    return index if inside else None


def _reference_pattern(
    references: tuple[Reference, ...],
) -> tuple[re.Pattern[str], dict[str, list[Reference]]] | None:
    words: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        for word in reference.words:
            words[word].append(reference)
    if not words:
        return None
    alternatives = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    return re.compile(alternatives), dict(words)


def _is_acronym(alias: str, name: str) -> bool:
    """Tell whether brackets behind a name give a short form: letters, or characters that the name has in this order."""
    if alias.isascii():
        return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.& -]*", alias))
    rest = iter(name)
    return len(alias) < len(name) and all(character in rest for character in alias) and not name.startswith(alias)

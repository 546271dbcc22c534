"""Names that the ontology does not know yet, gathered over documents: what to put into the gazetteer next.

Candidates are words in Latin letters, words that the dictionary lacks, proper words that nothing read as a name, runs
of words before an ending that names have, quoted names, and names that the grammar built but no row knows, among them
persons that no title or verb beside makes sure. What stands around them, compared with what stands around known names,
ranks them and guesses their type.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.knowledge.grammar import Grammar
from kg.model import Mention
from kg.names.reading import REFERENCE, Name, Reading
from kg.ontology import Ontology
from kg.segment import Segmenter
from kg.suggestion.suggested import POINTS, SuggestedName
from kg.text import PARAGRAPH, is_wide

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.&+'][A-Za-z0-9]+)*(?: [A-Z][A-Za-z0-9]*(?:[-.&+'][A-Za-z0-9]+)*){0,4}")
_QUOTED = re.compile(r"“([^“”\n,。;:!?]{2,30})”")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_PERSON_TAGS = frozenset({"nr", "nrt", "nrfg"})
_BODY_TAGS = frozenset({"nt", "ns"})
_PROPER_TAGS = _PERSON_TAGS | _BODY_TAGS | {"nz"}
_BUILT = frozenset({"grammar", "jieba", "document"})
_LONGEST_QUOTED = 14
_LONGEST_RUN = 4
_AROUND = 24


@dataclass(slots=True)
class _Seen:
    """All places of one form so far."""

    documents: set[str] = field(default_factory=set)
    count: int = 0
    evidence: set[str] = field(default_factory=set)
    votes: Counter[str] = field(default_factory=Counter)
    beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    quote: str = ""


class NewNames:
    """Gathers candidates over documents; `ranked` gives the result."""

    def __init__(self, ontology: Ontology, segmenter: Segmenter) -> None:
        """Prepare what the grammar and the rules tell about the neighbourhood of names."""
        self.ontology = ontology
        self.grammar: Grammar = ontology.grammar
        self.segmenter = segmenter
        self._seen: dict[str, _Seen] = defaultdict(_Seen)
        self._around: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._known: Counter[tuple[bool, str]] = Counter()
        self._endings = {
            word: (suffix.type, suffix.kind) for suffix in reversed(self.grammar.suffixes) for word in suffix.words
        }
        self._heads = {word: (kind.type, kind.kind) for kind in self.grammar.quoted for word in kind.words}
        persons = self.grammar.persons
        self._ordinary = self.grammar.titles | self.grammar.inside.generic | persons.words | self.grammar.tag_never
        self._stops = self._ordinary | self.grammar.inside.never | self.grammar.inside.verbs
        self._before_person, self._after_person = tuple(sorted(persons.before)), tuple(sorted(persons.after))
        self._signs_before, self._signs_after = tuple(persons.bylines_before), tuple(persons.bylines_after)
        self._verbs = self._arguments_beside_triggers()

    def add(self, document: str, reading: Reading, names: Iterable[Name]) -> None:
        """Take the candidates of one document, whose names were found as ``names``."""
        covered = bytearray(len(reading.key))
        names = [name for name in names if name.mention.source != REFERENCE]
        taken: set[tuple[int, int]] = set()
        for name in names:
            self._learn(reading, name)
            covered[name.start : name.end] = b"\1" * (name.end - name.start)
            if not name.mention.entry and name.mention.source in _BUILT and self._is_fit(reading, name.start, name.end):
                taken.add((name.start, name.end))
                doubtful = self._is_doubtful(reading.key, name)
                self._note(document, reading, name.start, name.end, "doubtful" if doubtful else "built", name.mention)
        for start, end, kind in self._candidates(reading, covered):
            if (start, end) not in taken and not any(covered[start:end]) and self._is_fit(reading, start, end):
                taken.add((start, end))
                self._note(document, reading, start, end, kind)

    def ranked(self, least: int = 2) -> list[SuggestedName]:
        """The forms seen at least so often, the most telling first; parts of longer ones are left out."""
        found = [self._suggestion(form, seen) for form, seen in self._seen.items() if seen.count >= least]
        found.sort(key=lambda name: (-name.score, -name.documents, -name.count, -len(name.name), name.name))
        kept: list[SuggestedName] = []
        for name in sorted(found, key=lambda name: (-len(name.name), name.name)):
            if not any(name.name in longer.name and name.count <= longer.count for longer in kept):
                kept.append(name)
        chosen = set(kept)
        return [name for name in found if name in chosen and not self._is_fragment(name)]

    # -- candidates ------------------------------------------------------------------------------------------------

    def _candidates(self, reading: Reading, covered: bytearray) -> Iterator[tuple[int, int, str]]:
        yield from self._marked(reading.key)
        tokens = reading.tokens
        for index, (start, end, tag) in enumerate(zip(tokens.starts, tokens.ends, tokens.tags, strict=True)):
            if _HAN.fullmatch(reading.key[start:end]):
                yield from self._runs(reading, index, covered)
                yield from self._by_dictionary(reading.key, start, end, tag)

    def _marked(self, key: str) -> Iterator[tuple[int, int, str]]:
        """What quotation marks or another script set apart."""
        attributive = self.ontology.rules.context.attributive
        longest = self.grammar.quoted_longest or _LONGEST_QUOTED
        for match in _QUOTED.finditer(key):
            if len(match[1]) <= longest and not any(word in match[1] for word in attributive):
                yield *match.span(1), "quoted"
        for match in _LATIN.finditer(key):
            a_unit = match.start() and key[match.start() - 1].isdigit()
            if any(character.isupper() for character in match[0]) and len(match[0]) > 1 and not a_unit:
                yield *match.span(), "Latin"

    def _by_dictionary(self, key: str, start: int, end: int, tag: str) -> Iterator[tuple[int, int, str]]:
        """A word that the dictionary lacks, or has as a name."""
        word = key[start:end]
        if len(word) < 2:
            return
        known = self.segmenter.knows(word)
        if word[0] in self.grammar.inside.clinging and len(word) > 2 and not known:
            start, word = start + 1, word[1:]
            known = self.segmenter.knows(word)
        if len(word) == 2 and not (self._is_person_like(word) and self._person_beside(key, start, end)):
            return  # most short words that the dictionary lacks are verbs
        if not known and (tag in self.grammar.inside.tags or tag in _PROPER_TAGS):
            yield start, end, "unknown word"
        elif known and self._is_proper(word, tag):
            yield start, end, "proper"

    def _runs(self, reading: Reading, index: int, covered: bytearray) -> Iterator[tuple[int, int, str]]:
        """Words before an ending that names have, where the grammar did not dare to read a name."""
        tokens, inside = reading.tokens, self.grammar.inside
        end = tokens.ends[index]
        if reading.key[tokens.starts[index] : end] not in self._endings:
            return
        first = index
        while first and index - first < _LONGEST_RUN:
            word = reading.key[tokens.starts[first - 1] : tokens.ends[first - 1]]
            fits = tokens.tags[first - 1] in inside.tags and _HAN.fullmatch(word) and word not in self._stops
            if not fits or covered[tokens.starts[first - 1]]:
                break
            first -= 1
        start = tokens.starts[first]
        if index - first >= 2 or any(not self.segmenter.knows(w) for w in self._words(reading, first, index)):
            yield start, end, "run"

    def _is_proper(self, word: str, tag: str) -> bool:
        """Tell whether a word of the dictionary is tagged as a name and looks like one."""
        return (tag in _PERSON_TAGS and self._is_person_like(word)) or (tag in _BODY_TAGS and len(word) > 2)

    def _words(self, reading: Reading, first: int, last: int) -> list[str]:
        tokens = reading.tokens
        return [reading.key[tokens.starts[i] : tokens.ends[i]] for i in range(first, last)]

    def _is_fit(self, reading: Reading, start: int, end: int) -> bool:
        """Not known, no ordinary word, and not the signature of a text."""
        form = reading.key[start:end]
        if len(form) < 2 or form in self.ontology.gazetteer.forms or form in self._ordinary:
            return False
        if form in self._endings or form in self._heads:
            return False
        before = reading.key[max(0, start - 12) : start].rstrip(" :、")
        return not before.endswith(self._signs_before) and not reading.key.startswith(self._signs_after, end)

    def _is_doubtful(self, key: str, name: Name) -> bool:
        """Tell whether a name was read by its tag alone, or as a person without a title or verb that says so."""
        if name.mention.type != self.grammar.person_type:
            return name.mention.source == "jieba"
        return "·" not in key[name.start : name.end] and not self._person_beside(key, name.start, name.end)

    def _is_fragment(self, name: SuggestedName) -> bool:
        """Tell whether the same character always goes on before or behind the name: then it is a piece of a word."""
        if "unknown word" not in name.evidence or {"title", "quoted", "built"} & set(name.evidence):
            return False
        seen = self._seen[name.name]
        return any(
            len(side) == 1 and is_wide(next(iter(side))) and _HAN.match(next(iter(side))) is not None
            for side in (seen.left, seen.right)
        )

    # -- what stands around ----------------------------------------------------------------------------------------

    def _arguments_beside_triggers(self) -> dict[tuple[str, str], Counter[str]]:
        """For each trigger the types that may stand right before and right after it."""
        beside: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for rule in self.ontology.rules.rules:
            for argument in (rule.subject, rule.object):
                if argument.position in ("before", "after") and len(argument.types) <= 2:
                    for trigger in rule.triggers:
                        beside[argument.position, trigger].update(argument.types)
        return beside

    def _learn(self, reading: Reading, name: Name) -> None:
        """Keep which words stand beside names of a type."""
        self._known[reading.key[name.start].isascii(), name.mention.type] += 1
        for side, word in self._neighbours(reading, name.start, name.end):
            self._around[side, word][name.mention.type] += 1

    def _neighbours(self, reading: Reading, start: int, end: int) -> Iterator[tuple[str, str]]:
        if start:
            left, right, _ = reading.token(start - 1)
            yield "after", reading.key[left:right]  # the name stands after this word
        if end < len(reading.key):
            left, right, _ = reading.token(end)
            yield "before", reading.key[left:right]

    def _person_beside(self, key: str, start: int, end: int) -> bool:
        return key.endswith(self._before_person, 0, start) or key.startswith(self._after_person, end)

    def _note(
        self, document: str, reading: Reading, start: int, end: int, kind: str, mention: Mention | None = None
    ) -> None:
        key = reading.key
        form = key[start:end]
        seen = self._seen[form]
        seen.documents.add(document)
        seen.count += 1
        seen.evidence.add(kind)
        seen.left[key[start - 1] if start else ""] += 1
        seen.right[key[end] if end < len(key) else ""] += 1
        if not seen.quote:
            seen.quote = key[max(0, start - _AROUND) : end + _AROUND].replace(PARAGRAPH, " ").strip()
        if mention:
            seen.votes[mention.type] += 30
            seen.kinds[mention.type, mention.kind] += 1
        if (
            (mention is None or mention.type == self.grammar.person_type)
            and self._is_person_like(form)
            and self._person_beside(key, start, end)
        ):
            seen.evidence.add("title")
            seen.votes[self.grammar.person_type] += 12
        elif mention is None and reading.tag(start) in _PERSON_TAGS and self._is_person_like(form):
            seen.votes[self.grammar.person_type] += 6
        for length in range(len(form) - 1, 0, -1):
            ending = self._endings.get(form[-length:])
            if ending and mention is None:
                seen.evidence.add("ending")
                seen.votes[ending[0]] += 12
                seen.kinds[ending] += 1
                break
        for length in range(min(8, len(key) - end), 1, -1):
            word = key[end : end + length]
            head = self._heads.get(word) or self._endings.get(word)
            if head and not reading.cuts(end + length):
                seen.evidence.add("class word")
                seen.votes[head[0]] += 6
                break
        seen.beside.update(self._neighbours(reading, start, end))
        if any(beside in self._verbs for beside in self._neighbours(reading, start, end)):
            seen.evidence.add("verb")

    def _is_person_like(self, form: str) -> bool:
        persons = self.grammar.persons
        return 2 <= len(form) <= 4 and (form[0] in persons.surnames or form[:2] in persons.double_surnames)

    # -- results ---------------------------------------------------------------------------------------------------

    def _suggestion(self, form: str, seen: _Seen) -> SuggestedName:
        kind = self._type(form, seen)
        finer = sorted((pair for pair in seen.kinds if pair[0] == kind), key=lambda pair: (-seen.kinds[pair], pair))
        evidence = sorted(seen.evidence, key=lambda each: (-POINTS[each], each))
        points = sum(POINTS[each] for each in evidence)
        unsupported = seen.evidence <= {"proper", "verb"}  # a word of the dictionary: frequent ones are ordinary
        score = 1 if unsupported else 2 * len(seen.documents) + min(4, seen.count.bit_length() - 1) + points
        return SuggestedName(
            form,
            kind,
            finer[0][1] if finer else "",
            len(seen.documents),
            seen.count,
            tuple(evidence),
            seen.quote,
            score,
        )

    def _type(self, form: str, seen: _Seen) -> str:
        """The type with most votes; without votes that of quoted names, or the type that the texts name most."""
        types = list(self.ontology.schema.types)
        votes = Counter(seen.votes)
        for beside, count in seen.beside.items():
            for around in (self._verbs.get(beside), self._around.get(beside)):
                for kind, number in (around or {}).items():
                    votes[kind] += count * 6 * number // max(3, around.total() if around else 1)
        if not votes.total() and "quoted" in seen.evidence and self.grammar.title_otherwise:
            return self.grammar.title_otherwise
        return max(types, key=lambda kind: (votes[kind], self._known[form[0].isascii(), kind]))

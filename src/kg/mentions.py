"""A document's mentions: the readers of names, the choice among what they propose, and the document as a whole.

A candidate inside a chosen one stays as a *nested* name, for the rules that read what a name states by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import islice

from kg.apart.containers import Containers
from kg.apart.descriptions import DescriptionReader
from kg.apart.indicated import Indicated
from kg.apart.nations import NationalBodies, RegionalNames
from kg.apart.posts import Post, PostReader
from kg.evidence import Scale, worth_in
from kg.forms.delimited import Delimited, overlaid
from kg.forms.derived import Derivation
from kg.forms.otherwise import Otherwise
from kg.forms.renamings import Renamings
from kg.forms.shortforms import ShortForms
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.grammar import Grammar
from kg.knowledge.identity import IdentityRules
from kg.model import Document, Mention
from kg.names.addresses import in_addresses
from kg.names.bylines import BylineReader
from kg.names.choosing import choose, one_type_per_name
from kg.names.describing import Descriptions
from kg.names.listed import ListReader
from kg.names.nameends import Place, endings
from kg.names.ordinary import OrdinaryWords
from kg.names.persons import PersonGrammar
from kg.names.reading import Alias, Candidate, Name, Proposed, Reading
from kg.names.routes import RouteReader
from kg.names.stated import StatedNames
from kg.names.suffixed import NameGrammar
from kg.names.unended import UnendedPlaces
from kg.names.words import Beside
from kg.naming import Naming, meaning_the_same, own_forms
from kg.references import ReferenceReader
from kg.segment import Segmenter
from kg.sources import NameSource, candidates_of
from kg.tagging.margins import margins
from kg.tagging.table import Table
from kg.tagging.tagger import Tagger
from kg.text import NormalisedText, normalise, squeezed
from kg.weighing import choose_by_weight, pool, weigh, with_scores


@dataclass(frozen=True, slots=True)
class Names:
    """What was found in a document: its folded text, the names in order, and the short forms that it declares.

    ``offers`` are forms that follow from its full names, for other documents; ``posts`` tell its persons apart from
    others of the same name. ``candidates`` are all that the readers of names proposed, ``chosen`` those of them that
    became names.
    """

    text: NormalisedText
    reading: Reading
    names: tuple[Name, ...]
    aliases: tuple[Alias, ...]
    candidates: tuple[Candidate, ...] = ()
    chosen: tuple[Candidate, ...] = ()
    offers: tuple[Alias, ...] = ()
    posts: tuple[Post, ...] = ()


class NameFinder:
    """Finds the names of documents with one gazetteer and one grammar, compiled once."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        grammar: Grammar,
        segmenter: Segmenter,
        table: Table | None = None,
        sources: Sequence[NameSource] = (),
        types: Iterable[str] = (),
        identity: IdentityRules | None = None,
    ) -> None:
        """Compile the readers of names.

        Args:
            gazetteer: the known names.
            grammar: how names are built.
            segmenter: cuts text into words.
            table: the tagger's; without it the policy of `kg.names.choosing` decides alone.
            sources: further sources of names.
            types: the types that ``sources`` may give.
            identity: when two names are one thing and one name is two.
        """
        self.gazetteer = gazetteer
        self.grammar = grammar
        self.segmenter = segmenter
        self._names = NameGrammar(grammar)
        self._persons = PersonGrammar(grammar)
        self._lists = ListReader(grammar)
        self._describing = Descriptions(grammar)
        self._ordinary = OrdinaryWords(grammar.ordinary, gazetteer)
        self._unended = UnendedPlaces(gazetteer, grammar.unended)
        inside = grammar.inside
        heads = inside.undivided & grammar.titles
        behind = inside.peoples | grammar.titles
        self._beside = Beside(inside.clinging, behind, inside.undivided, heads, inside.joints, inside.towns)
        self._bylines = BylineReader(grammar)
        identity = identity or IdentityRules()
        self._routes = RouteReader(identity.routes)
        self._containers = Containers(gazetteer, identity.homonyms)
        self._indicated = Indicated(gazetteer, identity.formal, identity.homonyms)
        self._nations = NationalBodies(gazetteer, identity.nations)
        self._regions = RegionalNames(gazetteer, identity.nations)
        self._naming = Naming(gazetteer, self._containers, grammar.singles, grammar.heads, grammar.stems)
        self._otherwise = Otherwise(grammar, gazetteer, identity.homonyms)
        self._posts = PostReader(
            identity.namesakes,
            gazetteer,
            grammar.titles,
            grammar.persons.foreign,
            grammar.inside.outside,
            identity.homonyms,
            frozenset(grammar.persons.surnames),
        )
        self._descriptions = DescriptionReader(identity.namesakes, grammar.titles, grammar.persons.surnames)
        delimited = Delimited(grammar, identity.homonyms)
        derivation = Derivation(identity, gazetteer, segmenter, grammar.inside.divisions)
        self._short_forms = ShortForms(
            grammar, gazetteer, derivation, delimited, Renamings(identity.renamed, delimited)
        )
        self._references = ReferenceReader(grammar.references, gazetteer)
        self._tagger = Tagger(table) if table else None
        self._scale = Scale(worth_in(table.worth if table else {}))
        self._sources = tuple(sources)
        self._stated = StatedNames(grammar, self._persons)
        self._types = tuple(types)

    def find(self, document: Document) -> Names:
        """Find all names of a document, in time linear in its text."""
        return self.find_all([document])[0]

    def find_all(self, documents: Sequence[Document]) -> list[Names]:
        """Find the names of several documents, in each as if it were alone: together they are read faster."""
        proposed = [self.propose(document.text) for document in documents]
        weighed = self._weighed(self._tagger, proposed) if self._tagger else [[*one.candidates] for one in proposed]
        return [self._found(*one) for one in zip(documents, proposed, weighed, strict=True)]

    def _found(self, document: Document, proposed: Proposed, candidates: list[Candidate]) -> Names:
        """The names of a document among all that was proposed for it."""
        text, reading = proposed.text, proposed.reading
        candidates = self._describing.without(reading, candidates)
        chooser = choose_by_weight if self._tagger else choose
        chosen = chooser(candidates)
        chosen = self._containers.chained(reading.key, chosen)
        aliases, more, certain = self._short_forms.read(reading, chosen, candidates)
        more += [*self._containers.elliptic(reading, chosen), *self._containers.common(reading, chosen)]
        more += self._nations.unlisted(reading, chosen)
        if more:
            candidates += with_scores(reading.key, more, chosen) if self._tagger else more
            chosen = self._containers.chained(reading.key, chooser(candidates))
        whole = {(one.start, one.end) for one in chosen}  # a line still to be built is no place yet
        if ways := [one for one in self._routes.read(reading) if (one.start, one.end) not in whole]:
            certain, ends = [*certain, *ways], {one.end for one in ways}
            candidates = [one for one in candidates if one.end not in ends]  # 十堰高速铁路 of 西安至十堰高速铁路
        if outweighing := self.grammar.outweighing:
            certain += [one for one in proposed.candidates if one.rule in outweighing]
        if certain:
            candidates += certain
            chosen = overlaid(chosen, certain)
        chosen = self._short_forms.retyped(reading.key, one_type_per_name(reading.key, chosen), aliases)
        return self._names_of(document, text, reading, candidates, chosen, aliases)

    def settle(self, document: Document, given: Sequence[Candidate], aliases: Sequence[Alias]) -> Names:
        """The names of a document whose names are known: only what is nested in them or refers to them is read.

        Args:
            document: the text.
            given: its names as ranges of its key, in order and not overlapping.
            aliases: which of their forms are short forms of others.
        """
        proposed = self.propose(document.text)
        known = [
            replace(name, entries=tuple(self.gazetteer.forms.get(proposed.text.key[name.start : name.end], ())))
            for name in given
        ]
        return self._names_of(document, proposed.text, proposed.reading, [*proposed.candidates, *known], known, aliases)

    def _names_of(
        self,
        document: Document,
        text: NormalisedText,
        reading: Reading,
        candidates: list[Candidate],
        chosen: list[Candidate],
        aliases: Sequence[Alias],
    ) -> Names:
        editions = [*self._otherwise.editions(reading.key, chosen), *self._otherwise.teams(reading.key, chosen)]
        aliases = [*aliases, *(one for one in editions if one.alias not in {alias.alias for alias in aliases})]
        forms = {(alias.type, alias.alias) for alias in (*editions, *self._otherwise.declared(aliases))}
        aliases = [alias for alias in aliases if alias.alias != alias.key]
        names = self._naming.names(text, chosen, candidates, {alias.alias: alias for alias in aliases}, forms)
        names = self._references.complete(reading, names)
        names = self._regions.tell(text, self._nations.tell(text, names))
        names = self._containers.tell_apart(reading, names, document.id)
        names = self._indicated.tell(reading.key, names)
        own = self._short_forms.unread(reading.key, aliases) | self._short_forms.heard.elsewhere(reading, chosen)
        names = meaning_the_same(own_forms(names, own, document.id))
        names = self._descriptions.unlisted(reading.key, names)
        names = sorted([*names, *self._references.read(text, reading, names)], key=lambda name: (name.start, name.end))
        placed = {
            (one.mention.type, one.mention.key)
            for one in names
            if not one.mention.entry and one.mention.key != reading.key[one.start : one.end]
        }
        offers = self._short_forms.offers(reading.key, chosen, placed)
        posts = self._posts.read(reading.key, names)
        posts += self._descriptions.read(reading.key, names, posts, document.date)
        return Names(
            text,
            reading,
            tuple(names),
            tuple(sorted(aliases)),
            tuple(candidates),
            tuple(chosen),
            tuple(offers),
            tuple(sorted(posts)),
        )

    def listening(self, told: Mapping[str, Alias]) -> NameFinder:
        """The same reader of names that also knows the forms which other documents tell."""
        finder = copy(self)
        finder._short_forms = self._short_forms.listening(told)
        return finder

    def doubts(self, forms: Iterable[tuple[str, str]], mentions: Iterable[Mention]) -> bool:
        """Tell whether forms told by other documents may stand for something else beside some mentions."""
        return self._short_forms.heard.may_be_elsewhere(forms, mentions)

    def told_in(self, document: Document) -> list[tuple[str, str]]:
        """The forms told by other documents that stand in a document, sorted, each with its type before it."""
        if not self._short_forms.heard.stand_in(squeezed(document.text), squeezed=True):
            return []  # nearly all documents, told without the work of normalising them again
        return self._short_forms.heard.stand_in(normalise(document.text).key)

    def propose(self, original: str) -> Proposed:
        """What all sources but the tagger propose for a text, and what would be chosen among that."""
        text = normalise(original)
        reading = Reading(text.key, self.gazetteer, self.segmenter, self._beside)
        places = list(self._names.places(reading))
        aside = self._bylines.signing(reading) | in_addresses(text.key)
        candidates = self._ordinary.names(text.key, self._candidates(reading, places))
        if aside:  # nor is a name within such a name one of the story
            candidates = [one for one in candidates if one.start not in aside or one.end - 1 not in aside]
        chosen = tuple(choose(candidates))
        return Proposed(text, reading, tuple(candidates), chosen, tuple(endings(places)), aside)

    def _weighed(self, tagger: Tagger, proposed: Sequence[Proposed]) -> list[list[Candidate]]:
        """All candidates of each text, the tagger's too, with what the evidence for each is worth."""
        types, heard = tagger.table.types, []
        for one, tagging in zip(proposed, tagger.tag(proposed), strict=True):
            names = tuple(self.of_the_story(one, tagging.names))
            tagging = tagging if names == tagging.names else replace(tagging, names=names)
            heard.append((one, tagging, pool([*one.candidates, *names])))
        measured = margins([(tagging, list(places)) for _, tagging, places in heard], types)
        return [
            weigh(one, places, tagging, types, self._scale, self.grammar, islice(measured, len(places)))
            for one, tagging, places in heard
        ]

    def _candidates(self, reading: Reading, places: Sequence[Place]) -> list[Candidate]:
        candidates = [
            Candidate(match.start, match.end, kind, "gazetteer", rule, entries=match.entries)
            for match in reading.matches
            if match.end - match.start > 1
            for kind, rule in reading.types_of(match)
            if kind != self.grammar.person_type or not self._persons.signs(reading, match.start, match.end)
        ]
        candidates += self._unended.read(reading, candidates)
        candidates += [*self._names.read(reading, places), *self._persons.read(reading)]
        candidates += list(self._lists.read(reading, candidates))
        tokens, kinds = reading.tokens, self.grammar.tag_types
        for index in [index for index, tag in enumerate(tokens.tags) if tag in kinds]:
            start, end, tag = tokens.starts[index], tokens.ends[index], tokens.tags[index]
            if self._tag_is_trusted(reading.key[start:end]):
                candidates.append(Candidate(start, end, kinds[tag], "jieba", tag, sure=False))
        for source in self._sources:
            candidates += candidates_of(source, reading.key, self._types)
        return candidates

    def of_the_story(self, proposed: Proposed, names: Iterable[Candidate]) -> list[Candidate]:
        """The tagger's names, but those that no text states (`kg.names.stated`)."""
        return list(self._stated.of(proposed, names))

    def _tag_is_trusted(self, word: str) -> bool:
        grammar = self.grammar
        return (
            len(word) >= grammar.tag_least and word.endswith(grammar.tag_ends or "") and word not in grammar.tag_never
        )

"""One document → what it names and states: a pure function, the unit that every engine ships to its workers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from kg.apart.posts import Post
from kg.mentions import NameFinder, Names
from kg.model import Document, DocumentInfo, Mention, Qualifier, Relation, Span
from kg.names.reading import REFERENCE, Alias
from kg.ontology import Ontology
from kg.relations.elsewhere import KnownElsewhere
from kg.relations.qualifiers import QualifierReader
from kg.relations.reader import Finding, RelationReader
from kg.segment import Segmenter, default_segmenter
from kg.text import NormalisedText, fold_all

AROUND = 32
"""Code points kept on each side of a quotation, by which it is found again in a changed text."""

LEAST_LIKELIHOOD = 0.35
"""How likely a reading has to be right to be stated.

A doubtful rule between doubtful names is mostly wrong: of the readings from 0.30 to 0.35, 25 of 66 were right on
paragraphs kept apart (`docs/accuracy.md`).
"""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read in one document: its names, the relations between them, and the short forms it declares.

    ``mentions`` are the names in order of the text, of nested ones those that a relation needs, and no back
    references; an end of a relation may be one of these. ``offers`` are forms that follow from the full names, and
    ``posts`` what tells its persons from namesakes.
    """

    document: DocumentInfo
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    aliases: tuple[Alias, ...]
    offers: tuple[Alias, ...] = ()
    posts: tuple[Post, ...] = ()


class Extractor:
    """The ontology compiled for reading documents. Make one per process and use it for all documents.

    ``names`` finds the names, `relate` reads what joins them.
    """

    def __init__(self, ontology: Ontology, segmenter: Segmenter | None = None) -> None:
        """Compile names and rules; ``segmenter`` defaults to the fastest that is installed."""
        self.ontology = ontology
        self.names = NameFinder(
            ontology.gazetteer,
            ontology.grammar,
            segmenter or default_segmenter(),
            ontology.table,
            ontology.sources,
            ontology.schema.types,
            ontology.identity,
        )
        self._told: dict[str, Alias] = {}
        inside, homonyms = ontology.grammar.inside, ontology.identity.homonyms
        self._elsewhere = KnownElsewhere(ontology.gazetteer, ontology.schema, homonyms, inside)
        self._qualifiers = QualifierReader(
            ontology.grammar.qualifiers, ontology.grammar.scales, ontology.rules.context.attributive
        )

    @cached_property
    def _relations(self) -> RelationReader:
        """What reads relations; a process in which others read asks for names alone."""
        return RelationReader(self.ontology.rules, self.ontology.schema)

    def extract(self, document: Document) -> Extraction:
        """Read one document. The same document and ontology always give the same value."""
        return self.relate(document, self.names.find(document))

    def extract_all(self, documents: Sequence[Document]) -> list[Extraction]:
        """Read several documents, each as if it were alone: together they are read faster."""
        found = self.names.find_all(documents)
        return [self.relate(document, names) for document, names in zip(documents, found, strict=True)]

    def relate(self, document: Document, found: Names) -> Extraction:
        """Read what a document states of the names that were found in it."""
        sentences = list(found.text.sentences())
        relations = [
            self._relation(document, found.text, finding)
            for finding in self._relations.read(found.text.key, sentences, found.names)
            if likelihood(finding) >= LEAST_LIKELIHOOD and not self._elsewhere.holds(finding)
        ]
        info = DocumentInfo(
            document.id,
            document.title,
            document.date,
            document.url,
            len(document.text),
            len(sentences),
            sha256(document.text.encode("utf-8", "replace")).hexdigest(),
        )
        return Extraction(
            info, tuple(_mentions(found, relations)), tuple(relations), found.aliases, found.offers, found.posts
        )

    def listening(self, told: Mapping[str, Alias]) -> Extractor:
        """The same extractor that also finds forms which other documents tell (see `kg.resolution.told`)."""
        extractor = copy(self)
        extractor.names = self.names.listening(told)
        extractor._told = dict(told)
        return extractor

    def heard(self, used: Sequence[tuple[str, str]], before: Extraction) -> tuple[Alias, ...]:
        """The forms told by other documents that a document uses, in order; none if it tells all of them itself.

        What the document is read to be with them hangs on these forms alone, whatever else is told.

        Args:
            used: the forms told by others that stand in its text (`kg.mentions.NameFinder.told_in`).
            before: what was read in it by itself.
        """
        own = {(alias.type, alias.alias) for alias in (*before.aliases, *before.offers)}
        others = [one for one in used if one not in own]
        names = {(mention.type, mention.text) for mention in before.mentions}
        own |= set(zip([kind for kind, _ in names], fold_all([text for _, text in names]), strict=True))
        further = not own.issuperset(others) or self.names.doubts(others, before.mentions)
        return tuple(self._told[form] for _, form in used) if further else ()

    def _relation(self, document: Document, text: NormalisedText, finding: Finding) -> Relation:
        span = _evidence_span(document.text, text, finding)
        return Relation(
            finding.rule.relation,
            finding.subject.mention,
            finding.object.mention,
            finding.rule.name,
            span,
            document.text[span.start : span.end],
            finding.modality,
            (*self._qualifiers.read(text, finding), *_page(document, span)),
            finding.rule.confidence,
            document.text[max(0, span.start - AROUND) : span.start],
            document.text[span.end : span.end + AROUND],
        )


def likelihood(finding: Finding) -> float:
    """How likely what a rule read is right: as often as its rule is with the right names, if both ends are names."""
    return finding.rule.confidence * finding.subject.likelihood * finding.object.likelihood


def _page(document: Document, span: Span) -> Iterator[Qualifier]:
    """The page on which a place of a document begins, if the document has pages."""
    if document.pages:
        yield Qualifier("page", str(max(1, bisect_right(document.pages, span.start))))


def _mentions(found: Names, relations: list[Relation]) -> list[Mention]:
    """The names of the text, and of the names nested in them those that a relation needs, in order."""
    mentions = [name.mention for name in found.names if name.mention.source != REFERENCE]
    nested = {end for relation in relations for end in (relation.subject, relation.object) if end.nested}
    return sorted([*mentions, *nested], key=lambda mention: (mention.start, -mention.end, mention.type))


def _evidence_span(original: str, text: NormalisedText, finding: Finding) -> Span:
    """The sentences that hold both ends and the trigger, as a range of the original without white space around it."""
    scene = finding.scene
    start = min(scene.span.start, finding.subject.start, finding.object.start)
    if start < scene.span.start:
        start = max(one.span.start for one in scene.before if one.span.start <= start)
    span = text.span(start, scene.span.end)
    quote = original[span.start : span.end]
    return Span(span.start + len(quote) - len(quote.lstrip()), span.end - len(quote) + len(quote.rstrip()))

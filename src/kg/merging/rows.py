"""What was read in one document as rows of tables: a pure function, as everything is that hangs on one document alone.

Rows name uses of names and no entities: which entity a use means is decided later, from all documents.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kg.extract import Extraction
from kg.model import Document, DocumentInfo, Evidence, Qualifier, Relation, Span
from kg.reading import Alias
from kg.resolution.gathered import Context, Use, gathered_of


@dataclass(frozen=True, slots=True)
class Fact:
    """What one place of a document states, between two uses of names; ``evidence`` is a plain value."""

    subject: Use
    object: Use
    relation: str
    modality: str
    confidence: float
    evidence: list[Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one document: see `kg.resolution.gathered.Gathered` for what they are summed to."""

    uses: dict[Use, int]
    ways: dict[tuple[Use, str], str]
    forms: list[list[Any]]
    posts: list[Any]
    facts: list[Fact]


def rows_of(extraction: Extraction, apart: Collection[str]) -> Rows:
    """The rows of a document.

    Args:
        extraction: what was read in it.
        apart: the ids of documents that decisions speak of.
    """
    context = Context(extraction, apart)
    told = gathered_of(extraction, context)
    return Rows(
        told.uses,
        told.ways,
        forms_told(extraction),
        [list(post) for post in sorted(told.posts)],
        [
            Fact(
                context.use(one.subject),
                context.use(one.object),
                one.relation,
                one.modality,
                one.confidence,
                _plain_evidence(one),
            )
            for one in extraction.relations
        ],
    )


def forms_told(extraction: Extraction) -> list[list[Any]]:
    """The forms of names that a document tells all others."""
    told = {one for one in (*extraction.aliases, *extraction.offers) if one.everywhere}
    return [plain_alias(one) for one in sorted(told)]


def plain_alias(alias: Alias) -> list[Any]:
    """A form as a plain value; ``Alias(*value)`` is the way back."""
    return [alias.type, alias.alias, alias.key, alias.quote, alias.reason, alias.everywhere]


def plain_use(use: Use) -> list[Any]:
    """A use as a plain value."""
    return [*use[:5], use.bodies, use.document]


def use_of(plain: list[Any]) -> Use:
    """The use that a plain value tells."""
    kind, text, key, entry, finer, bodies, document = plain
    return Use(kind, text, key, entry, finer, tuple((one, other) for one, other in bodies), document)


def plain_document(document: Document) -> list[Any]:
    """A document as a plain value, without where it comes from."""
    return [document.id, document.text, document.title, document.date, document.url, document.pages]


def document_of(plain: list[Any]) -> Document:
    """The document that a plain value tells."""
    identifier, text, title, date, url, pages = plain
    return Document(identifier, text, title, date, url, tuple(pages))


def plain_info(info: DocumentInfo) -> list[Any]:
    """What a graph keeps of a document, as a plain value; ``DocumentInfo(*value)`` is the way back."""
    return [info.id, info.title, info.date, info.url, info.characters, info.sentences, info.sha256]


def _plain_evidence(relation: Relation) -> list[Any]:
    subject, target = relation.subject, relation.object
    return [
        relation.span.start,
        relation.span.end,
        subject.start,
        subject.end,
        target.start,
        target.end,
        relation.quote,
        relation.rule,
        [[one.name, one.text, one.value, one.datatype] for one in relation.qualifiers],
        relation.prefix,
        relation.suffix,
    ]


def evidence_of(plain: list[Any], document: str, *, swapped: bool = False) -> Evidence:
    """The evidence that a plain value tells.

    Args:
        plain: the value.
        document: the id of the document.
        swapped: the statement names the ends the other way round.
    """
    start, end, *ends, quote, rule, qualifiers, prefix, suffix = plain
    one, other = Span(*ends[:2]), Span(*ends[2:])
    return Evidence(
        document,
        start,
        end,
        other if swapped else one,
        one if swapped else other,
        quote,
        rule,
        tuple([Qualifier(*qualifier) for qualifier in qualifiers]),
        prefix,
        suffix,
    )

"""What was read in one document as rows of tables: a pure function, as everything is that hangs on one document alone.

Rows name uses of names and no entities: which entity a use means is decided later, from all documents.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.caching.encoding import encoded, plain_alias
from kg.extraction import Extraction
from kg.keeping.packing import packed, unpacked
from kg.model import Document, DocumentInfo, Evidence, Qualifier, Relation, Span
from kg.resolution.gathered import Context, Use, gathered_of
from kg.resolution.ties import form_tie

Told = tuple[bytes, int]
"""A form that a document tells all others, or a person's posts, as bytes, with the tie of the form or person."""


class Fact(NamedTuple):
    """What one place of a document states; the ends are numbers in ``Rows.uses``, ``evidence`` is a plain value."""

    subject: int
    object: int
    relation: str
    modality: str
    confidence: float
    evidence: bytes


@dataclass(slots=True)
class Rows:
    """What tables take of a reading of one document, as plain values: little to send from one process to another.

    Attributes:
        info: what a graph keeps of the document.
        names: the number of names in it.
        content: all that was read, as bytes (`kg.caching.encoding`).
        uses: uses of names as bytes, with the number of mentions of each.
        ways: the number of a use in ``uses``, why it means what it does, and the place that tells so.
        forms: the forms of names that the document tells all others.
        posts: its persons with posts.
        facts: what its places state.
        See `kg.resolution.gathered.Gathered` for what these are summed to.
    """

    info: DocumentInfo
    names: int
    content: bytes
    uses: list[tuple[bytes, int]]
    ways: list[tuple[int, str, bytes]]
    forms: list[Told]
    posts: list[Told]
    facts: list[Fact]


def rows_of(extraction: Extraction, apart: Collection[str], content: bytes = b"") -> Rows:
    """The rows of a document.

    Args:
        extraction: what was read in it.
        apart: the ids of documents that decisions speak of.
        content: the same as bytes, if these are at hand.
    """
    context = Context(extraction, apart)
    told = gathered_of(extraction, context)
    number = {use: place for place, use in enumerate(told.uses)}
    return Rows(
        extraction.document,
        len(extraction.mentions),
        content or encoded(extraction),
        [(packed(plain_use(use)), count) for use, count in told.uses.items()],
        [(number[use], reason, raw(detail)) for (use, reason), detail in told.ways.items()],
        [_tied(one) for one in forms_told(extraction)],
        [_tied(list(one)) for one in sorted(told.posts)],
        [
            Fact(
                number[context.use(one.subject)],
                number[context.use(one.object)],
                one.relation,
                one.modality,
                one.confidence,
                packed(plain_evidence(one, one.span)),
            )
            for one in extraction.relations
        ],
    )


def _tied(told: list[Any]) -> Told:
    return packed(told), form_tie(told[0], told[1])


def forms_told(extraction: Extraction) -> list[list[Any]]:
    """The forms of names that a document tells all others."""
    told = {one for one in (*extraction.aliases, *extraction.offers) if one.everywhere}
    return [plain_alias(one) for one in sorted(told)]


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


def info_of(content: bytes) -> DocumentInfo:
    """What tables hold of a document for its graph."""
    *info, _, _ = unpacked(content)
    return DocumentInfo(*info)


def plain_evidence(told: Relation | Evidence, span: Span | Evidence) -> list[Any]:
    """What states something as a plain value that `evidence_of` reads; ``span`` is where it stands."""
    subject, target = told.subject, told.object
    return [
        span.start,
        span.end,
        subject.start,
        subject.end,
        target.start,
        target.end,
        told.quote,
        told.rule,
        [[one.name, one.text, one.value, one.datatype] for one in told.qualifiers],
        told.prefix,
        told.suffix,
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


def raw(text: str) -> bytes:
    """Any text as bytes that sort as it does."""
    return text.encode("utf-8", "surrogatepass")


def text(content: bytes) -> str:
    """The text of `raw`."""
    return content.decode("utf-8", "surrogatepass")

"""The values that pass from stage to stage. All are frozen; a stage makes new ones and changes none.

Two levels, two vocabularies: *Mention* and *Relation* are text, *Entity* and *Statement* are graph.
Offsets are half-open ranges of Unicode code points of the original document text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from and how it was read: file, format, encoding, and what had to be left out of it."""

    path: str = ""
    format: str = ""
    encoding: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read. ``id`` is its path below the root it was found in (with ``/``), or the id its source gave.

    ``pages`` says where in the text each page begins, for text that has pages. ``origin`` takes no part in comparisons:
    the same text is the same document, whatever file it came from.
    """

    id: str
    text: str
    title: str = ""
    date: str = ""
    url: str = ""
    pages: tuple[int, ...] = ()
    origin: Origin = field(default=Origin(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name: ``document.text[start:end] == text``.

    ``key`` is the form that names are compared by (simplified, normalised, no spaces). ``source`` says which reader
    of names found it (``gazetteer``, ``grammar``, ``jieba``, ``short form``, ``document``, ``reference``), ``rule``
    which of its rules. ``entry`` is the gazetteer row's id if one is meant. A mention found inside a longer one
    is *nested*: it counts as a name only where a relation needs it. A mention of source ``reference``
    (该公司, 其) names nothing by itself; its ``key`` and ``entry`` are those of the name that it refers to.
    """

    start: int
    end: int
    text: str
    key: str
    type: str
    source: str
    rule: str = ""
    entry: str = ""
    kind: str = ""
    nested: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Qualifier:
    """A date, amount or role that goes with a statement: as written, and as a typed value where it can be one.

    ``datatype`` is the local name of an XML Schema type (``date``, ``gYearMonth``, ``decimal``, …) or empty.
    """

    name: str
    text: str
    value: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one rule read between two mentions of one document.

    ``span`` covers the sentence(s) that state it, and ``quote`` is their text: ``document.text[span.start:span.end]``;
    ``prefix`` and ``suffix`` are some text just before and after it.
    """

    relation: str
    subject: Mention
    object: Mention
    rule: str
    span: Span
    quote: str
    modality: str = ""
    qualifiers: tuple[Qualifier, ...] = ()
    confidence: float = 1.0
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The place that states a statement: ``document.text[start:end] == quote``.

    Both ends' spans lie in the document. ``prefix`` and ``suffix`` are some text just before and after the quote.
    """

    document: str
    start: int
    end: int
    subject: Span
    object: Span
    quote: str
    rule: str
    qualifiers: tuple[Qualifier, ...] = ()
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact between two entities, with everything that states it.

    ``modality`` is empty for a plain fact, else ``negated``, ``planned``, ``possible`` or ``ended``. ``support`` counts
    the places that state it (``evidence`` may hold fewer). ``source`` names the gazetteer file of a fact that comes
    from there alone; such a statement has no evidence.
    """

    subject: str
    relation: str
    object: str
    modality: str = ""
    support: int = 0
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    documents: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Why a name belongs to an entity.

    ``label`` was joined for ``reason`` (``gazetteer``, ``declared``, ``script`` …).
    """

    label: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing. ``id`` is made from its content; ``type`` is one of the top types, ``classes`` the finer ones.

    ``label_hans`` and ``label_hant`` are its preferred names in simplified and traditional script; ``labels`` are all
    further names as pairs of language tag (``zh-Hans``, ``zh-Hant`` or ``""`` for no Chinese) and text, sorted.
    ``documents`` pairs each document that mentions it with the number of mentions.
    """

    id: str
    type: str
    label_hans: str
    label_hant: str
    labels: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    code: str = ""
    documents: tuple[tuple[str, int], ...] = ()
    merges: tuple[Merge, ...] = ()

    @property
    def mentions(self) -> int:
        """How often it is named, over all documents."""
        return sum(count for _, count in self.documents)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the graph keeps of a document: no text, only what describes it, and its size in code points.

    ``sha256`` is that of its text in UTF-8, as 64 hexadecimal digits.
    """

    id: str
    title: str = ""
    date: str = ""
    url: str = ""
    characters: int = 0
    sentences: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph: the program's version, and hashes of the ontology and of the documents that it read.

    ``ontology`` and ``documents`` are SHA-256 in hexadecimal digits. ``stamp`` is the time (XML Schema ``dateTime``) if
    it was asked for; without it equal runs are equal values.
    """

    version: str
    ontology: str
    documents: str
    stamp: str = ""

    @property
    def name(self) -> str:
        """A name made of all that is known of the run: 20 hexadecimal digits of a BLAKE2b hash."""
        content = "\0".join((self.version, self.ontology, self.documents, self.stamp))
        return blake2b(content.encode(), digest_size=10).hexdigest()


class GraphView(Protocol):
    """What is asked of a graph to write it: a `Graph`, or one that is kept on disk and read part by part.

    ``in_order`` tells that documents and entities come sorted by id, statements by subject, relation, object, modality.
    """

    @property
    def documents(self) -> Collection[DocumentInfo]:
        """The documents."""

    @property
    def entities(self) -> Collection[Entity]:
        """The entities."""

    @property
    def statements(self) -> Collection[Statement]:
        """The statements."""

    @property
    def run(self) -> Run | None:
        """What made it, if that is known."""

    @property
    def in_order(self) -> bool:
        """Whether all of this comes sorted."""

    def mentioned(self) -> Iterator[tuple[DocumentInfo, list[str]]]:
        """The documents by id, each with the ids of the entities that it mentions, sorted."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The result: documents, entities and statements, each sorted by id, so that equal graphs are equal values.

    ``run`` tells what made it, if that is known.
    """

    documents: tuple[DocumentInfo, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    run: Run | None = None
    entity_by_id: dict[str, Entity] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the entities once; the index takes no part in comparisons."""
        self.entity_by_id.update((entity.id, entity) for entity in self.entities)

    @property
    def in_order(self) -> bool:
        """Nothing is promised of a graph that anybody can make."""
        return False

    def mentioned(self) -> Iterator[tuple[DocumentInfo, list[str]]]:
        """The documents by id, each with the ids of the entities that it mentions, sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for entity in self.entities:
            for document, _ in entity.documents:
                found[document].add(entity.id)
        for info in sorted(self.documents, key=lambda info: info.id):
            yield info, sorted(found.get(info.id, ()))

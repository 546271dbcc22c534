"""The values that pass from stage to stage. Nothing changes them; a stage makes new ones.

Two levels, two vocabularies: *Mention* and *Relation* are text, *Entity* and *Statement* are graph.
Offsets are half-open ranges of Unicode code points of the original document text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.run import Run
from kg.values import value

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib


@value
class Origin:
    """Where a document comes from and how it was read: file, format, encoding, and what had to be left out of it."""

    path: str = ""
    format: str = ""
    encoding: str = ""
    notes: tuple[str, ...] = ()


@value
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


@value(order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@value
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


@value(order=True)
class Qualifier:
    """A date, amount or role that goes with a statement: as written, and as a typed value where it can be one.

    ``datatype`` is the local name of an XML Schema type (``date``, ``gYearMonth``, ``decimal``, …) or empty.
    """

    name: str
    text: str
    value: str = ""
    datatype: str = ""


@value
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


@value(order=True)
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


@value
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


@value(order=True)
class Merge:
    """Why a name belongs to an entity: ``label`` was joined for ``reason`` (``gazetteer``, ``declared`` …)."""

    label: str
    reason: str
    detail: str = ""


@value
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
    def hans(self) -> str:
        """Its name where one in simplified script is wanted: the preferred one, else that in the other script."""
        return self.label_hans or self.label_hant

    @property
    def hant(self) -> str:
        """Its name where one in traditional script is wanted, likewise."""
        return self.label_hant or self.label_hans

    @property
    def mentions(self) -> int:
        """How often it is named, over all documents."""
        return sum(count for _, count in self.documents)


@value
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
class Graph:
    """The result: documents, entities and statements, each sorted by id, so that equal graphs are equal values.

    ``run`` tells what made it, if that is known, and ``schema`` the terms that it speaks in (a `kg.schema.Schema`).
    ``entity_by_id`` finds an end of a statement. The last two take no part in comparisons.
    """

    documents: tuple[DocumentInfo, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    run: Run | None = None
    schema: object = field(default=None, compare=False)
    entity_by_id: dict[str, Entity] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Index the entities once."""
        self.entity_by_id.update((entity.id, entity) for entity in self.entities)

    def __repr__(self) -> str:
        """Say how much there is, not all of it: a graph may hold millions of statements."""
        documents, entities, statements = map(len, (self.documents, self.entities, self.statements))
        return f"Graph({documents} documents, {entities} entities, {statements} statements)"

    def entity_named(self, name: str) -> Entity | None:
        """The entity that has a name among its labels, in either script; of several the one mentioned most."""
        hits = [
            entity
            for entity in self.entities
            if name in (entity.label_hans, entity.label_hant) or any(name == label for _, label in entity.labels)
        ]
        return max(hits, key=lambda entity: (entity.mentions, entity.id), default=None)

    def to_networkx(self) -> nx.MultiDiGraph:
        """The plain facts as a networkx graph: a node an entity, an edge a statement; docs/python.md tells attributes.

        What a text negates, plans, supposes or ends is left out.
        """
        return _above("conversions").to_networkx(self)

    def to_rdflib(self, base_iri: str = "https://example.org/kg/") -> rdflib.Graph:
        """All that the graph says, as an rdflib graph: the triples of ``graph.ttl``. ``base_iri`` as in `kg.build`."""
        result: rdflib.Graph = _above("conversions").to_rdflib(self, base_iri)
        return result

    def to_pandas(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The entities, by id, and the statements, a row a piece of evidence; docs/python.md tells the columns.

        Raises:
            UsageError: pandas is not installed.
        """
        result: tuple[pd.DataFrame, pd.DataFrame] = _above("conversions").to_pandas(self)
        return result

    def write(
        self, out: Path | str, formats: Iterable[str] | str = "", base_iri: str = "", licence: str = ""
    ) -> list[Path]:
        """Write the graph into a folder; the other arguments, defaults and errors are those of `kg.build`."""
        result: list[Path] = _above("conversions").write(self, out, formats, base_iri, licence)
        return result

    def _repr_html_(self) -> str:
        """What a notebook shows: counts, the entities named most, some statements with their sentences."""
        result: str = _above("notebook").to_html(self)
        return result

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


def _above(module: str) -> Any:
    """A module that stands above this one, for the methods of `Graph`, which only lead there; loaded when asked for."""
    return import_module(f"kg.{module}")

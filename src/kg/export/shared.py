"""Turtle of a graph in parts, which several processes may share: the same bytes as `kg.export.turtle` writes of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TextIO

from kg.export.iris import validate_base
from kg.export.posts import stating_posts
from kg.export.record import DOCUMENTS, ENTITIES, MEMBERSHIPS, RUN, STATEMENTS, record
from kg.export.tally import Tally
from kg.export.terms import TurtleTerms
from kg.export.turtle import put_section, subject_texts
from kg.merging.parts import Part, PartOfGraph, Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.export.nodes import Described
    from kg.graphview import GraphView
    from kg.ontology import Ontology
    from kg.schema import Schema
    from kg.spreading import Spread


@dataclass(frozen=True, slots=True)
class Shared:
    """A graph in parts, what shares the work on them, and what to call when there is no more to share."""

    parts: Parts
    spread: Spread
    over: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all parts are written with: the ids of documents by their numbers, and whether to count what is written."""

    base: str
    names: Mapping[int, str]
    counting: bool


_terms = lru_cache(maxsize=1)(TurtleTerms)
"""Kept, as they know many terms after some parts."""


def write_shared(shared: Shared, out: TextIO, *, base: str, schema: Schema, counted: Tally | None = None) -> None:
    """Write a graph as Turtle, like `kg.export.turtle.write_turtle`.

    Args:
        shared: what to write, and what shares the work.
        out: a text stream that encodes as UTF-8 and does not translate line ends.
        base: the IRI below which documents, entities and statements lie.
        schema: names the namespace, and what states a post.
        counted: counts what is written, if it is given.
    """
    parts = shared.parts
    setting = _Setting(validate_base(base), parts.names, counted is not None)
    terms = TurtleTerms(base, schema.namespace)
    out.write(terms.prefixes())
    put_section(out, RUN, subject_texts(_section(parts.whole, RUN, terms, schema), counted))
    posts = stating_posts(schema)
    several = [(DOCUMENTS, parts.documents()), (ENTITIES, parts.entities()), (STATEMENTS, parts.statements())]
    if posts:
        several.append((MEMBERSHIPS, parts.statements(posts)))
    for title, portions in several:
        written = shared.spread(_write, setting, ((title, part) for part in portions))
        put_section(out, title, _counted(written, counted))
    shared.over()


def _write(ontology: Ontology, setting: _Setting, piece: tuple[str, Part]) -> tuple[str, Tally | None]:
    """The text of a part of a section, and what is in it."""
    title, part = piece
    tally = Tally() if setting.counting else None
    terms = _terms(setting.base, ontology.schema.namespace)
    subjects = _section(PartOfGraph(part, setting.names), title, terms, ontology.schema)
    return "".join(subject_texts(subjects, tally)), tally


def _section(graph: GraphView, title: str, terms: TurtleTerms, schema: Schema) -> Iterator[Described]:
    return next((subjects for section, subjects in record(graph, terms, schema) if section == title), iter(()))


def _counted(written: Iterable[tuple[str, Tally | None]], counted: Tally | None) -> Iterator[str]:
    for text, tally in written:
        if counted is not None and tally is not None:
            counted.update(tally)
        yield text

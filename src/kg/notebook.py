"""What a notebook shows of a graph: how much there is, who is named most, and some facts with their sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Graph, Statement

ROWS = 10
"""Rows of each table at most."""

LONGEST = 80
"""Characters of a cell at most."""


def to_html(graph: Graph) -> str:
    """Show a graph as two small tables, whatever its size; everything that comes from documents is escaped.

    Args:
        graph: what to show. Entities named most come first, then statements by support; equals by name.
    """
    return "".join(_parts(graph))


def _parts(graph: Graph) -> Iterator[str]:
    kinds = Counter(entity.type for entity in graph.entities)
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    yield (
        f"<p><b>kg.Graph</b>: {len(graph.documents)} documents, {len(graph.entities)} entities"
        f"{f' ({escape(_short(counts))})' if counts else ''}, {len(graph.statements)} statements</p>"
    )
    entities = sorted(graph.entities, key=lambda entity: (-entity.mentions, entity.id))
    named = ((one.hans, one.type, str(one.mentions)) for one in entities[:ROWS])
    yield from _table(("entity", "type", "mentions"), named, len(entities))
    statements = sorted(graph.statements, key=lambda one: (-one.support, one.subject, one.relation, one.object))
    told = (_told(graph, one) for one in statements[:ROWS])
    yield from _table(("subject", "relation", "object", "modality", "evidence"), told, len(statements))


def _told(graph: Graph, statement: Statement) -> tuple[str, ...]:
    ends = [
        entity.hans if (entity := graph.entity_by_id.get(end)) else end for end in (statement.subject, statement.object)
    ]
    quote = statement.evidence[0].quote if statement.evidence else statement.source
    return ends[0], statement.relation, ends[1], statement.modality, quote


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], total: int) -> Iterator[str]:
    if not total:
        return
    yield f"<table><thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead><tbody>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{escape(_short(cell))}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"
    if total > ROWS:
        yield f"<p>… and {total - ROWS} more</p>"


def _short(text: str) -> str:
    flat = " ".join(text[: 2 * LONGEST].split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"

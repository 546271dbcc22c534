"""Tables of documents → the graph, made of all of them or amended where they changed, with the same result."""

from __future__ import annotations

from kg.merging.amending import BeyondReachError, amend
from kg.merging.meaning import AT_ONCE, AT_ONCE_OF_SEVERAL
from kg.merging.summing import sum_up
from kg.merging.tables import Tables
from kg.merging.touched import Touched
from kg.ontology import Ontology
from kg.resolve import Resolution
from kg.spreading import Spread

SHARE = 0.1
"""The part of the documents up to which amending what they touch costs less than making the graph anew."""


def make(
    tables: Tables,
    ontology: Ontology,
    most: int,
    *,
    share: float = SHARE,
    at_once: int | None = None,
    spread: Spread | None = None,
) -> Resolution:
    """Resolve names over all documents, and merge what these mention and state into tables of the graph.

    Args:
        tables: the documents.
        ontology: known names, relations, decisions.
        most: so many places of evidence are kept for each statement.
        share: the part of the documents up to which the graph is amended where they changed, if there is one.
        at_once: so many uses of names are decided together, and of more a portion at a time: a matter of memory and of
            what can be shared alone.
        spread: shares work among processes; by default all is done in this one.

    Returns:
        Its ``idle`` are the decisions that decided nothing; what names mean is in the tables.
    """
    if at_once is None:
        at_once = AT_ONCE_OF_SEVERAL if spread else AT_ONCE
    touched, documents = tables.touched, tables.count()
    resolution = None
    if touched is not None and tables.made() == most and len(touched.documents) <= share * documents:
        resolution = _amended(tables, touched, ontology, most)
    else:
        tables.changed = True
    if resolution is None:
        tables.stale = None
        resolution = sum_up(tables, ontology, most, at_once=at_once, spread=spread)
    tables.touched = Touched() if tables.lasting else None
    return resolution


def _amended(tables: Tables, touched: Touched, ontology: Ontology, most: int) -> Resolution | None:
    with tables.together():
        try:
            return amend(tables, touched, ontology, most)
        except BeyondReachError:
            return None

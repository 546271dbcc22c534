"""The ontology file (``kg.ttl``): which types, finer classes and relations there are, and what may join what.

The file says all of this in OWL; its head tells how. These modules know only the words that carry the structure: the
roots ``Entity`` and ``relatedTo``, and the annotations for the page. No type and no relation is named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.schema.declared import (
    LANGUAGES,
    ClassInfo,
    CodeScheme,
    RelationInfo,
    Schema,
    TypeInfo,
)
from kg.schema.reader import read_classes, read_codes, read_relations, read_types
from kg.schema.terms import Terms
from kg.turtlefile import read_turtle

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "LANGUAGES",
    "ClassInfo",
    "CodeScheme",
    "RelationInfo",
    "Schema",
    "TypeInfo",
    "load_schema",
]


def load_schema(path: Path) -> Schema:
    """Read and check an ontology file in Turtle.

    Args:
        path: the file; messages name it without its folder.

    Raises:
        OntologyError: if it cannot be read, is no Turtle, or declares what does not fit together; holds every fault.
    """
    terms = Terms(read_turtle(path))
    types = read_types(terms)
    classes = read_classes(terms, types)
    relations = read_relations(terms, types, classes)
    codes = read_codes(terms)
    if terms.faults:
        raise OntologyError(terms.faults)
    return Schema(terms.namespace, types, classes, relations, codes)

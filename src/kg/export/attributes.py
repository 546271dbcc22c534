"""Entities and plain facts as single values by name: for programs that draw, for tables and for Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.iris import entity_path
from kg.relations.qualifiers import DATE, ROLE

if TYPE_CHECKING:
    from kg.export.marks import Mark
    from kg.model import Entity, Statement
    from kg.schema import Schema

Value = str | int | float

NODE = {
    "label": "string",
    "label_hant": "string",
    "name": "string",
    "type": "string",
    "class": "string",
    "mentions": "int",
    "colour": "string",
    "iri": "string",
    "x": "double",
    "y": "double",
    "size": "double",
    "r": "int",
    "g": "int",
    "b": "int",
}
"""Attributes of entities, with their types in GraphML; from ``x`` on they tell how it is drawn."""

EDGE = {
    "relation": "string",
    "label": "string",
    "name": "string",
    "interaction": "string",
    "weight": "int",
    "confidence": "double",
    "date": "string",
    "role": "string",
    "evidence": "string",
    "documents": "string",
    "rule": "string",
    "source": "string",
}
"""Attributes of plain facts."""


def node(entity: Entity, base: str, mark: Mark) -> dict[str, Value]:
    """The attributes of an entity."""
    label = entity.hans
    red, green, blue = mark.rgb
    return {
        "label": label,
        "label_hant": entity.hant,
        "name": label,
        "type": entity.type,
        "class": "; ".join(sorted(entity.classes)),
        "mentions": entity.mentions,
        "colour": mark.colour,
        "iri": base + entity_path(entity.id),
        "x": float(mark.x),
        "y": float(-mark.y),
        "size": mark.size,
        "r": red,
        "g": green,
        "b": blue,
    }


def edge(statement: Statement, schema: Schema) -> dict[str, Value]:
    """The attributes of a plain fact."""
    declared = schema.relations.get(statement.relation)
    evidence = min(statement.evidence, default=None)
    label = (declared.labels.get("zh-Hans") if declared else None) or statement.relation
    return {
        "relation": statement.relation,
        "label": label,
        "name": label,
        "interaction": statement.relation,
        "weight": max(1, statement.support),
        "confidence": round(statement.confidence, 4),
        "date": _told(statement, DATE, valued=True),
        "role": _told(statement, ROLE),
        "evidence": evidence.quote if evidence else "",
        "documents": "; ".join(sorted(set(statement.documents))),
        "rule": evidence.rule if evidence else "",
        "source": statement.source,
    }


def _told(statement: Statement, name: str, *, valued: bool = False) -> str:
    """What the first place that tells a qualifier says, as written or as its value; empty if none tells it."""
    said = (
        (evidence, told)
        for evidence in statement.evidence
        for one in evidence.qualifiers
        if one.name == name and (told := one.value if valued else one.text)
    )
    return min(said, default=(None, ""))[1]

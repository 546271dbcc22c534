"""Posts as W3C ORG has them: an ``org:Membership`` for each plain fact of a relation that states one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.iris import statement_name
from kg.export.nodes import TYPE, Blank
from kg.export.order import plain_facts
from kg.relations.qualifiers import DATE, ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.export.nodes import Described, Property
    from kg.export.terms import Terms
    from kg.graphview import GraphView
    from kg.model import Statement
    from kg.schema import Schema


def memberships(graph: GraphView, terms: Terms, schema: Schema) -> Iterator[Described]:
    """Posts as W3C ORG has them: who, where, in which roles, and when the texts say it was so."""
    stating = stating_posts(schema)
    for statement in plain_facts(graph):
        if statement.relation in stating:
            yield membership(statement, terms), _membership(statement, terms)


def membership(statement: Statement, terms: Terms) -> str:
    """What a statement states a post by."""
    return terms.below(f"membership/{statement_name(statement)}")


def stating_posts(schema: Schema) -> set[str]:
    """The relations that state posts."""
    return {relation for relation, info in schema.relations.items() if info.states_membership}


def _membership(statement: Statement, terms: Terms) -> list[Property]:
    name = terms.name
    told = {qualifier for evidence in statement.evidence for qualifier in evidence.qualifiers}
    roles = sorted({qualifier.text for qualifier in told if qualifier.name == ROLE})
    dates = sorted({(one.text, one.value, one.datatype) for one in told if one.name == DATE})
    return [
        (name(TYPE), [name("org:Membership")]),
        (name("org:member"), [terms.entity(statement.subject)]),
        (name("org:organization"), [terms.entity(statement.object)]),
        (
            name("org:role"),
            [Blank([(name(TYPE), [name("org:Role")]), (name("skos:prefLabel"), [terms.text(role)])]) for role in roles],
        ),
        (name("org:memberDuring"), [Blank(_interval(*date, terms)) for date in dates]),
        (name("prov:wasDerivedFrom"), [terms.statement(statement)]),
    ]


def _interval(text: str, value: str, datatype: str, terms: Terms) -> list[Property]:
    """A time that lies within the post. Texts seldom tell whether it begins there, so nothing more is said."""
    name = terms.name
    properties = {"date": "time:inXSDDate", "gYearMonth": "time:inXSDgYearMonth", "gYear": "time:inXSDgYear"}
    instant: list[str | Blank] = []
    if value and datatype in properties:
        inside = [(name(TYPE), [name("time:Instant")]), (name(properties[datatype]), [terms.typed(value, datatype)])]
        instant.append(Blank(inside))
    return [
        (name(TYPE), [name("time:Interval")]),
        (name("rdfs:label"), [terms.text(text)]),
        (name("time:inside"), instant),
    ]

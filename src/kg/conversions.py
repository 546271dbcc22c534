"""A graph as other libraries have it: networkx, rdflib, pandas, and a notebook's HTML. Methods of `kg.Graph` lead here.

Each library is loaded when it is asked for, so that a graph costs nothing that is not used.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.calls import validate_call
from kg.errors import UsageError
from kg.export import DEFAULT_FORMATS, export, validate_formats, validate_licence
from kg.export.attributes import edge
from kg.export.iris import BASE_IRI, statement_name, validate_base
from kg.export.ntriples import write_ntriples
from kg.export.order import plain_facts
from kg.export.terms import FOLDERS, PREFIXES
from kg.ontology import default_data
from kg.relations.qualifiers import AMOUNT, DATE, ROLE
from kg.schema import Schema, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.model import Evidence, Graph, Qualifier, Statement

_EDGE = ("relation", "label", "weight", "confidence", "date", "role", "evidence", "documents", "rule", "source")
_VALUED = (DATE, AMOUNT)
_WHOLE = ("support", "start", "end", "page")

ENTITY_COLUMNS = ("entity", "label", "label_hant", "type", "class", "names", "code", "mentions", "documents")
"""Columns of the entities of `to_pandas`, of which the first is the index."""

STATEMENT_COLUMNS = (
    *("statement", "subject", "subject_label", "relation", "object", "object_label", "modality", "confidence"),
    *("support", "source", "document", "start", "end", "quote", "rule"),
    *(DATE, f"{DATE}_value", AMOUNT, f"{AMOUNT}_value", ROLE, "page"),
)
"""Columns of the statements of `to_pandas`."""


def write(
    graph: Graph, out: Path | str, formats: Iterable[str] = "", base_iri: str = "", licence: str = ""
) -> list[Path]:
    """See `kg.Graph.write`."""
    formats, base_iri = formats or DEFAULT_FORMATS, base_iri or BASE_IRI
    validate_call(out=out, formats=formats, base_iri=base_iri)
    names = validate_formats(formats)
    validate_licence(licence, names)
    return export(graph, Path(out), base=base_iri, schema=_schema(graph), formats=names, licence=licence)


def to_networkx(graph: Graph) -> nx.MultiDiGraph:
    """See `kg.Graph.to_networkx`."""
    import networkx as nx

    schema = _schema(graph)
    result = nx.MultiDiGraph()
    for entity in graph.entities:
        result.add_node(
            entity.id,
            label=entity.hans,
            label_hant=entity.hant,
            type=entity.type,
            **{"class": "; ".join(sorted(entity.classes))},
            mentions=entity.mentions,
        )
    for statement in plain_facts(graph):
        values = edge(statement, schema)
        result.add_edge(
            statement.subject,
            statement.object,
            key=statement.relation,
            support=statement.support,
            **{name: values[name] for name in _EDGE},
        )
    return result


def to_rdflib(graph: Graph, base_iri: str) -> rdflib.Graph:
    """See `kg.Graph.to_rdflib`."""
    import rdflib

    base, schema = validate_base(base_iri), _schema(graph)
    triples = StringIO()
    write_ntriples(graph, triples, base=base, schema=schema)
    result = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in {"kg": schema.namespace, **{name: f"{base}{name}/" for name in FOLDERS}, **PREFIXES}.items():
        result.bind(prefix, iri)
    result.parse(data=triples.getvalue(), format="nt")
    return result


def to_pandas(graph: Graph) -> tuple[pd.DataFrame, pd.DataFrame]:
    """See `kg.Graph.to_pandas`."""
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("pandas is not installed\n  hint: pip install 'kg[pandas]'") from error

    entities = (
        (
            entity.id,
            entity.hans,
            entity.hant,
            entity.type,
            "; ".join(sorted(entity.classes)),
            "|".join(dict.fromkeys(text for _, text in entity.labels)),
            entity.code,
            entity.mentions,
            len(entity.documents),
        )
        for entity in graph.entities
    )
    rows = (
        _row(graph, statement, evidence) for statement in graph.statements for evidence in statement.evidence or (None,)
    )
    things = pd.DataFrame.from_records(list(entities), columns=list(ENTITY_COLUMNS))
    facts = pd.DataFrame.from_records(list(rows), columns=list(STATEMENT_COLUMNS))
    # A fact that a gazetteer alone states has no place in a text: whole numbers that may be missing.
    facts = facts.astype(dict.fromkeys(_WHOLE, "Int64") | {"confidence": "float64"})
    things = things.astype({"mentions": "int64", "documents": "int64"})
    return things.set_index(ENTITY_COLUMNS[0]), facts


def _row(graph: Graph, statement: Statement, evidence: Evidence | None) -> tuple[Any, ...]:
    said = _by_name(evidence.qualifiers if evidence else ())
    qualified: list[Any] = []
    for name in (DATE, AMOUNT, ROLE):
        qualified.append("; ".join(one.text for one in said.get(name, ())))
        if name in _VALUED:
            qualified.append("; ".join(one.value for one in said.get(name, ()) if one.value))
    page = int(said["page"][0].text) if "page" in said else None
    place = (
        (evidence.document, evidence.start, evidence.end, evidence.quote, evidence.rule)
        if evidence
        else ("", None, None, "", "")
    )
    return (
        statement_name(statement),
        statement.subject,
        _label(graph, statement.subject),
        statement.relation,
        statement.object,
        _label(graph, statement.object),
        statement.modality,
        statement.confidence,
        statement.support,
        statement.source,
        *place,
        *qualified,
        page,
    )


def _by_name(qualifiers: Iterable[Qualifier]) -> Mapping[str, list[Qualifier]]:
    found: dict[str, list[Qualifier]] = {}
    for qualifier in sorted(qualifiers):
        found.setdefault(qualifier.name, []).append(qualifier)
    return found


def _label(graph: Graph, identifier: str) -> str:
    entity = graph.entity_by_id.get(identifier)
    return entity.hans if entity else identifier


def _schema(graph: Graph) -> Schema:
    """The terms that a graph was made with; of one that was made by hand, those of the ontology that comes with kg."""
    return graph.schema if isinstance(graph.schema, Schema) else load_schema(default_data("ontology") / "kg.ttl")

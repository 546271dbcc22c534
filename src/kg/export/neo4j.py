"""The graph as CSV files for Neo4j's bulk import, with a script that loads them.

Headers follow the import tool's grammar (``name:type``, ``:ID``, ``:LABEL``, ``:START_ID``, ``:END_ID``, ``:TYPE``).
Entities and documents are nodes; plain facts, and what documents mention, are relationships. Arrays are joined by
``;``, so that a ``;`` inside of a value becomes a comma.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, TextIO

from kg.export.attributes import edge
from kg.export.iris import document_path, entity_path
from kg.export.order import documents, entities, plain_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graphview import GraphView
    from kg.schema import Schema

_LABEL = re.compile(r"\W+")
_SURROGATE = re.compile("[\ud800-\udfff\0]")

_LOAD = """\
#!/bin/sh
# Loads the graph into an empty database of Neo4j 5. Neo4j must not be running on that database.
# Usage: sh neo4j-load.sh [DATABASE]        (neo4j-admin has to be on the PATH, or named by NEO4J_ADMIN)
set -eu
cd "$(dirname "$0")"
exec "${NEO4J_ADMIN:-neo4j-admin}" database import full "${1:-neo4j}" \\
  --nodes=neo4j-entities.csv --nodes=neo4j-documents.csv \\
  --relationships=neo4j-facts.csv --relationships=neo4j-mentions.csv \\
  --delimiter=, --array-delimiter=';' --quote='"' --multiline-fields=true --input-encoding=UTF-8 \\
  --overwrite-destination=true
"""


def write_entities(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the entities: their labels in Neo4j are ``Entity``, the top type and the finer classes."""
    head = ("iri:ID(thing)", "name", "name_hant", "names:string[]", "mentions:int", "code", ":LABEL")
    _rows(
        out,
        head,
        (
            (
                base + entity_path(entity.id),
                entity.hans,
                entity.hant,
                _array(sorted({text for _, text in entity.labels})),
                entity.mentions,
                entity.code,
                _array(_label(name) for name in ("Entity", entity.type, *sorted(set(entity.classes) - {entity.type}))),
            )
            for entity in entities(graph)
        ),
    )


def write_documents(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the documents, with the label ``Document``."""
    head = ("iri:ID(thing)", "identifier", "title", "date", "url", "characters:int", ":LABEL")
    _rows(
        out,
        head,
        (
            (base + document_path(one.id), one.id, one.title, one.date, one.url, one.characters, "Document")
            for one in documents(graph)
        ),
    )


def write_facts(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the plain facts: their types in Neo4j are the relations."""
    values = (
        "label",
        "support:int",
        "confidence:double",
        "evidence",
        "rule",
        "documents:string[]",
        "source",
        "date",
        "role",
    )
    head = (":START_ID(thing)", ":END_ID(thing)", ":TYPE", *values)
    _rows(
        out,
        head,
        (
            (
                base + entity_path(statement.subject),
                base + entity_path(statement.object),
                _label(statement.relation),
                told["label"],
                statement.support,
                told["confidence"],
                told["evidence"],
                told["rule"],
                _array(sorted(set(statement.documents))),
                statement.source,
                told["date"],
                told["role"],
            )
            for statement in plain_facts(graph)
            for told in (edge(statement, schema),)
        ),
    )


def write_mentions(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write which document mentions which entity how often."""
    known = {document.id for document in graph.documents}
    _rows(
        out,
        (":START_ID(thing)", ":END_ID(thing)", ":TYPE", "count:int"),
        (
            (base + document_path(document), base + entity_path(entity.id), "mentions", count)
            for entity in entities(graph)
            for document, count in sorted(entity.documents)
            if document in known
        ),
    )


def write_load(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the script that loads the files."""
    out.write(_LOAD)


def _rows(out: TextIO, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    # Quotes are doubled and never escaped by a backslash, which the import tool takes for itself.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    out.write(",".join(head) + "\n")
    for row in rows:
        writer.writerow([_SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in row])


def _array(values: Iterable[str]) -> str:
    return ";".join(value.replace(";", ",") for value in values)


def _label(name: str) -> str:
    return _LABEL.sub("_", name)

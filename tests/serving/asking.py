"""What the tests of the SPARQL Protocol ask."""

from __future__ import annotations

from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
LABELS = "SELECT ?thing ?name WHERE { ?thing skos:prefLabel ?name FILTER(isIRI(?thing)) } ORDER BY ?name"
DESCRIBE = "DESCRIBE entity:Person-3c"


def form(**fields: str | list[str]) -> bytes:
    return urlencode(fields, doseq=True).encode()

"""Knowledge graphs from Chinese news and policy text, with the sentence and the rule behind every edge.

`build` makes a graph of files, `extract` of texts that a program holds already. A `Graph` has entities and statements,
and goes on to networkx, rdflib and pandas. The parts are loaded when they are first used, so that importing the package
costs nothing. docs/python.md shows it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.version import __version__

if TYPE_CHECKING:
    from kg.errors import InputError, KgError, OntologyError, OutputError, UsageError
    from kg.model import Document, Entity, Evidence, Graph, Qualifier, Statement
    from kg.ontology import Ontology, load_ontology
    from kg.pipeline import build
    from kg.texts import extract

__all__ = [
    "Document",
    "Entity",
    "Evidence",
    "Graph",
    "InputError",
    "KgError",
    "Ontology",
    "OntologyError",
    "OutputError",
    "Qualifier",
    "Statement",
    "UsageError",
    "__version__",
    "build",
    "extract",
    "load_ontology",
]

_HOMES = {
    "kg.errors": ("InputError", "KgError", "OntologyError", "OutputError", "UsageError"),
    "kg.model": ("Document", "Entity", "Evidence", "Graph", "Qualifier", "Statement"),
    "kg.ontology": ("Ontology", "load_ontology"),
    "kg.pipeline": ("build",),
    "kg.texts": ("extract",),
}
"""Module → what of it stands in the package's face."""

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'kg' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

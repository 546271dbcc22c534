"""Where the things of a graph lie, and what lies beside its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.export import DATASET, TURTLE, validate_base
from kg.export.iris import BASE_IRI
from kg.serving.description import convert


def base_iri(prefixes: Mapping[str, str]) -> str:
    """The IRI below which the things of a graph lie, as its prefixes tell it; the usual one if they do not."""
    base = prefixes.get("entity", "").removesuffix("entity/")
    try:
        return validate_base(base)
    except UsageError:
        return BASE_IRI


def dataset_beside(graph: Path) -> bytes:
    """Give the description of the dataset that was built with a graph, in Turtle; nothing if there is none.

    Raises:
        InputError: it cannot be read, or is no Turtle.
    """
    path = graph.with_name(DATASET)
    if graph.name != TURTLE or not path.is_file():
        return b""
    try:
        content = path.read_bytes()
        convert(content, "nt")
    except (OSError, SyntaxError) as error:
        raise InputError(str(path), f"cannot be read: {error}", "build the graph anew") from error
    return content

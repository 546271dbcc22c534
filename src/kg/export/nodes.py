"""Subjects with their properties, as the record of a graph is made of them, whatever the syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TYPE = "rdf:type"


class Blank:
    """A node without a name, told where it is used."""

    __slots__ = ("properties",)

    def __init__(self, properties: Sequence[Property]) -> None:
        """Keep its properties."""
        self.properties = properties


Property = tuple[str, "Sequence[str | Blank]"]
"""A predicate with its objects; one without objects is not written."""

Described = tuple[str, list[Property]]
"""A subject with its properties."""

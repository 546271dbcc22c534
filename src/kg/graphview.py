"""What writers ask of a graph, whether it is held in memory or kept on disk."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from kg.model import DocumentInfo, Entity, Statement
from kg.run import Run


class GraphView(Protocol):
    """What is asked of a graph to write it: a `Graph`, or one that is kept on disk and read part by part.

    ``in_order`` tells that documents and entities come sorted by id, statements by subject, relation, object, modality.
    """

    @property
    def documents(self) -> Collection[DocumentInfo]:
        """The documents."""

    @property
    def entities(self) -> Collection[Entity]:
        """The entities."""

    @property
    def statements(self) -> Collection[Statement]:
        """The statements."""

    @property
    def run(self) -> Run | None:
        """What made it, if that is known."""

    @property
    def in_order(self) -> bool:
        """Whether all of this comes sorted."""

    def mentioned(self) -> Iterator[tuple[DocumentInfo, list[str]]]:
        """The documents by id, each with the ids of the entities that it mentions, sorted."""

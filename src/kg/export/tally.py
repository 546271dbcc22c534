"""How often each class and property is used in what is written, counted while it is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.export.nodes import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.export.nodes import Property


@dataclass(slots=True)
class Tally:
    """Counts of subjects with an IRI, of classes, and of properties, by their terms as a syntax writes them."""

    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)

    @property
    def triples(self) -> int:
        """How many triples were counted."""
        return self.properties.total()

    def update(self, other: Tally) -> None:
        """Count what was counted elsewhere too."""
        self.subjects += other.subjects
        self.classes.update(other.classes)
        self.properties.update(other.properties)

    def add(self, properties: Iterable[Property]) -> None:
        """Count a further subject by its properties, and those of the nodes without a name in them."""
        self.subjects += 1
        self._count(properties)

    def _count(self, properties: Iterable[Property]) -> None:
        used = self.properties
        for predicate, objects in properties:
            if not objects:
                continue
            used[predicate] += len(objects)
            if predicate == TYPE:
                self.classes.update(one for one in objects if isinstance(one, str))
            elif not isinstance(objects[0], str):
                for one in objects:
                    if not isinstance(one, str):
                        self._count(one.properties)

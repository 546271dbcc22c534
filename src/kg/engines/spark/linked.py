"""Which entity a use of a name means, and names that nothing is linked to, which are things by themselves.

The id of a *plain* name (`kg.resolution.alone`) follows from it alone, wherever it is used: only the linked part of the
vocabulary is brought to one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kg.extraction import Extraction
from kg.model import Entity, Mention
from kg.resolution.alone import is_plain
from kg.resolution.entities import entity_id
from kg.resolution.gathered import Context, Use


def mentioned(entity: Entity, count: int) -> Entity:
    """The entity with so many mentions, in a document without a name."""
    return replace(entity, documents=(("", count),) if count else ())


@dataclass(frozen=True, slots=True)
class Meant:
    """What uses of names mean, once names are decided: a table of the linked ones is enough.

    ``apart`` are the documents that decisions speak of.
    """

    ids: Mapping[Use, str]
    apart: frozenset[str]

    def of(self, use: Use) -> str:
        """The id of the entity.

        Raises:
            KeyError: the use is linked and was not decided: it is none of those that names were decided from.
        """
        known = self.ids.get(use)
        if known is not None:
            return known
        if not is_plain(use):
            raise KeyError(use)
        return entity_id(use.type, use.key)

    def entities(self, extraction: Extraction) -> Callable[[Mention], str]:
        """What tells of the mentions of one document which entity each names."""
        context = Context(extraction, self.apart)
        known: dict[Use, str] = {}

        def entity(mention: Mention) -> str:
            use = context.use(mention)
            if use not in known:
                known[use] = self.of(use)
            return known[use]

        return entity

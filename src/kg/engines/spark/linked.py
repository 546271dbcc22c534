"""Which entity a use of a name means, and names that nothing is linked to, which are things by themselves.

`kg.resolve.decide` takes what all documents tell of names. Most uses in it are *plain*: a full name by itself, which no
row, decision, post or other form speaks of. Nothing joins such a name to another one, so its id and its entity follow
from it alone, wherever it is used. What is left is the *linked* part of the vocabulary, and only this is brought to
one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kg.extraction import Extraction
from kg.gazetteer import Gazetteer
from kg.model import Entity, Mention
from kg.resolution.entities import Group, entity_id
from kg.resolution.folding import folded
from kg.resolution.gathered import Context, Use
from kg.resolution.nodes import Node

MARKS = frozenset("@:")
"""What stands in the names of rows and of namesakes: a form with one of these could be taken for such a name."""


def is_plain(use: Use) -> bool:
    """Tell whether a use is of a full name by itself, as far as its own document tells."""
    return not (use.entry or use.bodies or use.document or use.key != folded(use.text) or MARKS & set(use.key))


def plain_thing(kind: str, form: str, uses: Iterable[tuple[Use, int]], gazetteer: Gazetteer) -> Entity:
    """The entity of a name that nothing is linked to.

    Args:
        kind: its type.
        form: the name, folded.
        uses: all uses of it, with the number of mentions.
        gazetteer: the known names.
    """
    node, counted = Node(kind, form), list(uses)
    group = Group([node], {node: counted}, {}, "", gazetteer)
    return mentioned(group.entity(group.canonical(), set()), sum(count for _, count in counted))


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

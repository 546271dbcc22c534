"""What documents tell about names, as sets that can be united in any order and grouping.

An engine can gather document by document on any number of machines and unite by keys: `Gathered` is a commutative
monoid, and everything that is decided later is a function of the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extraction import Extraction
from kg.model import Mention
from kg.posts import Post
from kg.reading import Alias
from kg.text import display


class Use(NamedTuple):
    """How a name is used in a document: as written, the key it is compared by, and the row that is meant."""

    document: str
    type: str
    text: str
    key: str
    entry: str
    kind: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Names by use with the number of mentions (0 for ends of relations that are no mentions), forms, and posts."""

    uses: Counter[Use] = field(default_factory=Counter)
    told: frozenset[tuple[Alias, str]] = frozenset()
    posts: frozenset[tuple[str, Post]] = frozenset()

    def __add__(self, other: Gathered) -> Gathered:
        """What both tell together."""
        uses = self.uses.copy()
        uses.update(other.uses)
        return Gathered(uses, self.told | other.told, self.posts | other.posts)


def use(document: str, mention: Mention) -> Use:
    """How a mention uses its name; a back reference uses the name that it stands for."""
    text = mention.rule if mention.source == "reference" else mention.text
    return Use(document, mention.type, display(text), mention.key, mention.entry, mention.kind)


def gather(extractions: Iterable[Extraction]) -> Gathered:
    """Gather what some documents tell."""
    uses: Counter[Use] = Counter()
    told: set[tuple[Alias, str]] = set()
    posts: set[tuple[str, Post]] = set()
    for extraction in extractions:
        document = extraction.document.id
        uses.update(use(document, mention) for mention in extraction.mentions)
        for relation in extraction.relations:
            for mention in (relation.subject, relation.object):
                uses[use(document, mention)] += 0
        told.update((alias, document) for alias in (*extraction.aliases, *extraction.offers))
        posts.update((document, post) for post in extraction.posts)
    return Gathered(uses, frozenset(told), frozenset(posts))

"""What documents tell about names, summed so that it grows with the names and not with the documents.

An engine gathers document by document on any number of machines and adds by keys: `Gathered` is a commutative monoid,
and everything that is decided later is a function of the whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extraction import Extraction
from kg.model import Mention
from kg.names.reading import DERIVED, REFERENCE, Alias
from kg.resolution.folding import folded
from kg.resolution.told import Forms, add_forms, forms_of
from kg.text import display

PLACE = "place"
"""Why a name means what it does where its document declares nothing: what the document speaks of."""

Bodies = tuple[tuple[str, str], ...]
"""Types and keys of the bodies at which a person of a document has posts, sorted."""


class Use(NamedTuple):
    """How a name is used, in whatever document: as written, the key it is compared by, the row meant, a finer class.

    ``bodies`` are those where its document gives a person of this name a post; ``document`` is set only where a
    decision speaks of that document. All that means one thing in one document is one use in all others.
    """

    type: str
    text: str
    key: str
    entry: str
    kind: str
    bodies: Bodies = ()
    document: str = ""


class Context:
    """What decides, in one document, which use of a name a mention is."""

    __slots__ = ("_bodies", "_document", "_seen")

    def __init__(self, extraction: Extraction, apart: Collection[str] = ()) -> None:
        """Take what was read in the document.

        Args:
            extraction: what was read.
            apart: the ids of documents that decisions speak of.
        """
        bodies: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for post in extraction.posts:
            bodies[post.type, post.person].add((post.body_type, post.body))
        self._bodies: dict[tuple[str, str], Bodies] = {person: tuple(sorted(one)) for person, one in bodies.items()}
        self._document = extraction.document.id if extraction.document.id in apart else ""
        self._seen: dict[tuple[str, str, str, str, str], Use] = {}

    def use(self, mention: Mention) -> Use:
        """How a mention uses its name; a back reference uses the name that it stands for."""
        text = mention.rule if mention.source == REFERENCE else mention.text
        row = mention.type, text, mention.key, mention.entry, mention.kind
        known = self._seen.get(row)
        if known is None:
            bodies = () if mention.entry else self._bodies.get((mention.type, mention.key), ())
            known = Use(mention.type, display(text), *row[2:], bodies, self._document)
            self._seen[row] = known
        return known

    def posts(self) -> Iterable[tuple[str, str, Bodies]]:
        """The persons with posts: type, key and bodies."""
        return ((kind, person, bodies) for (kind, person), bodies in self._bodies.items())


@dataclass(frozen=True, slots=True)
class Gathered:
    """What some documents tell together.

    Attributes:
        uses: the number of mentions of each use; 0 for ends of relations that are no mentions.
        ways: why a use means what it does, and the first place in order that tells so, for uses that are not simply
            the name itself.
        forms: the forms of names that hold in all documents.
        posts: the persons with posts: type, key and the bodies that a document names with them.
    """

    uses: Counter[Use] = field(default_factory=Counter)
    ways: dict[tuple[Use, str], str] = field(default_factory=dict)
    forms: Forms = field(default_factory=dict)
    posts: frozenset[tuple[str, str, Bodies]] = frozenset()

    def __add__(self, other: Gathered) -> Gathered:
        """What both tell together."""
        gathering = Gathering()
        for one in (self, other):
            gathering.add(one)
        return gathering.gathered()


class Gathering:
    """A sum that grows in place."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._uses: Counter[Use] = Counter()
        self._ways: dict[tuple[Use, str], str] = {}
        self._forms: Forms = {}
        self._posts: set[tuple[str, str, Bodies]] = set()

    def add(self, told: Gathered) -> None:
        """Add what further documents tell."""
        self._uses.update(told.uses)
        ways = self._ways
        for way, detail in told.ways.items():
            known = ways.get(way)
            if known is None or detail < known:
                ways[way] = detail
        add_forms(self._forms, told.forms.values())
        self._posts |= told.posts

    def gathered(self) -> Gathered:
        """The sum."""
        return Gathered(self._uses, self._ways, self._forms, frozenset(self._posts))


def gather(extractions: Iterable[Extraction], apart: Collection[str] = ()) -> Gathered:
    """Gather what some documents tell.

    Args:
        extractions: what was read in them.
        apart: the ids of documents that decisions speak of (`kg.knowledge.decisions.Decisions.documents`).
    """
    gathering = Gathering()
    for extraction in extractions:
        gathering.add(gathered_of(extraction, Context(extraction, apart)))
    return gathering.gathered()


def gathered_of(extraction: Extraction, context: Context) -> Gathered:
    """What one document tells."""
    uses = Counter(map(context.use, extraction.mentions))
    for relation in extraction.relations:
        for mention in (relation.subject, relation.object):
            uses.setdefault(context.use(mention), 0)
    declared = _declared(extraction)
    document = extraction.document.id
    ways: dict[tuple[Use, str], str] = {}
    for use in uses:
        form = folded(use.text)
        if use.entry or use.key != form:
            alias = declared.get((use.type, form))
            if alias is None:
                ways[use, PLACE] = f"{document}: {use.key}"
            else:
                ways[use, alias.reason] = f"{document}: {alias.quote}"
    return Gathered(uses, ways, forms_of(extraction), frozenset(context.posts()))


def _declared(extraction: Extraction) -> dict[tuple[str, str], Alias]:
    """The forms that a document tells; what it declares goes before what follows from names."""
    declared: dict[tuple[str, str], Alias] = {}
    for alias in sorted({*extraction.aliases, *extraction.offers}):
        if alias.reason != DERIVED or (alias.type, alias.alias) not in declared:
            declared[alias.type, alias.alias] = alias
    return declared

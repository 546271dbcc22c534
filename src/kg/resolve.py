"""Mentions → entities: which names mean one thing, over all documents, and why.

Names are compared by folded key and type, so scripts never part them. A gazetteer row joins all its forms; a short form
or an older name that a document tells joins its name, in other documents too where it can mean nothing else; so do
forms that follow from a full name. Persons of one name are told apart by their posts, other homonyms by their places.
What ``decisions.tsv`` says goes before all of these. Ids come from the full name, so that they do not depend on the
order of documents or, but for namesakes, on who else is in the graph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.extraction import Extraction
from kg.knowledge.decisions import Decision, Decisions
from kg.knowledge.gazetteer import Gazetteer
from kg.model import Entity, Mention
from kg.resolution.alone import Shares, alone, divide
from kg.resolution.entities import Group
from kg.resolution.gathered import Context, Gathered, Gathering, Use, gathered_of
from kg.resolution.joining import Idle, Joined, join
from kg.resolution.links import links
from kg.resolution.namesakes import PartedPersons, tell_namesakes
from kg.resolution.nodes import Node, Nodes
from kg.resolution.scripts import to_hans, to_hant
from kg.resolution.settled import Settled, settle
from kg.text import fold

__all__ = ["Called", "Resolution", "Resolved", "called_in", "decide", "resolve", "to_hans", "to_hant"]


Called = Mapping[tuple[str, str], str]
"""What stands for a body under all its names, by type and key; one that is not in it stands for itself."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The things that names mean, sorted by id, and which of them each use of a name means.

    ``things`` are the entities as far as names alone tell, without the documents that mention them; ``rows`` are their
    ids by the gazetteer row that they are; ``idle`` the decisions that decided nothing here. All of it grows with the
    names and not with the documents.
    """

    things: tuple[Entity, ...]
    rows: dict[str, str] = field(default_factory=dict)
    idle: tuple[Idle, ...] = ()
    entity_of: dict[Use, str] = field(default_factory=dict, repr=False)

    def mentioned(self, uses: Mapping[Use, int]) -> Counter[str]:
        """How often a document that uses names so mentions each entity, by id; those that it does not are left out."""
        found: Counter[str] = Counter()
        for use, count in uses.items():
            if count:
                found[self.entity_of[use]] += count
        return found


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolution of few documents, with all that they tell in memory."""

    resolution: Resolution
    entities: tuple[Entity, ...]
    contexts: dict[str, Context] = field(repr=False)

    @property
    def idle(self) -> tuple[Idle, ...]:
        """The decisions that decided nothing here."""
        return self.resolution.idle

    def entity_id(self, mention: Mention, document: str) -> str:
        """The id of the entity that a mention in a document names."""
        return self.resolution.entity_of[self.contexts[document].use(mention)]


def resolve(extractions: Iterable[Extraction], gazetteer: Gazetteer, decisions: Decisions | None = None) -> Resolved:
    """Decide which mentions of all documents name one thing.

    The result depends on the set of extractions only, not on their order.

    Args:
        extractions: what was read.
        gazetteer: the known names.
        decisions: what a person settled; by default nothing.
    """
    apart = decisions.documents if decisions else frozenset()
    gathering, contexts, uses = Gathering(), {}, {}
    for extraction in extractions:
        name = extraction.document.id
        contexts[name] = Context(extraction, apart)
        told = gathered_of(extraction, contexts[name])
        uses[name] = told.uses
        gathering.add(told)
    resolution = decide(gathering.gathered(), gazetteer, decisions)
    documents: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, used in sorted(uses.items()):
        for entity, count in resolution.mentioned(used).items():
            documents[entity].append((name, count))
    entities = (replace(one, documents=tuple(documents[one.id])) for one in resolution.things)
    return Resolved(resolution, tuple(entities), contexts)


def decide(
    gathered: Gathered, gazetteer: Gazetteer, decisions: Decisions | None = None, called: Called | None = None
) -> Resolution:
    """Decide like `resolve`, from what was gathered in any order and grouping.

    Args:
        gathered: what all documents tell, gathered with the documents that the decisions speak of.
        gazetteer: the known names.
        decisions: what a person settled; by default nothing.
        called: what stands for bodies under all their names (`called_in`), if ``gathered`` is a portion of what
            documents tell (`kg.resolution.portions`); by default it is found there.
    """
    rows = decisions.rows if decisions else ()
    return decide_divided(divide(gathered, gazetteer, rows), gazetteer, rows, called)


def decide_divided(
    shares: Shares, gazetteer: Gazetteer, rows: Collection[Decision] = (), called: Called | None = None
) -> Resolution:
    """Decide like `decide`, share by share.

    Args:
        shares: what documents tell, divided with what the decisions speak of; a share may be empty here and be decided
            elsewhere.
        gazetteer: the known names.
        rows: what a person settled.
        called: what stands for bodies; by default it is found here.
    """
    entities: list[Entity] = []
    entity_of: dict[Use, str] = {}
    for entity, meant in alone(shares, gazetteer):
        entities.append(entity)
        for use, _ in meant:
            entity_of[use] = entity.id
    linked = decide_together(shares.linked, gazetteer, rows, called)
    entities += linked.things
    entities.sort(key=lambda entity: entity.id)
    row_of = {row: entity_of[uses[0][0]] for (_, row), uses in shares.rows.items()}
    return Resolution(tuple(entities), row_of | linked.rows, linked.idle, entity_of | linked.entity_of)


def decide_together(
    gathered: Gathered, gazetteer: Gazetteer, rows: Collection[Decision] = (), called: Called | None = None
) -> Resolution:
    """Decide like `decide`, but hold all names against each other, also those that stand alone.

    Args:
        gathered: what documents tell.
        gazetteer: the known names.
        rows: what a person settled.
        called: what stands for bodies; by default it is found here.
    """
    nodes = Nodes(_namesakes(gathered, gazetteer, called), rows, gazetteer)
    node_of = {one: nodes.of(one) for one in gathered.uses}
    given = links(gathered, nodes, node_of, gazetteer)
    joined, settled = join(node_of.values(), given), Settled()
    if rows:
        settled = settle(rows, nodes, joined, gazetteer)
        joined = join(node_of.values(), [*given, *settled.links], settled.parted)
    uses: dict[Node, list[tuple[Use, int]]] = defaultdict(list)
    for one, count in gathered.uses.items():
        uses[node_of[one]].append((one, count))
    return _resolution(joined, settled, uses, gazetteer)


def _namesakes(gathered: Gathered, gazetteer: Gazetteer, called: Called | None) -> PartedPersons:
    """Persons parted by their posts, where bodies that are one thing under several names count as one."""
    if not tell_namesakes(gathered.posts).bodies:
        return PartedPersons()
    if called is None:
        called = _called_in(gathered, gazetteer, {body for *_, bodies in gathered.posts for body in bodies})
    return tell_namesakes(gathered.posts, lambda kind, body: called.get((kind, body), body))


def called_in(
    gathered: Gathered, gazetteer: Gazetteer, bodies: Iterable[tuple[str, str]], rows: Collection[Decision] = ()
) -> Called:
    """What stands for bodies under all their names, so that a person's posts at one of them count as posts there.

    Args:
        gathered: what documents tell.
        gazetteer: the known names.
        bodies: types and keys; those that no name here means are left out.
        rows: what a person settled: it is not followed here, but what it speaks of is compared.
    """
    return _called_in(divide(gathered, gazetteer, rows).linked, gazetteer, bodies)


def _called_in(gathered: Gathered, gazetteer: Gazetteer, bodies: Iterable[tuple[str, str]]) -> Called:
    nodes = Nodes(PartedPersons(), (), gazetteer)
    node_of = {one: nodes.of(one) for one in gathered.uses}
    joined = join(node_of.values(), links(gathered, nodes, node_of, gazetteer))
    group_of = {node: group for group in joined.groups for node in group}
    found: dict[tuple[str, str], str] = {}
    for kind, body in bodies:
        group = group_of.get(Node(kind, "", body) if body in gazetteer.entries else Node(kind, body))
        if group:
            found[kind, body] = _called(min(group, key=lambda one: (not one.is_row, one)))
    return found


def _called(node: Node) -> str:
    return node.anchor if node.is_row else node.form


def _resolution(
    joined: Joined, settled: Settled, uses: dict[Node, list[tuple[Use, int]]], gazetteer: Gazetteer
) -> Resolution:
    groups = []
    for members in joined.groups:
        wins = next((settled.wins[node] for node in members if node in settled.wins), "")
        group = Group(members, uses, joined.by, wins, gazetteer)
        if group.used:
            groups.append(group)
    called: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        called[group.type, group.canonical()].append(group)
    group_of = {node: number for number, group in enumerate(joined.groups) for node in group}
    entities: list[Entity] = []
    entity_of: dict[Use, str] = {}
    row_of: dict[str, str] = {}
    for (_, canonical), same in called.items():
        for group in same:
            qualifier = f"|{group.apart()}" if len(same) > 1 and group.apart() else ""
            taken = _taken(group, group_of, gazetteer) if settled.parted else set()
            entity = group.entity(canonical + qualifier, taken)
            entities.append(entity)
            for node in group.nodes:
                entity_of.update((one, entity.id) for one, _ in uses.get(node, ()))
                if node.is_row:
                    row_of[node.anchor] = entity.id
    return Resolution(tuple(sorted(entities, key=lambda entity: entity.id)), row_of, tuple(settled.idle), entity_of)


def _taken(group: Group, group_of: dict[Node, int], gazetteer: Gazetteer) -> set[str]:
    """The folded forms of a group's rows that decisions took away from them."""
    taken = set()
    for row in group.nodes:
        entry = gazetteer.entries[row.anchor] if row.is_row else None
        for form in (entry.name, *entry.aliases) if entry else ():
            node = Node(row.type, fold(form), row.anchor)
            if group_of.get(node, group_of[row]) != group_of[row]:
                taken.add(node.form)
    return taken

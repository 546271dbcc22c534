"""Why two nodes are one thing: the links between them, each with its reason, in the order in which they count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.knowledge.gazetteer import Gazetteer
from kg.names.reading import DECLARED, DERIVED, RENAMED
from kg.resolution.gathered import PLACE, Gathered, Use
from kg.resolution.namesakes import Lives
from kg.resolution.nodes import Node, Nodes
from kg.resolution.told import told_forms

DECISION, GAZETTEER, SCRIPT, NAME = "decision", "gazetteer", "script", "name"

_RANKS = {
    reason: rank for rank, reason in enumerate((DECISION, GAZETTEER, SCRIPT, NAME, DECLARED, RENAMED, PLACE, DERIVED))
}


class Link(NamedTuple):
    """``left`` is the same as each of ``rights``, for a reason; ``detail`` says where that is told.

    Several ``rights`` are what a form could stand for: the link holds only if they turn out to be one thing. A link of
    a lower ``rank`` is followed first, so that what it joins cannot be parted by a weaker one.
    """

    rank: int
    order: int
    left: Node
    rights: tuple[Node, ...]
    reason: str
    detail: str


def link(left: Node, rights: Iterable[Node], reason: str, detail: str = "", order: int = 0) -> Link:
    """Make a link."""
    return Link(_RANKS[reason], order, left, tuple(rights), reason, detail)


def links(gathered: Gathered, nodes: Nodes, node_of: dict[Use, Node], gazetteer: Gazetteer) -> list[Link]:
    """All links that documents and the gazetteer give, in the order in which they count.

    Args:
        gathered: what the documents tell.
        nodes: tells which node a name is.
        node_of: the node of each use.
        gazetteer: the known names.
    """
    found: set[Link] = set()
    placed: dict[Node, set[Link]] = defaultdict(set)
    present = set(node_of.values())
    for one in _of_uses(gathered, node_of, nodes, gazetteer):
        found.add(one)
        present.update(one.rights)
        if one.reason == PLACE and one.left.anchor.startswith("="):
            placed[Node(one.left.type, one.left.form)].add(one)
    found |= set(_apart(present))
    present |= {node.plain for node in present}
    present |= {Node(kind, form) for kind, form, *_ in gathered.forms} & placed.keys()
    for bare, ways in placed.items():
        if bare in present and len({one.rights for one in ways}) == 1:
            first = min(ways)
            found.add(link(bare, first.rights, PLACE, f"the only one named; {first.detail}"))
    found |= set(_told(gathered, present, gazetteer))
    return sorted(found)


def known(node: Node, gazetteer: Gazetteer) -> Node:
    """The row that a full name is one form of, if it is of one only; else the name's own node."""
    rows = gazetteer.rows(node.form, node.type)
    return Node(node.type, "", rows[0]) if len(rows) == 1 and not node.anchor else node


def _of_uses(gathered: Gathered, node_of: dict[Use, Node], nodes: Nodes, gazetteer: Gazetteer) -> Iterator[Link]:
    """The links that uses of names give: to their rows, or to the full names that they stand for."""
    for (use, reason), detail in gathered.ways.items():
        node = node_of[use]
        if use.entry:
            target = Node(use.type, "", use.entry)
            newer = nodes.base(use)
            if reason == RENAMED and use.key != node.form and known(newer, gazetteer) == newer:
                yield link(newer, [target], reason, detail)  # only the older name is known
        elif node.anchor.startswith("=") and not use.key.startswith(f"{node.form}@"):
            target = known(nodes.base(use), gazetteer)
        else:
            continue
        yield use_link(node, target, use, reason, detail, gazetteer)


def use_link(node: Node, target: Node, use: Use, reason: str, detail: str, gazetteer: Gazetteer) -> Link:
    """The link from the node of a use to what it stands for: as the gazetteer has it, or else as documents tell."""
    if use.entry and use.entry in gazetteer.forms.get(node.form, ()):
        return link(node, [target], GAZETTEER, str(gazetteer.entries[use.entry].location))
    return link(node, [target], reason, detail)


def _apart(present: set[Node]) -> Iterator[Link]:
    """A node that a decision speaks of is still what it would be otherwise, unless the decision parts it."""
    for node in present:
        if (
            (node.document or node.text)
            and not node.anchor.startswith("=")
            and not (node.anchor and ":" in node.anchor)
        ):
            yield link(node, [node.plain], SCRIPT if node.text else NAME, node.document or node.form)


def _told(gathered: Gathered, present: set[Node], gazetteer: Gazetteer) -> Iterator[Link]:
    """What documents tell about forms that other documents use by themselves; longer forms first."""
    forms, lives = {node.form for node in present}, Lives(gathered.posts)
    for (kind, form), told_by in told_forms(gathered.forms).items():
        if form not in forms and not any(alias.key in forms for _, alias in told_by):
            continue
        bare = Node(kind, form)
        if bare not in present or known(bare, gazetteer) != bare:
            continue
        owners = sorted({known(Node(kind, alias.key), gazetteer) for _, alias in told_by})
        document, alias = told_by[0]
        if alias.reason == DERIVED and not any(lives.may_be_one(kind, form, one.key) for _, one in told_by):
            continue
        detail = f"{document}: {alias.quote}"
        yield link(bare, owners, alias.reason, detail, -len(form))

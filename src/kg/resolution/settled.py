"""What decisions mean among the names that documents use: further links, and what must stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.groups import Groups
from kg.knowledge.decisions import Decision, Named, thing
from kg.knowledge.gazetteer import Gazetteer
from kg.resolution.joining import Idle, Joined, Parted
from kg.resolution.links import DECISION, GAZETTEER, Link, link
from kg.resolution.nodes import Node, Nodes


@dataclass(frozen=True, slots=True)
class Settled:
    """What decisions add to the links, what they part, which name wins where, and those that decide nothing here."""

    links: list[Link] = field(default_factory=list)
    parted: list[Parted] = field(default_factory=list)
    wins: dict[Node, str] = field(default_factory=dict)
    idle: list[Idle] = field(default_factory=list)


def settle(decisions: Iterable[Decision], nodes: Nodes, joined: Joined, gazetteer: Gazetteer) -> Settled:
    """Find what each decision speaks of.

    Args:
        decisions: the rows.
        nodes: tells what a name means.
        joined: the groups as they are without decisions: a name that is in several means several things.
        gazetteer: the known names.
    """
    settled = Settled()
    by_form: dict[tuple[str, str], list[Node]] = defaultdict(list)
    group_of: dict[Node, int] = {}
    for number, group in enumerate(joined.groups):
        for node in group:
            group_of[node] = number
            by_form[node.type, node.form].append(node)
    meant: list[tuple[Decision, list[Node], list[Node]]] = []
    chains: Groups[tuple[str, Named]] = Groups()
    for decision in decisions:
        sides = []
        for named in (decision.name, decision.other):
            found = nodes.meant(decision.type, named, by_form.get((decision.type, named.key), ()))
            sides.append(found + _unused(decision.type, named, found, nodes, gazetteer, settled))
        meant.append((decision, sides[0], sides[1]))
        if decision.same:
            chains.unite(thing(decision, decision.name), thing(decision, decision.other))
    used = {
        chains.root(thing(decision, named))
        for decision, *sides in meant
        for named, side in zip((decision.name, decision.other), sides, strict=True)
        if any(node in group_of for node in side)
    }
    for decision, first, second in meant:
        if not {chains.root(thing(decision, named)) for named in (decision.name, decision.other)} & used:
            why = f"no document names '{decision.name}' or '{decision.other}' so"
            settled.idle.append(Idle(decision, why, unmet=True))
        elif decision.same:
            _same(decision, first, second, group_of, settled)
        else:
            _different(decision, first, second, settled)
    return settled


def _unused(
    kind: str, named: Named, found: list[Node], nodes: Nodes, gazetteer: Gazetteer, settled: Settled
) -> list[Node]:
    """Nodes for a name that no document uses, so that it can still be joined to another, or parted from its row."""
    alone = Named(named.key, named.context, "", named.text)
    rows = gazetteer.rows(named.key, kind)
    if len(rows) == 1 and not named.document and not named.spelling and not nodes.meant(kind, alone, ()):
        node = Node(kind, named.key, rows[0])
        settled.links.append(link(node, [Node(kind, "", rows[0])], GAZETTEER, str(gazetteer.entries[rows[0]].location)))
        return [] if node in found else [node]
    if found or named.context or named.document or named.spelling or rows:
        return []
    return [Node(kind, named.key)]


def _same(
    decision: Decision, first: list[Node], second: list[Node], group_of: dict[Node, int], settled: Settled
) -> None:
    for named, side in ((decision.name, first), (decision.other, second)):
        things = {group_of[node] for node in side if node in group_of}
        if not side:
            settled.idle.append(Idle(decision, f"no document names '{named}' so"))
            return
        if len(things) > 1:
            why = f"'{named}' means {len(things)} things here; write the place, body or document that is meant"
            settled.idle.append(Idle(decision, why))
            return
    for node in (*first[1:], *second):
        settled.links.append(link(first[0], [node], DECISION, decision.detail))
    if decision.wins:
        settled.wins.update(dict.fromkeys(first, decision.wins))


def _different(decision: Decision, first: list[Node], second: list[Node], settled: Settled) -> None:
    """Part two sides; what both names could mean belongs to the one that says more."""
    one, other = set(first), set(second)
    if both := one & other:
        (one if _says(decision.name) <= _says(decision.other) else other).difference_update(both)
    if one and other:
        settled.parted.append((sorted(one), sorted(other)))
    else:
        names = f"'{decision.name}' and '{decision.other}'"
        settled.idle.append(Idle(decision, f"{names}: the documents do not tell which is which; write the documents"))


def _says(named: Named) -> int:
    return 4 * bool(named.document) + 2 * bool(named.spelling) + bool(named.context)

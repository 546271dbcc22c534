"""Names that nothing joins to other names: what each of them means follows from its own uses, and most names are such.

A use is *plain* if it is of a full name by itself, which no row, post, decision or other form speaks of. A row of the
gazetteer stands alone, with all uses that mean it, if nothing else speaks of its forms. Neither has to be compared with
any other name; only what is left is *linked*, and joined step by step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kg.knowledge.decisions import Decision
from kg.knowledge.gazetteer import Gazetteer
from kg.model import Entity
from kg.resolution.entities import Group, entity_id
from kg.resolution.folding import folded
from kg.resolution.gathered import Gathered, Use
from kg.resolution.links import Link, use_link
from kg.resolution.nodes import Node
from kg.resolution.scripts import HAN, in_both_scripts
from kg.text import fold_all

MARKS = frozenset("@:")
"""What stands in the names of rows and of namesakes: a form with one of these could be taken for such a name."""

_TOGETHER = 10_000
"""So many names are converted at once."""

_Name = tuple[str, str]
"""A type with a form of it, or with the id of a row."""

_Uses = list[tuple[Use, int]]
_Thing = tuple[Entity, _Uses]


def is_plain(use: Use) -> bool:
    """Tell whether a use is of a full name by itself, as far as its own document tells."""
    return not use.entry and _is_plain(use, folded(use.text))


def _is_plain(use: Use, form: str) -> bool:
    return use.key == form != "" and not (use.bodies or use.document or MARKS & set(form))


@dataclass(frozen=True, slots=True)
class Shares:
    """What documents tell of names, in three shares that have nothing to do with each other.

    Attributes:
        plain: the uses of each plain name that nothing else speaks of, by type and form.
        rows: the uses of each row that stands alone, by type and id.
        linked: all the rest.
        ways: why uses of rows that stand alone mean these.
    """

    plain: Mapping[_Name, _Uses]
    rows: Mapping[_Name, _Uses]
    linked: Gathered
    ways: Mapping[Use, list[tuple[str, str]]]


def divide(gathered: Gathered, gazetteer: Gazetteer, decisions: Collection[Decision]) -> Shares:
    """Take apart what has nothing to do with each other: to decide the shares is to decide the whole.

    Args:
        gathered: what the documents tell.
        gazetteer: the known names.
        decisions: what a person settled.
    """
    forms = fold_all([use.text for use in gathered.uses])
    plain: dict[_Name, _Uses] = defaultdict(list)
    rows: dict[_Name, _Uses] = defaultdict(list)
    linked: Counter[Use] = Counter()
    spoken: set[_Name] = set()  # forms that something else speaks of
    for (use, count), form in zip(gathered.uses.items(), forms, strict=True):
        if use.entry:
            rows[use.type, use.entry].append((use, count))
            if use.key != form and use.entry not in gazetteer.forms.get(use.key, ()):
                spoken |= {(use.type, use.key), (use.type, form)}  # its newer name, which no row has
        elif form not in gazetteer.forms and _is_plain(use, form):
            plain[use.type, form].append((use, count))
        else:
            linked[use] = count
            spoken.add((use.type, use.key))
            spoken.add((use.type, form))
    decided = {(row.type, named.key) for row in decisions for named in (row.name, row.other)}
    spoken |= decided
    for kind, form, _, key in gathered.forms:
        # A form that no use has as its own name joins nothing to what it is told to stand for.
        if (kind, form) in spoken or (kind, form) in plain:
            spoken.add((kind, form))
            spoken.add((kind, key))
    for name in plain.keys() & spoken:
        linked.update(dict(plain.pop(name)))
    for name in _rows_spoken_of(rows, spoken, decided, gazetteer):
        linked.update(dict(rows.pop(name)))
    ways: dict[Use, list[tuple[str, str]]] = defaultdict(list)
    linked_ways: dict[tuple[Use, str], str] = {}
    for way, detail in gathered.ways.items():
        use, reason = way
        if (use.type, use.entry) in rows:
            ways[use].append((reason, detail))
        else:
            linked_ways[way] = detail
    return Shares(plain, rows, Gathered(linked, linked_ways, gathered.forms, gathered.posts), ways)


def _rows_spoken_of(
    rows: Mapping[_Name, _Uses], spoken: set[_Name], decided: set[_Name], gazetteer: Gazetteer
) -> set[_Name]:
    """The rows that something other than their own uses speaks of, among those that are used."""
    found = {(kind, row) for kind, form in spoken for row in (*gazetteer.forms.get(form, ()), form)} & rows.keys()
    if decided:
        found |= {name for name, uses in rows.items() if any((name[0], folded(use.text)) in decided for use, _ in uses)}
    return found | {name for name, uses in rows.items() if any(use.bodies or use.document for use, _ in uses)}


def alone(shares: Shares, gazetteer: Gazetteer) -> Iterator[_Thing]:
    """The things that stand alone, each with the uses that mean it; rows have their id from the gazetteer."""
    names = iter(shares.plain.items())
    while portion := list(islice(names, _TOGETHER)):
        yield from _plain(portion, gazetteer)
    for (kind, row), uses in shares.rows.items():
        yield _row(kind, row, uses, shares.ways, gazetteer), uses


def plain_thing(kind: str, form: str, uses: Iterable[tuple[Use, int]], gazetteer: Gazetteer) -> Entity:
    """The entity of a name that nothing is linked to.

    Args:
        kind: its type.
        form: the name, folded.
        uses: all uses of it, with the number of mentions.
        gazetteer: the known names.
    """
    node = Node(kind, form)
    group = Group([node], {node: list(uses)}, {}, "", gazetteer)
    return group.entity(group.canonical(), set())


def _plain(names: Iterable[tuple[_Name, _Uses]], gazetteer: Gazetteer) -> Iterator[_Thing]:
    """Do as `plain_thing` does. Most names have one use: there is nothing to choose from then."""
    single: list[tuple[_Name, _Uses]] = []
    for (kind, form), uses in names:
        if len(uses) == 1:
            single.append(((kind, form), uses))
        else:
            yield plain_thing(kind, form, uses, gazetteer), uses
    written = [use.text if count else form for (_, form), [(use, count)] in single]
    scripts = in_both_scripts(written)
    for ((kind, form), uses), name, (hans, hant) in zip(single, written, scripts, strict=True):
        use, count = uses[0]
        labels = () if hans == name or HAN.search(name) else (("", name),)
        yield Entity(entity_id(kind, form), kind, hans, hant, labels, (use.kind,) if count and use.kind else ()), uses


def _row(kind: str, row: str, uses: _Uses, ways: Mapping[Use, list[tuple[str, str]]], gazetteer: Gazetteer) -> Entity:
    target = Node(kind, "", row)
    of_node: dict[Node, _Uses] = defaultdict(list)
    by: dict[Node, Link] = {}
    for use, count in uses:
        node = Node(kind, folded(use.text), row)
        of_node[node].append((use, count))
        for reason, detail in ways[use]:
            link = use_link(node, target, use, reason, detail, gazetteer)
            if node not in by or link < by[node]:
                by[node] = link
    group = Group([target, *sorted(of_node)], of_node, by, "", gazetteer)
    return group.entity(group.canonical(), set())

"""A group of nodes → the entity: its id, its names in both scripts, and why each of them belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b

from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.model import Entity, Merge
from kg.resolution.folding import folded
from kg.resolution.gathered import Use
from kg.resolution.links import Link
from kg.resolution.nodes import Node
from kg.resolution.scripts import HAN, HANS, HANT, both_scripts, script, to_hans, to_hant


class Group:
    """What is known of one thing: its nodes, the uses of each, the links that joined them, and a name that wins."""

    def __init__(
        self,
        nodes: Sequence[Node],
        uses: Mapping[Node, Sequence[tuple[Use, int]]],
        by: Mapping[Node, Link],
        wins: str,
        gazetteer: Gazetteer,
    ) -> None:
        """Gather what the entity is made from."""
        self.nodes = nodes
        self.type = nodes[0].type
        self._by = by
        self._wins = wins
        self._entries = [gazetteer.entries[node.anchor] for node in nodes if node.is_row]
        self._uses = {node: uses[node] for node in nodes if node in uses}
        self.used = bool(self._uses)
        self.entry = self._row()

    def _row(self) -> Entry | None:
        """The row that the thing is, if it is one; of several that of the name that wins, else the first by id."""
        key = folded(self._wins) if self._wins else ""
        winning = [one for one in self._entries if key and key in map(folded, (one.name, *one.aliases))]
        return next(iter([*winning, *self._entries]), None)

    def canonical(self) -> str:
        """What the id is made from: the row, or the full name that the others stand for."""
        if self.entry:
            return self.entry.id
        return max((_canonical(node) for node in self._full() if node.form), key=lambda name: (len(name), name))

    def apart(self) -> str:
        """What tells this thing from another that is called the same; empty for the plain name."""
        nodes = [node for node in self._full() if node.form and _canonical(node) == self.canonical()]
        return min(f"{node.anchor}|{node.document}|{node.text}".strip("|") for node in nodes) if nodes else ""

    def entity(self, canonical: str, foreign: set[str]) -> Entity:
        """Make the entity, without the documents that mention it.

        Args:
            canonical: what its id is made from.
            foreign: folded forms of its row that decisions took away from it.
        """
        surfaces, kinds = self._counted()
        entry = self.entry
        name = self._wins or (entry.name if entry else self._name(surfaces))
        key = folded(name)
        seen = {(folded(surface), script(surface)): surface for surface in sorted(surfaces)}
        labels: set[tuple[str, str]] = set()
        for one_key, form in (self._forms(surfaces, foreign) | {key: name}).items():
            labels |= both_scripts(one_key, form, seen)
        hans = seen.get((key, HANS)) or to_hans(name)
        hant = seen.get((key, HANT)) or to_hant(name)
        finer = entry.kind if entry else min(kinds, key=lambda one: (-kinds[one], one), default="")
        return Entity(
            entity_id(self.type, canonical),
            self.type,
            hans,
            hant,
            tuple(sorted(labels - {(HANS, hans), (HANT, hant), ("", hans)})),
            (finer,) if finer else (),
            entry.code if entry else "",
            merges=tuple(sorted(set(self._merges(name)))),
        )

    def _forms(self, surfaces: Mapping[str, int], foreign: Collection[str]) -> dict[str, str]:
        """The forms that the thing goes by, folded: each as texts spell it most, else as its rows have it."""
        forms: dict[str, str] = {}
        for form in sorted(surfaces, key=lambda surface: (-surfaces[surface], surface)):
            forms.setdefault(folded(form), form)
        for one in self._entries:
            for alias in (one.name, *one.aliases):
                alias_key = folded(alias)
                if alias_key not in foreign or alias in surfaces:
                    forms.setdefault(alias_key, alias)
        for node in self.nodes:
            if node.form and node not in self._uses and node in self._by and not node.anchor:
                forms.setdefault(node.form, node.form)
        return forms

    def _counted(self) -> tuple[dict[str, int], dict[str, int]]:
        """How often each spelling and each finer class is used."""
        surfaces: dict[str, int] = {}
        kinds: dict[str, int] = {}
        for pairs in self._uses.values():
            for use, count in pairs:
                if count:
                    surfaces[use.text] = surfaces.get(use.text, 0) + count
                    if use.kind:
                        kinds[use.kind] = kinds.get(use.kind, 0) + count
        return surfaces, kinds

    def _full(self) -> list[Node]:
        """The nodes that stand for no other one: full names, and rows."""
        inside = set(self.nodes)
        full = [
            node
            for node in self.nodes
            if node not in self._by or self._by[node].rights[0] not in inside or self._by[node].rank == 0
        ]
        return [node for node in full if node.form] or [node for node in self.nodes if node.form] or list(self.nodes)

    def _name(self, surfaces: Mapping[str, int]) -> str:
        """The longest form by its key among the full names; of its spellings the most frequent."""
        full = {use.text for node in self._full() for use, count in self._uses.get(node, ()) if count}
        longest = max(full or surfaces, key=lambda s: (len(folded(s)), surfaces[s], s), default="")
        return longest or _canonical(self._full()[0]).partition("@")[0]

    def _merges(self, name: str) -> Iterable[Merge]:
        """Why each form that differs from the preferred name belongs to the thing."""
        key = folded(name)
        for node in self.nodes:
            spellings = {use.text for use, count in self._uses.get(node, ()) if count}
            link = self._by.get(node)
            for surface in spellings:
                if surface == name and not (link and link.rank == 0):
                    continue
                if folded(surface) == key and not (link and link.rank == 0):
                    yield Merge(surface, "script" if HAN.search(surface) else "spelling", name)
                elif link is not None:
                    yield Merge(surface, link.reason, link.detail)


def entity_id(kind: str, canonical: str) -> str:
    """A short hash of what the thing is called: 64 bits, as nothing else tells two things apart."""
    text = canonical if canonical.startswith(f"{kind}:") else f"{kind}:{canonical}"
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _canonical(node: Node) -> str:
    if node.anchor.startswith("@"):
        return f"{node.form}{node.anchor}"
    return node.anchor[1:] if node.anchor.startswith(f"={node.form}@") else node.form

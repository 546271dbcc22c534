"""The smallest things that merging joins and that a decision can part: a form of a name, meant in one way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.knowledge.decisions import Decision, Named, rows_of
from kg.knowledge.gazetteer import Gazetteer
from kg.resolution.folding import folded
from kg.resolution.gathered import Use
from kg.resolution.namesakes import PartedPersons


class Node(NamedTuple):
    """A folded form of a type, meant in one way.

    ``anchor`` is what it is meant as where the form alone does not say it: the id of a row, ``=`` and the key of a full
    name, or ``@`` and the body at which a person has a post. ``document`` and ``text`` are set only where a decision
    speaks of one document or one spelling. A row itself is a node without a form.
    """

    type: str
    form: str
    anchor: str = ""
    document: str = ""
    text: str = ""

    @property
    def is_row(self) -> bool:
        """Tell whether this is a row of the gazetteer itself."""
        return not self.form

    @property
    def plain(self) -> Node:
        """The same without document and spelling."""
        return Node(self.type, self.form, self.anchor)


class Nodes:
    """Which node a use of a name is, given all posts and all decisions."""

    def __init__(
        self,
        namesakes: PartedPersons,
        decisions: Iterable[Decision],
        gazetteer: Gazetteer,
    ) -> None:
        """Keep which persons share a name, and what decisions set apart."""
        self._gazetteer = gazetteer
        self._namesakes = namesakes
        self._documents: set[tuple[str, str, str]] = set()
        self._spellings: set[tuple[str, str]] = set()
        for decision in decisions:
            for named in (decision.name, decision.other):
                if named.document:
                    self._documents.add((decision.type, named.key, named.document))
                if named.spelling:
                    self._spellings.add((decision.type, named.key))

    def base(self, use: Use) -> Node:
        """The node of the full name that a use stands for, by itself."""
        return self._apart(Node(use.type, use.key, self._post(use)), use.document, "")

    def of(self, use: Use) -> Node:
        """The node of a use."""
        form = folded(use.text)
        anchor = use.entry or (f"={use.key}" if use.key != form else self._post(use))
        return self._apart(Node(use.type, form, anchor), use.document, use.text)

    def _post(self, use: Use) -> str:
        post = self._namesakes.post_of.get((use.type, use.key, use.bodies), "") if use.bodies else ""
        return f"@{post}" if post else ""

    def _apart(self, node: Node, document: str, text: str) -> Node:
        apart = document if (node.type, node.form, document) in self._documents else ""
        spelling = text if text and (node.type, node.form) in self._spellings else ""
        return node._replace(document=apart, text=spelling) if apart or spelling else node

    def meant(self, kind: str, named: Named, nodes: Iterable[Node]) -> list[Node]:
        """Those of some nodes with the form that a decision's name means, and the row that it names.

        Args:
            kind: the type.
            named: the name.
            nodes: the nodes with its form.
        """
        rows = rows_of(named, kind, self._gazetteer)
        found = [
            node
            for node in nodes
            if (not named.document or node.document == named.document)
            and (not named.spelling or node.text == named.spelling)
            and (not named.context or self._lies_in(node, named, rows))
        ]
        own = [row for row in rows if folded(self._gazetteer.entries[row].name) == named.key]
        if len(own) == 1 and not named.document and not named.spelling:
            found.append(Node(kind, "", own[0]))
        return found

    def _lies_in(self, node: Node, named: Named, rows: list[str]) -> bool:
        """Tell whether a node is of the place or body that a name is written with."""
        if node.anchor in rows or node.anchor.startswith(f"={named.context}"):
            return True
        return any(
            named.context in self._called(body)
            for body in self._namesakes.bodies.get((node.type, node.form, node.anchor), ())
        )

    def _called(self, body: str) -> set[str]:
        entry = self._gazetteer.entries.get(body)
        return {folded(form) for form in (entry.name, *entry.aliases)} if entry else {body}

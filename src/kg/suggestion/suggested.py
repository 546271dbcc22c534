"""Suggestions as values: a name with its row for the gazetteer, a verb with the skeleton of a rule."""

from __future__ import annotations

import json
from dataclasses import dataclass

POINTS = {
    "title": 4,
    "built": 3,
    "ending": 3,
    "quoted": 2,
    "class word": 2,
    "unknown word": 1,
    "Latin": 1,
    "verb": 1,
    "doubtful": 0,
    "run": 0,
    "proper": 0,
}
"""What each kind of evidence adds to a name's rank; a document adds two, a doubling of the count one (up to four)."""

BEFORE, AFTER = 16, 8
"""Characters between a suggested trigger and the names before and after it at most."""


@dataclass(frozen=True, slots=True)
class SuggestedName:
    """A name that the gazetteer lacks.

    ``evidence`` says what speaks for it, the strongest first; ``quote`` is one place with its neighbourhood. ``score``
    is what it was ranked by.
    """

    name: str
    type: str
    kind: str
    documents: int
    count: int
    evidence: tuple[str, ...]
    quote: str
    score: int

    @property
    def row(self) -> str:
        """The row to paste into ``gazetteer/<type>.tsv``; aliases, container and code are left to the editor."""
        return "\t".join((self.name, "", self.kind, "", "", "editors"))


@dataclass(frozen=True, slots=True)
class SuggestedTrigger:
    """A verb that may state a relation.

    ``subject`` and ``object`` are the types of the relation's ends, ``order`` is ``active`` if the subject stands
    before the verb, else ``inverse``. ``others`` are further relations that may join these types. ``documents`` and
    ``count`` say where the verb joined two such names, ``total`` how often it stands in the texts at all. ``examples``
    are sentences in the markup of rules.
    """

    word: str
    relation: str
    others: tuple[str, ...]
    subject: str
    object: str
    order: str
    documents: int
    count: int
    total: int
    examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the rule."""
        return f"{self.relation}.{self.order} {self.word}"

    @property
    def rule(self) -> str:
        """A sound rule file with this one rule: paste the rule, or save it as a file of ``rules/``."""
        before, after = ("subject", "object") if self.order == "active" else ("object", "subject")
        types = {"subject": self.subject, "object": self.object}
        others = f"  # or: {', '.join(self.others)}" if self.others else ""
        return "\n".join(
            [
                f"relation: {self.relation}{others}",
                "rules:",
                f"  - name: {_quoted(self.name)}",
                f"    trigger: [{_quoted(self.word)}]",
                "    confidence: 0.5",
                "    arguments:",
                f"      {before}: {{type: {types[before]}, position: before, within: {BEFORE}}}",
                f"      {after}: {{type: {types[after]}, position: after, within: {AFTER}}}",
                "    examples:",
                *(f"      - {_quoted(example)}" for example in self.examples),
                "",
            ]
        )


def _quoted(text: str) -> str:
    """A string as YAML takes it whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)

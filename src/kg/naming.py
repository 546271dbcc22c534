"""Chosen candidates → names: each as a mention of the original text with its row, and what is nested in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.apart.containers import Containers
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.grammar import Singles
from kg.model import Mention
from kg.names.choosing import holder, nested
from kg.names.reading import Alias, Candidate, Name
from kg.text import NormalisedText
from kg.weighing import likelihood


class Naming:
    """Makes names with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, containers: Containers, singles: Iterable[Singles] = ()) -> None:
        """Keep the known names, what tells those of one form apart, and what one character stands for by itself."""
        self.gazetteer = gazetteer
        self._containers = containers
        stands: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in singles:
            for character, name in one.names.items():
                stands[one.type, character].add(name)
        self._singles = {single: next(iter(names)) for single, names in stands.items() if len(names) == 1}

    def names(
        self,
        text: NormalisedText,
        chosen: list[Candidate],
        candidates: list[Candidate],
        aliases: dict[str, Alias],
        otherwise: Collection[tuple[str, str]] = (),
    ) -> list[Name]:
        """Make a name of each chosen candidate.

        Args:
            text: the folded text.
            chosen: in order of the text, without overlap.
            candidates: all that was proposed: what lies within a chosen one can be nested in it.
            aliases: the short forms that the document gives, by form.
            otherwise: types and forms that mean what the document says and not the row that they are known for.
        """
        inner: dict[int, list[Candidate]] = defaultdict(list)
        starts = [candidate.start for candidate in chosen]
        for candidate in candidates:
            if candidate.end - candidate.start == 1:
                continue  # one character names what a name is made of, not where it lies: 京津冀
            index = holder(starts, chosen, candidate)
            # A short form of the name itself names nothing in it: 朝阳 in 朝阳区, of which there are several.
            if index is not None and set(candidate.entries).isdisjoint(chosen[index].entries):
                inner[index] += self._containers.chained(text.key, [candidate])
        rows = self._containers.rows(text.key, [*chosen, *(part for parts in inner.values() for part in parts)])
        forms = {(candidate.type, text.key[candidate.start : candidate.end]) for candidate in chosen}
        return [
            Name(
                candidate.start,
                candidate.end,
                self._mention(text, candidate, rows, aliases, otherwise),
                tuple(
                    Name(
                        part.start,
                        part.end,
                        self._mention(text, part, rows, aliases, otherwise, nested=True),
                        likelihood=likelihood(candidate),
                    )
                    for part in nested(text.key, inner[index], forms)
                ),
                likelihood(candidate),
            )
            for index, candidate in enumerate(chosen)
        ]

    def _mention(
        self,
        text: NormalisedText,
        candidate: Candidate,
        rows: Mapping[Candidate, str],
        aliases: dict[str, Alias],
        otherwise: Collection[tuple[str, str]],
        *,
        nested: bool = False,
    ) -> Mention:
        span = text.span(candidate.start, candidate.end)
        form = text.key[candidate.start : candidate.end]
        known_as = self._entry(candidate, rows)
        entry = "" if (candidate.type, form) in otherwise else known_as
        key = aliases[form].key if form in aliases and aliases[form].type == candidate.type else form
        if not entry:
            known = self.gazetteer.rows(self._singles.get((candidate.type, key), key), candidate.type)
            entry = known[0] if len(known) == 1 else ""
        return Mention(
            span.start,
            span.end,
            text.original[span.start : span.end],
            key,
            candidate.type,
            candidate.source,
            candidate.rule,
            entry,
            self.gazetteer.entries[entry or known_as].kind if entry or known_as else candidate.kind,
            nested,
        )

    def _entry(self, candidate: Candidate, rows: Mapping[Candidate, str]) -> str:
        """The row that is meant: the only one of its type, or of homonyms the one that the document tells."""
        if not candidate.entries:
            return ""
        entries = [e for e in candidate.entries if self.gazetteer.entries[e].type == candidate.type]
        return rows.get(candidate, "") if len(entries) > 1 else entries[0] if entries else ""


def own_forms(names: Sequence[Name], forms: Collection[str], document: str) -> list[Name]:
    """The same names, where those of some forms hold in their document alone: their keys end in ``@`` and its id."""
    return [
        replace(name, mention=replace(name.mention, key=f"{name.mention.key}@{document}"))
        if name.mention.key in forms and not name.mention.entry
        else name
        for name in names
    ]

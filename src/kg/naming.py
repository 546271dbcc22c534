"""Chosen candidates → names: each as a mention of the original text with its row, and what is nested in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.apart.containers import Containers
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.grammar import Heads, Singles, Stem
from kg.model import Mention
from kg.names.choosing import choose, holder, nested
from kg.names.reading import REFERENCE, Alias, Candidate, Name
from kg.text import NormalisedText
from kg.weighing import likelihood

_LEAST_TOLD = 3
"""Characters of a name that is looked for in longer ones, whoever else knows it: two are too often part of a word."""

_SURE_ENOUGH = 0.6
"""How likely such a name has to be one."""


class Naming:
    """Makes names with one gazetteer."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        containers: Containers,
        singles: Iterable[Singles] = (),
        heads: Iterable[Heads] = (),
        stems: Iterable[Stem] = (),
    ) -> None:
        """Keep the known names, what tells those of one form apart, and what one character stands for.

        ``singles`` stand for something by themselves, ``heads`` at the head of a longer name. What a name is without
        one of the endings of ``stems`` is that name in short, and none in it.
        """
        self._stems = tuple(stems)
        self.gazetteer = gazetteer
        self._heads = tuple(heads)
        self._containers = containers
        stands: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._others: set[tuple[str, str]] = set()
        for one in singles:
            self._others.update((one.type, character) for character in one.others)
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
            if (
                index is not None
                and set(candidate.entries).isdisjoint(chosen[index].entries)
                and not self._containers.is_stem(text.key, candidate, chosen[index])
                and not self._is_in_short(text.key, candidate, chosen[index])
            ):
                inner[index] += self._containers.chained(text.key, [candidate])
        for index, candidate in enumerate(chosen):
            if head := self._head(text.key, candidate, inner.get(index, ())):
                inner[index].append(head)
        told: dict[int, list[Candidate]] = defaultdict(list)
        for index, part in named_inside(text.key, chosen, aliases):
            told[index].append(part)
        rows = self._containers.rows(text.key, [*chosen, *(part for parts in inner.values() for part in parts)])
        forms = {(candidate.type, text.key[candidate.start : candidate.end]) for candidate in chosen}
        forms |= {(candidate.type, candidate.entries[0]) for candidate in chosen if len(candidate.entries) == 1}
        return [
            Name(
                candidate.start,
                candidate.end,
                self._mention(text, candidate, rows, aliases, otherwise),
                tuple(
                    [
                        Name(
                            part.start,
                            part.end,
                            self._mention(text, part, rows, aliases, otherwise, nested=True),
                            likelihood=likelihood(candidate),
                        )
                        for part in with_told(nested(text.key, inner[index], forms), told[index])
                    ]
                    if index in inner or index in told
                    else ()
                ),
                likelihood(candidate),
            )
            for index, candidate in enumerate(chosen)
        ]

    def _is_in_short(self, key: str, part: Candidate, whole: Candidate) -> bool:
        """Tell whether a part is the whole without its legal form, and so hides what else is in it: 云南铜业|集团."""
        if part.start != whole.start or part.type != whole.type:
            return False
        rest = key[part.end : whole.end]
        return any(stem.type == whole.type and rest in stem.ends for stem in self._stems)

    def _head(self, key: str, whole: Candidate, parts: Iterable[Candidate]) -> Candidate | None:
        """What the short name at the head of a longer one stands for: 香港 of 港|府."""
        for heads in self._heads:
            if heads.begins != whole.type or not key.endswith(heads.ends, whole.start, whole.end):
                continue
            head = next((one for one in heads.names if key.startswith(one, whole.start, whole.end - 1)), "")
            rows = self.gazetteer.rows(heads.names[head], heads.type) if head else ()
            known = key.startswith(heads.never, whole.start) or any(part.start == whole.start for part in parts)
            if len(rows) == 1 and not known:
                end = whole.start + len(head)
                return Candidate(whole.start, end, heads.type, "gazetteer", entries=tuple(rows))
        return None

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
            name = self._singles.get((candidate.type, key), key)
            known = self.gazetteer.rows(name, candidate.type)
            doubtful = (candidate.type, key) in self._others and name not in text.key
            entry = known[0] if len(known) == 1 and not doubtful else ""
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


def named_inside(
    key: str, chosen: Sequence[Candidate], aliases: Mapping[str, Alias]
) -> Iterator[tuple[int, Candidate]]:
    """Where longer names hold what the document names by itself: 静游镇 in 静游镇卫生院, though nobody else knows it.

    Yields the number of the longer name and the name in it. A short form of the longer name is none.
    """
    beginnings: dict[str, dict[str, Candidate]] = defaultdict(dict)
    for candidate in chosen:
        form = key[candidate.start : candidate.end]
        if len(form) >= _LEAST_TOLD and likelihood(candidate) >= _SURE_ENOUGH:
            beginnings[form[:_LEAST_TOLD]].setdefault(form, candidate)
    for index, outer in enumerate(chosen):
        whole = key[outer.start : outer.end]
        for start in range(outer.start, outer.end - _LEAST_TOLD):
            for form, name in beginnings.get(key[start : start + _LEAST_TOLD], {}).items():
                # What ends a name is what the longer one is: 国家信创园 in 青州国家信创园.
                if key.startswith(form, start, outer.end - 1) and not _mean_one(form, whole, aliases):
                    yield index, replace(name, start=start, end=start + len(form))


def _mean_one(form: str, other: str, aliases: Mapping[str, Alias]) -> bool:
    meant = [aliases[one].key if one in aliases else one for one in (form, other)]
    return meant[0] == meant[1]


def with_told(parts: list[Candidate], told: list[Candidate]) -> list[Candidate]:
    """The parts of a name, and those that the document tells where there is room for them.

    One may begin another part that nobody knows by another row (花莲 in 花莲县), but stands not in the midst or at the
    end of one: 蒙古 in 内蒙古.
    """
    fitting = [one for one in told if not any(_is_in_the_way(part, one) for part in parts)]
    return sorted([*parts, *choose(fitting)], key=lambda part: (part.start, part.end)) if fitting else parts


def _is_in_the_way(part: Candidate, told: Candidate) -> bool:
    if part.end <= told.start or told.end <= part.start:
        return False
    if part.start != told.start or part.type != told.type or part.end <= told.end:
        return True
    return bool(part.entries and told.entries and set(part.entries).isdisjoint(told.entries))


def meaning_the_same(names: Sequence[Name]) -> list[Name]:
    """The same names, where the parts of names mean what the document means by their form where it stands by itself.

    A part whose form means several things there stays as it is.
    """
    meant: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for name in names:
        if name.mention.source != REFERENCE:
            meant[name.mention.type, name.mention.text].add((name.mention.key, name.mention.entry))
    told = {form: next(iter(one)) for form, one in meant.items() if len(one) == 1}
    return [_meaning(name, told) if name.parts else name for name in names]


def _meaning(name: Name, told: Mapping[tuple[str, str], tuple[str, str]]) -> Name:
    parts = list(name.parts)
    for index, part in enumerate(name.parts):
        mention = part.mention
        key, entry = told.get((mention.type, mention.text), (mention.key, mention.entry))
        if (key, entry) != (mention.key, mention.entry):
            parts[index] = replace(part, mention=replace(mention, key=key, entry=entry))
    return name if parts == list(name.parts) else replace(name, parts=tuple(parts))


def own_forms(names: Sequence[Name], forms: Collection[str], document: str) -> list[Name]:
    """The same names, where those of some forms hold in their document alone: their keys end in ``@`` and its id."""
    return [
        replace(name, mention=replace(name.mention, key=f"{name.mention.key}@{document}"))
        if name.mention.key in forms and not name.mention.entry
        else name
        for name in names
    ]

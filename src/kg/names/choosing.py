"""One choice among candidates that overlap, one type for each form, and what is nested in what was chosen.

The policy for overlaps is one: sure candidates before unsure ones, longer before shorter, then by source in the
order of `SOURCES`, then from left to right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from kg.names.reading import Candidate

SOURCES = ("gazetteer", "short form", "grammar", "document", "tagger", "jieba")
"""Where candidates come from, the most trusted first; sources that a user plugs in come behind."""


_RANKS = {source: rank for rank, source in enumerate(SOURCES)}


def trust(source: str) -> int:
    """The rank of a source: 0 for the most trusted."""
    return _RANKS.get(source, len(SOURCES))


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose among overlapping candidates by the policy of this module; the result is in order of the text."""
    candidates = list(candidates)
    if len(candidates) < 2:
        return candidates
    ranked = sorted(
        candidates,
        key=lambda candidate: (
            not candidate.sure,
            candidate.start - candidate.end,
            trust(candidate.source),
            candidate.source,
            -candidate.weight,
            candidate.start,
            candidate.type,
            candidate.rule,
        ),
    )
    taken: set[int] = set()
    chosen = []
    for candidate in ranked:
        # Both edges and every position in between are tested: a shorter candidate can only lie inside or across.
        if candidate.start in taken or candidate.end - 1 in taken:
            continue
        span = range(candidate.start, candidate.end)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.start)


def nested(key: str, inner: list[Candidate], forms: set[tuple[str, str]]) -> list[Candidate]:
    """Names nested in a name: those that the text also uses by themselves, and others where these leave room.

    ``forms`` are the types and forms of the names of the text, and the types and rows of those that only one row fits:
    天津 in 天津中医药大学 is used by itself where the text has 天津市.
    """
    if not inner:
        return []
    used = choose(
        part
        for part in inner
        if (part.type, key[part.start : part.end]) in forms
        or (len(part.entries) == 1 and (part.type, part.entries[0]) in forms)
    )
    rest = [part for part in inner if all(part.end <= other.start or other.end <= part.start for other in used)]
    return sorted([*used, *choose(rest)], key=lambda part: part.start)


def one_type_per_name(key: str, chosen: list[Candidate]) -> list[Candidate]:
    """Give all occurrences of one form the type that the most trusted readings give it."""
    forms = [key[candidate.start : candidate.end] for candidate in chosen]
    first: dict[str, tuple[str, str]] = {}
    votes: dict[str, Counter[tuple[str, str]]] = {}
    for form, candidate in zip(forms, chosen, strict=True):
        named = candidate.type, candidate.kind
        if first.setdefault(form, named) != named:
            votes[form] = Counter()
    if not votes:
        return chosen
    for form, candidate in zip(forms, chosen, strict=True):
        if form in votes:
            weight = (len(SOURCES) + 1 - trust(candidate.source)) * (3 if candidate.sure else 1)
            votes[form][candidate.type, candidate.kind] += weight
    best = {form: max(sorted(kinds), key=kinds.__getitem__) for form, kinds in votes.items()}
    result = []
    for form, candidate in zip(forms, chosen, strict=True):
        kind, finer = best.get(form, ("", ""))
        result.append(candidate if kind in ("", candidate.type) else replace(candidate, type=kind, kind=finer))
    return result


def holder(starts: list[int], chosen: list[Candidate], candidate: Candidate) -> int | None:
    """Index of the chosen candidate that ``candidate`` lies strictly inside of, if any.

    Args:
        starts: where the chosen candidates begin.
        chosen: these candidates, in order of the text and without overlap.
        candidate: another one.
    """
    index = bisect_right(starts, candidate.start) - 1
    if index < 0 or candidate.end > chosen[index].end:
        return None
    return index if candidate.start > starts[index] or candidate.end < chosen[index].end else None

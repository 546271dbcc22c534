"""One choice among candidates that overlap, one type for each form, and what is nested in what was chosen.

The policy for overlaps is one: sure candidates before unsure ones, longer before shorter, then by source in the
order of `SOURCES`, then from left to right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from kg.reading import Candidate

SOURCES = ("gazetteer", "short form", "grammar", "document", "tagger", "jieba")
"""Where candidates come from, the most trusted first; sources that a user plugs in come behind."""


_RANKS = {source: rank for rank, source in enumerate(SOURCES)}


def trust(source: str) -> int:
    """The rank of a source: 0 for the most trusted."""
    return _RANKS.get(source, len(SOURCES))


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose among overlapping candidates by the policy of this module; the result is in order of the text."""
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
    """Names nested in a name: those that the text also uses by themselves, and others where these leave room."""
    if not inner:
        return []
    used = choose(part for part in inner if (part.type, key[part.start : part.end]) in forms)
    rest = [part for part in inner if all(part.end <= other.start or other.end <= part.start for other in used)]
    return sorted([*used, *choose(rest)], key=lambda part: part.start)


def one_type_per_name(key: str, chosen: list[Candidate]) -> list[Candidate]:
    """Give all occurrences of one form the type that the most trusted readings give it."""
    votes: dict[str, Counter[tuple[str, str]]] = {}
    for candidate in chosen:
        form = key[candidate.start : candidate.end]
        weight = (len(SOURCES) + 1 - trust(candidate.source)) * (3 if candidate.sure else 1)
        if form not in votes:
            votes[form] = Counter()
        votes[form][candidate.type, candidate.kind] += weight
    result = []
    for candidate in chosen:
        kinds = votes[key[candidate.start : candidate.end]]
        if len(kinds) > 1:
            kind, finer = max(sorted(kinds), key=lambda pair: kinds[pair])
            if candidate.type != kind:
                candidate = replace(candidate, type=kind, kind=finer)
        result.append(candidate)
    return result


def holder(spans: list[tuple[int, int, int]], candidate: Candidate) -> int | None:
    """Index of the chosen candidate that ``candidate`` lies strictly inside of, if any."""
    behind = bisect_right(spans, candidate.start, key=itemgetter(0))
    if not behind:
        return None
    start, end, index = spans[behind - 1]
    inside = start <= candidate.start and candidate.end <= end and candidate.end - candidate.start < end - start
    return index if inside else None

"""All sources of names weighed in one place: the evidence for each candidate, what it is worth, and the best choice.

Gazetteer, grammar, jieba's tags and the tagger each propose names. Each piece of evidence for or against a candidate
(`kg.evidence`) is worth what it proved to be worth on the annotated examples: these are weights of a logistic
regression, so that their sum is the logarithm of the odds that the candidate is a name of this type with these very
edges. The names of a text are the candidates without overlap whose sum is greatest (weighted interval scheduling:
Kleinberg and Tardos, Algorithm Design, section 6.1).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.evidence import KNOWN, Place, Scale
from kg.knowledge.grammar import Grammar
from kg.names.choosing import trust
from kg.names.reading import SEVERAL_TYPES, Candidate, Proposed
from kg.tagging.margins import Margin
from kg.tagging.tagger import SOURCE, Tagging

THRESHOLD = -500
"""Thousandths of log odds from which a candidate is taken."""

TRUST = {"gazetteer": 1500}
"""What is added for a candidate that the other sources choose among themselves, by the source that is first with it."""

TRUST_ELSE = 800
"""What is added for such candidates of all other sources.

The tagger has learnt from invented text, and of text of another kind it knows less than the examples suggest; what is
in the gazetteer and in the grammar holds everywhere. With these, F1 on other paragraphs of ours stays as it is; on
newspaper pages and on marked news of the nineties it is .006 higher, on two sets of passages .003 and .006 lower.
"""

BRANCH = 1000
"""How much a branch that is named right behind its body is worth beyond the body.

Of the 246 bodies on the annotated paragraphs that the grammar reads so, 220 are right, and the others are within a
longer one. The tagger, which knows the body, often stops there.
"""

SURE = 2000
"""From here on a name is sure enough to be looked for in the whole document."""

_CAP = 4000  # so that no name outweighs two others that it crosses, however sure it is


def pool(candidates: Iterable[Candidate]) -> dict[Place, list[Candidate]]:
    """Candidates by place, in order of the text; those of one place are one candidate with several witnesses."""
    places: dict[Place, list[Candidate]] = defaultdict(list)
    for one in candidates:
        places[one.start, one.end, one.type].append(one)
    for witnesses in places.values():
        if len(witnesses) > 1:
            witnesses.sort(key=_rank)
    return {place: places[place] for place in sorted(places)}


def _rank(candidate: Candidate) -> tuple[int, bool, int, str, str]:
    return trust(candidate.source), not candidate.sure, -candidate.weight, candidate.source, candidate.rule


def weigh(
    proposed: Proposed,
    places: Mapping[Place, Sequence[Candidate]],
    tagging: Tagging,
    types: Sequence[str],
    scale: Scale,
    grammar: Grammar,
    measured: Iterable[Margin] | None = None,
) -> list[Candidate]:
    """One candidate a place, of its most trusted witness, with its score.

    Args:
        proposed: the text, and what the sources but the tagger see in it.
        places: what `pool` gave.
        tagging: what the tagger says.
        types: the types in the order of the tagger's labels.
        scale: what the evidence is worth, in thousandths of log odds.
        grammar: of which types the evidence has to be worth more than nothing, and of which more where only the
            tagger proposes a name; what names of branches end in, and what is added for groups of names.
        measured: what the tagger's scores say of the places, if that is known.
    """
    worth = grammar.worth
    without = {
        (one.start, one.end, one.type): 0 if one.rule == SEVERAL_TYPES else TRUST.get(one.source, TRUST_ELSE)
        for one in proposed.chosen
    }
    plain = _plain(proposed, places, grammar.everyday)
    scored = []
    sums = scale.weigh(proposed, places, tagging, types, measured)
    for (place, witnesses), total in zip(places.items(), sums, strict=True):
        score = total + without.get(place, 0) - grammar.caution.get(place[2], 0)
        if place in without:
            score += max(worth.get(one.rule, 0) for one in witnesses)
        if place[2] in grammar.alone and _is_alone(proposed, place, witnesses):
            score -= grammar.alone[place[2]]
        if place in plain:
            score = -_CAP
        best = witnesses[0]
        entries = best.entries
        if not entries and len(witnesses) > 1:
            entries = next((one.entries for one in witnesses if one.entries), ())
        capped = -_CAP if score < -_CAP else _CAP if score > _CAP else score
        scored.append(Candidate(*place, best.source, best.rule, best.kind, entries, score >= SURE, best.weight, capped))
    return _branches(scored, without, proposed.reading.key, grammar.branch_ends)


def _is_alone(proposed: Proposed, place: Place, witnesses: Sequence[Candidate]) -> bool:
    """Tell whether only the tagger proposes a name, and nobody knows it elsewhere either (共分|云计算)."""
    if any(one.source != SOURCE for one in witnesses):
        return False
    return proposed.reading.key[place[0] : place[1]] not in proposed.reading.gazetteer.forms


def _plain(
    proposed: Proposed, places: Mapping[Place, Sequence[Candidate]], everyday: frozenset[str]
) -> frozenset[Place]:
    """Known names that are words of everyday speech, where nothing else shows a name: 蝴蝶 among flowers is no firm.

    The tagger shows one where it is sure, or another reader, or a text that names the same thing otherwise (蝴蝶公司).
    """
    key = proposed.reading.key
    words = [place for place in places if key[place[0] : place[1]] in everyday]
    if not words:
        return frozenset()  # nearly all texts
    named = {row for one in proposed.chosen for row in one.entries if key[one.start : one.end] not in everyday}
    return frozenset(
        place
        for place in words
        if not any(one.sure and one.source != KNOWN for one in places[place])
        and named.isdisjoint(row for one in places[place] for row in one.entries)
    )


def _branches(
    scored: list[Candidate], chosen: Mapping[Place, int], key: str, ends: Mapping[str, tuple[str, ...]]
) -> list[Candidate]:
    """The candidates, of which a branch right behind its body is worth more than the body alone."""
    bodies: dict[tuple[int, str], int] = {}
    found = []
    for one in scored:  # by start and end: a body comes before its branches
        body = bodies.get((one.start, one.type))
        is_branch = key.endswith(ends.get(one.type, ()), one.start, one.end)
        if body is not None and is_branch and body + BRANCH > one.score and (one.start, one.end, one.type) in chosen:
            score = min(body + BRANCH, _CAP)
            one = replace(one, score=score, sure=score >= SURE)
        if one.type in ends:
            bodies[one.start, one.type] = max(one.score, bodies.get((one.start, one.type), one.score))
        found.append(one)
    return found


def choose_by_weight(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates without overlap whose scores above `THRESHOLD` have the greatest sum, in order of the text."""
    worthy = sorted(
        (one for one in candidates if one.score > THRESHOLD),
        key=lambda one: (one.end, one.start, -one.score, trust(one.source), one.type, one.rule),
    )
    ends = [one.end for one in worthy]
    best = [0]
    taken: list[int] = []  # where the best choice goes on after this candidate, or -1 if it is left out
    for index, one in enumerate(worthy):
        before = bisect_right(ends, one.start, 0, index)
        gain = best[before] + one.score - THRESHOLD
        better = gain > best[index]
        taken.append(before if better else -1)
        best.append(gain if better else best[index])
    chosen = []
    index = len(worthy)
    while index:
        before = taken[index - 1]
        if before >= 0:
            chosen.append(worthy[index - 1])
            index = before
        else:
            index -= 1
    return chosen[::-1]


def likelihood(candidate: Candidate) -> float:
    """How likely a candidate is a name of its type with these edges; 1 if nothing was weighed for it."""
    return 1 / (1 + math.exp(-candidate.score / 1000)) if candidate.score else 1.0


def with_scores(key: str, further: Iterable[Candidate], chosen: Iterable[Candidate]) -> list[Candidate]:
    """Further places of names, with the score of the best place that was chosen; a declared short form is sure.

    One that has a score already keeps it.
    """
    known: dict[tuple[str, str], int] = {}
    for one in chosen:
        form = key[one.start : one.end], one.type
        known[form] = max(one.score, known.get(form, one.score))
    return [replace(one, score=one.score or known.get((key[one.start : one.end], one.type), SURE)) for one in further]

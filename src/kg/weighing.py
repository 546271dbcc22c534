"""All sources of names weighed in one place: the evidence for each candidate, what it is worth, and the best choice.

Gazetteer, grammar, jieba's tags and the tagger each propose names. What is known of a candidate (who proposes it, how
sure the tagger is, what stands beside it, what it ends in) is its *evidence*. Each piece is worth what it proved to be
worth on the annotated examples: these are weights of a logistic regression, so that their sum is the logarithm of the
odds that the candidate is a name of this type with these very edges. The names of a text are the candidates without
overlap whose sum is greatest (weighted interval scheduling: Kleinberg and Tardos, Algorithm Design, section 6.1).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.choosing import trust
from kg.reading import Candidate, Proposed
from kg.tagging.table import UNIT
from kg.tagging.tagger import Tagging

THRESHOLD = -200
"""Thousandths of log odds from which a candidate is taken."""

TRUST = {"gazetteer": 1500}
"""What is added for a candidate that the other sources choose among themselves, by the source that is first with it."""

TRUST_ELSE, DISTRUST = 800, 300
"""What is added for such candidates of all other sources, and taken from all candidates that would not be chosen.

The tagger has learnt from invented text, and of text of another kind it knows less than the examples suggest; what is
in the gazetteer and in the grammar holds everywhere. With these, F1 on other paragraphs of ours stays as it is; on
newspaper pages it is .013 higher, on marked news of the nineties .022.
"""

SURE = 2000
"""From here on a name is sure enough to be looked for in the whole document."""

_CAP = 4000  # so that no name outweighs two others that it crosses, however sure it is

Place = tuple[int, int, str]
"""Start, end and type of a candidate."""


def pool(candidates: Iterable[Candidate]) -> dict[Place, list[Candidate]]:
    """Candidates by place, in order of the text; those of one place are one candidate with several witnesses."""
    places: dict[Place, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        places[candidate.start, candidate.end, candidate.type].append(candidate)
    return {place: sorted(places[place], key=_rank) for place in sorted(places)}


def _rank(candidate: Candidate) -> tuple[int, bool, int, str]:
    return trust(candidate.source), not candidate.sure, -candidate.weight, f"{candidate.source} {candidate.rule}"


def weigh(
    proposed: Proposed,
    places: Mapping[Place, Sequence[Candidate]],
    tagging: Tagging,
    types: Sequence[str],
    worth: Mapping[str, int],
) -> list[Candidate]:
    """One candidate a place, of its most trusted witness, with its score.

    Args:
        proposed: the text, and what the sources but the tagger see in it.
        places: what `pool` gave.
        tagging: what the tagger says.
        types: the types in the order of the tagger's labels.
        worth: what each piece of evidence is worth, in thousandths of log odds.
    """
    scored = []
    without = {(one.start, one.end, one.type): TRUST.get(one.source, TRUST_ELSE) for one in proposed.chosen}
    for place, pieces in evidence(proposed, places, tagging, types):
        score = sum(worth.get(piece, 0) for piece in pieces) + without.get(place, -DISTRUST)
        witnesses = places[place]
        best = witnesses[0]
        entries = best.entries or next((one.entries for one in witnesses if one.entries), ())
        scored.append(replace(best, entries=entries, sure=score >= SURE, score=max(-_CAP, min(_CAP, score))))
    return scored


def evidence(
    proposed: Proposed,
    places: Mapping[Place, Sequence[Candidate]],
    tagging: Tagging,
    types: Sequence[str],
) -> Iterator[tuple[Place, list[str]]]:
    """Yield each place with all pieces of evidence for or against it; arguments as for `weigh`."""
    key, words = proposed.reading.key, tagging.words
    by_start = {start: index for index, start in enumerate(words.starts.tolist())}
    by_end = {end: index for index, end in enumerate(words.ends.tolist())}
    label = {kind: 2 * number + 1 for number, kind in enumerate(types)}
    gains = tagging.scores - tagging.scores[:, :1]
    without = {(one.start, one.end, one.type): TRUST.get(one.source, TRUST_ELSE) for one in proposed.chosen}
    sure = _Cover([one for one in tagging.names if one.sure])
    tags = words.tags
    lengths = (words.ends - words.starts).tolist()
    for place, witnesses in places.items():
        start, end, kind = place
        level = next((one.rule for one in witnesses if one.source == "tagger"), "unseen")
        others = [one for one in witnesses if one.source != "tagger"]
        said = sorted({_testimony(one) for one in others})
        pieces = ["always", f"level {level} {kind}", f"chosen {place in without} {level} {kind}"]
        pieces += [f"source {one}" for one in said]
        pieces += [f"source {one} {kind}" for one in said]
        pieces.append(f"sources {' & '.join(said)} {level}")
        pieces += [f"beside {relation} {level} {kind}" for relation in sure.relations(place)]
        text = key[start:end]
        pieces += [
            f"length {min(end - start, 16)} {kind}",
            f"ends {text[-1]} {kind}",
            f"ends {text[-2:]} {kind}",
            f"begins {text[0]} {kind}",
            f"between {key[max(0, start - 1) : start]} {key[end : end + 1]} {kind}"
            if not (key[max(0, start - 1) : start].isalnum() or key[end : end + 1].isalnum())
            else f"between words {kind}",
        ]
        first, last = by_start[start], by_end[end]
        begin = label[kind]
        gain = gains[first : last + 1]
        values = [int(gain[0, begin]), *gain[1:, begin + 1].tolist()]
        total = sum(values) / UNIT
        pieces += [
            f"margin {max(-8, min(12, int(total)))}",
            f"margin {max(-8, min(12, int(total)))} {kind}",
            f"mean {max(-6, min(8, int(2 * total / len(values))))}",
            f"least {max(-6, min(6, int(2 * min(values) / UNIT)))}",
            f"tag before {tags[first - 1] if first else ''} {kind}",
            f"tag behind {tags[last + 1] if last + 1 < len(tags) else ''} {kind}",
            f"word before {key[words.starts[first - 1] : start] if first else ''} {kind}",
            f"word behind {key[end : words.ends[last + 1]] if last + 1 < len(tags) else ''} {kind}",
            f"tag first {tags[first]} {kind}",
            f"tag last {tags[last]} {kind}",
        ]
        inner = range(first, last + 1)
        pieces += [f"holds {tag} {kind} {level}" for tag in sorted({tags[index][:1] for index in inner})]
        # A longer word of the dictionary says more than single characters, which names are made of.
        longer = sorted({tags[index] for index in inner if lengths[index] > 1 and tags[index][-1:] != "/"})
        pieces += [f"holds word {tag} {kind}" for tag in longer]
        yield place, pieces


def _testimony(candidate: Candidate) -> str:
    if candidate.source == "gazetteer":
        return "gazetteer, several" if len(candidate.entries) > 1 else "gazetteer"
    return f"{candidate.source}: {candidate.rule}{'' if candidate.sure else '?'}"


class _Cover:
    """The tagger's sure names by place, for telling how a candidate lies to them."""

    def __init__(self, names: Sequence[Candidate]) -> None:
        self._at = {position: name for name in names for position in range(name.start, name.end)}

    def relations(self, place: Place) -> list[str]:
        start, end, kind = place
        found = set()
        for position in (start, end - 1):
            name = self._at.get(position)
            if name is None or (name.start, name.end, name.type) == place:
                continue
            if (name.start, name.end) == (start, end):
                relation = "same"
            elif name.start <= start and end <= name.end:
                relation = "inside"
            elif start <= name.start and name.end <= end:
                relation = "around"
            else:
                relation = "across"
            found.add(f"{relation} {name.type == kind}")
        return sorted(found) or ["none"]


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
        taken.append(before if gain > best[index] else -1)
        best.append(max(gain, best[index]))
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


def with_scores(key: str, further: Iterable[Candidate], chosen: Iterable[Candidate]) -> list[Candidate]:
    """Further places of names, with the score of the best place that was chosen; a declared short form is sure."""
    known: dict[tuple[str, str], int] = {}
    for one in chosen:
        form = key[one.start : one.end], one.type
        known[form] = max(one.score, known.get(form, one.score))
    return [replace(one, score=known.get((key[one.start : one.end], one.type), SURE)) for one in further]

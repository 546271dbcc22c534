"""Scores of labels → the best sequence of labels (Viterbi), in integers.

A label 0 is no name; of type ``i`` (from 0) ``2i+1`` begins a name and ``2i+2`` goes on with one. Which label follows
which counts in three ways only (see `Moves`): so a step costs as much as there are labels, not pairs of labels.

Most words are no names by far; only the runs of words between these are decoded, all runs of a text side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Scores = NDArray[np.int32]
"""For each word a row, for each label a column."""

NEVER = -(10**6)
"""The score of what cannot be: going on with a name that has not begun."""

LEAD = 4
"""A word of which "no name" leads all other labels by more than this weight is none, whatever its neighbours say."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a label's following another one is worth, by type; all other moves are worth nothing.

    Attributes:
        adjacent: a name begins right behind another.
        second: a name goes on behind its first word.
        further: a name goes on behind a later word.
    """

    adjacent: Numbers
    second: Numbers
    further: Numbers


def balance(types: int, transitions: Mapping[tuple[int, int], float]) -> tuple[list[float], list[list[float]]]:
    """Part the weights of transitions into weights of labels and the three rows of `Moves`.

    What a transition is worth is drawn into the labels at its two ends as far as it goes, which changes no sequence's
    sum; of the rest the pairs of neighbouring names are told apart by the second one's type only.

    Args:
        types: how many types there are.
        transitions: (label, next label) → weight; missing ones are 0.

    Returns:
        What is to be added to each label's score, and the rows.
    """
    names = range(types)
    begin, inside = [2 * kind + 1 for kind in names], [2 * kind + 2 for kind in names]

    def weight(before: int, after: int) -> float:
        return transitions.get((before, after), 0.0)

    rest = weight(0, 0)
    leave = {label: rest - weight(label, 0) for label in (*begin, *inside)}
    enter = {label: weight(0, label) for label in begin}
    rows: list[list[float]] = [[], [], []]
    for first, later in zip(begin, inside, strict=True):
        behind = [
            weight(label, first) + leave[label] - enter[first] for label in leave if (label, first) in transitions
        ]
        rows[0].append(sum(behind) / len(behind) if behind else 0.0)
        moves = weight(first, later) + leave[first], weight(later, later) + leave[later]
        enter[later] = sum(moves) / 2
        rows[1].append(moves[0] - enter[later])
        rows[2].append(moves[1] - enter[later])
    labels = [rest] + [enter[label] - leave[label] for label in sorted(leave)]
    return labels, rows


@dataclass(frozen=True, slots=True)
class _Step:
    """Whence the labels of one word of each run came.

    ``name`` is the best label of a name before; ``ends`` tells whether "no name" follows it rather than another "no
    name", ``adjacent`` the same of beginnings, ``further`` whether a later word follows a later one.
    """

    name: NDArray[np.int64]
    ends: NDArray[np.bool_]
    adjacent: NDArray[np.bool_]
    further: NDArray[np.bool_]


def decode(scores: Scores, moves: Moves, unit: int, bias: float = 0.0) -> NDArray[np.int64]:
    """The best label of each word.

    Args:
        scores: of the words.
        moves: of labels.
        unit: the score that stands for a weight of 1.
        bias: weight that is taken from "no name", so that doubtful names are found too.
    """
    labels = np.zeros(len(scores), np.int64)
    none = scores[:, 0] - round(bias * unit)
    active = none - scores[:, 1:].max(axis=1, initial=NEVER) <= LEAD * unit
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    if not len(starts):
        return labels
    # The longest runs first: those that go on are then always the first so many.
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    going_on = np.searchsorted(-lengths, -np.arange(1, int(lengths[0]) + 1), "right")
    begin, inside = scores[:, 1::2], scores[:, 2::2]
    o, b = none[starts], begin[starts]
    i = np.full_like(b, NEVER)
    ends = np.zeros(len(starts), np.int64)
    back: list[_Step] = []
    for step, count in enumerate(going_on.tolist()):
        if step:
            at = starts[:count] + step
            b, i, o = b[:count], i[:count], o[:count]
            names = np.maximum(b, i)
            kind = names.argmax(axis=1)
            name = names[np.arange(count), kind]
            by_name = 2 * kind + 1 + (i[np.arange(count), kind] > b[np.arange(count), kind])
            adjacent = name[:, None] + moves.adjacent
            second, further = b + moves.second, i + moves.further
            back.append(_Step(by_name, name > o, adjacent > o[:, None], further > second))
            b = np.maximum(adjacent, o[:, None]) + begin[at]
            i = np.maximum(second, further) + inside[at]
            o = np.maximum(name, o) + none[at]
        last = int(going_on[step + 1]) if step + 1 < len(going_on) else 0
        if last < count:  # runs that end here
            ends[last:count] = _best(o[last:], b[last:], i[last:])
    _follow(back, ends, starts, going_on, labels)
    return labels


def _best(o: Numbers, b: Numbers, i: Numbers) -> NDArray[np.int64]:
    names = np.maximum(b, i)
    kind = names.argmax(axis=1)
    rows = np.arange(len(o))
    label = 2 * kind + 1 + (i[rows, kind] > b[rows, kind])
    return np.where(names[rows, kind] > o, label, 0)


def _follow(
    back: list[_Step],
    ends: NDArray[np.int64],
    starts: NDArray[np.int64],
    going_on: NDArray[np.int64],
    labels: NDArray[np.int64],
) -> None:
    """Write the labels of all runs, from each one's last word to its first."""
    here = ends
    for step in range(len(going_on) - 1, -1, -1):
        count = int(going_on[step])
        labels[starts[:count] + step] = here[:count]
        if not step:
            return
        move = back[step - 1]
        rows = np.arange(count)
        label = here[:count]
        kind = np.maximum(label - 1, 0) // 2
        by_name = np.where(label == 0, move.ends, move.adjacent[rows, kind])
        before = np.where(by_name, move.name, 0)
        goes_on = (label > 0) & (label % 2 == 0)
        before = np.where(goes_on, np.where(move.further[rows, kind], label, label - 1), before)
        here = np.concatenate([before, here[count:]]) if count < len(here) else before


def spans(labels: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """The names that labels give: first word, word behind the last, number of the type."""
    places = np.flatnonzero(labels)
    if not len(places):
        return []
    values = labels[places]
    kinds = (values - 1) // 2
    # A name goes on where the label says so, behind a word of the same type.
    goes_on = (values[1:] % 2 == 0) & (np.diff(places) == 1) & (np.diff(kinds) == 0)
    firsts = np.flatnonzero(np.concatenate([[True], ~goes_on]))
    lasts = np.concatenate([firsts[1:], [len(places)]]) - 1
    columns = places[firsts], places[lasts] + 1, kinds[firsts]
    return list(zip(*(column.tolist() for column in columns), strict=True))

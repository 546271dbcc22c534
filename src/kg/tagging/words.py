"""A text as the tagger sees it: small words side by side, with what is known of each as columns of numbers.

The words are those of the dictionary alone, cut further wherever another source of names sees an edge: the model of
characters joins what it does not know into words whose edges are often wrong, and a name whose edges are
no word's edges would be lost. What the model says is one of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.reading import Candidate, Ending, Proposed, Reading
from kg.tagging.hashing import Column, mix, mix_spans, number_of

_BEHIND = 16  # characters of nothing behind the text, so that hashes may look over its end
_QUOTED = re.compile(r"《[^《》\n]{1,40}》|“[^“”\n]{1,40}”")
_LONGEST_QUOTED = 8  # words of a quotation that are counted
_IN_NAMES = "nxjsma"
"""First letters of the tags that words inside long names mostly have: nouns, marks, short forms, numbers …"""
_MARK = "x"
_REACH = 12  # words; names that are longer are rare
_INSIDE, _END, _BEGIN, _WHOLE = range(4)
_CUT = 1  # mixed into the tag of a word that was cut


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a key, in order and without gaps. ``columns`` are told at `COLUMNS`; ``tags`` are one as text."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    columns: Mapping[str, Column]
    tags: Sequence[str]


COLUMNS = {
    "word": "the word itself",
    "length": "its characters, four at most",
    "first": "its first character",
    "last": "its last character",
    "last two": "its last two characters",
    "tag": "its part of speech",
    "model": "where it stands in the word that jieba's model sees there, and that word's tag",
    "model word": "that word, if it is a longer one",
    "name": "where it stands in the name that the other sources choose there, its type, source and certainty",
    "class": "where it stands in a known name, and that name's class",
    "quotation": "where it stands in a quotation, how long that is, and the word behind it",
    "ahead": "the next ending that the grammar knows in reach, and how many words ahead it is",
    "between": "how many marks and how many words that are no nouns stand before that ending",
}


def read_words(proposed: Proposed) -> Words:
    """Cut a text into the tagger's words; one ends wherever a candidate of another source does."""
    reading = proposed.reading
    key = reading.key
    size = len(key)
    characters = np.frombuffer(key.encode("utf-32-le", "surrogatepass"), np.uint32)
    characters = np.concatenate([characters, np.zeros(_BEHIND, np.uint32)])
    plain = list(reading.segmenter.plain(key))
    plain_ends = np.cumsum(np.fromiter((len(word) for word, _ in plain), np.int64, len(plain)))
    plain_starts = np.concatenate([np.zeros(1, np.int64), plain_ends])[:-1]
    tags = np.fromiter((number_of(tag) for _, tag in plain), np.uint32, len(plain))
    edge = np.zeros(size + 1, np.bool_)
    edge[plain_starts] = True
    for candidate in proposed.candidates:
        edge[candidate.start] = edge[candidate.end] = True
    for match in reading.matches:
        edge[match.start] = edge[match.end] = True
    starts = np.flatnonzero(edge[:size])
    ends = np.concatenate([starts[1:], np.array([size], np.int64)]) if len(starts) else starts
    owner = np.searchsorted(plain_starts, starts, "right") - 1
    whole = (starts == plain_starts[owner]) & (ends == plain_ends[owner])
    count = len(starts)
    tag = np.where(whole, tags[owner], mix(count, tags[owner], _CUT))
    lengths = ends - starts
    last = characters[ends - 1]
    words = _Painter(starts, ends)
    uncut = [tag for _, tag in plain]
    cut = [f"{tag}/" for tag in uncut]
    named = [(uncut if one else cut)[index] for index, one in zip(owner.tolist(), whole.tolist(), strict=True)]
    ahead, between = _ahead(proposed.endings, ends, named)
    model, model_word = _model(reading, characters, starts, ends)
    columns = {
        "word": mix_spans(characters, starts, ends),
        "length": np.minimum(lengths, 4).astype(np.uint32),
        "first": characters[starts],
        "last": last,
        "last two": np.where(lengths > 1, mix(count, characters[ends - 2], last), last),
        "tag": tag,
        "model": model,
        "model word": model_word,
        "name": words.paint((one.start, one.end, f"{one.type}|{one.source}|{one.sure}") for one in proposed.chosen),
        "class": words.paint(
            (one.start, one.end, _class(reading, one))
            for one in proposed.chosen
            if one.source == "gazetteer" and one.entries
        ),
        "quotation": _quotations(key, words),
        "ahead": ahead,
        "between": between,
    }
    return Words(starts, ends, columns, named)


def _ahead(endings: Sequence[Ending], ends: NDArray[np.int64], tags: Sequence[str]) -> tuple[Column, Column]:
    """The next ending seen from each word: names begin far left of it, and what stands between tells where."""
    count = len(ends)
    ahead, between = np.zeros(count, np.uint32), np.zeros(count, np.uint32)
    if not endings:
        return ahead, between
    places = np.searchsorted(ends, [one.end for one in endings])
    groups = np.array([number_of(one.group) for one in endings], np.uint32)
    positions = np.arange(count)
    following = np.minimum(np.searchsorted(places, positions), len(places) - 1)
    distance = places[following] - positions
    reach = (distance >= 0) & (distance <= _REACH)
    marks = np.cumsum([tag == _MARK for tag in tags])
    others = np.cumsum([tag[:1] not in _IN_NAMES for tag in tags])
    target = np.minimum(places[following], count - 1)
    crossed = np.minimum(marks[target] - marks, 2)
    passed = np.minimum(others[target] - others, 3)
    ahead[reach] = mix(count, groups[following], np.minimum(distance, 5).astype(np.uint32))[reach]
    between[reach] = mix(count, crossed.astype(np.uint32), passed.astype(np.uint32))[reach]
    return ahead, between


def _class(reading: Reading, candidate: Candidate) -> str:
    """What is known of a known name: its class, whether it is short, and whether several rows have it."""
    kind = reading.gazetteer.entries[candidate.entries[0]].kind
    return f"{kind}|{len(candidate.entries) > 1}|{candidate.end - candidate.start < 3}"


def _model(
    reading: Reading, characters: Column, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[Column, Column]:
    tokens = reading.tokens
    token_starts, token_ends = np.array(tokens.starts, np.int64), np.array(tokens.ends, np.int64)
    tags = np.fromiter(map(number_of, tokens.tags), np.uint32, len(tokens.tags))
    owner = np.searchsorted(token_starts, starts, "right") - 1
    place = _BEGIN * (starts <= token_starts[owner]) + _END * (ends >= token_ends[owner])
    whole = mix_spans(characters, token_starts, token_ends)[owner]
    return mix(len(starts), place.astype(np.uint32), tags[owner]), np.where(place == _WHOLE, np.uint32(0), whole)


class _Painter:
    """Writes what is known of ranges into columns of words; edges of ranges must be edges of words."""

    def __init__(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        self.starts = starts
        self.ends = ends
        self._numbers: dict[str, tuple[int, ...]] = {}

    def paint(self, ranges: object) -> Column:
        """A column that is 0 where no range is; ``ranges`` are (start, end, what is known), not overlapping."""
        column = np.zeros(len(self.starts), np.uint32)
        listed: list[tuple[int, int, str]] = list(ranges)  # type: ignore[call-overload]
        firsts = np.searchsorted(self.starts, [start for start, _, _ in listed]).tolist()
        lasts = np.searchsorted(self.ends, [end for _, end, _ in listed]).tolist()
        for (_, _, value), first, last in zip(listed, firsts, lasts, strict=True):
            numbers = self._of(value)
            if first == last:
                column[first] = numbers[_WHOLE]
                continue
            column[first] = numbers[_BEGIN]
            column[first + 1 : last] = numbers[_INSIDE]
            column[last] = numbers[_END]
        return column

    def _of(self, value: str) -> tuple[int, ...]:
        numbers = self._numbers.get(value)
        if numbers is None:
            numbers = tuple(number_of(f"{place}{value}") for place in (_INSIDE, _END, _BEGIN, _WHOLE))
            self._numbers[value] = numbers
        return numbers


def _quotations(key: str, words: _Painter) -> Column:
    column = np.zeros(len(words.starts), np.uint32)
    for match in _QUOTED.finditer(key):
        first = int(np.searchsorted(words.starts, match.start() + 1, "right")) - 1
        last = int(np.searchsorted(words.ends, match.end() - 1))  # the last word before the closing mark
        mark = match[0][0]
        length = min(last - first + 1, _LONGEST_QUOTED)
        column[first : last + 1] = number_of(f"{mark}{length}")
        column[first] = number_of(f"{mark}{length}first")
        if last + 2 < len(column):
            behind = key[words.starts[last + 2] : words.ends[last + 2]]
            column[last + 1] = number_of(f"{mark}behind{behind}")
    return column

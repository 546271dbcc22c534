"""A text as the tagger sees it: small words side by side, with what is known of each as columns of numbers.

The words are those of the dictionary alone, cut further wherever another source of names sees an edge: the model of
characters joins what it does not know into words whose edges are often wrong, and a name whose edges are
no word's edges would be lost. What the model says is one of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.names.reading import Candidate, Proposed, Reading
from kg.tagging.hashing import Column, mix, mix_spans, number_of
from kg.tagging.wordgroups import WordGroups, no_groups

_BEHIND = 16  # characters of nothing behind the text, so that hashes may look over its end
_QUOTED = re.compile(r"《[^《》\n]{1,40}》|“[^“”\n]{1,40}”")
_LONGEST_QUOTED = 8  # words of a quotation that are counted
_IN_NAMES = "nxjsma"
"""First letters of the tags that words inside long names mostly have: nouns, marks, short forms, numbers …"""
_MARK = "x"
_REACH = 12  # words; names that are longer are rare
_INSIDE, _END, _BEGIN, _WHOLE = range(4)
_MARKED_OFF = "\n"  # what these words are: nothing runs over it
_CUT = 1  # mixed into the tag of a word that was cut

APART = 2
"""Words between two texts: as far as templates, and each layer of a network, look."""

_Placed = tuple[Proposed, int]
"""One of several texts, and how many characters stand before it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one key, or of several side by side, in order and without gaps.

    ``columns`` are told at `COLUMNS`; ``tags`` are one as text, and ``longer`` those of words of the dictionary that
    have several characters, with nothing for the others. ``documents`` says of each key where its words begin
    and end, and which position its first character has; between two keys stand `APART` words of which all columns
    are 0, as they are outside of a text, so that nothing sees the other key.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    columns: Mapping[str, Column]
    tags: Sequence[str]
    longer: Sequence[str]
    documents: Sequence[tuple[int, int, int]]

    def of(self, number: int) -> Words:
        """The words of one of several keys alone, with their places in it."""
        first, behind, offset = self.documents[number]
        return Words(
            self.starts[first:behind] - offset,
            self.ends[first:behind] - offset,
            {name: column[first:behind] for name, column in self.columns.items()},
            self.tags[first:behind],
            self.longer[first:behind],
            ((0, behind - first, 0),),
        )


COLUMNS = {
    "word": "the word itself",
    "length": "its characters, four at most",
    "first": "its first character",
    "last": "its last character",
    "last two": "its last two characters",
    "coarse": "its group among few large groups of words that are used alike",
    "group": "its group among more",
    "fine": "its group among many",
    "tag": "its part of speech",
    "model": "where it stands in the word that jieba's model sees there, and that word's tag",
    "model word": "that word, if it is a longer one",
    "name": "where it stands in the name that the other sources choose there, its type, source and certainty",
    "class": "where it stands in a known name, and that name's class",
    "quotation": "where it stands in a quotation, how long that is, and the word behind it",
    "ahead": "the next ending that the grammar knows in reach, and how many words ahead it is",
    "between": "how many marks and how many words that are no nouns stand before that ending",
}


def read_words(*proposed: Proposed, groups: WordGroups | None = None) -> Words:
    """Cut texts into the tagger's words; one ends wherever a candidate of another source does.

    Args:
        proposed: the texts, with what the other sources see in them.
        groups: of words that are used alike.
    """
    key = (_MARKED_OFF * APART).join(one.reading.key for one in proposed)
    lengths = np.array([len(one.reading.key) for one in proposed])
    offsets = np.cumsum(lengths + APART) - lengths - APART
    placed = list(zip(proposed, offsets.tolist(), strict=True))
    characters = np.frombuffer(key.encode("utf-32-le", "surrogatepass"), np.uint32)
    characters = np.concatenate([characters, np.zeros(_BEHIND, np.uint32)])
    plain = _joined([one.reading.segmenter.plain(one.reading.key) for one in proposed])
    texts, uncut = list(zip(*plain, strict=True)) or ((), ())
    plain_ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    plain_starts = np.concatenate([np.zeros(1, np.int64), plain_ends])[:-1]
    starts, ends = _edges(placed, plain_starts, len(key))
    owner = np.searchsorted(plain_starts, starts, "right") - 1
    whole = (starts == plain_starts[owner]) & (ends == plain_ends[owner])
    distinct, tag_of = _numbered(uncut)
    tag_of = tag_of[owner]
    named = np.array(distinct, np.object_)[tag_of]
    longer = np.where(whole & (ends - starts > 1), named, "").tolist()
    named[~whole] = [f"{tag}/" for tag in named[~whole]]
    firsts = np.searchsorted(starts, offsets)
    behind = np.searchsorted(starts, offsets + lengths)
    columns = _characters(characters, starts, ends)
    columns |= groups.columns(columns["word"]) if groups else no_groups(len(starts))
    tags = _told(distinct, number_of, np.uint32)[tag_of]
    columns["tag"] = np.where(whole, tags, mix(len(starts), tags, _CUT))
    columns["model"], columns["model word"] = _model(placed, characters, starts, ends)
    words = _Painter(starts, ends)
    columns["name"] = words.paint(
        (one.start + offset, one.end + offset, f"{one.type}|{one.source}|{one.sure}")
        for text, offset in placed
        for one in text.chosen
    )
    columns["class"] = words.paint(
        (one.start + offset, one.end + offset, _class(text.reading, one))
        for text, offset in placed
        for one in text.chosen
        if one.source == "gazetteer" and one.entries
    )
    columns["quotation"] = _quotations(key, words, set(behind.tolist()))
    mark = _told(distinct, _MARK.__eq__, np.bool_)[tag_of] & whole
    other = ~_told(distinct, _in_names, np.bool_)[tag_of]
    columns["ahead"], columns["between"] = _ahead(placed, ends, firsts, np.cumsum(mark), np.cumsum(other))
    for end in behind[:-1].tolist():
        for column in columns.values():
            column[end : end + APART] = 0
    documents = list(zip(firsts.tolist(), behind.tolist(), offsets.tolist(), strict=True))
    return Words(starts, ends, columns, named.tolist(), longer, documents)


def _joined(parts: Sequence[Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The words of all keys, with those between them."""
    joined: list[tuple[str, str]] = []
    for part in parts:
        joined += [(_MARKED_OFF, "")] * APART if joined or part is not parts[0] else []
        joined += part
    return joined


def _edges(
    placed: Sequence[_Placed], plain_starts: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where words begin and end: where those of the dictionary do, and where other sources see an edge."""
    edge = np.zeros(size + 1, np.bool_)
    edge[plain_starts] = True
    for text, offset in placed:
        ranges = {one.start for one in text.candidates} | {one.end for one in text.candidates}
        ranges.update([match.start for match in text.reading.matches], text.reading.ends_at)
        edge[np.fromiter(ranges, np.int64, len(ranges)) + offset] = True
    starts = np.flatnonzero(edge[:size])
    return starts, np.concatenate([starts[1:], np.array([size], np.int64)]) if len(starts) else starts


def _characters(characters: Column, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> dict[str, Column]:
    """The columns that only a word's own characters tell."""
    lengths = ends - starts
    last = characters[ends - 1]
    return {
        "word": mix_spans(characters, starts, ends),
        "length": np.minimum(lengths, 4).astype(np.uint32),
        "first": characters[starts],
        "last": last,
        "last two": np.where(lengths > 1, mix(len(starts), characters[ends - 2], last), last),
    }


def _ahead(
    placed: Sequence[_Placed],
    ends: NDArray[np.int64],
    firsts: NDArray[np.int64],
    marks: NDArray[np.int64],
    others: NDArray[np.int64],
) -> tuple[Column, Column]:
    """The next ending seen from each word: names begin far left of it, and what stands between tells where.

    ``marks`` and ``others`` count the marks, and the words that names seldom hold, up to each word.
    """
    count = len(ends)
    ahead, between = np.zeros(count, np.uint32), np.zeros(count, np.uint32)
    endings = [(one.end + offset, number_of(one.group)) for text, offset in placed for one in text.endings]
    if not endings:
        return ahead, between
    places = np.searchsorted(ends, [end for end, _ in endings])
    groups = np.array([group for _, group in endings], np.uint32)
    positions = np.arange(count)
    following = np.minimum(np.searchsorted(places, positions), len(places) - 1)
    distance = places[following] - positions
    owner = np.searchsorted(firsts, positions, "right")
    target = np.minimum(places[following], count - 1)
    reach = (distance >= 0) & (distance <= _REACH) & (owner[target] == owner)
    crossed = np.minimum(marks[target] - marks, 2)
    passed = np.minimum(others[target] - others, 3)
    ahead[reach] = mix(count, groups[following], np.minimum(distance, 5).astype(np.uint32))[reach]
    between[reach] = mix(count, crossed.astype(np.uint32), passed.astype(np.uint32))[reach]
    return ahead, between


def _in_names(tag: str) -> bool:
    return tag[:1] in _IN_NAMES


def _numbered(tags: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """The different ones of some tags, of which there are few, and which of them each is."""
    numbers = {tag: number for number, tag in enumerate(dict.fromkeys(tags))}
    return list(numbers), np.fromiter(map(numbers.__getitem__, tags), np.int64, len(tags))


def _told(tags: Sequence[str], tell: Callable[[str], object], kind: type[np.generic]) -> NDArray[Any]:
    """What is to be told of each tag."""
    return np.array([tell(tag) for tag in tags], kind)


def _class(reading: Reading, candidate: Candidate) -> str:
    """What is known of a known name: its class, whether it is short, and whether several rows have it."""
    kind = reading.gazetteer.entries[candidate.entries[0]].kind
    return f"{kind}|{len(candidate.entries) > 1}|{candidate.end - candidate.start < 3}"


def _model(
    placed: Sequence[_Placed], characters: Column, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[Column, Column]:
    """What jieba's model sees; what stands between two keys is a word of no tag in it."""
    edges: list[NDArray[np.int64]] = []
    names: list[str] = []
    for text, offset in placed:
        if offset:
            edges.append(np.array([[offset - APART], [offset]]))
            names.append("")
        tokens = text.reading.tokens
        edges.append(np.array([tokens.starts, tokens.ends], np.int64) + offset)
        names += tokens.tags
    first, behind = np.concatenate(edges, axis=1)
    distinct, tag_of = _numbered(names)
    tags = _told(distinct, number_of, np.uint32)[tag_of]
    owner = np.searchsorted(first, starts, "right") - 1
    place = _BEGIN * (starts <= first[owner]) + _END * (ends >= behind[owner])
    whole = mix_spans(characters, first, behind)[owner]
    return mix(len(starts), place.astype(np.uint32), tags[owner]), np.where(place == _WHOLE, np.uint32(0), whole)


class _Painter:
    """Writes what is known of ranges into columns of words; edges of ranges must be edges of words."""

    def __init__(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        self.starts = starts
        self.ends = ends

    def paint(self, ranges: Iterable[tuple[int, int, str]]) -> Column:
        """A column that is 0 where no range is; ``ranges`` are (start, end, what is known), not overlapping."""
        column = np.zeros(len(self.starts), np.uint32)
        listed = list(ranges)
        firsts = np.searchsorted(self.starts, [start for start, _, _ in listed])
        lasts = np.searchsorted(self.ends, [end for _, end, _ in listed])
        numbers = np.array([_by_place(value) for _, _, value in listed], np.uint32).reshape(-1, 4)
        for index in np.flatnonzero(lasts - firsts > 1).tolist():
            column[firsts[index] + 1 : lasts[index]] = numbers[index, _INSIDE]
        column[lasts] = numbers[:, _END]
        column[firsts] = np.where(firsts == lasts, numbers[:, _WHOLE], numbers[:, _BEGIN])
        return column


@cache
def _by_place(value: str) -> tuple[int, ...]:
    """A number for each place in a range of which ``value`` is known."""
    return tuple(number_of(f"{place}{value}") for place in (_INSIDE, _END, _BEGIN, _WHOLE))


def _quotations(key: str, words: _Painter, closing: Container[int]) -> Column:
    """Where words stand in quotations; ``closing`` are the words behind the last ones of texts."""
    column = np.zeros(len(words.starts), np.uint32)
    for match in _QUOTED.finditer(key):
        first = int(np.searchsorted(words.starts, match.start() + 1, "right")) - 1
        last = int(np.searchsorted(words.ends, match.end() - 1))  # the last word before the closing mark
        mark = match[0][0]
        length = min(last - first + 1, _LONGEST_QUOTED)
        column[first : last + 1] = number_of(f"{mark}{length}")
        column[first] = number_of(f"{mark}{length}first")
        if last + 2 not in closing:
            behind = key[words.starts[last + 2] : words.ends[last + 2]]
            column[last + 1] = number_of(f"{mark}behind{behind}")
    return column

"""What is known of a text before its names are found: its key, its words with tags, and the known names in it.

`Candidate` is what a reader of names proposes, `Name` what was chosen, `Alias` a short form that the text itself gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from kg.knowledge.gazetteer import Gazetteer, Match
from kg.model import Mention
from kg.names.words import NOTHING, Beside, Words
from kg.segment import Segmenter
from kg.text import NormalisedText
from kg.values import value

T = TypeVar("T")

SEVERAL_TYPES = "several types"
"""The rule of a known name that rows of several types have: 罗马, a city and a club."""


GRAMMAR = "grammar"
"""The source of candidates that the grammar reads."""


@value
class Candidate:
    """A name that one reader proposes, as a range of the key.

    ``sure`` candidates outweigh others; ``entries`` are the gazetteer rows that have this form. ``weight`` decides
    between candidates of one range and source: the length of the ending that the grammar read. ``score`` is what all
    the evidence for it is worth (`kg.weighing`), 0 where nothing was weighed.
    """

    start: int
    end: int
    type: str
    source: str
    rule: str = ""
    kind: str = ""
    entries: tuple[str, ...] = ()
    sure: bool = True
    weight: int = 0
    score: int = 0


ByEnd = Mapping[int, Sequence[Candidate]]
"""Candidates by where they end, at each position in their order."""


def by_end(candidates: Iterable[Candidate]) -> ByEnd:
    """Candidates by where they end: of a long text they are too many to go through for each name."""
    found: dict[int, list[Candidate]] = {}
    for one in candidates:
        found.setdefault(one.end, []).append(one)
    return found


@value
class Name:
    """A mention at its place in the key, with the names nested in it.

    ``likelihood`` is how likely it is a name with this type and these edges, by the evidence weighed for it; 1 where
    nothing was weighed.
    """

    start: int
    end: int
    mention: Mention
    parts: tuple[Name, ...] = ()
    likelihood: float = 1.0


def backwards(items: Sequence[T], index: int, first: int = 0) -> Iterator[T]:
    """What stands before an index, the last first; nothing is copied, as of a long text there is much."""
    return map(items.__getitem__, range(index - 1, first - 1, -1))


REFERENCE = "reference"
"""The source of mentions that name nothing by themselves (该公司): no other name is read into them."""

DECLARED, RENAMED, DERIVED = "declared", "renamed", "derived"
"""Why a further form means a name: a document declares it, it was the name before, it follows from the full name."""


@value(order=True)
class Alias:
    """A further form that a document itself gives a name: ``alias`` and ``key`` are folded, ``quote`` is the place.

    ``reason`` is `DECLARED`, `RENAMED` or `DERIVED`. It holds in this document, and where ``everywhere`` is set it is
    also peculiar enough to mean the same in others.
    """

    type: str
    alias: str
    key: str
    quote: str
    reason: str = DECLARED
    everywhere: bool = False


@value
class Ending:
    """A place where a name may end by its last word (研究院), and the group of endings that the grammar has it in."""

    end: int
    group: str


class Reading(Words):
    """A key with its tokens and the occurrences of known names, indexed for the readers of names.

    Attributes:
        key: the folded text.
        tokens: its words.
        matches: all occurrences of known names whose edges do not cut a word in two.
        cut: all the others: what stands before one can show that it is meant (第8届|进博会).
        ends_at: the occurrences that end at a position, longest first.
    """

    def __init__(self, key: str, gazetteer: Gazetteer, segmenter: Segmenter, beside: Beside = NOTHING) -> None:
        """Tokenize the key and scan it for known names."""
        super().__init__(key, gazetteer, segmenter, beside)
        self.matches: list[Match] = []
        self.cut: list[Match] = []
        for found in gazetteer.find(key):  # in order of their ends
            headed = key[found.end - 1 : found.end + 1] in beside.heads
            match = self._before_title(found) if headed else found
            if match is not found:
                self._forget(match)
            if match is not found or self.is_whole(match) or self.completes_word(match):
                self.matches.append(match)
                self.ends_at[match.end].append(match)
            else:
                self.cut.append(match)
        for matches in self.ends_at.values():
            if len(matches) > 1:
                matches.sort(key=lambda match: match.start)

    @cached_property
    def starts_at(self) -> Mapping[int, Sequence[Match]]:
        """The known names that start at a position, in order of their ends."""
        found: dict[int, list[Match]] = {}
        for match in self.matches:
            found.setdefault(match.start, []).append(match)
        return found

    def type_of(self, match: Match) -> str:
        """The type of a known name; of the first by id if rows of several types have it."""
        return self.gazetteer.entries[match.entries[0]].type

    def types_of(self, match: Match) -> list[tuple[str, str]]:
        """The types of a known name, each with what that says: rows of several types leave it to the context."""
        if len(match.entries) == 1:  # nearly all
            return [(self.type_of(match), "")]
        types = sorted({self.gazetteer.entries[entry].type for entry in match.entries})
        return [(kind, SEVERAL_TYPES if len(types) > 1 else "") for kind in types]

    def _before_title(self, match: Match) -> Match:
        """A place without its last character, if that begins a title behind it: 嘉义|县长 heads 嘉义县."""
        key, end = self.key, match.end
        if end - match.start < 3 or self.cuts(match.start):
            return match
        rest = key[end : self.token(end)[1]]
        if len(rest) > 1 and self.segmenter.knows(rest):
            return match  # 嘉义县|长期
        return replace(match, end=end - 1)

    def _forget(self, match: Match) -> None:
        """Take back known names that stand where one was read: 嘉义 of 嘉义县长 is no city."""
        same = [one for one in self.ends_at[match.end] if one.start == match.start]
        self.ends_at[match.end] = [one for one in self.ends_at[match.end] if one not in same]
        for index in range(len(self.matches) - 1, -1, -1):
            if self.matches[index].end < match.end - 1:
                break  # nor do those before it end there, as they are found in the order of their ends
            if self.matches[index] in same:
                del self.matches[index]


@value
class Proposed:
    """A text with what all sources but the tagger propose for it, and what would be chosen among that.

    ``endings`` are those of the grammar, in order, whether or not a name was read from them; ``aside`` are the
    positions of what is none of the story: known names that only sign the text, addresses.
    """

    text: NormalisedText
    reading: Reading
    candidates: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...]
    endings: tuple[Ending, ...]
    aside: frozenset[int] = frozenset()

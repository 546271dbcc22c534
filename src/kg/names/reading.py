"""What is known of a text before its names are found: its key, its words with tags, and the known names in it.

`Candidate` is what a reader of names proposes, `Name` what was chosen, `Alias` a short form that the text itself gives.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, repeat
from operator import sub

from kg.knowledge.gazetteer import Gazetteer, Match
from kg.model import Mention
from kg.segment import Segmenter, Tokens, tokenize
from kg.text import NormalisedText
from kg.values import value

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


_PLACE = "ns"
_PROPER = frozenset(("ns", "nt", "nz"))
"""Tags of words that are names of places, bodies and other things."""


@value
class Beside:
    """What one word can hold beside a known name: 荷兰|人 is one of the dictionary, 在|琶洲 one that the model guessed.

    ``behind`` are such words behind a name, ``before`` those before one; no name ends inside one of ``undivided``,
    of which ``heads`` are titles of those at the head of places; ``joints`` join the rest of a word to a known name.
    """

    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    undivided: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()


_NOTHING = Beside()
_NOUNS = frozenset("njl")


class Reading:
    """A key with its tokens and the occurrences of known names, indexed for the readers of names.

    Attributes:
        key: the folded text.
        tokens: its words.
        matches: all occurrences of known names whose edges do not cut a word in two.
        cut: all the others: what stands before one can show that it is meant (第8届|进博会).
        ends_at: the occurrences that end at a position, longest first.
    """

    def __init__(self, key: str, gazetteer: Gazetteer, segmenter: Segmenter, beside: Beside = _NOTHING) -> None:
        """Tokenize the key and scan it for known names."""
        self._beside = beside
        self.key = key
        self.gazetteer = gazetteer
        self.segmenter = segmenter
        self.tokens: Tokens = tokenize(key, segmenter)
        self.tokens.join(key, beside.heads, segmenter.knows)
        self._part_places()
        lengths = map(sub, self.tokens.ends, self.tokens.starts)
        self._token_at = list(chain.from_iterable(map(repeat, range(len(self.tokens.ends)), lengths)))
        self.matches: list[Match] = []
        self.cut: list[Match] = []
        self.ends_at: dict[int, list[Match]] = defaultdict(list)
        for found in gazetteer.find(key):  # in order of their ends
            headed = key[found.end - 1 : found.end + 1] in beside.heads
            match = self._before_title(found) if headed else found
            if match is not found:
                self._forget(match)
            if match is not found or self._is_whole(match) or self._completes_word(match):
                self.matches.append(match)
                self.ends_at[match.end].append(match)
            else:
                self.cut.append(match)
        for matches in self.ends_at.values():
            if len(matches) > 1:
                matches.sort(key=lambda match: match.start)

    def _part_places(self) -> None:
        """Make two words of one that holds a place and a place in it: 上海市|浦东新区."""
        tokens = self.tokens
        long = [
            index
            for index, tag in enumerate(tokens.tags)
            if tag == _PLACE and tokens.ends[index] - tokens.starts[index] > 3
        ]
        for index in reversed(long):
            if length := self.gazetteer.joint(self.key[tokens.starts[index] : tokens.ends[index]]):
                tokens.part(index, length)

    def token(self, position: int) -> tuple[int, int, str]:
        """Start, end and tag of the word that holds the character at ``position``."""
        index = self._token_at[position]
        return self.tokens.starts[index], self.tokens.ends[index], self.tokens.tags[index]

    def tag(self, position: int) -> str:
        """The tag of the word that holds the character at ``position``."""
        return self.tokens.tags[self._token_at[position]]

    def cuts(self, position: int) -> bool:
        """Tell whether ``position`` lies inside a word rather than between two."""
        return 0 < position < len(self.key) and self._token_at[position - 1] == self._token_at[position]

    def divides(self, first: int, position: int) -> bool:
        """Tell whether ``position`` is inside a word that is never parted, from ``first`` on: 司法|部|门."""
        end = self.token(position - 1)[1]
        return any(self.key[start:end] in self._beside.undivided for start in range(first, position))

    def type_of(self, match: Match) -> str:
        """The type of a known name; of the first by id if rows of several types have it."""
        return self.gazetteer.entries[match.entries[0]].type

    def types_of(self, match: Match) -> list[tuple[str, str]]:
        """The types of a known name, each with what that says: rows of several types leave it to the context."""
        if len(match.entries) == 1:  # nearly all
            return [(self.type_of(match), "")]
        types = sorted({self.gazetteer.entries[entry].type for entry in match.entries})
        return [(kind, SEVERAL_TYPES if len(types) > 1 else "") for kind in types]

    def _is_whole(self, match: Match) -> bool:
        """Short names count only where no word runs over their left edge; long ones are no part of a word by chance."""
        length = match.end - match.start
        cut_left, cut_right = self.cuts(match.start), self.cuts(match.end)
        if not (cut_left or cut_right):
            return not self._takes_from_word(match)
        if cut_right and (self.divides(match.start + 1, match.end) or self._begins_word(match)):
            return False
        if length >= 4 or (not cut_left and length > 2):
            return not (cut_left and self._belongs_left(match))
        return self._inside_proper(match, cut_left, cut_right) or self._parts_word(match, cut_left, cut_right)

    def _begins_word(self, match: Match) -> bool:
        """Tell whether the last character begins the next word, and the rest is another known name: 中国|尊重."""
        start, end, _ = self.token(match.end - 1)
        if start != match.end - 1 or not self.segmenter.knows(self.key[start:end]):
            return False
        shorter = self.gazetteer.forms.get(self.key[match.start : start], ())
        return bool(shorter) and not any(entry in match.entries for entry in shorter)

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
        self.matches = [one for one in self.matches if one not in same]

    def _takes_from_word(self, match: Match) -> bool:
        """Tell whether the last character belongs to a word that is never parted: 高雄|市长 is 高雄市|长 to jieba."""
        key, end = self.key, match.end
        if key[end - 1 : end + 1] not in self._beside.undivided:
            return False
        shorter = self.gazetteer.forms.get(key[match.start : end - 1], ())
        if not any(entry in match.entries for entry in shorter):
            return False
        rest = key[end : self.token(end)[1]]
        return len(rest) == 1 or not self.segmenter.knows(rest)

    def _belongs_left(self, match: Match) -> bool:
        """Tell whether the word before holds what a name begins with, and the rest is a known name: 加强|人工智能."""
        start, end, _ = self.token(match.start)
        rest = self.gazetteer.forms.get(self.key[end : match.end], ())
        return bool(rest) and self.segmenter.knows(self.key[start:end])

    def _inside_proper(self, match: Match, cut_left: bool, cut_right: bool) -> bool:
        """A short name that begins a longer proper word (北京 in 北京市委) is meant there; elsewhere it is chance."""
        start, _, tag = self.token(match.start)
        return not cut_left and cut_right and start == match.start and tag in _PROPER

    def _parts_word(self, match: Match, cut_left: bool, cut_right: bool) -> bool:
        """A name is meant that one word holds with a word for its people (荷兰|人) or a preposition (在|琶洲)."""
        start, end, _ = self.token(match.start)
        if not cut_left:
            last, end, _ = self.token(match.end - 1)  # 岭|大学生
            return last >= start == match.start and self.key[match.end : end] in self._beside.behind
        if cut_right or self.key[start : match.start] not in self._beside.before:
            return False
        goes_on = end < len(self.key) and self.tag(end)[0] in _NOUNS  # 由|富邦|产险
        return not goes_on and not self.segmenter.knows(self.key[start:end])

    def _completes_word(self, match: Match) -> bool:
        """A name is meant, too, that ends a proper word of which a known name is the rest (纽约 in 美国纽约).

        The rest may also join it to a known name: 普京 in 特朗普|和普京, which is a word of the dictionary.
        """
        start, end, tag = self.token(match.start)
        if end != match.end or tag not in _PROPER:
            return False
        if match.start == start + 1 and self.key[start] in self._beside.joints and self.ends_at.get(start):
            return True
        return any(before.start == start for before in self.ends_at.get(match.start, ()))


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

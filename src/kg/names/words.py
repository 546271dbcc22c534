"""The words of a text, and what their edges say of the known names in it: 沙市 is not meant in 白沙市."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, repeat
from operator import sub

from kg.knowledge.gazetteer import Gazetteer, Match
from kg.segment import Segmenter, Tokens, tokenize
from kg.text import is_han
from kg.values import value

_PLACE = "ns"
_PROPER = frozenset(("ns", "nt", "nz"))
"""Tags of words that are names of places, bodies and other things."""


@value
class Beside:
    """What one word can hold beside a known name: 荷兰|人 is one of the dictionary, 在|琶洲 one that the model guessed.

    ``behind`` are such words behind a name, ``before`` those before one; no name ends inside one of ``undivided``,
    of which ``heads`` are titles of those at the head of places; ``joints`` join the rest of a word to a known name.
    Known names of two characters that end in one of ``towns`` may be the end of a longer one: 白|沙市.
    """

    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    undivided: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()


NOTHING = Beside()
_MARK = "·"  # in the full names of foreign persons
_LONGEST_TITLE = 6
_TOWN = 2  # characters of the name of such a town with its ending
_NOUNS = frozenset("njl")
_OPENING = frozenset("pvcdufr")
"""First letters of jieba's tags of what a name can follow: prepositions, verbs, conjunctions, adverbs, particles …"""


class Words:
    """A key with its words, and the judgement whether a known name is meant where it stands.

    Attributes:
        key: the folded text.
        tokens: its words.
        ends_at: the known names that end at a position, as they are found.
    """

    def __init__(self, key: str, gazetteer: Gazetteer, segmenter: Segmenter, beside: Beside = NOTHING) -> None:
        """Tokenize the key."""
        self._beside = beside
        self.key = key
        self.gazetteer = gazetteer
        self.segmenter = segmenter
        self.tokens: Tokens = tokenize(key, segmenter)
        self.tokens.join(key, beside.heads, segmenter.knows)
        self._part_places()
        lengths = map(sub, self.tokens.ends, self.tokens.starts)
        self._token_at = list(chain.from_iterable(map(repeat, range(len(self.tokens.ends)), lengths)))
        self.ends_at: dict[int, list[Match]] = defaultdict(list)

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

    def word(self, position: int) -> str:
        """The word that holds the character at ``position``."""
        index = self._token_at[position]
        return self.key[self.tokens.starts[index] : self.tokens.ends[index]]

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

    def is_whole(self, match: Match) -> bool:
        """Short names count only where no word runs over their left edge; long ones are no part of a word by chance."""
        length = match.end - match.start
        cut_left, cut_right = self.cuts(match.start), self.cuts(match.end)
        if not (cut_left or cut_right):
            return not self._takes_from_word(match) and not self.ends_town(match.start, match.end)
        if cut_right and (self.divides(match.start + 1, match.end) or self._begins_word(match)):
            return False
        if length >= 4 or (not cut_left and length > 2):
            return not (cut_left and self._belongs_left(match))
        if self._inside_proper(match, cut_left, cut_right) or self._parts_word(match, cut_left, cut_right):
            return True
        if not cut_right or cut_left:
            return False
        return self._is_foreign_before_guess(match) or self._is_titled_before_preposition(match)

    def _is_titled_before_preposition(self, match: Match) -> bool:
        """Tell whether a title stands before a name whose end makes a word with a preposition: 市长龚|正在."""
        start, end, _ = self.token(match.end - 1)
        if start != match.end - 1 or self.key[match.end : end] not in self._beside.before:
            return False
        titles = range(max(0, match.start - _LONGEST_TITLE), match.start - 1)
        return any(self.key[at : match.start] in self._beside.behind for at in titles)

    def _is_foreign_before_guess(self, match: Match) -> bool:
        """Tell whether only a word that no dictionary has runs over the end of a foreign person's name: 碧|咸访|港."""
        start, end, _ = self.token(match.end - 1)
        foreign = any(_MARK in self.gazetteer.entries[entry].name for entry in match.entries)
        return foreign and not self.segmenter.knows(self.key[start:end])

    def ends_town(self, start: int, end: int) -> bool:
        """Tell whether the character before a known town of one character belongs to its name: 白|沙市, 据清|岚县."""
        key = self.key
        if not start or end - start != _TOWN or key[end - 1] not in self._beside.towns or not is_han(key[start - 1]):
            return False
        if key[start - 1] in self._beside.before:
            return False
        first, _, tag = self.token(start - 1)
        return tag[0] not in _OPENING if first == start - 1 else not self.segmenter.knows(key[first:start])

    def _begins_word(self, match: Match) -> bool:
        """Tell whether the last character begins the next word, and the rest is another known name: 中国|尊重."""
        start, end, _ = self.token(match.end - 1)
        if start != match.end - 1 or not self.segmenter.knows(self.key[start:end]):
            return False
        shorter = self.gazetteer.forms.get(self.key[match.start : start], ())
        return bool(shorter) and not any(entry in match.entries for entry in shorter)

    def _takes_from_word(self, match: Match) -> bool:
        """Tell whether the last character belongs to a word that is never parted: 高雄|市长 is 高雄市|长 to jieba."""
        key, end = self.key, match.end
        if key[end - 2 : end + 2] in self._beside.undivided and key[match.start : end - 2] in self.gazetteer.forms:
            return True  # 云江制药|控股股东 holds no 云江制药控股
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

    def completes_word(self, match: Match) -> bool:
        """A name is meant, too, that ends a proper word of which a known name is the rest (纽约 in 美国纽约).

        The rest may also join it to a known name: 普京 in 特朗普|和普京, which is a word of the dictionary.
        """
        start, end, tag = self.token(match.start)
        if end != match.end or tag not in _PROPER:
            return False
        if match.start == start + 1 and self.key[start] in self._beside.joints and self.ends_at.get(start):
            return True
        return any(before.start == start for before in self.ends_at.get(match.start, ()))

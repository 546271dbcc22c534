"""Names that a construction delimits on their right side: …（简称“…”）, …更名为….

That a name ends there is certain; where it begins is found by walking left to what cannot be part of one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate

from kg.knowledge.grammar import Grammar
from kg.knowledge.partings import Homonyms
from kg.names.reading import ByEnd, Candidate, Reading
from kg.wording import in_order

_LONGEST = 30
_LEAST = 3
_DASHES = ("-", "—", "–", "·")
"""Marks within names that stand between two of their parts: 长鹰-8无人机, 澜沧江—湄公河监测网."""
_STOPS = ("p", "c", "u", "r", "d", "t", "y", "e", "o", "w")
"""jieba's tags of words that no name begins behind the right side of: prepositions, conjunctions, particles, times …"""


class Delimited:
    """Finds where a name begins whose end is certain."""

    def __init__(self, grammar: Grammar, homonyms: Homonyms) -> None:
        """Keep the words that cannot be part of a name, and the endings that tell a type."""
        self._never = grammar.inside.never | grammar.inside.generic
        self._inner = grammar.inside.words
        self._verbs = grammar.inside.verbs
        self._joints = sorted(grammar.inside.joints)
        self._openers = tuple(sorted(grammar.inside.openers, key=lambda word: (-len(word), word)))
        self.places = homonyms.containers
        places = homonyms.ends if len(homonyms.containers) == 1 else ()
        self._types = {word: kind for word in places for kind in homonyms.containers}
        self._types |= {word: kind.type for kind in grammar.short_kinds for word in kind.words}
        self._types |= {word: suffix.type for suffix in reversed(grammar.suffixes) for word in suffix.words}
        self._longest = max(map(len, self._types), default=0)

    def start(self, reading: Reading, end: int) -> int:
        """Where a name that ends at a position begins; the position itself if no name can end there."""
        start = self._walk(reading, end, end)
        return start if end - start >= _LEAST else end

    def _walk(self, reading: Reading, position: int, end: int) -> int:
        """How far to the left of a position a name goes on that ends at another one."""
        start = position
        while position > 0 and end - position < _LONGEST:
            first, last, tag = reading.token(position - 1)
            word = reading.key[first:last]
            if word in _DASHES and position < end and first and _is_letter(reading.key[first - 1]):
                position = first
                continue
            if last > position or not all(_is_letter(character) for character in word):
                break
            if (
                (word in self._never and word not in self._inner and position < end)
                or tag.startswith(_STOPS)
                or (tag == "v" and word not in self._inner)
            ):
                break
            start = position = first
        return start

    def _wider(self, reading: Reading, start: int, end: int, short: str) -> int:
        """Where a name begins that its short form shows to be longer, or that goes on over a joint from a place.

        珠水二期 begins like 珠三角水资源配置二期工程 and has more than 二期工程; before the joint of
        浙江省脑与类脑交叉研究中心 stands nothing but a place and words that end no name.
        """
        key = reading.key
        if short and not short.isascii() and not in_order(short, key[start:end]):
            at = start
            while at > 0 and end - at < _LONGEST and _is_letter(key[at - 1]):
                at = reading.token(at - 1)[0]
                if short[0] in key[at:start] and in_order(short, key[at:end]):
                    ends = (reading.ends_at.get(stop, ()) for stop in range(at + 1, end + 1))
                    known = [one.start for matches in ends for one in matches if one.start < at]
                    opener = next((word for word in self._openers if key.endswith(word, 0, at)), "")
                    return min([at - len(opener), self._walk(reading, at, end), *known])
        word = next((word for word in self._joints if key.endswith(word, 0, start)), "")
        if word and start < end:
            joint = start - len(word)
            left = self.start(reading, joint)
            is_first = left < joint and (left == 0 or not _is_letter(key[left - 1]))
            place = any(reading.type_of(match) in self.places for match in reading.starts_at.get(left, ()))
            place = place or key.startswith(self._openers, left)
            place = place and all(one.start != left for one in reading.ends_at.get(joint, ()))  # 中国联通|与|…公司
            if is_first and place and not self.type_of(key[left:joint]):
                return left
        return start

    def _behind_verb(self, reading: Reading, start: int, end: int, short: str) -> int:
        """Where a name begins behind a verb of which its short form has nothing: 正式|投资|远帆智能技术有限公司."""
        at = begin = start
        while short and at < end and at not in reading.starts_at:
            last = reading.token(at)[1]
            word = reading.key[at:last]
            if word in self._verbs and in_order(short, reading.key[last:end]):
                begin = last
            elif not reading.segmenter.knows(word):
                break
            at = last
        return begin

    def type_of(self, name: str) -> str:
        """The type that the ending of a name tells, the longest ending first; empty if none does."""
        for length in range(min(self._longest, len(name) - 1), 0, -1):
            if found := self._types.get(name[-length:]):
                return found
        return ""

    def candidate(
        self,
        reading: Reading,
        end: int,
        chosen: ByEnd,
        short: str,
        proposed: ByEnd,
        kinds: Mapping[str, str],
    ) -> Candidate | None:
        """The name that ends at a position, if it is more than what was chosen there.

        Args:
            reading: what is known of the text.
            end: where it ends.
            chosen: the names chosen so far: of them a name at the head is a name of its own.
            short: the form that stands for the name: its type is that of the name, if nothing else tells it.
            proposed: what was proposed as names: one that ends there tells where it begins, though it was not chosen.
            kinds: the types of the names chosen, by their forms.
        """
        here = next(iter(chosen.get(end, ())), None)
        plain = self.start(reading, end)
        if here and short and in_order(short, reading.key[here.start : end]):
            proposed = {}  # the choice between them stands: no 运营|方悦谷智音…公司
        ending = [one.start for one in proposed.get(end, ()) if end - one.start <= _LONGEST]
        start = self._behind_verb(reading, min([self._wider(reading, plain, end, short), *ending]), end, short)
        if here and (here.source == "gazetteer" or start >= here.start):
            return None
        told = not here or not short or short.isascii() or in_order(short, reading.key[here.start : end])
        if here and told and start == plain and any(stop in chosen for stop in range(start + 1, here.start + 1)):
            return None
        kind = here.type if here else self.type_of(reading.key[start:end])
        kind = kind or kinds.get(short, "")
        if not kind or start == end:
            return None
        return Candidate(start, end, kind, "document", "delimited", here.kind if here else "")


def _is_letter(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character.isalnum()


def overlaid(chosen: list[Candidate], certain: list[Candidate]) -> list[Candidate]:
    """Chosen names with certain ones in the place of all that they overlap; of certain ones the first wins."""
    kept: list[Candidate] = []
    for one in sorted(certain, key=lambda candidate: (candidate.start, -candidate.end)):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    starts = [one.start for one in kept]
    free = []
    for candidate in chosen:
        index = bisect_left(starts, candidate.end) - 1
        if index < 0 or kept[index].end <= candidate.start:
            free.append(candidate)
    return sorted([*free, *kept], key=lambda candidate: (candidate.start, candidate.end))


def outermost(found: list[Candidate]) -> list[Candidate]:
    """Places of forms without those of short forms that lie within the place of another form."""
    reach: dict[int, int] = {}
    for candidate in found:
        reach[candidate.start] = max(candidate.end, reach.get(candidate.start, 0))
    starts = sorted(reach)
    furthest = list(accumulate((reach[start] for start in starts), max))

    def inside(candidate: Candidate) -> bool:
        index = bisect_left(starts, candidate.start)
        return reach[candidate.start] > candidate.end or (index > 0 and furthest[index - 1] >= candidate.end)

    return [candidate for candidate in found if candidate.source != "short form" or not inside(candidate)]

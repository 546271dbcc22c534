"""Bodies named without what they belong to: 市政府 where the text spoke of 长春市 last, 组委会 of 厦门马拉松."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.apart.owners import around, heads, of_rank
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.partings import Homonyms
from kg.names.reading import Candidate, Reading

ELLIPTIC, OF_PLACE = "elliptic", "of a place"

_LONGEST = 14
"""Characters of a body's name behind what stands for its place: 市|住房和城乡建设委员会."""

_SURE = 3
"""Characters from which a body's name ends where it ends, whatever the words say: 省|卫健委|派出."""

_FAR = 16
"""Names before a body that are looked at for its place."""

_LEAST = 2
"""Characters of the shortest places."""

_MORE = 2000
"""What a body weighs more than the thing whose name it begins with."""

_Rows = Callable[[str, Sequence[Candidate]], Mapping[Candidate, str]]


class EllipticBodies:
    """Finds them within one document."""

    def __init__(self, gazetteer: Gazetteer, rules: Homonyms, rows: _Rows) -> None:
        """Keep what is needed; ``rows`` tells which of several rows a place means."""
        self._gazetteer = gazetteer
        self._rules = rules
        self._rows = rows
        self._bare = sorted(rules.bare, key=lambda word: (-len(word), word))
        self._bodies = {
            word: frozenset(body if body.startswith(word) else word + body for body in rules.bodies)
            for word in rules.bare
        }
        self._lengths = {word: sorted(set(map(len, of)), reverse=True) for word, of in self._bodies.items()}

    def read(self, reading: Reading, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
        """Bodies whose place is told before them.

        Args:
            reading: what is known of the text.
            chosen: the names chosen in it.
        """
        taken = sorted((candidate.start, candidate.end) for candidate in chosen)
        if chosen:
            names = sorted(chosen, key=lambda one: (one.start, one.end))
            yield from self._of_places(reading, names, chosen, taken)
        for kind, words in self._rules.owned.items():
            if owners := [one for one in chosen if one.type == kind]:
                yield from self._of_things(reading, words, owners, taken)

    def _of_things(
        self, reading: Reading, words: Sequence[str], owners: Sequence[Candidate], taken: list[tuple[int, int]]
    ) -> Iterator[Candidate]:
        """Bodies that each thing of a type has: alone, or right behind it."""
        first = min(one.end for one in owners)
        before = {one.end: one for one in owners}
        for word in words:
            position = reading.key.find(word, first)
            while position >= 0:
                end = position + len(word)
                owner = before.get(position)
                start, score = (owner.start, owner.score + _MORE) if owner else (position, 0)
                cut = reading.cuts(end) and len(word) < _SURE
                if not (reading.cuts(position) or cut or _inside(taken, position)):
                    yield Candidate(start, end, min(self._rules.types), "short form", ELLIPTIC, score=score)
                position = reading.key.find(word, end)

    def _of_places(
        self, reading: Reading, names: list[Candidate], chosen: Sequence[Candidate], taken: list[tuple[int, int]]
    ) -> Iterator[Candidate]:
        key = reading.key
        starts = [name.start for name in names]
        rows: Mapping[Candidate, str] | None = None
        for word in self._bare:
            position = key.find(word, names[0].start + _LEAST)
            while position >= 0:
                if self._may_begin(reading, position, word) and not _inside(taken, position):
                    rows = self._rows(key, chosen) if rows is None else rows
                    index = bisect_left(starts, position)
                    if found := self._of_place(reading, position, word, names[max(0, index - _FAR) : index], rows):
                        yield found
                position = key.find(word, position + 1)

    def _may_begin(self, reading: Reading, position: int, word: str) -> bool:
        """Tell whether a body may begin here: at a word, or inside one that no dictionary has (送县|医院)."""
        start, end, _ = reading.token(position)
        ends_word = end == position + len(word) and not reading.segmenter.knows(reading.key[start:end])
        return ends_word or not reading.cuts(position)

    def _of_place(
        self,
        reading: Reading,
        position: int,
        word: str,
        before: Sequence[Candidate],
        rows: Mapping[Candidate, str],
    ) -> Candidate | None:
        """The body that begins at a word for a kind of place, if such a place is among those right before it."""
        if whole := self._of_place_before(reading, position, word, before):
            return whole
        owner = self._owner(reading, word, before, rows)
        if not owner:
            return None
        if known := self._known_body(reading, position, word, owner):
            return known
        end = self._end_of_body(reading, position, word)
        return Candidate(position, end, min(self._rules.types), "short form", ELLIPTIC) if end else None

    def _of_place_before(
        self, reading: Reading, position: int, word: str, before: Sequence[Candidate]
    ) -> Candidate | None:
        """A body right behind its place, of which a post may follow: 辉县|县委|书记."""
        place = before[-1] if before and before[-1].end == position else None
        if place is None or place.type not in self._rules.containers:
            return None
        if not reading.key.endswith(self._rules.bare[word], place.start, place.end):
            return None
        end = self._end_of_body(reading, position, word, holds_post=True)
        if not end:
            return None
        return Candidate(place.start, end, min(self._rules.types), "short form", OF_PLACE, score=place.score + _MORE)

    def _known_body(self, reading: Reading, position: int, word: str, owner: str) -> Candidate | None:
        key, head = reading.key, position + len(word)
        for end in range(min(len(key), head + _LONGEST), head, -1):
            ids = self._gazetteer.forms.get(owner + key[head:end], ())
            if len(ids) == 1 and not reading.cuts(end):
                entry = self._gazetteer.entries[ids[0]]
                return Candidate(position, end, entry.type, "short form", ELLIPTIC, entry.kind, ids)
        return None

    def _end_of_body(self, reading: Reading, position: int, word: str, *, holds_post: bool = False) -> int:
        """Where a body ends that every place has and that no row is of, behind what stands for its place: 县|政府."""
        key = reading.key
        for length in self._lengths[word]:
            end, body = position + length, length - len(word)
            if (
                key[position:end] in self._bodies[word]
                and (body >= _SURE or not reading.cuts(end) or (holds_post and key.startswith(self._rules.posts, end)))
                and (holds_post or body > 1 or not key.startswith(self._rules.no_body, end))
            ):
                return end
        return 0

    def _owner(self, reading: Reading, word: str, before: Sequence[Candidate], rows: Mapping[Candidate, str]) -> str:
        """The folded name of the last place before of the rank that a word says, or of what the last ones lie in."""
        types, ends = self._rules.containers, self._rules.bare[word]
        before = [one for one in before if one.kind not in self._rules.bearers]
        longer = [(one.start, one.end) for one in before if not one.entries or one.type not in types]  # 花莲|地震
        told = [
            *heads(reading, longer, types, self._rules.foremost),
            *(
                (
                    one.entries[0] if len(one.entries) == 1 else rows.get(one, "") or self._in_full(reading, one, ends),
                    reading.key[one.start : one.end],
                )
                for one in before
                if one.type in types
            ),
        ]
        return of_rank(ends, told)[1] or around(self._gazetteer, ends, told)[1]

    def _in_full(self, reading: Reading, one: Candidate, ends: Sequence[str]) -> str:
        """The row of a place of a rank that is called without its ending, if just one is called so: 井陉 of 井陉县."""
        if one.entries:
            return ""
        called = reading.key[one.start : one.end]
        rows = {row for end in ends for row in self._gazetteer.rows(called + end, one.type)}
        return rows.pop() if len(rows) == 1 else ""


def _inside(taken: list[tuple[int, int]], position: int) -> bool:
    index = bisect_left(taken, (position + 1, 0)) - 1
    return index >= 0 and taken[index][0] <= position < taken[index][1]

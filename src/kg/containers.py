"""Which of several things of one name is meant: told by the place that it belongs to.

朝阳区 is Beijing's or Changchun's, 市政府 that of the city that the text spoke of last, 城关镇 that of the county
right before it. Rows of the gazetteer are chosen by their containers; a name without a row gets its place into its key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.gazetteer import Gazetteer
from kg.homonyms import HomonymRows
from kg.model import Mention
from kg.partings import Homonyms
from kg.reading import Candidate, Name, Reading
from kg.text import fold

ELLIPTIC = "elliptic"

_LONGEST = 14
"""Characters of a body's name behind what stands for its place: 市|住房和城乡建设委员会."""


class Containers:
    """Tells homonyms apart within one document."""

    def __init__(self, gazetteer: Gazetteer, rules: Homonyms) -> None:
        """Keep what is needed."""
        self._gazetteer = gazetteer
        self._rules = rules
        self.rows = HomonymRows(gazetteer, rules).rows
        self._bare = sorted(rules.bare, key=lambda word: (-len(word), word))
        self._longest_piece = max(map(len, rules.generic), default=0)
        self._says_only_a_kind = lru_cache(maxsize=1 << 16)(self._is_made_of_pieces)

    def chained(self, key: str, chosen: Sequence[Candidate]) -> list[Candidate]:
        """The same choice, where a place in a place that was read as one name is two: 杭州|西湖区.

        So is a body with the contest before it in which it takes part: 英超|纽卡斯尔联队.
        """
        found: list[Candidate] = []
        for one in chosen:
            if one.entries:
                chain = []
            elif one.type in self._rules.containers:
                chain = self._chain(key, one)
            else:
                chain = self._behind(key, one)
            found += [
                replace(one, start=start, end=end, type=kind, source="gazetteer", rule="", kind="", entries=rows)
                for start, end, rows in chain
                for kind in (self._gazetteer.entries[rows[0]].type,)
            ] or [one]
        return found

    def _behind(self, key: str, one: Candidate) -> list[tuple[int, int, tuple[str, ...]]]:
        """What stands before a known body that was read with it, and the body; nothing if it does not."""
        for cut in range(one.start + 2, one.end - 1) if one.source == "tagger" else ():
            outer = self._gazetteer.forms.get(key[one.start : cut], ())
            inner = self._known_places(one.type, key[cut : one.end])
            contests = tuple(row for row in outer if self._gazetteer.entries[row].kind in self._rules.outer)
            if inner and contests:
                return [(one.start, cut, contests), (cut, one.end, inner)]
        return []

    def _chain(self, key: str, one: Candidate) -> list[tuple[int, int, tuple[str, ...]]]:
        """The known places that make up a name, each in the one before it; nothing if they do not."""
        for cut in range(one.start + 2, one.end - 1):
            outer, inner = (self._known_places(one.type, key[a:b]) for a, b in ((one.start, cut), (cut, one.end)))
            lying = tuple(row for row in inner if {each.id for each in self._gazetteer.containers(row)} & set(outer))
            if lying:
                return [(one.start, cut, outer), (cut, one.end, inner)]
        return []

    def _known_places(self, kind: str, form: str) -> tuple[str, ...]:
        rows = self._gazetteer.forms.get(form, ())
        return tuple(row for row in rows if self._gazetteer.entries[row].type == kind)

    # -- bodies named without their place --------------------------------------------------------------------------

    def elliptic(self, reading: Reading, chosen: Sequence[Candidate]) -> Iterable[Candidate]:
        """Known bodies that are named without their place: 市政府 where the text spoke of 长春市 last."""
        places = self._places(chosen)
        if not any(len(place.entries) == 1 for place in places):
            return
        starts = [place.start for place in places]
        taken = sorted((candidate.start, candidate.end) for candidate in chosen)
        key = reading.key
        for word in self._bare:
            position = key.find(word)
            while position >= 0:
                if not reading.cuts(position) and not _inside(taken, position):
                    owner = self._owner(word, places[: bisect_left(starts, position)])
                    if owner and (found := self._known_body(reading, position, word, owner)):
                        yield found
                    elif owner and (end := self._end_of_body(reading, position + len(word))):
                        yield Candidate(position, end, min(self._rules.types), "short form", ELLIPTIC)
                position = key.find(word, position + 1)

    def _known_body(self, reading: Reading, position: int, word: str, owner: str) -> Candidate | None:
        key, head = reading.key, position + len(word)
        for end in range(min(len(key), head + _LONGEST), head, -1):
            ids = self._gazetteer.forms.get(owner + key[head:end], ())
            if len(ids) == 1 and not reading.cuts(end):
                entry = self._gazetteer.entries[ids[0]]
                return Candidate(position, end, entry.type, "short form", ELLIPTIC, entry.kind, ids)
        return None

    def _end_of_body(self, reading: Reading, position: int) -> int:
        """Where a body ends that every place has and that no row is of, behind what stands for its place: 县|政府."""
        for word in self._rules.bodies:
            end = position + len(word)
            if reading.key.startswith(word, position) and not reading.cuts(end):
                return end
        return 0

    def _places(self, chosen: Sequence[Candidate]) -> list[Candidate]:
        found = [candidate for candidate in chosen if candidate.type in self._rules.containers]
        return sorted(found, key=lambda candidate: (candidate.start, candidate.end))

    def _owner(self, word: str, before: Sequence[Candidate]) -> str:
        """The folded name of the last place before whose own name ends as the word says."""
        for place in reversed(before[-12:]):
            if len(place.entries) == 1:
                name = self._gazetteer.entries[place.entries[0]].id.partition(":")[2].partition("@")[0]
                if name.endswith(self._rules.bare[word]):
                    return name
        return ""

    # -- names without a row ---------------------------------------------------------------------------------------

    def tell_apart(self, reading: Reading, names: Sequence[Name], document: str) -> list[Name]:
        """Put the place that a name without a row belongs to into its key, where its name does not tell it.

        A name that says only a kind of thing and that nothing tells the place of holds in its document alone: its key
        then ends in ``@`` and the document's id.
        """
        result: list[Name] = []
        told: dict[tuple[str, str], set[str]] = {}
        for index, name in enumerate(names):
            told_by = "" if name.mention.entry else self._place_of(reading, names, index)
            if told_by:
                told.setdefault((name.mention.type, name.mention.key), set()).add(told_by)
            result.append(self._placed(name, told_by))
        for index, name in enumerate(result):
            mention = name.mention
            if name is not names[index] or mention.entry or mention.source == "reference":
                continue
            senses = told.get((mention.type, mention.key), set())
            if len(senses) == 1:
                result[index] = self._placed(name, next(iter(senses)))
            elif self.is_generic(mention):
                result[index] = replace(name, mention=replace(mention, key=f"{mention.key}@{document}"))
        return result

    def _placed(self, name: Name, place: str) -> Name:
        if not place:
            return name
        key = self._joined(place, name.mention.key)
        rows = self._gazetteer.forms.get(place, ())
        aliases = self._gazetteer.entries[rows[0]].aliases if len(rows) == 1 else ()
        entry = ""
        for called in (place, *map(fold, aliases)):  # 香港特别行政区|教育局 is known as 香港教育局
            forms = self._gazetteer.forms.get(called + key[len(place) :], ())
            ids = [one for one in forms if self._gazetteer.entries[one].type == name.mention.type]
            if len(ids) == 1:
                entry = ids[0]
                break
        kind = self._gazetteer.entries[entry].kind if entry else name.mention.kind
        return replace(name, mention=replace(name.mention, key=key, entry=entry, kind=kind))

    def _joined(self, place: str, key: str) -> str:
        """The full name: the place, and the name without the word that stands for the place."""
        for word in self._bare:
            if key.startswith(word) and place.endswith(self._rules.bare[word]):
                return place + key[len(word) :]
        return place + key

    def _place_of(self, reading: Reading, names: Sequence[Name], index: int) -> str:
        """The folded name of the place that a name belongs to, if that must be told and the text tells it."""
        name = names[index]
        mention = name.mention
        if mention.entry or mention.source == "reference" or mention.key != reading.key[name.start : name.end]:
            return ""
        if place := self._container_of_head(name):
            return place
        generic = self.is_generic(mention)
        if not generic and not mention.key.endswith(self._rules.behind.get(mention.type, ())):
            return ""
        if index and names[index - 1].end == name.start and self._holds(names[index - 1].mention):
            return self._called(names[index - 1].mention)
        if place := self._unknown_place(reading, name.start):
            return place
        if not generic:
            return ""
        word = next((word for word in self._bare if mention.key.startswith(word)), "")
        for other in reversed(names[:index]):
            told = [other.mention, *(part.mention for part in other.parts if other.mention.type != part.mention.type)]
            for one in told:  # 香港 of 香港小学 too
                if self._holds(one) and (not word or self._called(one).endswith(self._rules.bare[word])):
                    return self._called(one)
        return self._unknown_place_before(reading, name.start, word)

    def _container_of_head(self, name: Name) -> str:
        """The full name of what holds the place at the head of a name, if several are called so: 南山区|检察院."""
        head = name.parts[0] if name.mention.type in self._rules.types and name.parts else None
        if head is None or head.start != name.start or head.mention.type not in self._rules.containers:
            return ""
        row = self._gazetteer.entries.get(head.mention.entry)
        shared = row is not None and fold(row.name) == head.mention.key and "@" in row.id
        return self._called_row(row.container) if row and shared and row.container else ""

    def _called_row(self, row: str) -> str:
        return row.partition(":")[2].partition("@")[0]

    def _holds(self, mention: Mention) -> bool:
        """Tell whether a mention is of a place that others can be named after: a division, or one that ends like it."""
        return mention.type in self._rules.containers and self._called(mention).endswith(self._rules.ends)

    def _called(self, mention: Mention) -> str:
        """The full name of a mention's thing as a key."""
        if mention.entry:
            return self._called_row(mention.entry)
        return mention.key

    def _unknown_place(self, reading: Reading, end: int) -> str:
        """A place that no reader of names found, right before a position: 河阳县|城关镇."""
        key = reading.key
        if end < 3 or not key.endswith(self._rules.ends, 0, end) or reading.cuts(end):
            return ""
        start = end
        while start > 0 and end - start < 3:
            first, last, tag = reading.token(start - 1)
            if last > end or not tag.startswith(("n", "a", "g", "z", "j", "v", "b", "x", "m", "f", "s")):
                break
            start = first
        text = key[start:end]
        return text if 3 <= len(text) <= 6 and _is_han(text) else ""

    def _unknown_place_before(self, reading: Reading, position: int, word: str) -> str:
        """The last place before a position that no reader of names found and whose name ends as a word says."""
        for ending in self._rules.bare.get(word, ()):
            found = reading.key.rfind(ending, 0, position)
            while found > 0:
                if place := self._unknown_place(reading, found + len(ending)):
                    return place
                found = reading.key.rfind(ending, 0, found)
        return ""

    def is_generic(self, mention: Mention) -> bool:
        """Tell whether a name says only a kind of thing: nothing is in it but the pieces of the rules."""
        return mention.type in self._rules.types and self._says_only_a_kind(mention.key)

    def _is_made_of_pieces(self, key: str) -> bool:
        heads = [word for word in self._bare if key.startswith(word) and key != word]
        return any(self._covered(key[len(word) :]) for word in ("", *heads))

    def _covered(self, key: str) -> bool:
        reached = [True] + [False] * len(key)
        for end in range(1, len(key) + 1):
            for length in range(1, min(self._longest_piece, end) + 1):
                if reached[end - length] and key[end - length : end] in self._rules.generic:
                    reached[end] = True
                    break
        return bool(key) and reached[-1]


def _inside(taken: list[tuple[int, int]], position: int) -> bool:
    index = bisect_left(taken, (position + 1, 0)) - 1
    return index >= 0 and taken[index][0] <= position < taken[index][1]


def _is_han(text: str) -> bool:
    return all("\u3400" <= character <= "\u9fff" for character in text)

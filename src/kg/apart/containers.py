"""Which of several things of one name is meant: told by the place that it belongs to.

朝阳区 is Beijing's or Changchun's. Rows are chosen by what holds them; a name without a row gets it into its key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kg.apart.common import CommonNames
from kg.apart.elliptic import ELLIPTIC, EllipticBodies
from kg.apart.elsewhere import Elsewhere
from kg.apart.homonyms import HomonymRows
from kg.apart.owners import Earlier, undivided, unread_place
from kg.knowledge.gazetteer import Gazetteer, row_name
from kg.knowledge.partings import Homonyms
from kg.model import Mention
from kg.names.reading import REFERENCE, Candidate, Name, Reading, backwards
from kg.text import fold
from kg.wording import alternatives

_LEAST = 2  # characters of the shortest names of places, which keep their ending before that of a body: 滑县|县委


class Containers:
    """Tells homonyms apart within one document."""

    def __init__(self, gazetteer: Gazetteer, rules: Homonyms) -> None:
        """Keep what is needed."""
        self._gazetteer = gazetteer
        self._rules = rules
        self.rows = HomonymRows(gazetteer, rules).rows
        self._elsewhere = Elsewhere(gazetteer, rules).place
        self.elliptic = EllipticBodies(gazetteer, rules, self.rows).read
        common = CommonNames(gazetteer, rules)
        self.common, self._common_elsewhere = common.read, common.elsewhere
        self._joining = re.compile(f"(?:{alternatives(rules.joining)}){{1,4}}")
        self._bare = sorted(rules.bare, key=lambda word: (-len(word), word))
        self._longest_piece = max(map(len, rules.generic), default=0)
        self._two = lru_cache(maxsize=1 << 16)(self._parts_of)
        self._says_only_a_kind = lru_cache(maxsize=1 << 16)(self._is_made_of_pieces)

    def chained(self, key: str, chosen: Sequence[Candidate]) -> list[Candidate]:
        """The same choice, where what was read as one name is two: 杭州|西湖区, and 英超|纽卡斯尔联队."""
        found: list[Candidate] = []
        for one in chosen:
            can_be_two = not one.entries and (one.type in self._rules.containers or one.source == "tagger")
            parts = self._two(one.type, key[one.start : one.end]) if can_be_two else None
            if parts is None:
                found.append(one)
                continue
            cut = one.start + parts[0]
            for start, end, rows in ((one.start, cut, parts[1]), (cut, one.end, parts[2])):
                kind = self._gazetteer.entries[rows[0]].type
                part = replace(one, start=start, end=end, type=kind, source="gazetteer", rule="", kind="", entries=rows)
                found.append(part)
        return found

    def _parts_of(self, kind: str, form: str) -> tuple[int, tuple[str, ...], tuple[str, ...]] | None:
        """Where a name is two, with the rows of both: a place in the place before it, a body behind its contest."""
        entries, in_places = self._gazetteer.entries, kind in self._rules.containers
        for cut in range(2, len(form) - 1):
            outer = self._gazetteer.forms.get(form[:cut], ())
            if not outer or not (inner := self._gazetteer.rows(form[cut:], kind)):
                continue
            if in_places:
                outer = tuple(row for row in outer if entries[row].type == kind)
                around = {each.id for row in inner for each in self._gazetteer.containers(row)}
            else:
                around = set(outer := tuple(row for row in outer if entries[row].kind in self._rules.outer))
            if not around.isdisjoint(outer):
                return cut, outer, inner
        return None

    # -- names without a row ---------------------------------------------------------------------------------------

    def is_stem(self, key: str, part: Candidate, whole: Candidate) -> bool:
        """Tell whether a place is a longer one without its ending, and so names nothing in it: 嘉义 in 嘉义县."""
        if part.type != whole.type or part.type not in self._rules.containers or part.start != whole.start:
            return False
        within = {outer.id for row in whole.entries for outer in self._gazetteer.containers(row)}
        return bool(within) and within.isdisjoint(part.entries) and key[part.end : whole.end] in self._rules.ends

    def tell_apart(self, reading: Reading, names: Sequence[Name], document: str) -> list[Name]:
        """Put the place that a name without a row belongs to into its key, where its name does not tell it.

        A name that says only a kind of thing and that nothing tells the place of holds in its document alone: its key
        then ends in ``@`` and the document's id.
        """
        result: list[Name] = []
        told: dict[tuple[str, str], set[str]] = {}
        earlier = Earlier(reading, names, self._gazetteer, self._rules)
        for index, name in enumerate(names):
            here = reading.key, names, index
            elsewhere = self._elsewhere(*here) or self._common_elsewhere(*here)
            if elsewhere:
                name = self._placed(replace(name, mention=replace(name.mention, entry="")), elsewhere)
            name = self._of_its_owner(name)
            name = self._in_short(name, names[index - 1] if index else None)
            told_by = "" if name.mention.entry else self._place_of(reading, names, index, earlier)
            if told_by:
                told.setdefault((name.mention.type, name.mention.key), set()).add(told_by)
            result.append(self._placed(name, told_by))
        for index, name in enumerate(result):
            mention = name.mention
            if name is not names[index] or mention.entry or mention.source == REFERENCE:
                continue
            senses = told.get((mention.type, mention.key), set())
            if len(senses) == 1:
                result[index] = self._placed(name, next(iter(senses)))
            elif mention.key == reading.key[name.start : name.end] and self._is_elliptic(reading, name):
                result[index] = replace(name, mention=replace(mention, key=f"{mention.key}@{document}"))
        return result

    def _in_short(self, name: Name, before: Name | None) -> Name:
        """A place that is called without its ending right behind what it lies in: 福建|东山 is 东山县."""
        mention = name.mention
        if mention.entry or mention.type not in self._rules.containers:
            return name
        if before is None or before.end != name.start:
            return self._in_full(name)
        outer = before.mention.entry
        rows = {
            row
            for end in self._rules.ends
            for row in self._gazetteer.forms.get(mention.key + end, ())
            if outer and outer in {one.id for one in self._gazetteer.containers(row)}
        }
        if len(rows) != 1:
            return name
        (row,) = rows
        return self._as_row(name, row)

    def _in_full(self, name: Name) -> Name:
        """A place that is called without its ending, if all places so called are one: 井陉 is 井陉县."""
        called = name.mention.key
        rows = {row for end in self._rules.ends for row in self._gazetteer.forms.get(called + end, ())}
        towns = [row for row in rows if self._gazetteer.entries[row].kind in self._rules.towns]
        alone = len(rows) == 1 and towns and name.mention.source == "tagger" and len(called) >= _LEAST
        return self._as_row(name, towns[0]) if alone else name

    def _as_row(self, name: Name, row: str) -> Name:
        mention = name.mention
        kind = self._gazetteer.entries[row].kind
        return replace(name, mention=replace(mention, key=row_name(row), entry=row, kind=kind))

    def _of_its_owner(self, name: Name) -> Name:
        """A body that stands right behind what it is of, with the full name of that in its key: 进博会|组委会."""
        head = name.parts[0] if name.mention.rule == ELLIPTIC and name.parts else None
        if head is None or head.start != name.start or head.mention.type not in self._rules.owned or name.mention.entry:
            return name
        word = name.mention.key[head.end - head.start :]
        return self._placed(replace(name, mention=replace(name.mention, key=word)), self._called(head.mention))

    def _placed(self, name: Name, place: str) -> Name:
        if not place:
            return name
        key = self._joined(place, name.mention.key)
        rows = self._gazetteer.forms.get(place, ())
        aliases = self._gazetteer.entries[rows[0]].aliases if len(rows) == 1 else ()
        entry = ""
        for called in (place, *map(fold, aliases)):  # 香港特别行政区|教育局 is known as 香港教育局
            ids = self._gazetteer.rows(called + key[len(place) :], name.mention.type)
            if len(ids) == 1:
                entry = ids[0]
                break
        kind = self._gazetteer.entries[entry].kind if entry else name.mention.kind
        return replace(name, mention=replace(name.mention, key=key, entry=entry, kind=kind))

    def _joined(self, place: str, key: str) -> str:
        """The full name: the place, and the name without the word that stands for the place."""
        for word in self._bare:
            if key.startswith(word) and place.endswith(self._rules.bare[word]):
                if len(key) - len(word) > 1:
                    return place + key[len(word) :]
                return self._shortest(place, word) + key[len(word) if len(place) > _LEAST else 0 :]
        return place + key

    def _shortest(self, place: str, word: str) -> str:
        """A place by its shortest name that ends as a word says, before a body of one character: 甘孜州|委."""
        rows = self._gazetteer.forms.get(place, ())
        aliases = map(fold, self._gazetteer.entries[rows[0]].aliases if len(rows) == 1 else ())
        return min((one for one in (place, *aliases) if one.endswith(self._rules.bare[word])), key=len)

    def _place_of(self, reading: Reading, names: Sequence[Name], index: int, earlier: Earlier) -> str:
        """The folded name of the place that a name belongs to, if that must be told and the text tells it."""
        name = names[index]
        mention = name.mention
        if mention.entry or mention.source == REFERENCE or mention.key != reading.key[name.start : name.end]:
            return ""
        if owner := self._owner(names, index):
            return owner
        if place := self._container_of_head(name):
            return place
        generic = self._is_elliptic(reading, name) or self._rules.is_common(mention.type, mention.key)
        if not generic and not mention.key.endswith(self._rules.behind.get(mention.type, ())):
            return ""
        if index and names[index - 1].end == name.start and self._holds(names[index - 1].mention):
            return self._called(names[index - 1].mention)
        if place := unread_place(reading, name.start, self._rules.ends):
            return place
        if not generic:
            return ""
        if index and self._is_joined(reading.key, names[index - 1], name):
            return self._called(names[index - 1].mention)
        word = next((word for word in self._bare if mention.key.startswith(word)), "")
        if not word:
            last = earlier.last(index, self._holds)
            told = (last.entry, last.key) if last else ("", "")
            return self._told_apart(*undivided(self._gazetteer, told, self._rules, mention.key))
        ends = self._rules.bare[word]
        row, called = earlier.of_rank(index, ends)
        if called:
            return self._told_apart(row, called)
        return earlier.unread(name.start, ends) or self._told_apart(*earlier.around(index, ends))

    def _is_joined(self, key: str, place: Name, name: Name) -> bool:
        """Tell whether a body stands behind a place and a word for belonging: 郎德上寨|的|村委会."""
        of_place = name.mention.rule == ELLIPTIC and place.mention.type in self._rules.containers
        return of_place and bool(self._joining.fullmatch(key, place.end, name.start))

    def _owner(self, names: Sequence[Name], index: int) -> str:
        """The full name of the last thing before a body that things of its sort have: 组委会 of 厦门马拉松."""
        kinds = [kind for kind, words in self._rules.owned.items() if names[index].mention.key in words]
        if names[index].mention.rule != ELLIPTIC or not kinds:
            return ""
        owner = next((self._called(one.mention) for one in backwards(names, index) if one.mention.type in kinds), "")
        return owner.removesuffix(names[index].mention.key)  # 清华大学校友会…，校友会

    def _container_of_head(self, name: Name) -> str:
        """The full name of what holds the place at the head of a name, if several are called so: 南山区|检察院."""
        head = name.parts[0] if name.mention.type in self._rules.types and name.parts else None
        if head is None or head.start != name.start or head.mention.type not in self._rules.containers:
            return ""
        if head.end - head.start != len(head.mention.key):
            return ""  # 区 of 区法院 refers to a place
        row = self._gazetteer.entries.get(head.mention.entry)
        shared = row is not None and fold(row.name) == head.mention.key and "@" in row.id
        return row_name(row.container) if row and shared and row.container else ""

    def _told_apart(self, row: str, called: str) -> str:
        """The full name of a place as a key, with what holds it before it if several are called so."""
        entry = self._gazetteer.entries.get(row)
        shared = entry is not None and "@" in entry.id
        return (row_name(entry.container) if entry and shared else "") + (row_name(row) if row else called)

    def _holds(self, mention: Mention) -> bool:
        """Tell whether a mention is of a place that others can be named after: a division, or one that ends like it."""
        return mention.type in self._rules.containers and self._called(mention).endswith(self._rules.ends)

    def _called(self, mention: Mention) -> str:
        """The full name of a mention's thing as a key."""
        if mention.entry:
            return row_name(mention.entry)
        return mention.key

    def _is_elliptic(self, reading: Reading, name: Name) -> bool:
        """Tell whether a name leaves out what it is of: it says only a kind, or a word for the place begins it."""
        if self.is_generic(name.mention):
            return True
        if name.mention.type in self._rules.containers or name.mention.type not in self._rules.types:
            return False
        if any(part.start == name.start and part.mention.type == name.mention.type for part in name.parts):
            return False  # 市六医院|临港院区
        for word in self._bare:
            if reading.key.startswith(word, name.start):
                rest = reading.key[name.start + len(word) : name.end]
                return not reading.cuts(name.start + len(word)) or rest in self._rules.bodies  # not 市场|监管局
        return False

    def is_generic(self, mention: Mention) -> bool:
        """Tell whether a name says only a kind of thing: nothing is in it but the pieces of the rules."""
        return mention.type in self._rules.types and (mention.rule == ELLIPTIC or self._says_only_a_kind(mention.key))

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

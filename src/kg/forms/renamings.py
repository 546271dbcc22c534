"""Names that a document says a thing had before: 甲更名为乙, 乙（原甲）, 乙的前身为甲.

The older name then stands for the newer one, as a short form does for its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.forms.delimited import Delimited
from kg.forms.formerly import Formerly
from kg.forms.predecessors import Predecessors, before_date, behind_quotations, is_planned, past_clauses, with_craft
from kg.knowledge.gazetteer import row_name
from kg.knowledge.identity import Renamed
from kg.names.reading import RENAMED, Alias, Candidate, Reading
from kg.wording import alternatives, behind_comma, in_reach

_TO_MARK = re.compile(r"[^“”‘’()\n,。、;:!?《》 ]{2,24}(?=[”’(),。、;!?\n]|$)")
_NEVER = re.compile(r"\b\B")
_GAP = "[^“”()\n,。、;:!?]"
_CLAUSE = "[^“”‘’()\n,。;:!?]"
_ANY_CLAUSES = rf"(?:{_CLAUSE}|,){{0,34}}?"
_DATE_BEFORE = r"[\u3400-\u9fff]{0,2}\d{4}[\u3400-\u9fff]{1,4}?"  # a year before a word: 甲|2018年前|名为乙

_FURTHEST = 34  # characters that may stand between an older name and the word behind which the newer one is told

_DATED_FURTHEST = 11  # the same for the word behind which the older name is told, with a year before it

_NO_NAMES = ("p", "c", "d", "f", "r", "u")
"""jieba's tags of words that no name begins with: prepositions, conjunctions, adverbs, directions, pronouns …"""

_SHORT = 3  # characters of an older name up to which it may well be the name of other things too

_LONGEST = 16  # characters up to which what stands between a word and the next mark is taken for a name


class Renamings:
    """Reads the renamings of a document among its chosen names."""

    def __init__(self, words: Renamed, delimited: Delimited) -> None:
        """Compile the words; ``delimited`` finds names that nobody else found."""
        self._words = words
        self._several = words.several
        self._delimited = delimited
        self._predecessors, self._formerly = Predecessors(words, delimited), Formerly(words, delimited)
        into, from_, bracketed, now, newer = (
            alternatives(part) if part else ""
            for part in (
                (*words.into, *words.weak),
                (*words.from_, *words.weak_from),
                words.bracketed,
                words.now,
                words.bracketed_now,
            )
        )
        when = f"(?:{'|'.join(words.when)})?" if words.when else ""
        into_ = rf"(?P<word>{into})(?!{now})" if now else rf"(?P<word>{into})"
        self._word = re.compile(into_) if into else None
        self._into = re.compile(rf"(?P<gap>,?(?:{_GAP}{{0,14}},)??{_GAP}{{0,18}}?){into_}[“‘]?") if into else None
        self._agreed = re.compile(rf"{_CLAUSE}*(?:{alternatives(words.approved)}),") if words.approved else _NEVER
        self._far = re.compile(rf"(?P<gap>{_ANY_CLAUSES}){into_}[“‘]?$") if into else None
        before = rf"(?:{alternatives(words.craft)})?,?(?:{_DATE_BEFORE}|[\u3400-\u9fff]?)"
        told = f"{from_}|{behind_comma(words.bracketed)}" if bracketed else from_  # …号,原|“岱山岛”号
        whose = rf"(?:{_GAP}{{2,8}}(?:{alternatives(words.of)})(?=[“‘]))?"  # 意大利的|“大西洋”号
        self._told = re.compile(told) if from_ else None
        self._from = re.compile(rf"{before}(?P<word>{told})[:]?{when}{whose}[“‘]?") if from_ else None
        clause = rf"(?:^|(?<=[。;!?\n]))(?P<head>{_CLAUSE}{{4,40}}),"
        self._clause_from = re.compile(rf"{clause}(?:{from_})[:]?{when}[“‘]?") if from_ else None
        self._bare_from = re.compile(rf"(?:{from_})") if from_ else None
        self._opening = re.compile(rf"(?:{alternatives(words.craft)})?(?=\()")  # “明珠”号|邮轮(原名…
        self._bracketed = re.compile(rf"\((?:{bracketed})[:]?{when}[“‘]?") if bracketed else None
        self._bracketed_now = re.compile(rf"\((?:{newer})[:]?[“‘]?(?=[^0-9])") if newer else None

    def split(self, reading: Reading, chosen: list[Candidate]) -> list[Candidate]:
        """The two names in each chosen one that runs over a word of renaming: 甲机场原名乙机场."""
        found = []
        key, from_ = reading.key, self._bare_from
        if from_ and not from_.search(key):
            from_ = None  # so it is in nearly all documents
        for one in chosen:
            if one.source == "gazetteer":
                continue
            if match := self._opened(key, one, from_):
                found.append(replace(one, start=match.end()))
            elif from_ and (match := from_.search(key, one.start + 2, one.end - 2)):
                for start, end in ((one.start, match.start()), (match.end(), one.end)):
                    rows = reading.gazetteer.rows(key[start:end], one.type)
                    found.append(Candidate(start, end, one.type, "document", RENAMED, one.kind, rows))
        return found

    def is_peculiar(self, alias: Alias) -> bool:
        """Tell whether an older name means the same in other documents, by its length or its ending (襄樊市)."""
        return len(alias.alias) > _SHORT or (len(alias.alias) == _SHORT and alias.alias.endswith(self._words.peculiar))

    def _opened(self, key: str, one: Candidate, from_: re.Pattern[str] | None) -> re.Match[str] | None:
        """The word that a chosen name begins with though it is none of it: 曾用名, and 现 in （现青屿大学）."""
        match = from_.match(key, one.start, one.end) if from_ else None
        if match and match.end() < one.end - 2 and self._delimited.type_of(key[match.end() : one.end]):
            return match
        for pattern in (self._bracketed_now, self._bracketed) if key[one.start - 1 : one.start] == "(" else ():
            match = pattern.match(key, one.start - 1) if pattern else None
            if match and one.start < match.end() < one.end - 2 and self._delimited.type_of(key[match.end() : one.end]):
                return match
        return None

    def read(self, reading: Reading, chosen: list[Candidate]) -> Iterable[Alias]:
        """Yield older names with the newer ones; that of a place also behind what it lies in: 桃园县|大溪镇.

        Args:
            reading: what is known of the text.
            chosen: the names chosen in it.
        """
        before = {one.end: one for one in chosen if one.type in self._delimited.places}
        ships: dict[str, list[int]] | None = None
        for one in self._read(reading, chosen):
            ships = behind_quotations(reading.key, self._words.craft) if ships is None else ships
            alias = replace(one, key=with_craft(reading.key, one.key, ships) or one.key)
            yield alias
            if ship := with_craft(reading.key, alias.alias, ships):
                yield from (replace(alias, alias=form) for form in (ship, ship.replace("“", "").replace("”", "")))
            if alias.alias.startswith("《") and len(alias.alias) > _SHORT + 2:
                yield replace(alias, alias=alias.alias.strip("《》"))
            at = reading.key.find(alias.alias) if alias.type in self._delimited.places else -1
            if outer := before.get(at):
                row = row_name(outer.entries[0]) if len(outer.entries) == 1 else ""
                for called in sorted({reading.key[outer.start : at], row} - {""}):
                    yield replace(alias, alias=called + alias.alias)

    def _read(self, reading: Reading, chosen: list[Candidate]) -> Iterable[Alias]:
        """The renamings told beside a chosen name, then those beside names that nobody else found.

        ``read`` are the places behind words of renaming at which a name was looked for, so that none is told twice.
        """
        key = reading.key
        ordered = sorted(chosen, key=lambda candidate: (candidate.start, -candidate.end))
        at = {candidate.start: candidate for candidate in reversed(ordered)}
        read: set[int] = set()
        changes = list(self._word.finditer(key)) if self._word else []
        befores = list(self._told.finditer(key)) if self._told else []
        changes_end, befores_end = [match.end() for match in changes], [match.end() for match in befores]
        for one in ordered:
            end = one.end + (key[one.end : one.end + 1] in ("”", "’"))
            # A look at where the words are spares most names the patterns.
            near = bool(changes) and in_reach(changes, changes_end, end, _FURTHEST)
            match = self._into.match(key, end) if self._into and near else None
            if near and self._far and not (match and {match.end(), match.end() - 1} & at.keys()):
                match = past_clauses(self._far, key, end, changes, at) or match
            if match and self._counts(key, match, at) and self._is_changed(key, one, match, at):
                read.add(match.end())
                if whole := self._whole(reading, one, match, at):
                    yield from self._renamed(reading, *whole, match.end(), at, newer=False)
                continue
            dated = bool(befores) and in_reach(befores, befores_end, end, _DATED_FURTHEST)
            yield from self._behind(reading, one, end, at, read, dated=dated)
        yield from self._by_words(reading, changes, at, read)
        yield from self._in_brackets(reading, at, read)
        if befores:
            yield from self._of_clauses(reading, at, read)
        yield from self._predecessors.read(reading, at, read)
        yield from self._formerly.read(reading, ordered, at)

    def _behind(
        self, reading: Reading, one: Candidate, end: int, at: dict[int, Candidate], read: set[int], *, dated: bool
    ) -> Iterable[Alias]:
        """What the words behind a chosen name, in brackets or not, tell that it was called or is called now.

        ``end`` is where it ends with its quotation, ``dated`` tells whether a word for an older name is near enough.
        """
        key, form = reading.key, reading.key[one.start : one.end]
        bracket = self._opening.match(key, end)
        told = self._from.match(key, end) if self._from and dated else None
        if not (told and self._counts(key, told, at)):
            told = self._bracketed.match(key, bracket.end()) if self._bracketed and bracket else None
        if told:
            read.add(told.end())
            yield from self._renamed(reading, one.type, form, told.end(), at, newer=True)
        now = self._bracketed_now.match(key, end) if self._bracketed_now and bracket else None
        if now and (newer := at.get(now.end())) and key[newer.end : newer.end + 1] in (")", "”"):
            yield from self._renamed(reading, one.type, form, now.end(), at, newer=False)

    def _in_brackets(self, reading: Reading, at: dict[int, Candidate], read: set[int]) -> Iterable[Alias]:
        """Older names in brackets behind a newer one that nobody else found: 云溪拖拉机厂（原云溪农机站）."""
        key = reading.key
        for match in self._bracketed.finditer(key) if self._bracketed else ():
            start = self._delimited.start(reading, match.start())
            if match.end() not in read and start < match.start():
                yield from self._renamed(reading, "", key[start : match.start()], match.end(), at, newer=True)

    def _of_clauses(self, reading: Reading, at: dict[int, Candidate], read: set[int]) -> Iterable[Alias]:
        """Older names of what the clause before begins with, if both are of one type: 甲坐落于青州，前身是乙."""
        key = reading.key
        for match in self._clause_from.finditer(key) if self._clause_from else ():
            head, other = at.get(match.start("head")), at.get(match.end())
            if match.end() not in read and head and head.end < match.end("head"):
                older = self._name(reading, match.end(), at)
                if head.type == (other.type if other else self._delimited.type_of(older)):
                    form = key[head.start : head.end]
                    yield from self._renamed(reading, head.type, form, match.end(), at, newer=True)

    def _by_words(
        self, reading: Reading, changes: Iterable[re.Match[str]], at: dict[int, Candidate], read: set[int]
    ) -> Iterable[Alias]:
        """Renamings told by a word with an older name before it that nobody else found."""
        key = reading.key
        for match in changes:
            end = match.end() + (key[match.end() : match.end() + 1] in ("“", "‘"))
            last = match.start()
            while adverb := next((word for word in self._words.adverbs if key.endswith(word, 0, last)), ""):
                last -= len(adverb)
            last = before_date(key, last)
            last -= key[last - 1 : last] in ("”", "’")
            opened = max(key.rfind("“", 0, last), key.rfind("‘", 0, last)) + 1
            start = opened if last < match.start() and opened else self._delimited.start(reading, last)
            if not self._counts(key, match, at) or is_planned(key, start, self._words.planned):
                continue
            if end not in read and start < last and last - start <= _LONGEST:
                read.add(end)
                yield from self._renamed(reading, "", key[start:last], end, at, newer=False)

    def _counts(self, key: str, match: re.Match[str], at: dict[int, Candidate]) -> bool:
        """Tell whether a word of renaming is one here: a weak one only before a name that is chosen or quoted."""
        end = match.end() + (key[match.end() : match.end() + 1] in ("“", "‘"))
        weak = match["word"] in self._words.weak or match["word"] in self._words.weak_from
        return not weak or end in at or key[end - 1] in ("“", "‘")

    def _whole(
        self, reading: Reading, one: Candidate, match: re.Match[str], at: dict[int, Candidate]
    ) -> tuple[str, str] | None:
        """The type and form of an older name that begins with a chosen one: 港岛|工专|于1995年易名为….

        It is longer where what it became is of another type; None if nothing shows how long.
        """
        key, start, stop = reading.key, match.end(), one.end
        whole = _TO_MARK.match(key, start)
        new = at[start].type if start in at else ""
        kind = (self._delimited.type_of(whole[0]) if whole else "") or new
        if one.type not in self._delimited.places or kind in ("", *self._delimited.places):
            return one.type, key[one.start : one.end]
        while stop < match.start("word") and reading.tag(stop).startswith(("n", "j")):
            stop = reading.token(stop)[1]
        return (kind, key[one.start : stop]) if stop > one.end or not one.entries else None

    def _is_changed(self, key: str, one: Candidate, match: re.Match[str], at: dict[int, Candidate]) -> bool:
        """Tell whether it is this name that changed, and no other one between it and the word; and not in a plan."""
        if self._denied(self._agreed.sub("", match["gap"])) or is_planned(key, one.start, self._words.planned):
            return False
        if key.endswith(self._words.beside, 0, one.start):
            return False  # 红星大队从|红旗公社|划出，改名…
        if key.startswith(self._words.approved, one.end) or match["gap"].lstrip(",").startswith(self._several):
            return False  # 海川公司旗下云浦厂更名为…
        return not any(
            (other := at.get(start)) is not None
            and other.end <= match.end("gap")
            and other.type == one.type
            and not key.startswith(self._words.approved, other.end)
            for start in range(one.end, match.end("gap"))
        )

    def _renamed(
        self, reading: Reading, kind: str, form: str, start: int, at: dict[int, Candidate], *, newer: bool
    ) -> Iterable[Alias]:
        """The other name begins at ``start``; ``newer`` tells whether ``form`` is the newer one of the two."""
        key, other = reading.key, self._name(reading, start, at, kind)
        if not other or other == form or self._denied(form[-2:]) or form.endswith(self._words.unless):
            return
        found = at[start].type if start in at and at[start].end - start == len(other) else ""
        now, before = (form, other) if newer else (other, form)
        told = (kind or found) if newer else (found or kind)
        kind = told or self._delimited.type_of(now) or self._delimited.type_of(before)
        if kind:
            yield Alias(kind, before, now, f"{form}…{key[start - 2 : start]}{other}", RENAMED)

    def _denied(self, gap: str) -> bool:
        return any(word in gap for word in self._words.unless)

    def _name(self, reading: Reading, start: int, at: dict[int, Candidate], kind: str = "") -> str:
        """The name that begins right at a place: a chosen one, else what stands before the next mark.

        So it is where only a place at its head was chosen, and the other name is of another ``kind``: 云林|重型机器厂.

        Empty if it is only one of several names.
        """
        key = reading.key
        whole = _TO_MARK.match(key, start)
        if whole and start not in at and reading.tag(start).startswith(_NO_NAMES):
            return ""  # 旧名|后由他人注册
        text = whole[0] if whole and len(whole[0]) <= _LONGEST else ""
        inside = any(len(word) == 1 and word in text[1:-1] for word in self._several)
        place = start in at and at[start].type in self._delimited.places
        if place and text and not inside and kind not in ("", at[start].type):
            marked = key[start + len(text) : start + len(text) + 1] in (")", "”", "’")
            if marked or self._delimited.type_of(text) == kind:
                return text
        if start in at and (inside or not text or self._delimited.type_of(text) != at[start].type):
            text, inside = key[start : at[start].end], False
        after = key[start + len(text) : start + len(text) + 4].lstrip("”’")
        return "" if inside or not text or after.startswith(self._several) else text

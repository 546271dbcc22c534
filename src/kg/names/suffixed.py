"""Names read by the grammar: from their endings leftwards; those that marks delimit are read by `kg.names.marked`.

The way left from an ending (研究院) runs over words that may stand inside a name and stops at those that may not
(verbs, prepositions, 的, punctuation); where the name begins is then decided by what was passed: at its
first proper part if it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from kg.knowledge.grammar import Grammar, Suffix
from kg.names.marked import MarkedNames
from kg.names.nameends import NameEnds, Place
from kg.names.reading import GRAMMAR, Candidate, Reading
from kg.text import is_han
from kg.values import value

LONGEST_NAME = 48
"""Code points; the way left is not followed further, so that the work is linear in the text."""

_BRACKETED = re.compile(r"\([^()\n]{1,12}\)$")


@value
class _Piece:
    """One step of the way left: a known name, a word, a bracket, a quotation or a joint."""

    start: int
    end: int
    kind: str  # "name", "proper", "field", "word", "opener", "generic", "joint", "ordinal"
    type: str = ""
    division: bool = False
    outside: bool = False


@value
class _Passed:
    """What was found on the way through a text.

    Where ordinals and the grammar's own names end, and where they begin.
    """

    ordinals: dict[int, int]
    names: dict[int, tuple[int, str]]


class NameGrammar:
    """The grammar's readers of names, compiled once."""

    def __init__(self, grammar: Grammar) -> None:
        """Prepare the scan for all endings."""
        self.grammar = grammar
        self._ends = NameEnds(grammar)
        self._marked = MarkedNames(grammar, self._ends.suffix_of)
        self._seams = re.compile("|".join(form.pattern for form in grammar.seams) or r"(?!)")

    def places(self, reading: Reading) -> Iterator[Place]:
        """Where names may end by their last word, in order of its end, of one end the longest word first."""
        return self._ends.places(reading)

    def read(self, reading: Reading, places: Iterable[Place]) -> Iterator[Candidate]:
        """Propose names for a text, of which `places` gave the places where they may end."""
        yield from self._marked.read(reading)
        yield from self._by_suffix(reading, places)
        yield from self._with_ordinal(reading)
        yield from self._marked.singles(reading)

    def _with_ordinal(self, reading: Reading) -> Iterator[Candidate]:
        """Known names with the ordinal before them: 第二十七届|中国国际高新技术成果交易会."""
        ordinals = self._ordinal_ends(reading.key)
        for match in (*reading.matches, *reading.cut) if ordinals else ():
            if match.start in ordinals and (kind := reading.type_of(match)) in self.grammar.ordinal_types:
                yield Candidate(ordinals[match.start], match.end, kind, GRAMMAR, "ordinal", entries=match.entries)

    def _by_suffix(self, reading: Reading, places: Iterable[Place]) -> Iterator[Candidate]:
        passed = _Passed(self._ordinal_ends(reading.key), {})
        for start, end, suffix, word in places:
            known = next((m for m in reading.ends_at.get(end, ()) if m.start < start), None)
            if known and reading.type_of(known) == suffix.type:
                continue  # a known name ends here: the grammar has nothing to add
            if end - start == 1 and start in reading.ends_at and reading.key[start - 1] == reading.key[start]:
                continue  # 泸县|县情, 海淀区|区长
            if reading.cuts(end) and reading.gazetteer.rows(reading.word(end), suffix.type):
                continue  # 越南|河内
            begin = self._beginning(reading, start, suffix, passed)
            if begin is None or end - begin < max(suffix.least, len(word) + 1):
                continue
            if begin < passed.names.get(end, (end, ""))[0]:
                passed.names[end] = (begin, suffix.type)
            if suffix.type in self._title_types and reading.key.startswith("》", end):
                continue  # what the marks hold is the name
            if suffix.posts and reading.key.startswith(suffix.posts, end):
                continue
            if self._seams.search(reading.key, begin, end):
                continue  # 武汉市委|市政府
            end = self._extended(reading.key, end, suffix.type)
            yield Candidate(begin, end, suffix.type, GRAMMAR, suffix.name, suffix.kind, weight=len(word))

    def _extended(self, key: str, end: int, kind: str) -> int:
        forms = (form for extension in self.grammar.extensions if extension.type == kind for form in extension.forms)
        found = next((match for form in forms if (match := form.match(key, end))), None)
        return found.end() if found else end

    def _ordinal_ends(self, key: str) -> dict[int, int]:
        """Where ordinals (第23届, 2026年) end, and where each begins."""
        ends: dict[int, int] = {}
        for pattern in self.grammar.ordinals:
            for match in pattern.finditer(key):
                ends[match.end()] = min(match.start(), ends.get(match.end(), match.start()))
        return ends

    def _beginning(self, reading: Reading, position: int, suffix: Suffix, passed: _Passed) -> int | None:
        """Where the name with an ending at ``position`` begins, or None if nothing fit stands before it."""
        pieces = self._pieces(reading, position, suffix, passed)
        while pieces and pieces[-1].kind in ("joint", "generic"):
            pieces.pop()
        if not pieces:
            return None
        pieces.reverse()
        pieces = self._after_verb(reading.key, self._after_joint(pieces), suffix)
        if not any(piece.kind in ("name", "proper", "field", "word") for piece in pieces):
            return None
        strong = [i for i, piece in enumerate(pieces) if piece.kind in ("name", "proper")]
        names = [i for i in strong if pieces[i].kind == "name"]
        if suffix.needs == "name" and not names:
            return None
        if suffix.needs == "domestic" and all(pieces[i].outside for i in names):
            return None
        if suffix.needs == "national" and names and all(pieces[i].division and not pieces[i].outside for i in names):
            return None
        numbered = suffix.type in self.grammar.ordinal_types and any(piece.kind == "ordinal" for piece in pieces)
        if suffix.needs in ("proper", "national") and not (strong or numbered):
            return None
        if suffix.needs == "own" and not any(
            pieces[i].kind == "proper" or pieces[i].type == suffix.type for i in strong
        ):
            return None
        first = strong[0] if strong else 0
        if suffix.type in self._place_types and len(strong) > 1:
            # A village is called after no road or river that it lies at: 西沙路|大洞村.
            village = suffix.kind in self.grammar.inside.divisions
            while (pieces[first].division or (village and pieces[first].type == suffix.type)) and any(
                index > first for index in strong
            ):
                first = next(index for index in strong if index > first)
        if suffix.needs != "name" and pieces[first].outside and len(strong) > 1:
            first = strong[1]
        while first and pieces[first - 1].kind == "ordinal":
            first -= 1
        if first and pieces[first - 1].kind == "opener":
            first -= 1
        if not strong and sum(piece.end - piece.start for piece in pieces) < 2:
            return None
        start = pieces[first].start
        if pieces[first].kind == "proper" and reading.key[start] in self.grammar.inside.clinging:
            return start + 1 if pieces[first].end - start > 2 else None
        return start - 1 if reading.ends_town(start, pieces[first].end) else start  # 清|岚县|人民医院

    @cached_property
    def _place_types(self) -> frozenset[str]:
        """Types of which a name does not include the division that it lies in: those of the divisions themselves."""
        return frozenset(
            suffix.type for suffix in self.grammar.suffixes if suffix.kind in self.grammar.inside.divisions
        )

    @cached_property
    def _title_types(self) -> frozenset[str]:
        """Types of names in 《》."""
        return frozenset({self.grammar.title_otherwise, *(kind.type for kind in self.grammar.title_kinds)})

    def _after_verb(self, key: str, pieces: list[_Piece], suffix: Suffix) -> list[_Piece]:
        """Drop verbs at the beginning, and a place or body with the verb that it is the subject of."""
        first, verbs = 0, self.grammar.inside.verbs
        for index, piece in enumerate(pieces):
            word = key[piece.start : piece.end]
            is_verb = piece.kind == "word" and word in verbs and word not in suffix.through
            # Right before the ending a verb behind a name can be part of it: 江苏|建设|集团.
            behind_name = 0 < index < len(pieces) - 1 and pieces[index - 1].kind in ("name", "proper")
            if is_verb and (index == first or behind_name):
                first = index + 1
        return pieces[first:]

    def _after_joint(self, pieces: list[_Piece]) -> list[_Piece]:
        """Of A与B, keep both only if B alone is no name and A begins like one (清华大学城市治理与可持续发展)."""
        for index in range(len(pieces) - 1, -1, -1):
            if pieces[index].kind != "joint":
                continue
            left, right = pieces[:index], pieces[index + 1 :]
            right_is_name = any(piece.kind in ("name", "proper") for piece in right)
            left_begins = bool(left) and left[0].kind in ("name", "proper") and len(left) > 1
            if right_is_name or not left_begins:
                return right
        return pieces

    def _pieces(self, reading: Reading, position: int, suffix: Suffix, passed: _Passed) -> list[_Piece]:
        """The way left from an ending, as pieces from right to left."""
        pieces = self._overlapping(reading, position) if suffix.needs == "name" else []
        limit = max(0, position - LONGEST_NAME)
        position = pieces[0].start if pieces else position
        while position > limit:
            piece = self._piece(reading, position, suffix, passed) or self._coined(reading, position, suffix)
            if piece is None or (piece.kind == "joint" and (not pieces or pieces[-1].kind == "joint")):
                break
            pieces.append(piece)
            united = reading.key[piece.start : position] in self.grammar.inside.unions
            position = piece.start
            if piece.kind == "ordinal" or united:
                begin, kind = passed.names.get(position, (position, ""))
                if kind == suffix.type:  # 技能大赛|2023年度|亚太区决赛, 博览会|暨|旅游节
                    name_end = position if piece.kind == "ordinal" else pieces.pop().end
                    pieces.append(_Piece(begin, name_end, "name", kind))
                elif not united and (body := self._body(reading, position)):
                    pieces.append(body)
                break
        return pieces

    def _body(self, reading: Reading, position: int) -> _Piece | None:
        """The known body that ends at a position: 中央财经委员会|第六次|会议."""
        for match in reading.ends_at.get(position, ()):
            if match.end - match.start > 2 and (kind := reading.type_of(match)) in self._body_types:
                return _Piece(match.start, position, "name", kind)
        return None

    @cached_property
    def _body_types(self) -> frozenset[str]:
        """Types of which a name needs a known name before its ending: those of organs."""
        return frozenset(suffix.type for suffix in self.grammar.suffixes if suffix.needs == "name")

    def _overlapping(self, reading: Reading, position: int) -> list[_Piece]:
        """The known division whose own last character an ending begins with: 石棉县|县委 in 石棉县委."""
        for match in reading.ends_at.get(position + 1, ()):
            entry = reading.gazetteer.entries[match.entries[0]]
            if match.start < position - 1 and entry.kind in self.grammar.inside.divisions:
                return [_Piece(match.start, position, "name", entry.type, division=True)]
        return []

    def _coined(self, reading: Reading, position: int, suffix: Suffix) -> _Piece | None:
        """The few characters behind a division that look like no part of a name and are one: 杭州|未迟|网络."""
        inside = self.grammar.inside
        for start in range(position - 1, max(0, position - suffix.coined) - 1, -1):
            if not is_han(reading.key[start]) or reading.key[start] in inside.clinging:
                return None
            matches = reading.ends_at.get(start, ())
            if any(reading.gazetteer.entries[match.entries[0]].kind in inside.divisions for match in matches):
                return _Piece(start, position, "proper")
        return None

    def _piece(self, reading: Reading, position: int, suffix: Suffix, passed: _Passed) -> _Piece | None:
        inside = self.grammar.inside
        if position in passed.ordinals:
            return _Piece(passed.ordinals[position], position, "ordinal")
        for match in reading.ends_at.get(position, ()):
            if match.end - match.start >= 2:
                entry = reading.gazetteer.entries[match.entries[0]]
                kind = "field" if entry.type in inside.fields else "name"
                outside = entry.kind in inside.outside and reading.key[match.start : match.end] not in inside.own
                return _Piece(match.start, position, kind, entry.type, entry.kind in inside.divisions, outside)
        if position in passed.names:
            begin, kind = passed.names[position]
            if kind == suffix.type or kind not in inside.fields:
                return _Piece(begin, position, "name", kind)
        last = reading.key[position - 1]
        if last == ")":
            bracket = _BRACKETED.search(reading.key, max(0, position - 14), position)
            return _Piece(bracket.start(), position, "word") if bracket else None
        if last == "”":
            opening = reading.key.rfind("“", max(0, position - 12), position)
            said = reading.key.startswith("。", position - 2)  # “展览明天开。”|展览
            return _Piece(opening, position, "proper") if opening >= 0 and not said else None
        if last in "-·+":
            return _Piece(position - 1, position, "word")
        start, _, tag = reading.token(position - 1)
        word = reading.key[start:position]
        if word in suffix.through:
            return _Piece(start, position, "word")
        if word in inside.never or (len(word) == 2 and word[0] in inside.never and tag[0] in "rm"):
            return None  # 该, 这条
        if word in inside.joints:
            return _Piece(start, position, "joint")
        if word.isascii() and word.isalnum():
            return _Piece(
                start, position, "proper" if word.isalpha() or (len(word) > 1 and not word.isdigit()) else "word"
            )
        unsure = tag == "v" and not reading.segmenter.knows(word)  # the model of characters took it for a verb
        mark = tag == "x" and not word[-1].isalpha()  # rare characters have the tag of marks too: 利维|姆|瓦纳瓦萨
        fits = tag in inside.tags or tag in inside.proper or tag in suffix.tags or word in inside.words
        if mark or not (fits or unsure):
            return None
        if word in inside.openers:
            return _Piece(start, position, "opener")
        if word in inside.generic:
            return _Piece(start, position, "generic")
        if word not in inside.words and (tag in inside.proper or not reading.segmenter.knows(word)):
            return _Piece(start, position, "proper")
        return _Piece(start, position, "word")

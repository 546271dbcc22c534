"""Which of the tagger's names a text states: some are half a name, two names in one, a phrase or a mere count.

The tagger knows words and their neighbours; what holds a name together is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.knowledge.gazetteer import Match
from kg.knowledge.grammar import Grammar
from kg.names.listed import holds_two, lacks_body
from kg.names.persons import PersonGrammar
from kg.names.reading import Candidate, Proposed, Reading
from kg.wording import alternatives, ends_in_year

_PAIRS = (("(", ")"), ("《", "》"), ("“", "”"), ("[", "]"), ("〔", "〕"), ("【", "】"))
_MARKS = frozenset(mark for pair in _PAIRS for mark in pair)
_SAID = "。”"
"""A sentence that ends in a quotation is said: no title ends so."""
_GAP = re.compile(r"[\u3400-\u9fff]\s+[\u3400-\u9fff]")
_TIME = "t"
_BEHIND_AUXILIARY = ("p", "d", "v", "c")
"""jieba's tags of what stands behind an auxiliary: prepositions, adverbs, verbs, and what joins."""


class StatedNames:
    """Tells names that a text states from what the tagger only took for one."""

    def __init__(self, grammar: Grammar, persons: PersonGrammar) -> None:
        """Take how names are built, and the reader of persons, which knows who only signs."""
        self._inside = grammar.inside
        self._person = grammar.person_type
        self._used_as = grammar.used_as
        self._joints = grammar.inside.joints
        self._national = [word for suffix in grammar.suffixes if suffix.needs == "national" for word in suffix.words]
        self._quarters = sorted(grammar.inside.quarters, key=lambda word: (-len(word), word))
        self._persons = persons
        self._datelines = frozenset(grammar.bylines.after) & grammar.inside.never
        self._ordinal = re.compile("|".join(f"(?:{form.pattern})" for form in grammar.ordinals) or r"(?!)")
        self._verbs = tuple(sorted(word for word in grammar.inside.verbs if len(word) > 1))
        measures = alternatives(grammar.inside.measures)
        about = alternatives(word for word in grammar.inside.generic if len(word) == 1)  # 近|百|名, 约|千|余|家
        count = rf"(?:[0-9][0-9.]*|(?:{about})[十百千万]+(?:{about})?)(?:{measures})|[0-9]{{1,2}}$"
        self._no_name = re.compile(rf"{count}|《{grammar.plain_title}》")

    def of(self, proposed: Proposed, names: Iterable[Candidate]) -> Iterator[Candidate]:
        """The tagger's names, but those that no text states.

        None is a count, a kind of paper (《合同》), half a bracket, two quotations or paragraphs in one, what somebody
        says, two persons, two names that others see in a list, a clause (年初|国际智库, 出席|第23届对话会), a firm and
        a country (青云汽车|匈牙利), a known name and what it will do (工信部|会|与…), or a post (中共中央总书记);
        nor is who only signs. A known name is of its own type, where it is never used as another.
        """
        reading = proposed.reading
        for name in names:
            start, end = name.start, name.end
            text = reading.key[start:end]
            if start in proposed.signing and end - 1 in proposed.signing:
                continue
            if not is_closed(text) or _SAID in text or self._no_name.match(reading.key, start, end):
                continue
            if ends_in_year(reading.key, start, end) or holds_two(reading.key, name, proposed.candidates):
                continue
            if lacks_body(proposed, name) or self._is_clause(proposed, name) or self._goes_on(reading, name):
                continue
            if self._is_quarter(reading, name) or self._has_no_such(reading, name):
                continue
            if name.type == self._person and (joint := self._joint(reading, name)):
                yield replace(name, end=joint)
                first, last, _ = reading.token(joint + 1)
                if first > joint or last < name.end:  # the tagger weighs words
                    yield replace(name, start=joint + 1)
                continue
            if self._is_no_person(reading, name) if name.type == self._person else self._is_no_thing(reading, name):
                continue
            if end not in reading.ends_at:
                yield name
            elif known := self._as_known(reading, name, reading.ends_at[end]):
                yield known

    def _joint(self, reading: Reading, name: Candidate) -> int:
        """Where two persons taken for one are joined, of whom the first is known (马克龙|和|泽连斯基), or 0."""
        if self._joints.isdisjoint(reading.key[name.start : name.end]):
            return 0
        for position in range(name.start + 2, name.end - 2):
            known = reading.ends_at.get(position, ()) if reading.key[position] in self._joints else ()
            if any(one.start == name.start and reading.type_of(one) == self._person for one in known):
                return position
        return 0

    def _goes_on(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether a name is a known one with the word for what it will do: 工业和信息化部|会|与北京市合作."""
        last, end = name.end - 1, name.end
        if reading.key[last] not in self._inside.auxiliaries or end in reading.ends_at or end == len(reading.key):
            return False
        known = any(match.start == name.start for match in reading.ends_at.get(last, ()))
        return known and reading.tag(end).startswith(_BEHIND_AUXILIARY)

    def _is_quarter(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether a name is that of a known place with the word for a part of it: 滁州|市区."""
        if name.end in reading.ends_at:
            return False
        for word in self._quarters:
            cut = name.end - len(word)
            if cut > name.start and reading.key.startswith(word, cut):
                known = reading.ends_at.get(cut, ())
                return any(one.start == name.start and reading.type_of(one) == name.type for one in known)
        return False

    def _has_no_such(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether a name is that of a town or province with what only countries have: 湛江|海军|某部."""
        for known in reading.ends_at.get(name.end - self._national_length(reading, name), ()):
            kind = reading.gazetteer.entries[known.entries[0]].kind
            if known.start == name.start and known.end < name.end:
                return kind in self._inside.divisions and kind not in self._inside.outside
        return False

    def _national_length(self, reading: Reading, name: Candidate) -> int:
        """The length of the word at the end of a name that needs a country; 0 if there is none."""
        endings = (word for word in self._national if reading.key.endswith(word, name.start, name.end))
        return max(map(len, endings), default=0)

    def _is_no_person(self, reading: Reading, name: Candidate) -> bool:
        text = reading.key[name.start : name.end]
        return self._persons.signs(reading, name.start, name.end) or self._persons.runs_on(text)

    def _is_no_thing(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether what is no person is a post, has a gap between two words, or is a person who signs."""
        start, end = name.start, name.end
        if self._persons.ends_in_title(reading.key, start, end):
            return True
        text = reading.key[start:end]
        if " " in text and _GAP.search(text) and _MARKS.isdisjoint(text):
            return True
        return self._persons.signs_in_brackets(reading.key, start, end)

    def _as_known(self, reading: Reading, name: Candidate, matches: Sequence[Match]) -> Candidate | None:
        """The name, of its known type if it is known as what is never used as its own; None if a division ends it.

        With a body before it a division is no other place: 青云汽车|匈牙利|工厂.
        """
        for match in matches if self._used_as else ():
            if match.start < name.start:
                continue  # the end of a longer name
            if match.start == name.start and reading.type_of(match) == name.type:
                return name  # nearly all
            rows = [reading.gazetteer.entries[entry] for entry in match.entries]
            types = {row.type for row in rows}
            if match.start == name.start:
                kinds = types.union(row.kind for row in rows)
                if name.type in types or any(name.type in self._used_as.get(kind, ()) for kind in kinds):
                    return name
                return replace(name, type=rows[0].type) if len(types) == 1 else None
            if types == {name.type} and rows[0].kind in self._inside.divisions:
                before = (one for one in reading.ends_at.get(match.start, ()) if one.start == name.start)
                return None if any(reading.type_of(one) != name.type for one in before) else name
        return name

    def _is_clause(self, proposed: Proposed, name: Candidate) -> bool:
        """Tell whether a name begins with a word for a time, a dateline, or a verb before a name with its ordinal."""
        reading = proposed.reading
        first, last, tag = reading.token(name.start)
        if first != name.start or last >= name.end:
            return False
        word = reading.key[first:last]
        if tag == _TIME:
            return word in self._inside.never
        if last - first > 1 and word in self._inside.never and word in self._inside.generic:
            return True  # 多个|航司, 上述|银行
        behind, stop, _ = reading.token(last)
        if stop < name.end and reading.key[behind:stop] in self._datelines:
            return True  # 海口|讯|省教育厅
        # Behind an ordinal a name of its own begins, if what is before it is a clause that names nothing.
        ordinal = self._ordinal.search(reading.key, name.start + 1, name.end)
        if not ordinal or not reading.key.endswith(self._verbs, name.start, ordinal.start()):
            return False
        position = ordinal.start()
        return any(
            (one.start, one.end, one.type) == (position, name.end, name.type) for one in proposed.candidates
        ) and not any(name.start <= one.start and one.end <= position for one in proposed.candidates)


def is_closed(text: str) -> bool:
    """Tell whether a name is in one piece, and each bracket and quotation mark has its other half in it."""
    if "\n" in text:
        return False
    return _MARKS.isdisjoint(text) or all(
        text.count(left) == text.count(right) and right + left not in text for left, right in _PAIRS
    )

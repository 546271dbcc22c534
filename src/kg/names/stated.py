"""Which of the tagger's names a text states: some are half a name, two names in one, a phrase or a mere count.

The tagger knows words and their neighbours; what holds a name together is told here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from kg.knowledge.gazetteer import Match
from kg.knowledge.grammar import Grammar
from kg.names.listed import holds_two, lacks_body, whole_name
from kg.names.persons import PersonGrammar
from kg.names.reading import ByEnd, Candidate, Proposed, Reading, by_end
from kg.wording import alternatives, ends_in_year

_PAIRS = (("(", ")"), ("《", "》"), ("“", "”"), ("[", "]"), ("〔", "〕"), ("【", "】"))
_MARKS = frozenset(mark for pair in _PAIRS for mark in pair)
_SAID = "。”"
"""A sentence that ends in a quotation is said: no title ends so."""
_GAP = re.compile(r"[\u3400-\u9fff]\s+[\u3400-\u9fff]")
_TIME, _IDIOM, _FOUR = "t", "i", 4
_BEHIND_AUXILIARY = ("p", "d", "v", "c")  # jieba's tags of prepositions, adverbs, verbs, and what joins


class StatedNames:
    """Tells names that a text states from what the tagger only took for one."""

    def __init__(self, grammar: Grammar, persons: PersonGrammar) -> None:
        """Take how names are built, and the reader of persons, which knows who only signs."""
        self._inside = grammar.inside
        self._person = grammar.person_type
        self._used_as = grammar.used_as
        self._joints = grammar.inside.joints
        self._coded = [(kind, form) for kind, forms in grammar.coded.items() for form in forms]
        # Tuples for `str.endswith`, which tells of nearly all names that none of the words ends them.
        national = (word for suffix in grammar.suffixes if suffix.needs == "national" for word in suffix.words)
        self._national = tuple(sorted(national, key=lambda word: (-len(word), word)))
        self._quarters = tuple(sorted(grammar.inside.quarters, key=lambda word: (-len(word), word)))
        self._persons = persons
        self._datelines = frozenset(grammar.bylines.after) & grammar.inside.never
        self._ordinal = re.compile("|".join(f"(?:{form.pattern})" for form in grammar.ordinals) or r"(?!)")
        self._verbs = tuple(sorted(word for word in grammar.inside.verbs if len(word) > 1))
        measures = alternatives(grammar.inside.measures)
        about = alternatives(word for word in grammar.inside.generic if len(word) == 1)  # 近|百|名, 约|千|余|家
        count = rf"(?:[0-9][0-9.]*|(?:{about})[十百千万]+(?:{about})?)(?:{measures})|[0-9]{{1,2}}$"
        nameless = "".join(rf"|(?:{form.pattern})$" for form in grammar.nameless)
        self._no_name = re.compile(rf"{count}|《{grammar.plain_title}》{nameless}")
        self._seams = re.compile("|".join(form.pattern for form in grammar.seams) or r"(?!)")
        self._others, self._otherwise = grammar.title_others, grammar.title_otherwise
        self._traded = tuple(sorted(grammar.inside.traded))
        self._papers = tuple(sorted(grammar.inside.papers))
        self._said_of = tuple(sorted(grammar.inside.said_of))
        self._behind = (*self._papers, *self._said_of)

    def of(self, proposed: Proposed, names: Iterable[Candidate]) -> Iterator[Candidate]:
        """The tagger's names, but those that no text states.

        None is a count, a code, a kind of paper (《合同》), half a bracket, two quotations or paragraphs in one, what
        somebody says, two persons, two names that others see in a list, a clause (年初|国际智库, 出席|第23届对话会), a
        firm and a country (青云汽车|匈牙利), a place and its affairs (南通|经济社会), a known name and what it will do
        (工信部|会|与…), who comes from it (清华|系), or a post (中共中央总书记). None begins in what only signs, is an
        address or names nothing (英国时间19日|世锦赛); one that ends there ends sooner (青云奖|今(14)日). A known name
        ends before what is bought or said of it (增持|京东|股份), and is of its own type, where it is never used as
        another; a code is what is called by such codes (910B).
        """
        reading = proposed.reading
        begun, others, edges = reading.starts_at, by_end(proposed.candidates), self._persons.persons.edges
        ended = (_ended(name, proposed, others, edges) for name in names)
        for name in filter(None, (self._behind_posts(reading.key, one) for one in ended)):
            start, end = name.start, name.end
            text = reading.key[start:end]
            if not is_closed(text) or _SAID in text or self._no_name.match(reading.key, start, end):
                continue
            if self._seams.search(text) or (len(text) == _FOUR and reading.token(start) == (start, end, _IDIOM)):
                continue
            if ends_in_year(reading.key, start, end) or holds_two(reading.key, name, others):
                continue
            if lacks_body(reading, name, others) or self._is_clause(reading, name, others):
                continue
            if start in begun:
                alone = list(self._known_alone(reading, name))
                if alone != [name]:
                    yield from alone
                    continue
            if self._is_no_person(reading, name) if name.type == self._person else self._is_no_thing(reading, name):
                continue
            unknown = name.type != self._person and end not in reading.ends_at
            if unknown and self._persons.is_foreign(reading, start, end):
                yield replace(name, type=self._person)
            elif text[0] == "《" and any(form.fullmatch(text, 1, len(text) - 1) for form in self._others):
                yield replace(name, type=self._otherwise)
            elif end not in reading.ends_at:
                code = next((kind for kind, form in self._coded if form.fullmatch(text)), name.type)
                yield name if code == name.type else replace(name, type=code)
            elif known := self._as_known(reading, name, reading.ends_at[end]):
                yield known

    def _behind_posts(self, key: str, name: Candidate | None) -> Candidate | None:
        """A name without a post and what joins it to the next (总裁|兼|研究院), None if a person begins so."""
        if name is None or self._inside.posts.isdisjoint(key[name.start : name.end]):
            return name  # nearly all
        person = name.type == self._person
        for position in range(name.start, name.end if person else name.end - 2):
            if key[position] in self._inside.posts and self._persons.ends_in_title(key, 0, position):
                return None if person else replace(name, start=position + 1)
        return name

    def _known_alone(self, reading: Reading, name: Candidate) -> Iterator[Candidate]:
        """Of a name that begins with a known one what is a name: nothing, the known one alone, two, or all of it."""
        if self._goes_on(reading, name) or self._is_two_organs(reading, name) or self._is_affair(reading, name):
            return
        if self._is_quarter(reading, name) or self._has_no_such(reading, name):
            return
        if (body := self._body_alone(reading, name)) < name.end:
            yield replace(name, end=body)
        elif name.type == self._person and (joint := self._joint(reading, name)):
            yield replace(name, end=joint)
            first, last, _ = reading.token(joint + 1)
            if first > joint or last < name.end:  # the tagger weighs words
                yield replace(name, start=joint + 1)
        else:
            yield name

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

    def _body_alone(self, reading: Reading, name: Candidate) -> int:
        """Where a known name ends that has behind it what is bought or said of it: 增持|京东|股份, 长江电力|水电."""
        start, end, key = name.start, name.end, reading.key
        if not key.endswith(self._behind, start, end):
            return end  # nearly all
        words = self._behind if key.endswith(self._traded, 0, start) else self._said_of
        behind = next((word for word in words if key.endswith(word, start, end)), "")
        if not behind or end in reading.ends_at:
            return end
        body = end - len(behind)
        return body if any(match.start == start for match in reading.ends_at.get(body, ())) else end

    def _is_two_organs(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether a name is two known organs of which none is a part of the other: 财政部|税务总局."""
        if not self._inside.organs or any(match.start <= name.start for match in reading.ends_at.get(name.end, ())):
            return False
        entries = reading.gazetteer.entries
        for last in reading.ends_at.get(name.end, ()):
            between = len(reading.key[name.start : last.start]) - len(reading.key[name.start : last.start].rstrip())
            for first in reading.ends_at.get(last.start - between, ()):
                rows = [entries[row] for row in (first.entries[0], last.entries[0])]
                if first.start == name.start and all(row.kind in self._inside.organs for row in rows):
                    return rows[0] not in reading.gazetteer.containers(rows[1].id)
        return False

    def _is_affair(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether a body is a place with its affairs (南通|经济社会), a country with a field, or a camp."""
        inside, gazetteer = self._inside, reading.gazetteer
        if name.type in inside.fields or name.type == self._person:
            return False
        if any(match.start <= name.start for match in reading.ends_at.get(name.end, ())):
            return False  # known
        for cut in range(name.start + 2, name.end):
            rows = [match.entries[0] for match in reading.ends_at.get(cut, ()) if match.start == name.start]
            kind = gazetteer.entries[rows[0]].kind if rows else ""
            rest = reading.key[cut : name.end]
            if rows and rest in inside.camps:
                return True
            if kind in inside.divisions:
                known = gazetteer.forms.get(rest, ()) if kind in inside.outside else ()
                return rest in inside.affairs or any(gazetteer.entries[row].type in inside.fields for row in known)
        return False

    def _is_quarter(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether a name is that of a known place with the word for a part of it: 滁州|市区."""
        if name.end in reading.ends_at or not reading.key.endswith(self._quarters, name.start, name.end):
            return False
        for word in self._quarters:
            cut = name.end - len(word)
            if cut > name.start and reading.key.startswith(word, cut):
                known = reading.ends_at.get(cut, ())
                return any(one.start == name.start and reading.type_of(one) == name.type for one in known)
        return False

    def _has_no_such(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether a name is that of a town or province with what only countries have: 湛江|海军|某部."""
        start, end, key = name.start, name.end, reading.key
        if not key.endswith(self._national, start, end):
            return False
        ending = next(word for word in self._national if key.endswith(word, start, end))
        for known in reading.ends_at.get(end - len(ending), ()):
            kind = reading.gazetteer.entries[known.entries[0]].kind
            if known.start == start:
                return kind in self._inside.divisions and kind not in self._inside.outside
        return False

    def _is_no_person(self, reading: Reading, name: Candidate) -> bool:
        key, start, end = reading.key, name.start, name.end
        oddly = end not in reading.ends_at and self._persons.ends_oddly(key[start:end])
        if oddly or self._persons.signs(reading, start, end) or self._persons.runs_on(key[start:end]):
            return True
        if self._persons.is_addressed(key[start:end]) or self._persons.is_phrase(reading, key[start:end]):
            return True
        known = (one for at in range(start + 3, end) for one in reading.ends_at.get(at, ()) if one.start == start)
        if "·" not in key[start:end] and any(reading.type_of(one) == self._person for one in known):
            return True  # 高虹安|乐见其成
        is_time = reading.token(start) == (start, end, _TIME)  # 星期二
        return is_time or self._persons.before_adverb(reading, start, end) < end

    def _is_no_thing(self, reading: Reading, name: Candidate) -> bool:
        """Tell whether what is no person is a post, a surname, holds a person, has a gap, or is a person who signs."""
        start, end = name.start, name.end
        if self._persons.ends_in_title(reading.key, start, end) or self._persons.is_titled(reading.key, start, end):
            return True
        begun = (one for cut in (end - 2, end - 3) for one in reading.ends_at.get(cut, ()) if one.start == start)
        if any(self._persons.is_titled(reading.key, one.end, end) for one in begun):
            return True  # 立法院|林立辰|副院长
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

    def _is_clause(self, reading: Reading, name: Candidate, others: ByEnd) -> bool:
        """Tell whether a name begins with a word for a time, a dateline, or a verb before a name with its ordinal."""
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
        before = (one for end in range(name.start + 1, position + 1) for one in others.get(end, ()))
        named = any((one.start, one.type) == (position, name.type) for one in others.get(name.end, ()))
        return named and not any(name.start <= one.start for one in before)


def _ended(name: Candidate, proposed: Proposed, others: ByEnd, edges: Container[str]) -> Candidate | None:
    """A name, without what names nothing at its end; None if it begins so, or no other reader sees the rest."""
    if name.start in proposed.aside:
        return None
    if name.end - 1 not in proposed.aside:
        return whole_name(proposed.reading, name, others, edges)  # nearly all
    for end in range(name.end - 1, name.start, -1):
        if any((one.start, one.type) == (name.start, name.type) for one in others.get(end, ())):
            return replace(name, end=end)
    return None


def is_closed(text: str) -> bool:
    """Tell whether a name is in one piece, and each bracket and quotation mark has its other half in it."""
    if "\n" in text:
        return False
    return _MARKS.isdisjoint(text) or all(
        text.count(left) == text.count(right) and right + left not in text for left, right in _PAIRS
    )

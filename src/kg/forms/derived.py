"""Short forms that follow from a full name without anybody declaring them (北京云帆科技有限公司 → 云帆科技).

They are proposals: `kg.resolution` joins a form to the name only where no other name gives the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from kg.forms.longer import LongerNames
from kg.forms.peculiar import Peculiarity
from kg.forms.publicbodies import PublicBodies
from kg.forms.routes import RouteForms
from kg.forms.sessions import SessionForms
from kg.forms.titles import titled
from kg.forms.unitforms import UnitForms
from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.knowledge.identity import IdentityRules
from kg.knowledge.shortening import OUTER, Formal, Patterned, by_ending, ends_by_type
from kg.segment import Segmenter
from kg.text import fold
from kg.wording import alternatives, in_order

_LONGEST_PLACE = 12
_DISTRICT = 3  # characters of its name, of which two are left: of 新区 more is the name
_SPACE = re.compile(
    "(?<=[A-Za-z]) (?=[0-9\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[A-Za-z0-9])|(?<=[0-9]) (?=[\u3400-\u9fff])"
)


class Derivation:
    """Derives forms with one set of rules; the same name always gives the same forms."""

    def __init__(
        self, rules: IdentityRules, gazetteer: Gazetteer, segmenter: Segmenter, divisions: frozenset[str]
    ) -> None:
        """Keep what is needed.

        Args:
            rules: which endings a name loses or shortens.
            gazetteer: the known names: none of them is a short form of anything else.
            segmenter: knows which words are ordinary.
            divisions: classes of the places that may go from the head of a name.
        """
        self._rules = rules
        self._gazetteer = gazetteer
        self._segmenter = segmenter
        self._divisions = divisions
        self.country = rules.nations.kind
        """The class of countries."""
        self.forms = lru_cache(maxsize=1 << 16)(self._forms)
        self.known = lru_cache(maxsize=1 << 16)(self._known)
        self.place = lru_cache(maxsize=1 << 16)(self._place)
        self._longer = LongerNames(rules.formal, gazetteer, self.country)
        self.is_other_firm = self._longer.is_other_firm
        self._by_last = by_ending(rules.patterned)
        self._ends = ends_by_type(rules.formal, rules.shortened, rules.patterned)
        self.shortened = frozenset(one.type for one in rules.formal if one.fields)
        """The types of bodies: names that begin with the place that they are of."""
        self._heads = {
            kind: tuple(word for one in rules.heads if one.type == kind for word in one.words) for kind in self._ends
        }
        self._units = UnitForms(rules.units, rules.shortened, rules.formal, gazetteer, segmenter, self.place)
        self._routes = RouteForms(rules.routes, gazetteer)
        self.full = lru_cache(maxsize=1 << 16)(self._in_full)
        units = [end for end in rules.homonyms.ends if len(end) == 1]
        self._unit = re.compile(f"([\u3400-\u9fff]{{2,3}}?)(?:{alternatives(units)})")
        self._endings = tuple(replace(one, fields=()) for one in rules.formal)  # 航天云网 is no 湖南航天云网数据公司
        self._divided = tuple(end for end in rules.homonyms.ends if len(end) == 1)
        self._public = PublicBodies(
            rules.shortened, gazetteer, self.place, rules.homonyms.is_common, rules.patterned, self._divided
        )
        self._sessions = SessionForms(rules.patterned, gazetteer, self._divided)
        self._peculiarity = Peculiarity(rules, gazetteer, segmenter)

    def _forms(self, kind: str, name: str) -> tuple[str, ...]:
        """The forms that a name of a type can be used in, sorted; none that is known or an ordinary word."""
        found: set[str] = set()
        for parts in self._rules.parts:
            last = name.rpartition(parts.mark)[2]
            if parts.type == kind and parts.mark in name and len(last) >= parts.least:
                found.add(last)
        found.update(self._tails(kind, name))
        if kind in self._units.kinds:
            found.update(self._units.forms(kind, name))
        if kind in self.shortened:
            if 0 < self.place(name) < len(name) - 2:
                found.update(self._from_places(name))
        else:
            found.update(titled(name, kind, self._rules.heads))
            found.update(self._routes.forms(kind, name))
        if " " in name and (together := _SPACE.sub("", name)) != name:
            found.add(together)
        if name.endswith(self._ends.get(kind, ())) or name.startswith(self._heads.get(kind, ())):
            found |= self._by_endings(kind, name)
            found.update(self._without_head(kind, name))
            for formal in self._rules.formal:
                if formal.type == kind:
                    found.update(self._without(name, formal))
        if not found:
            return ()
        return tuple(sorted(form for form in found if form != name and form not in self._gazetteer.forms))

    def is_peculiar(self, form: str, name: str, kind: str = "") -> bool:
        """Tell whether a declared form is peculiar enough to mean its name in other documents too."""
        return self._peculiarity.of_form(form, name, kind, self.place(name))

    def _in_full(self, kind: str, name: str) -> str:
        """The name of a part, a public body or a session in full; empty if that is how it is written."""
        return self._public.full(kind, name) or self._units.full(kind, name) or self._sessions.full(kind, name)

    def is_firm(self, kind: str, name: str) -> bool:
        """Tell whether a name ends as those of firms do."""
        return any(one.type == kind and name.endswith(one.ends) for one in self._rules.formal if one.fields)

    def _known(self, kind: str, name: str) -> str:
        """The form by which a longer name is known, if its short forms are known and all of one row; else empty."""
        ends, heads = self._ends.get(kind, ()), self._heads.get(kind, ())
        if name in self._gazetteer.forms:
            return ""
        found = set(self._units.forms(kind, name)) if kind in self._units.kinds else set()
        found.update(self._routes.forms(kind, name))
        found.update(self._longer.in_its_state(kind, name))
        found.update(self._longer.of_body(kind, name))
        if name.endswith(ends) or name.startswith(heads):
            found |= {*self._by_endings(kind, name), *self._without_head(kind, name)}
            found.update(form for one in self._endings if one.type == kind for form in self._without(name, one))
        rows = {row: form for form in sorted(found) for row in self._gazetteer.rows(form, kind)}
        rows = {row: form for row, form in rows.items() if not self._longer.is_other_firm(kind, name, row)}
        return next(iter(rows.values())) if len(rows) == 1 else ""

    def _by_endings(self, kind: str, name: str) -> set[str]:
        """The forms of a name whose long ending news shortens, or that it writes in another order."""
        found: set[str] = set()
        of_kind = self._by_last.get(kind, {})
        for length in of_kind.keys() & range(len(name)):
            for one in of_kind[length].get(name[len(name) - length :], ()):
                found.update(self._patterned(name, one))
        for shortened in self._rules.shortened:
            long, shorts = shortened.of(name) if shortened.type == kind else ("", ())
            for whole in self._from_places(name) if long else ():
                found.add(whole)
                found.update(whole[: -len(long)] + short for short in shorts)
            head = self.place(name) if long else 0
            core = name[head : -len(long)] if long else ""
            if len(core) < 2 or any(core in (*one.common, *one.fields) for one in self._rules.formal):
                continue
            if self.is_firm(kind, name):
                found.update(core + short for short in shorts)  # 山西|兰花|科技创业股份有限公司: 兰花科创
            elif head and not self.place(core * 2) and (core in self._gazetteer.forms or self._peculiarity.own(core)):
                found.update(core + end for end in (long, *shorts))  # 辽宁省|辽河|中级人民法院: 辽河中院
        return found

    def _from_places(self, name: str) -> Iterable[str]:
        """The name with the places at its head in all ways in which they are written.

        天津市滨海新区人民法院 is also that of 天津滨海新区, and of 滨海新区 alone if just one place is called so.
        """
        yield name
        head = self.place(name)
        if not head and (unknown := self._unit.match(name)) and len(name) > len(unknown[0]) + 3:
            yield unknown[1] + name[unknown.end() :]  # 云溪市交通投资…: a place that no row has
        inner = self.place(name[head:]) if head else 0
        outer, rest = self._written(name[:head]), name[head + inner :]
        if not inner:
            yield from (form + rest for form in outer[1:])
            return
        if self.place(rest):
            yield from self._from_places(name[head:])  # 湖南省|长沙市|岳麓区|人民法院
        own = self._written(name[head : head + inner], among=name[:head])
        yield from (before + form + rest for before in outer for form in own)
        for form in own:
            if len(self._gazetteer.forms.get(form, ())) == 1:
                yield form + rest

    def _written(self, place: str, among: str = "") -> list[str]:
        """The ways in which a place is written: its form here, and those of its row that are the head of its name.

        Args:
            place: a form of it.
            among: a form of the place in which it lies, if there is one.
        """
        rows = self._gazetteer.forms.get(place, ())
        if len(rows) > 1 and among:
            outer = set(self._gazetteer.forms.get(among, ()))
            rows = tuple(row for row in rows if outer & {one.id for one in self._gazetteer.containers(row)})
        if len(rows) != 1:
            return [place]
        entry = self._gazetteer.entries[rows[0]]
        name = fold(entry.name)
        forms = {form for one in entry.aliases if len(form := fold(one)) > 1}
        short = {one for one in forms if name.startswith(one) or (one[-1] == name[-1] and in_order(one, name))}
        if among and len(name) == _DISTRICT and name.endswith(self._divided):
            short.add(name[:-1])  # 临沂|河东|法院: nobody calls the district so but behind its city
        return [place, *sorted(short - {place})]

    def places(self, name: str) -> list[str]:
        """The ways in which the place at the head of a name is written; none if it does not begin with one."""
        head = self.place(name)
        return self._written(name[:head]) if head else []

    def _without_head(self, kind: str, name: str) -> Iterable[str]:
        """The name without a word at its head that says only of what sort the body is: 国立|阳明交通大学."""
        for heads in self._rules.heads:
            for word in heads.words if heads.type == kind else ():
                if name.startswith(word) and len(name) - len(word) >= heads.least:
                    yield name[len(word) :]

    def _tails(self, kind: str, name: str) -> Iterable[str]:
        """What stands alone behind a word like that of a hospital that belongs to a university."""
        for tails in self._rules.tails:
            for word in tails.behind if tails.type == kind else ():
                before, found, tail = name.rpartition(word)
                stem = next((tail.removesuffix(end) for end in tails.ends if tail.endswith(end)), "")
                if not (found and before) or (tails.ends and (not stem or self.place(stem + stem) == len(stem))):
                    continue  # 北京|分公司 is that of any firm
                for form in (tail, stem):
                    if len(form) >= tails.least and self._peculiarity.own(form):
                        yield form

    def _patterned(self, name: str, one: Patterned) -> Iterable[str]:
        """The shorter forms of a name with a place in it, with each way in which the head of the place is written."""
        before, behind = self._around(name, one.long[0]), one.long[1]
        place = name[len(before) : len(name) - len(behind)]
        if not (name.startswith(before) and name.endswith(behind) and len(place) > 1):
            return
        unended = any(place + end in self._gazetteer.forms for end in self._divided)  # 桥头 of 台湾桥头地方法院
        if unended or self.place(place + place) == len(place):
            yield from (left + form + right for left, right in one.short for form in self._written(place))

    def _around(self, name: str, before: str) -> str:
        """What stands before the place of a pattern, with the outer place of a name in it: 国网|湖北省|电力有限公司."""
        head, outer, behind = before.partition(OUTER)
        rest = name[len(head) :] if outer and name.startswith(head) else ""
        return head + rest[: self.place(rest)] + behind if outer else before

    def _without(self, name: str, formal: Formal) -> Iterable[str]:
        """The name without its ending, without the place at its head, and without both."""
        plain = name.replace("(", "").replace(")", "") if "(" in name else name
        head = self.place(plain)
        fitting = [end for end in formal.ends if plain.endswith(end)]
        stems = [stem for end in fitting if not (stem := plain[: -len(end)]).endswith(formal.unfinished)]
        for stem in stems:
            if len(stem) >= formal.least and self._peculiarity.own(stem):
                yield stem
            yield from self._without_field(stem, head, formal)
        if head and fitting:
            for form in (plain, *stems):
                rest = form[head:]
                own = rest.removesuffix(fitting[0]) if form == plain else rest
                if len(own) >= max(formal.least, 3) and (self._peculiarity.own(own) or self._has_core(own, formal)):
                    yield rest

    def _has_core(self, form: str, formal: Formal) -> bool:
        """Tell whether something that no dictionary has stands before the field of business that a form ends with."""
        core = form.removesuffix(next((word for word in formal.fields if form.endswith(word)), ""))
        if not 1 < len(core) < len(form) or self.place(core + core) or core in formal.common or core in formal.fields:
            return False
        return not self._segmenter.knows(core) or (len(core) == 2 and len(form) > 3)

    def _without_field(self, stem: str, head: int, formal: Formal) -> Iterable[str]:
        """What stays of a firm's name without its fields of business and its place: its own word."""
        own = stem[head:]
        for field in formal.fields if own.endswith(formal.fields) else ():  # 量芯微|电子 as well as 量芯|微电子
            rest = own.removesuffix(field)
            if rest != own and len(rest) >= max(formal.least, 3) and self._peculiarity.own(rest):
                yield rest
        while own.endswith(formal.fields):
            field = next((word for word in formal.fields if own.endswith(word) and len(own) > len(word)), "")
            if not field:
                return
            own = own.removesuffix(field)
            if len(own) >= max(formal.least, 3) and self._peculiarity.own(own) and not self.place(own + own):
                yield own

    def _is_division(self, entry: Entry) -> bool:
        """Tell whether a row is a place that bodies are of: by its class, or by how its name ends (凉山彝族自治州)."""
        return entry.kind in self._divisions or (
            entry.type in self._rules.homonyms.containers and fold(entry.name).endswith(self._divided)
        )

    def is_division(self, row: str) -> bool:
        """Tell whether a row is a place that bodies are of."""
        return self._is_division(self._gazetteer.entries[row])

    def _place(self, name: str) -> int:
        """How many characters at the head of a name are the place that it comes from; 0 if none or nothing else."""
        for length in range(min(_LONGEST_PLACE, len(name) - 2), 1, -1):
            ids = self._gazetteer.forms.get(name[:length], ())
            if ids and any(self._is_division(self._gazetteer.entries[one]) for one in ids):
                return length
        return 0

"""Short forms that follow from a full name without anybody declaring them (北京云帆科技有限公司 → 云帆科技).

They are proposals: `kg.resolution` joins a form to the name only where no other name gives the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.gazetteer import Gazetteer
from kg.identity import IdentityRules
from kg.segment import Segmenter
from kg.shortening import Formal, Patterned
from kg.text import fold
from kg.wording import alternatives, in_order

DERIVED = "derived"

_LONGEST_PLACE = 6
_LONGEST_BODY = 12
_LONG = 6
"""Characters from which a form made of a name's own in order is peculiar, unless it is its end."""
_QUOTES = "《》“”‘’〈〉"
_SPACE = re.compile(
    "(?<=[A-Za-z]) (?=[0-9\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[A-Za-z0-9])|(?<=[0-9]) (?=[\u3400-\u9fff])"
)
_COMMON = ("n", "v", "a", "b", "d", "f", "m", "l", "i", "j", "s", "t", "vn", "ad", "an", "uj", "k", "q", "r", "z")
"""jieba's tags of ordinary words; proper ones begin with ns, nr, nt, nz, and letters are eng or x."""


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
        self.forms = lru_cache(maxsize=1 << 16)(self._forms)
        self.known = lru_cache(maxsize=1 << 16)(self._known)
        self._ends = _ends_by_type(rules)
        self._heads = {
            kind: tuple(word for one in rules.heads if one.type == kind for word in one.words) for kind in self._ends
        }
        units = [end for end in rules.homonyms.ends if len(end) == 1]
        self._unit = re.compile(f"([\u3400-\u9fff]{{2,3}}?)(?:{alternatives(units)})")
        common = "|".join(map(re.escape, rules.declared.common))
        self._common = re.compile(f"(?:{common})+") if common else None

    def _forms(self, kind: str, name: str) -> tuple[str, ...]:
        """The forms that a name of a type can be used in, sorted; none that is known or an ordinary word."""
        found: set[str] = set()
        for parts in self._rules.parts:
            last = name.rpartition(parts.mark)[2]
            if parts.type == kind and parts.mark in name and len(last) >= parts.least:
                found.add(last)
        found.update(self._tails(kind, name))
        if " " in name and (together := _SPACE.sub("", name)) != name:
            found.add(together)
        if not name.endswith(self._ends.get(kind, ())) and not name.startswith(self._heads.get(kind, ())) and not found:
            return ()
        found |= self._by_endings(kind, name)
        found.update(self._without_head(kind, name))
        for formal in self._rules.formal:
            if formal.type == kind:
                found.update(self._without(name, formal))
        return tuple(sorted(form for form in found if form != name and form not in self._gazetteer.forms))

    def _known(self, kind: str, name: str) -> str:
        """The form by which a longer name is known, if its short forms are known and all of one row; else empty."""
        ends, heads = self._ends.get(kind, ()), self._heads.get(kind, ())
        if name in self._gazetteer.forms or not (name.endswith(ends) or name.startswith(heads)):
            return ""
        found = {*self._by_endings(kind, name), *self._without_head(kind, name)}
        rows = {
            row: form
            for form in sorted(found)
            for row in self._gazetteer.forms.get(form, ())
            if self._gazetteer.entries[row].type == kind
        }
        return next(iter(rows.values())) if len(rows) == 1 else ""

    def _by_endings(self, kind: str, name: str) -> set[str]:
        """The forms of a name whose long ending news shortens, or that it writes in another order."""
        found: set[str] = set()
        for one in self._rules.patterned:
            if one.type == kind:
                found.update(self._patterned(name, one))
        for shortened in self._rules.shortened:
            long, shorts = shortened.of(name) if shortened.type == kind else ("", ())
            for whole in self._from_places(name) if long else ():
                found.add(whole)
                found.update(whole[: -len(long)] + short for short in shorts)
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
        own = self._written(name[head : head + inner], among=name[:head])
        yield from (before + form + rest for before in outer for form in own)
        for form in own:
            if len(self._gazetteer.forms[form]) == 1:
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
        heads = {form for one in entry.aliases if len(form := fold(one)) > 1 and fold(entry.name).startswith(form)}
        return [place, *sorted(heads - {place})]

    def _without_head(self, kind: str, name: str) -> Iterable[str]:
        """The name without a word at its head that says only of what sort the body is: 国立|阳明交通大学."""
        for heads in self._rules.heads:
            for word in heads.words if heads.type == kind else ():
                if name.startswith(word) and len(name) - len(word) >= heads.least:
                    yield name[len(word) :]

    def full(self, kind: str, name: str) -> str:
        """The name of a part of a known body with the body's own name in full; empty if that is how it is written."""
        for units in self._rules.units:
            if units.type == kind and name.endswith(units.ends):
                break
        else:
            return ""
        for length in range(min(_LONGEST_BODY, len(name) - 2), 1, -1):
            known = self._gazetteer.forms.get(name[:length], ())
            rows = [row for row in known if self._gazetteer.entries[row].type == kind]
            if rows:
                rest = name[length:]
                whole = fold(self._gazetteer.entries[rows[0]].name) + self._ending_in_full(
                    kind, self._place_in_full(rest)
                )
                return whole if len(rows) == 1 and rest not in units.ends and whole != name else ""
        return ""

    def _ending_in_full(self, kind: str, rest: str) -> str:
        """The long form of the ending of a part, if it is written with a short one: 一附院, 第一附属医院."""
        long = {
            long
            for shortened in self._rules.shortened
            if shortened.type == kind
            for long, shorts in shortened.ends
            if rest in shorts
        }
        return min(long) if long else rest

    def _place_in_full(self, rest: str) -> str:
        head = self.place(rest)
        rows = self._gazetteer.forms.get(rest[:head], ())
        return self._gazetteer.entries[rows[0]].name + rest[head:] if len(rows) == 1 else rest

    def _tails(self, kind: str, name: str) -> Iterable[str]:
        """What stands alone behind a word like that of a hospital that belongs to a university."""
        for tails in self._rules.tails:
            for word in tails.behind if tails.type == kind else ():
                before, found, tail = name.rpartition(word)
                if found and before and len(tail) >= tails.least and self._own(tail):
                    yield tail

    def _patterned(self, name: str, one: Patterned) -> Iterable[str]:
        """The shorter forms of a name with a place in it, with each way in which the head of the place is written."""
        before, behind = one.long
        place = name[len(before) : len(name) - len(behind)]
        if not (name.startswith(before) and name.endswith(behind) and len(place) > 1):
            return
        rows = [
            row for row in self._gazetteer.forms.get(place, ()) if self._gazetteer.entries[row].kind in self._divisions
        ]
        for row in rows[:1]:
            entry = self._gazetteer.entries[row]
            heads = {place, *(alias for alias in entry.aliases if len(alias) > 1 and entry.name.startswith(alias))}
            yield from (left + head + right for left, right in one.short for head in heads)

    def _without(self, name: str, formal: Formal) -> Iterable[str]:
        """The name without its ending, without the place at its head, and without both."""
        plain = name.replace("(", "").replace(")", "") if "(" in name else name
        head = self.place(plain)
        fitting = [end for end in formal.ends if plain.endswith(end)]
        stems = [stem for end in fitting if not (stem := plain[: -len(end)]).endswith(formal.unfinished)]
        for stem in stems:
            if len(stem) >= formal.least and self._own(stem):
                yield stem
            yield from self._without_field(stem, head, formal)
        if head and fitting:
            for form in (plain, *stems):
                rest = form[head:]
                own = rest.removesuffix(fitting[0]) if form == plain else rest
                if len(own) >= max(formal.least, 3) and (self._own(own) or self._has_core(own, formal)):
                    yield rest

    def _has_core(self, form: str, formal: Formal) -> bool:
        """Tell whether something that no dictionary has stands before the field of business that a form ends with."""
        core = form.removesuffix(next((word for word in formal.fields if form.endswith(word)), ""))
        return 1 < len(core) < len(form) and not self._segmenter.knows(core) and not self.place(core + core)

    def _without_field(self, stem: str, head: int, formal: Formal) -> Iterable[str]:
        """What stays of a firm's name without its fields of business and its place: its own word."""
        own = stem[head:]
        while field := next((word for word in formal.fields if own.endswith(word) and len(own) > len(word)), ""):
            own = own.removesuffix(field)
            if len(own) >= max(formal.least, 3) and self._own(own) and not self.place(own + own):
                yield own

    def place(self, name: str) -> int:
        """How many characters at the head of a name are the place that it comes from; 0 if none or nothing else."""
        for length in range(min(_LONGEST_PLACE, len(name) - 2), 1, -1):
            ids = self._gazetteer.forms.get(name[:length], ())
            if any(self._gazetteer.entries[one].kind in self._divisions for one in ids):
                return length
        return 0

    def _own(self, form: str) -> bool:
        """Tell whether a form has something of its own: a word that no dictionary knows as an ordinary one."""
        if self._segmenter.knows(form):
            return False
        return any(
            len(word) == 1 or not tag.startswith(_COMMON) or tag.startswith(("nr", "ns", "nt", "nz"))
            for word, tag in self._segmenter.plain(form)
        )

    def is_peculiar(self, form: str, name: str, kind: str = "") -> bool:
        """Tell whether a declared form is peculiar enough to mean its name in other documents too.

        A mere head of the name (办法 of …管理办法), an ordinary word or two of them (公司, 实施方案) hold in their own
        document only; so do two letters. Plans and the like are named with ordinary words that are not of their name
        (烛光工程).
        """
        if form in self._gazetteer.forms:
            return False
        form, name = form.strip(_QUOTES), name.strip(_QUOTES)
        if self._common and self._common.fullmatch(form):
            return False
        if form.isascii():
            return len(form) > 2
        if len(form) < 2 or name.endswith(form) or self._segmenter.knows(form):
            return False
        if self._own(form) or (kind in self._rules.declared.types and len(form) > 2 and self._is_coined(form, name)):
            return True
        if len(form) >= _LONG and in_order(form, name):
            return True
        return len(form) > 3 and form[0] in (name[0], name[self.place(name) : self.place(name) + 1])

    def _is_coined(self, form: str, name: str) -> bool:
        """Tell whether a form has a word that its name does not have, and one that is not common to many names."""
        words = [(word, tag) for word, tag in self._segmenter.plain(form) if word not in self._rules.declared.common]
        said = [word for word, tag in words if not tag.startswith(("m", "q"))]
        counted = [word for word, tag in words if tag.startswith("m") and word not in name]
        return bool(said) and (bool(counted) or any(len(word) > 1 and word not in name for word in said))


def _ends_by_type(rules: IdentityRules) -> dict[str, tuple[str, ...]]:
    """All endings of names from which anything follows, by type: nearly all names have none."""
    found: dict[str, tuple[str, ...]] = {}
    for formal in rules.formal:
        found[formal.type] = (*found.get(formal.type, ()), *formal.ends)
    for shortened in rules.shortened:
        found[shortened.type] = (*found.get(shortened.type, ()), *(long for long, _ in shortened.ends))
    for one in rules.patterned:
        found[one.type] = (*found.get(one.type, ()), one.long[1])
    return found

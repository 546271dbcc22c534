"""Short forms that follow from a full name without anybody declaring them (北京云帆科技有限公司 → 云帆科技).

They are proposals: `kg.resolution` joins a form to the name only where no other name gives the same form.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kg.gazetteer import Gazetteer
from kg.identity import Formal, IdentityRules
from kg.segment import Segmenter

DERIVED = "derived"

_LONGEST_PLACE = 6
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
        self._ends = _ends_by_type(rules)

    def _forms(self, kind: str, name: str) -> tuple[str, ...]:
        """The forms that a name of a type can be used in, sorted; none that is known or an ordinary word."""
        found: set[str] = set()
        for parts in self._rules.parts:
            last = name.rpartition(parts.mark)[2]
            if parts.type == kind and parts.mark in name and len(last) >= parts.least:
                found.add(last)
        if not name.endswith(self._ends.get(kind, ())) and not found:
            return ()
        for formal in self._rules.formal:
            if formal.type == kind:
                found.update(self._without(name, formal))
        for shortened in self._rules.shortened:
            if shortened.type == kind:
                for long, shorts in shortened.ends:
                    if name.endswith(long) and len(name) > len(long) + 1:
                        found.update(name[: -len(long)] + short for short in shorts)
                        break
        return tuple(sorted(form for form in found if form != name and form not in self._gazetteer.forms))

    def _without(self, name: str, formal: Formal) -> Iterable[str]:
        """The name without its ending, without the place at its head, and without both."""
        plain = name.replace("(", "").replace(")", "") if "(" in name else name
        head = self.place(plain)
        fitting = [end for end in formal.ends if plain.endswith(end)]
        stems = [stem for end in fitting if not (stem := plain[: -len(end)]).endswith(formal.unfinished)]
        for stem in stems:
            if len(stem) >= formal.least and self._own(stem):
                yield stem
        if head and fitting:
            for form in (plain, *stems):
                rest = form[head:]
                own = rest.removesuffix(fitting[0]) if form == plain else rest
                if len(own) >= max(formal.least, 3) and self._own(own):
                    yield rest

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

    def is_peculiar(self, form: str, name: str) -> bool:
        """Tell whether a declared form is peculiar enough to mean its name in other documents too.

        A mere head of the name (办法 of …管理办法), an ordinary word or two of them (公司, 实施方案) hold in their own
        document only; so do two letters.
        """
        if form in self._gazetteer.forms:
            return False
        if form.isascii():
            return len(form) > 2
        if len(form) < 2 or name.endswith(form) or self._segmenter.knows(form):
            return False
        if self._own(form):
            return True
        return len(form) > 3 and form[0] in (name[0], name[self.place(name) : self.place(name) + 1])


def _ends_by_type(rules: IdentityRules) -> dict[str, tuple[str, ...]]:
    """All endings of names from which anything follows, by type: nearly all names have none."""
    found: dict[str, tuple[str, ...]] = {}
    for formal in rules.formal:
        found[formal.type] = (*found.get(formal.type, ()), *formal.ends)
    for shortened in rules.shortened:
        found[shortened.type] = (*found.get(shortened.type, ()), *(long for long, _ in shortened.ends))
    return found

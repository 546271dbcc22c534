"""Longer names of known bodies (泰国|朱拉隆功大学, 川大|华西口腔医院), and names that are only like those of firms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.shortening import Formal
from kg.text import fold

_LONGEST_HEAD = 14
"""No state, and no body, whose name begins a longer one has a name of so many characters."""
_LEAST_TAIL = 3
"""Characters of what stands behind a body's name in that of another one."""
_LEAST_BODY = 4
"""Characters of a body's name from which it is known without its state."""


class LongerNames:
    """Tells what a longer name has to do with the rows of the gazetteer."""

    def __init__(self, formal: Sequence[Formal], gazetteer: Gazetteer, country: str) -> None:
        """Keep the endings of full names, the known names, and the class of countries."""
        self._formal = formal
        self._bodies = frozenset(one.type for one in formal if one.fields)
        self._gazetteer = gazetteer
        self._country = country

    def is_other_firm(self, kind: str, name: str, row: str) -> bool:
        """Tell whether a full name is that of another firm than a row: one has shares, the other one has none.

        江西铜业股份有限公司 is owned by 江西铜业集团有限公司, whatever short forms they share.
        """
        entry = self._gazetteer.entries[row]
        for formal in self._formal:
            if formal.type == kind and name.endswith(formal.legal or "\0"):
                full = [form for one in (entry.name, *entry.aliases) if (form := fold(one)).endswith(formal.legal)]
                if full and all(form.endswith(formal.shares) != name.endswith(formal.shares) for form in full):
                    return True
        return False

    def in_its_state(self, kind: str, name: str) -> Iterable[str]:
        """The known name of a body behind the state in which it lies, or behind any if that is open (泰国|…大学)."""
        for length in range(2, min(_LONGEST_HEAD, len(name) - _LEAST_BODY + 1)) if kind in self._bodies else ():
            rows = self._gazetteer.forms.get(name[:length], ())
            states = {row for row in rows if self._gazetteer.entries[row].kind == self._country}
            for row in self._gazetteer.rows(name[length:], kind) if states else ():
                around = {one.id for one in self._gazetteer.containers(row) if one.kind == self._country}
                if not around or around & states:
                    yield name[length:]

    def of_body(self, kind: str, name: str) -> Iterable[str]:
        """The known names that begin with another form of the body that a name begins with: 川大|华西口腔医院."""
        for length in range(2, min(_LONGEST_HEAD, len(name) - _LEAST_TAIL + 1)) if kind in self._bodies else ():
            rows = self._gazetteer.rows(name[:length], kind)
            entry = self._gazetteer.entries[rows[0]] if len(rows) == 1 else None
            if entry is None:
                continue
            # A listed company's branches go by the name of its group, too: 中国石油化工股份有限公司|镇海炼化分公司.
            owners = [one for one in self._gazetteer.containers(entry.id) if one.type == kind]
            for form in (fold(form) for one in (entry, *owners) for form in (one.name, *one.aliases)):
                if form + name[length:] in self._gazetteer.forms:
                    yield form + name[length:]

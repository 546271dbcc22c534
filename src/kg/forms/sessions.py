"""Sessions of congresses in full: 浙江省十四届人大二次会议 is 浙江省第十四届人民代表大会第二次会议."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.shortening import NUMBERS, Patterned
from kg.text import fold

_PLACE = "(?P<place>[\u3400-\u9fff]{2,12}?)"
_NUMBER = "[0-9一二三四五六七八九十百]{1,4}"


class SessionForms:
    """Writes such names in full, with one set of patterns."""

    def __init__(self, patterned: Iterable[Patterned], gazetteer: Gazetteer, divided: Sequence[str]) -> None:
        """Compile the patterns.

        Args:
            patterned: names with a place in them; those that have numbers too are of sessions.
            gazetteer: the known names, for what a place is called in full.
            divided: how the names of places end that no row has.
        """
        self._gazetteer = gazetteer
        self._divided = tuple(divided)
        self._of: dict[str, list[tuple[re.Pattern[str], tuple[str, str]]]] = defaultdict(list)
        for one in patterned:
            if one.numbered:
                self._of[one.type] += [(_expression(*short), one.long) for short in (one.long, *one.short)]

    def full(self, kind: str, name: str) -> str:
        """The name with all that is left out or shortened in it; empty if it is of no session, or if nothing is."""
        for expression, (before, behind) in self._of.get(kind, ()):
            match = expression.fullmatch(name)
            place = self._in_full(match["place"]) if match else ""
            if match and place:
                for number in NUMBERS:
                    before, behind = (part.replace(number, match[number[1:-1]]) for part in (before, behind))
                whole = before + place + behind
                return whole if whole != name else ""
        return ""

    def _in_full(self, place: str) -> str:
        rows = self._gazetteer.forms.get(place, ())
        if len(rows) == 1 and self._gazetteer.entries[rows[0]].name.endswith(self._divided):
            return fold(self._gazetteer.entries[rows[0]].name)
        return place if place.endswith(self._divided) else ""


def _expression(before: str, behind: str) -> re.Pattern[str]:
    """A regular expression for what a pattern says: any place, and any number where one stands."""
    text = re.escape(before) + _PLACE + re.escape(behind)
    for number in NUMBERS:
        text = text.replace(re.escape(number), f"(?P<{number[1:-1]}>{_NUMBER})")
    return re.compile(text)

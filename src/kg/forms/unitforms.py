"""The forms of the parts of known bodies: 清华大学经济管理学院 is also 清华经管学院."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.shortening import Formal, Shortened, Units
from kg.segment import Segmenter
from kg.text import fold
from kg.wording import alternatives, in_order

_LONGEST_BODY = 16
_LONG = 8
"""Characters of what stands behind a body from which it can stand alone: 灾害天气国家重点实验室."""
_MOST_BODIES = 3
_LONGEST_ALIAS = 8
_HAN = re.compile("[\u3400-\u9fff]+")


class UnitForms:
    """Takes the name of a part as that of a known body with what stands behind it, and varies both."""

    def __init__(
        self,
        units: Iterable[Units],
        shortened: Iterable[Shortened],
        formal: Sequence[Formal],
        gazetteer: Gazetteer,
        segmenter: Segmenter,
        place: Callable[[str], int],
    ) -> None:
        """Keep what is needed.

        Args:
            units: the endings of parts, and what these lose for short.
            shortened: endings of any names with the shorter ones that are also used.
            formal: endings of firms, which are no parts.
            gazetteer: the known names.
            segmenter: tells words.
            place: how many characters at the head of a name are a place.
        """
        self._units = {one.type: one for one in units}
        self.kinds = frozenset(self._units)
        """The types of bodies that have parts."""
        self._long: dict[str, dict[str, str]] = {}
        for one in shortened:
            of_type = self._long.setdefault(one.type, {})
            for long, shorts in one.ends:
                for short in shorts:
                    of_type[short] = min(long, of_type.get(short, long))
        self._formal = {
            kind: tuple(end for one in formal if one.type == kind for end in one.ends) for kind in self._units
        }
        ends = alternatives(end for of in self._formal.values() for end in of)
        self._formless = re.compile(rf"^(?:\([^()]+\))?(?:{ends})(?=.{{3}})")  # 渣打银行|(中国)有限公司|重庆分行
        self.forms = lru_cache(maxsize=1 << 16)(self._forms)
        self._split = lru_cache(maxsize=1 << 16)(self._split_name)
        self._gazetteer = gazetteer
        self._segmenter = segmenter
        self._place = place

    def full(self, kind: str, name: str) -> str:
        """The name of a part of a known body with the body's own name in full; empty if that is how it is written."""
        if kind not in self.kinds or not name.endswith(self._units[kind].ends):
            return ""
        if not (found := self._split(kind, name)):
            return ""
        row, rest = found
        end = self._long.get(kind, {}).get(rest, "")
        whole = fold(self._gazetteer.entries[row].name) + (end or self._place_in_full(rest))
        return whole if whole != name else ""

    def _forms(self, kind: str, name: str) -> frozenset[str]:
        """Shorter forms of the name of a part: any form of the body, words cut to their heads, shorter endings."""
        if not name.endswith(self._units[kind].ends) or not (found := self._split(kind, name)):
            return frozenset()
        row, rest = found
        rests = dict.fromkeys((rest, *self._shorter(self._units[kind], rest)))
        entry = self._gazetteer.entries[row]
        aliases = sorted((fold(one) for one in entry.aliases), key=lambda one: (len(one), one))
        short = [one for one in aliases if 1 < len(one) <= _LONGEST_ALIAS and _HAN.fullmatch(one)]
        bodies = dict.fromkeys((name[: len(name) - len(rest)], fold(entry.name), *short[:_MOST_BODIES]))
        alone = [rest] if rest.endswith(self._units[kind].alone or "\0") and len(rest) > _LONG else []
        return frozenset((*alone, *(body + one for body in bodies for one in rests if len(body) + len(one) > 3)))

    def _split_name(self, kind: str, name: str) -> tuple[str, str] | None:
        """The row of the body that a part's name begins with, if that is one alone, and what stands behind it."""
        units = self._units[kind]
        if len(_end(name, self._formal[kind])) > len(_end(name, units.ends)):
            return None  # a firm (公司), no department (司)
        for length in range(min(_LONGEST_BODY, len(name) - 2), 1, -1):
            head, bracket, _ = name[:length].partition("(")
            if bracket and self._gazetteer.rows(head, kind):
                continue  # the branch is called after the bank: 渣打|(中国)有限公司重庆分行
            if rows := self._gazetteer.rows(name[:length], kind):
                rest = self._formless.sub("", name[length:]) or name[length:]
                is_unit = rest not in units.ends or rest in units.single
                return (rows[0], rest) if len(rows) == 1 and is_unit else None
        return None

    def _shorter(self, units: Units, rest: str) -> Iterator[str]:
        """What stands behind the body for short: its words cut to their heads, or but one, and its ending shortened."""
        if rest in units.single:
            yield from (short for short in units.short.get(rest, ()) if in_order(short, rest))  # 复旦大学|管理学院
        fitting = [end for end in units.ends if rest.endswith(end) and len(end) < len(rest)]
        for end in {*sorted(fitting, key=len)[-1:], *sorted(fitting, key=lambda end: (len(end) < 2, len(end)))[:1]}:
            ends = (end, *units.short.get(end, ()))
            for core in self._cores(units, rest[: len(rest) - len(end)], end):
                yield from (core + last for last in ends if len(core) > 1)

    def _cores(self, units: Units, core: str, end: str) -> Iterator[str]:
        """What stands before the ending of a part, in full, by the heads of its words, and by the first of them."""
        yield core
        at = self._place(core + end)
        own = core[at:]
        words = [word for word, _ in self._segmenter.plain(own) if word not in units.left_out]
        if len(words) > 1:
            yield core[:at] + "".join(word[0] for word in words)
        if words and words[0] != own:
            yield core[:at] + words[0]

    def _place_in_full(self, rest: str) -> str:
        head = self._place(rest)
        rows = self._gazetteer.forms.get(rest[:head], ())
        return self._gazetteer.entries[rows[0]].name + rest[head:] if len(rows) == 1 else rest


def _end(name: str, ends: Iterable[str]) -> str:
    """The longest of some endings that a name has; empty if it has none."""
    return max(filter(name.endswith, ends), key=len, default="")

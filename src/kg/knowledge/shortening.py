"""How full names are written for short: the parts of ``ontology/identity.yaml`` that `kg.forms.derived` applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Formal:
    """Endings that full names of a type lose for short; at least ``least`` characters must stay.

    What stays does not end in one of ``unfinished``; words of ``fields`` at its end can go too. A ``common`` word
    before a field is no firm's own. Names that end in one of ``legal`` are those of two firms if just one of them ends
    in one of ``shares``.
    """

    type: str
    ends: tuple[str, ...]
    unfinished: tuple[str, ...]
    least: int
    fields: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    legal: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AfterMark:
    """A mark behind the last of which names of a type are used alone, if at least ``least`` characters stand there."""

    type: str
    mark: str
    least: int


@dataclass(frozen=True)
class Shortened:
    """Endings of names of a type with the shorter ones that they are also written with, longest first."""

    type: str
    ends: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The longest of the endings that a name has with two characters or more before it; empty if it has none."""
        for length in self._lengths:
            if length + 1 < len(name) and (shorts := self._by_ending.get(name[-length:])) is not None:
                return name[-length:], shorts
        return "", ()

    @cached_property
    def _by_ending(self) -> dict[str, tuple[str, ...]]:
        return dict(reversed(self.ends))

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(long) for long, _ in self.ends if long}, reverse=True)


@dataclass(frozen=True, slots=True)
class Tails:
    """Words behind which names of a type are used alone, if at least ``least`` characters of their own stand there.

    With ``ends``, only those are that end so, with and without that ending.
    """

    type: str
    behind: tuple[str, ...]
    least: int
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """Words at the head of names of a type that say only of what sort a body is; ``least`` characters stand behind."""

    type: str
    words: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Units:
    """Endings of the parts of a body, before which the body's own name is written with any of its forms.

    Some have endings that are ``short`` for them; words that are ``left_out`` go when others are cut to their heads.
    What ends in one of ``alone`` is also named without the body. Of what is ``single`` a body has just one, which has
    no name of its own.
    """

    type: str
    ends: tuple[str, ...]
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: tuple[str, ...] = ()
    single: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


OUTER = "{outer}"
"""What stands in a pattern for a place that its shorter forms leave out: 国网{outer}电力有限公司{place}供电公司."""


NUMBERS = ("{term}", "{session}")
"""What stands in a pattern for the numbers of a congress and of its session: {place}{term}届人大{session}次会议."""


@dataclass(frozen=True, slots=True)
class Patterned:
    """A full name of a type with a place in it, as what stands before and behind the place, and its shorter forms.

    Of the shorter forms too there is what stands before and behind the place. Before it there may be an `OUTER` one.
    """

    type: str
    long: tuple[str, str]
    short: tuple[tuple[str, str], ...]

    @property
    def numbered(self) -> bool:
        """Tell whether numbers stand in the pattern: it is of the sessions of a congress."""
        return all(number in self.long[0] + self.long[1] for number in NUMBERS)


@dataclass(frozen=True, slots=True)
class Routes:
    """Ways of a type and class that are named by the places which they join: 西安至延安高速铁路, 西延高铁.

    One of ``joints`` stands between places; ``ends`` have the shorter endings that are used for them. A place gives
    one of its characters to the short form, or one of its ``initials``.
    """

    type: str = ""
    kind: str = ""
    joints: tuple[str, ...] = ()
    ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    initials: Mapping[str, str] = field(default_factory=dict)


def by_ending(rules: Iterable[Patterned]) -> dict[str, dict[int, dict[str, list[Patterned]]]]:
    """Patterns by type, and by the length of what stands behind the place and by that itself: a name fits few."""
    found: dict[str, dict[int, dict[str, list[Patterned]]]] = {}
    for one in rules:
        behind = one.long[1]
        if one.numbered:
            continue
        found.setdefault(one.type, {}).setdefault(len(behind), {}).setdefault(behind, []).append(one)
    return found


def ends_by_type(
    formal: Iterable[Formal], shortened: Iterable[Shortened], patterned: Iterable[Patterned]
) -> dict[str, tuple[str, ...]]:
    """All endings of names from which anything follows, by type: nearly all names have none."""
    found: dict[str, tuple[str, ...]] = {}
    for one in formal:
        found[one.type] = (*found.get(one.type, ()), *one.ends)
    for short in shortened:
        found[short.type] = (*found.get(short.type, ()), *(long for long, _ in short.ends))
    for pattern in patterned:
        found[pattern.type] = (*found.get(pattern.type, ()), pattern.long[1])
    return found


@dataclass(frozen=True, slots=True)
class Declared:
    """Types whose declared short forms hold in all documents unless all their words are ``common`` or of the name."""

    types: frozenset[str] = frozenset()
    common: tuple[str, ...] = ()

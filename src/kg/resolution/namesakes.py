"""Persons of one name, told apart by all that documents say of them: posts, occupations, ages, years of life.

What a document says of the persons of a name is a *profile*. Profiles that share a body are one person, unless what is
said of them does not go together; those without a body go to the one person that they fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

from kg.apart.posts import ACTIVE, AGE, BORN, DIED, FIELD, MARK, OCCUPATION, RARE
from kg.groups import Groups
from kg.resolution.gathered import Bodies
from kg.wording import in_order

_AGES, _BIRTHS = 15, 2
"""Years by which ages of one person (documents tell them at different times) and years of birth may differ."""

_ACTIVE = 60
"""Years in which one person can be active."""

_LONG_AGO = 1980
"""Who died before is none of whom a document tells an age of today."""

_SPAN = (1990, 2035)
"""Years between which documents tell ages of today: with an age they bound the year of birth."""

_EDGE = 2
"""Characters at both ends that a body's name shares with a shorter form of it that leaves out something between."""

_SHORTEST = 3
"""Characters of a body's name that may stand for a longer one with the same end."""


@dataclass(frozen=True, slots=True)
class PartedPersons:
    """The persons that share a name, told apart.

    Attributes:
        post_of: by type, key and what a document says of the person, what stands for the person that it means.
        bodies: of each person, by type, key and what stands for it behind ``@``, all bodies and occupations.
    """

    post_of: dict[tuple[str, str, Bodies], str] = field(default_factory=dict)
    bodies: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)


class _Life(NamedTuple):
    """What is said of a person beside the bodies at which it has posts."""

    occupations: frozenset[str] = frozenset()
    fitting: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    ages: frozenset[int] = frozenset()
    births: frozenset[int] = frozenset()
    deaths: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()

    def fits(self, other: _Life) -> bool:
        """Tell whether both can be said of one person."""
        if self.occupations and other.occupations and not self.fitting & other.occupations:
            return False
        if self.fields and other.fields and not self.fields & other.fields:
            return False
        return (
            _near(self.ages, other.ages, _AGES)
            and _near(self.births, other.births, _BIRTHS)
            and _near(self.deaths, other.deaths, _BIRTHS)
            and _near(self.years, other.years, _ACTIVE)
            and self._may_be_of(other)
            and other._may_be_of(self)
        )

    def _may_be_of(self, other: _Life) -> bool:
        """Tell whether the other years of death and birth fit these ages and years of birth."""
        first, last = _SPAN
        if self.ages and not all(first - max(self.ages) <= born <= last - min(self.ages) for born in other.births):
            return False
        if any(year < born for year in self.years for born in other.births):
            return False
        if any(year > died + _BIRTHS for year in self.years for died in other.deaths):
            return False
        return not any(died <= max(self.births, default=0) or (self.ages and died < _LONG_AGO) for died in other.deaths)

    def plain(self) -> tuple[tuple[str | int, ...], ...]:
        """The same as lists in order."""
        return tuple(tuple(sorted(part)) for part in self)


def _near(first: frozenset[int], second: frozenset[int], most: int) -> bool:
    return not first or not second or any(abs(one - other) <= most for one in first for other in second)


def _with(first: _Life, second: _Life) -> _Life:
    return _Life(
        first.occupations | second.occupations,
        first.fitting | second.fitting,
        first.fields | second.fields,
        first.ages | second.ages,
        first.births | second.births,
        first.deaths | second.deaths,
        first.years | second.years,
    )


def tell_namesakes(
    posts: Iterable[tuple[str, str, Bodies]], body_of: Callable[[str, str], str] = lambda kind, body: body
) -> PartedPersons:
    """Part persons of one name by what documents say of them.

    Args:
        posts: type and key of the persons, and the bodies and marks that some document names together with each.
        body_of: what stands for a body of a type under all its names.
    """
    told: dict[tuple[str, str], set[Bodies]] = defaultdict(set)
    for kind, person, bodies in posts:
        told[kind, person].add(bodies)
    found = PartedPersons()
    for (kind, person), documents in sorted(told.items()):
        if len(documents) < 2:
            continue
        persons = _Profiles(sorted(documents), body_of)
        groups = persons.groups()
        if len(groups) < 2:
            continue
        for name, members in persons.named(groups).items():
            found.bodies[kind, person, f"@{name}"] = frozenset(
                word for one in members for word in (*persons.bodies[one], *persons.lives[one].occupations)
            )
            for one in members:
                found.post_of[kind, person, one] = name
    return found


class Lives:
    """What documents say of persons, by name."""

    def __init__(self, posts: Iterable[tuple[str, str, Bodies]]) -> None:
        """Gather it.

        Args:
            posts: type and key of the persons, and the bodies and marks that some document names together with each.
        """
        self._of: dict[tuple[str, str], list[_Life]] = defaultdict(list)
        for kind, person, bodies in sorted(posts):
            self._of[kind, person].append(_life(bodies))

    def may_be_one(self, kind: str, form: str, name: str) -> bool:
        """Tell whether what is said of a part of a name can be said of the whole name too: 史密斯, 约翰·史密斯."""
        forms, names = self._of.get((kind, form), ()), self._of.get((kind, name), ())
        return not forms or not names or any(one.fits(other) for one in forms for other in names)


class _Profiles:
    """What documents say of the persons of one name, in order."""

    def __init__(self, profiles: Sequence[Bodies], body_of: Callable[[str, str], str]) -> None:
        self.bodies = {
            one: tuple(sorted({body_of(kind, body) for kind, body in one if not kind.startswith(MARK)}))
            for one in profiles
        }
        self.lives = {one: _life(one) for one in profiles}
        self._rare = any(mark == RARE for one in profiles for mark, _ in one)
        self._same: Groups[Bodies] = Groups()

    def groups(self) -> list[list[Bodies]]:
        """The profiles of each person."""
        at: dict[str, list[Bodies]] = defaultdict(list)
        for one, bodies in self.bodies.items():
            for body in bodies:
                at[body].append(one)
        for _, members in sorted(at.items()):
            self._unite({one: self.lives[one] for one in members})
        self._unite_shortened(at)
        placed = [one for one, bodies in self.bodies.items() if bodies]
        if self._rare:
            self._unite(self._persons(placed))
        self._place_others(self._persons(placed))
        together: dict[Bodies, list[Bodies]] = defaultdict(list)
        for one in self.bodies:
            together[self._same.root(one)].append(one)
        return list(together.values())

    def named(self, groups: list[list[Bodies]]) -> dict[str, list[Bodies]]:
        """The groups by what stands for each: the first body that it alone has, else all that is said."""
        holders: dict[str, set[int]] = defaultdict(set)
        for number, members in enumerate(groups):
            for body in {body for one in members for body in self.bodies[one]}:
                holders[body].add(number)
        own: dict[int, str] = {}
        for body, numbers in holders.items():
            if len(numbers) == 1:
                (number,) = numbers
                own[number] = min(body, own.get(number, body))
        found: dict[str, list[Bodies]] = {}
        for number, members in enumerate(groups):
            name = own.get(number) or self._described(members)
            found.setdefault(name, []).extend(members)
        return found

    def _described(self, members: Sequence[Bodies]) -> str:
        life = reduce(_with, (self.lives[one] for one in members))._replace(fitting=frozenset())
        said = [str(word) for part in life.plain() for word in part]
        return "+".join([*said, *sorted({body for one in members for body in self.bodies[one]})])

    def _persons(self, profiles: Iterable[Bodies]) -> dict[Bodies, _Life]:
        """All that is said of each person found so far, by the profile that stands for it."""
        found: dict[Bodies, _Life] = {}
        for one in profiles:
            root = self._same.root(one)
            found[root] = _with(found.get(root, _Life()), self.lives[one])
        return found

    def _unite(self, lives: dict[Bodies, _Life]) -> None:
        """Unite those that fit; one that has no occupation and fits several stays apart."""
        first: dict[_Life, Bodies] = {}
        for one, life in lives.items():
            self._same.unite(first.setdefault(life, one), one)
        ordered = sorted(first, key=_Life.plain)
        told = [life for life in ordered if life.occupations]
        for number, life in enumerate(told):
            for other in told[:number]:
                if life.fits(other):
                    self._same.unite(first[life], first[other])
        untold = [life for life in ordered if not life.occupations]
        for number, life in enumerate(untold):
            roots = {self._same.root(first[other]) for other in told if life.fits(other)}
            if len(roots) == 1:
                self._same.unite(first[life], roots.pop())
            elif not told:
                for other in untold[:number]:
                    if life.fits(other):
                        self._same.unite(first[life], first[other])

    def _unite_shortened(self, at: dict[str, list[Bodies]]) -> None:
        """Unite those of whom one has its post at the other's body, told without the place: 河北省水利厅, 省水利厅."""
        names = {body: body.partition("@")[0] for body in at}
        short = {name for name in names.values() if len(name) >= _SHORTEST}
        longer: dict[str, set[str]] = defaultdict(set)
        alike: dict[tuple[str, str], set[str]] = defaultdict(set)
        for body, name in names.items():
            for start in range(1, len(name) - _SHORTEST + 1):
                if name[start:] in short:
                    longer[name[start:]].add(body)
            if ":" not in name and len(name) > 2 * _EDGE:
                alike[name[:_EDGE], name[-_EDGE:]].add(body)
        for bodies in alike.values():  # 大同|矿务局|云冈矿, 大同|云冈矿
            for body in bodies:
                longer[names[body]] |= {
                    other
                    for other in bodies
                    if len(names[other]) > len(names[body]) and in_order(names[body], names[other])
                }
        persons = self._persons(self.bodies)
        for body, name in sorted(names.items()):
            roots = {self._same.root(at[other][0]) for other in longer.get(name, ())}
            if len(roots) == 1:
                (root,) = roots
                own = self._same.root(at[body][0])
                if own != root and persons[own].fits(persons[root]):
                    both = _with(persons[own], persons[root])
                    self._same.unite(own, root)
                    persons[self._same.root(own)] = both

    def _place_others(self, placed: dict[Bodies, _Life]) -> None:
        """Give profiles without a body to the one person that they fit, and unite those that fit none."""
        by_life: dict[_Life, list[Bodies]] = defaultdict(list)
        for one, life in placed.items():
            by_life[life].append(one)
        left: dict[Bodies, _Life] = {}
        for one, bodies in self.bodies.items():
            if bodies:
                continue
            fitting = [root for life, roots in by_life.items() if self.lives[one].fits(life) for root in roots[:2]]
            if len(fitting) == 1:
                self._same.unite(one, fitting[0])
            elif not fitting:
                left[one] = self.lives[one]
        self._unite(left)


def _life(profile: Bodies) -> _Life:
    """What the marks of a profile say."""
    said: dict[str, set[str]] = defaultdict(set)
    for mark, told in profile:
        said[mark].add(told)
    occupations = [told.split("|") for told in said[OCCUPATION]]
    return _Life(
        frozenset(name for name, *_ in occupations),
        frozenset(name for _, *fitting in occupations for name in fitting),
        frozenset(said[FIELD]),
        *(frozenset(map(int, said[mark])) for mark in (AGE, BORN, DIED, ACTIVE)),
    )

"""Dates, sums and roles that go with a relation: as the text has them, and as typed values where they can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date as calendar_date
from decimal import Decimal
from itertools import takewhile

from kg.model import Qualifier, Span
from kg.relations.reader import Finding
from kg.relations.scene import Scene
from kg.text import NormalisedText, display
from kg.wording import any_of

DATE, AMOUNT, ROLE = "date", "amount", "role"
_EDGES = '、,“”" '
LONGEST_ROLE = 30

_FINER = {"year": (4, "gYear"), "month": (7, "gYearMonth"), "day": (10, "date")}
"""How much of a day each part of a date tells, in characters, and the datatype of that."""

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


class QualifierReader:
    """Finds the qualifiers of findings by the patterns of the grammar."""

    def __init__(
        self,
        patterns: Mapping[str, tuple[re.Pattern[str], ...]],
        scales: Mapping[str, int],
        particles: Iterable[str] = (),
    ) -> None:
        """Keep what qualifiers look like.

        Args:
            patterns: by qualifier name; of patterns that overlap the earlier one has the text.
            scales: what the words for scale in sums stand for.
            particles: words that are no part of a role's ends.
        """
        self.patterns = patterns
        self._any = {name: any_of(some) for name, some in patterns.items()}
        self.scales = scales
        self.particles = tuple(particles)
        self._scene: Scene | None = None
        self._seen: dict[tuple[str, Span], list[re.Match[str]]] = {}

    def read(self, text: NormalisedText, finding: Finding) -> tuple[Qualifier, ...]:
        """Give a finding's qualifiers, sorted by name."""
        return tuple(sorted(self._qualifiers(text, finding)))

    def _qualifiers(self, text: NormalisedText, finding: Finding) -> Iterator[Qualifier]:
        if finding.trigger is None and not finding.rule.role:
            return
        date = self._nearest(finding, DATE)
        if date:
            yield _qualifier(text, date, DATE, *_date(date))
        amount = self._nearest(finding, AMOUNT) if finding.rule.amount else None
        if amount:
            yield _qualifier(text, amount, AMOUNT, *self._amount(amount))
        role = self._role(text, finding)
        if role:
            yield Qualifier(ROLE, role)

    def _nearest(self, finding: Finding, name: str) -> re.Match[str] | None:
        """The expression nearest to the trigger in its clause, else the last one before it in the sentence."""
        scene, trigger = finding.scene, finding.trigger
        if trigger is None or not self.patterns.get(name):
            return None
        clause = scene.clause(trigger.start)
        inside = self._matches(scene, clause, name)
        if inside:
            return min(inside, key=lambda m: (max(trigger.start - m.end(), m.start() - trigger.end), m.start()))
        before = self._matches(scene, Span(scene.span.start, clause.start), name) if name == DATE else []
        return before[-1] if before else None

    def _matches(self, scene: Scene, span: Span, name: str) -> list[re.Match[str]]:
        """Expressions in a range that lie outside names; where patterns overlap the earlier one has it.

        Findings come scene by scene, and those of one scene mostly ask for the same ranges.
        """
        if scene is not self._scene:
            self._scene, self._seen = scene, {}
        found = self._seen.get((name, span))
        if found is None:
            found = self._seen[name, span] = []
            if not self._any[name].search(scene.key, span.start, span.end):
                return found  # mostly, told in one go
            taken: list[tuple[int, int]] = []
            for pattern in self.patterns[name]:
                for match in pattern.finditer(scene.key, span.start, span.end):
                    first, last = match.span()
                    taken = taken or [(name.start, name.end) for name in scene.names]
                    if last > first and not any(start < last and first < end for start, end in taken):
                        taken.append((first, last))
                        found.append(match)
            found.sort(key=lambda match: match.start())
        return found

    def _amount(self, match: re.Match[str]) -> tuple[str, str]:
        """The typed value of a sum, without its unit; empty if its number is written in words."""
        parts = match.groupdict()
        scale = self.scales.get(parts.get("scale") or "", 0) if parts.get("scale") else 1
        digits = parts.get("number") or ""
        if not scale or not _NUMBER.fullmatch(digits):
            return "", ""
        number = Decimal(digits.replace(",", "")) * scale
        return f"{number.normalize():f}", "decimal"

    def _role(self, text: NormalisedText, finding: Finding) -> str:
        first, second = sorted((finding.subject, finding.object), key=lambda name: name.start)
        if finding.rule.role == "trigger" and finding.trigger:
            span = finding.trigger
        elif finding.rule.role == "gap":
            # In a list of those who have a post, it ends before the first of them.
            kind, names = second.mention.type, finding.scene.names
            others = (one.start for one in names if one.mention.type == kind and one.start >= first.end)
            span = Span(first.end, min(others, default=second.start))
        else:
            return ""
        if span.start == first.end == span.end - 1:
            span = Span(span.start - 1, span.end)  # a post that shares a character with the body: 卫生局|长
        role = display(_original(text, span)).strip(_EDGES)
        for particle in self.particles:
            role = role.removeprefix(particle).removesuffix(particle).strip(_EDGES)
        return role if len(role) <= LONGEST_ROLE else ""


def _qualifier(text: NormalisedText, match: re.Match[str], name: str, value: str, datatype: str) -> Qualifier:
    return Qualifier(name, display(_original(text, Span(*match.span()))), value, datatype)


def _original(text: NormalisedText, span: Span) -> str:
    original = text.span(span.start, span.end)
    return text.original[original.start : original.end]


def _date(match: re.Match[str]) -> tuple[str, str]:
    """The typed value of a date that names its year, by XML Schema: gYear, gYearMonth or date."""
    parts = {key: value for key, value in match.groupdict().items() if value}
    told = list(takewhile(parts.__contains__, _FINER))
    if not told:
        return "", ""
    try:
        numbers = [int(parts[key]) for key in told]
        day = calendar_date(*numbers, *[1] * (len(_FINER) - len(told))).isoformat()
    except ValueError:
        return "", ""  # there is no such day, or its number is written in words
    length, datatype = _FINER[told[-1]]
    return day[:length], datatype

"""How often many forms stand in a text, in time that grows with the text and not with the text times the forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

import daachorse

FEW = 200_000
"""Characters to look at (forms times text) up to which looking for one form after the other is faster."""


def occurrences(text: str, forms: Collection[str]) -> Mapping[str, int]:
    """How often each form stands in a text, counted as `str.count` does: places do not overlap.

    Args:
        text: where to look.
        forms: what to look for; none of them is empty.
    """
    if len(forms) * len(text) <= FEW:
        return {form: text.count(form) for form in forms}
    ordered = sorted(set(forms))
    found: Counter[str] = Counter()
    reached = [0] * len(ordered)
    for start, end, index in daachorse.CharwiseDoubleArrayAhoCorasick(ordered).find_overlapping(text):
        if start >= reached[index]:
            reached[index] = end
            found[ordered[index]] += 1
    return found


def places(text: str, forms: Collection[str]) -> Iterable[tuple[int, int, str]]:
    """Start and end of each place of each form, overlapping ones too, in order of their ends, the longest first.

    Args:
        text: where to look.
        forms: what to look for; none of them is empty.
    """
    if len(forms) * len(text) <= FEW:
        found = []
        for form in forms:
            at = text.find(form)
            while at >= 0:
                found.append((at + len(form), at, form))
                at = text.find(form, at + 1)
        return [(start, end, form) for end, start, form in sorted(found)]
    ordered = sorted(set(forms))
    scan = daachorse.CharwiseDoubleArrayAhoCorasick(ordered)
    return ((start, end, ordered[index]) for start, end, index in scan.find_overlapping(text))


def holders(forms: Collection[str], names: Collection[str]) -> Mapping[str, Collection[str]]:
    """The names in which each form stands.

    Args:
        forms: what to look for; none of them is empty.
        names: where to look.
    """
    if len(forms) * sum(map(len, names)) <= FEW:
        return {form: [name for name in names if form in name] for form in forms}
    ordered = sorted(set(forms))
    if not ordered:
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    scan = daachorse.CharwiseDoubleArrayAhoCorasick(ordered)
    for name in names:
        for _, _, index in scan.find_overlapping(name):
            found[ordered[index]].add(name)
    return found

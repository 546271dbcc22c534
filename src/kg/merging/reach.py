"""All that what changed could bear on: the uses of names that ties lead to, over other uses and what documents told."""

from __future__ import annotations

from collections.abc import Iterable

from kg.keeping.packing import unpacked
from kg.knowledge.gazetteer import Gazetteer
from kg.merging.rows import use_of
from kg.merging.tables import Tables
from kg.resolution.gathered import Use
from kg.resolution.ties import ties_of

_LED_TO = (
    "SELECT other FROM bond WHERE one = ?",
    # What a form is of, or which person is of a body, matters where a document uses it.
    "SELECT one FROM bond WHERE other = ? AND EXISTS (SELECT 1 FROM tied WHERE tie = one)",
)


def uses_of(tables: Tables, numbers: Iterable[int]) -> dict[int, Use]:
    """Uses by their numbers."""
    found = {}
    for number in numbers:
        row = tables.connection.execute("SELECT plain FROM use WHERE number = ?", (number,)).fetchone()
        found[number] = use_of(unpacked(row[0]))
    return found


def reached(
    tables: Tables, numbers: Iterable[int], ties: Iterable[int], gazetteer: Gazetteer
) -> tuple[dict[int, Use], set[int]]:
    """All uses and ties that some lead to, with these themselves.

    Args:
        tables: those that can be amended (`kg.merging.layout.AMENDABLE`).
        numbers: uses.
        ties: ties.
        gazetteer: the known names.
    """
    run = tables.connection.execute
    uses: dict[int, Use] = {}
    met: set[int] = set()
    further, fresh = set(numbers), set(ties)
    while further or fresh:
        found = uses_of(tables, further)
        uses |= found
        fresh = {tie for use in found.values() for tie in ties_of(use, gazetteer)} | fresh
        fresh -= met
        met |= fresh
        further = set()
        following: set[int] = set()
        for tie in fresh:
            further.update(use for (use,) in run("SELECT use FROM tied WHERE tie = ?", (tie,)))
            for query in _LED_TO:
                following.update(one for (one,) in run(query, (tie,)))
        further -= uses.keys()
        fresh = following - met
    return uses, met

"""How right resolution is: pairs of names, each in a document of its own, that mean one thing or not.

A file has a row a pair (see ``docs/resolution.md``): its kind, ``same`` or ``different``, a name and the text it
stands in, another name and its text. Each pair is read as two documents, names found by kg itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.engines.local import read_in_turn
from kg.errors import Fault, InputError, Location, OntologyError
from kg.extraction import Extraction, Extractor
from kg.model import Document, Mention
from kg.resolve import resolve

COLUMNS = ("kind", "verdict", "name", "text", "other", "other text")
SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a file of pairs."""

    kind: str
    verdict: str
    name: str
    text: str
    other: str
    other_text: str
    location: Location


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair and what was found.

    ``joined`` says whether the two names became one thing; ``unread`` are those of them that were not found as names.
    """

    pair: Pair
    joined: bool
    unread: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Tell whether it came out as it should: together if the same, else apart."""
        return self.joined == (self.pair.verdict == SAME)


def read_pairs(path: Path) -> list[Pair]:
    """Read a file of pairs.

    Raises:
        InputError: it cannot be read.
        OntologyError: with every row that is at fault.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read: {error}", "a file of pairs is a table in UTF-8") from error
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    faults: list[Fault] = []
    pairs: list[Pair] = []
    if not rows or tuple(rows[0][1]) != COLUMNS:
        hint = f"the first line must be: {', '.join(COLUMNS)} (tab separated)"
        raise OntologyError(
            [Fault(Location(str(path), rows[0][0] if rows else 1), "the header is missing or wrong", hint)]
        )
    for number, cells in rows[1:]:
        location = Location(str(path), number)
        if len(cells) != len(COLUMNS):
            faults.append(
                Fault(location, f"expected {len(COLUMNS)} cells, found {len(cells)}", "cells are separated by tabs")
            )
        elif cells[1] not in (SAME, DIFFERENT):
            faults.append(Fault(location, f"'{cells[1]}' is no verdict", f"write {SAME} or {DIFFERENT}"))
        elif cells[2] not in cells[3] or cells[4] not in cells[5]:
            missing = cells[2] if cells[2] not in cells[3] else cells[4]
            faults.append(
                Fault(location, f"'{missing}' does not stand in its text", "write the name as the text has it")
            )
        else:
            kind, verdict, name, text, other, other_text = cells
            pairs.append(Pair(kind, verdict, name, text, other, other_text, location))
    if faults:
        raise OntologyError(faults)
    return pairs


def judge_pairs(pairs: Iterable[Pair], extractor: Extractor) -> list[JudgedPair]:
    """Read each pair as two documents and tell whether the names became one thing."""
    return [_judge(pair, extractor) for pair in pairs]


def share_right(judged: Sequence[JudgedPair]) -> dict[str, tuple[int, int]]:
    """How many are right, and how many there are, by kind, and of all under the empty kind."""
    found = {
        kind: (sum(one.right for one in judged if one.pair.kind == kind), sum(one.pair.kind == kind for one in judged))
        for kind in sorted({one.pair.kind for one in judged})
    }
    return {**found, "": (sum(one.right for one in judged), len(judged))}


def _judge(pair: Pair, extractor: Extractor) -> JudgedPair:
    documents = [Document("first.txt", pair.text), Document("second.txt", pair.other_text)]
    extractions = {one.document.id: one for one in read_in_turn(documents, extractor)}
    ontology = extractor.ontology
    resolution = resolve(extractions.values(), ontology.gazetteer, ontology.decisions)
    things: list[set[str]] = []
    unread = []
    for document, name in zip(documents, (pair.name, pair.other), strict=True):
        mentions = _named(extractions[document.id], document.text, name)
        things.append({resolution.entity_id(mention, document.id) for mention in mentions})
        if not mentions:
            unread.append(name)
    return JudgedPair(pair, bool(things[0] & things[1]), tuple(unread))


def _named(extraction: Extraction, text: str, name: str) -> list[Mention]:
    """The mentions of a name: those of just this form, else those that it ends, marks of quotation left out."""
    exact = [mention for mention in extraction.mentions if mention.text == name]
    if exact:
        return exact
    ends = {start + len(name) for start in range(len(text)) if text.startswith(name, start)}
    return [mention for mention in extraction.mentions if mention.end in ends and mention.text.endswith(name)]

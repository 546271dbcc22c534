"""How right resolution is: pairs of names, each in a document of its own, that mean one thing or not.

A file has a row a pair (see ``docs/resolution.md``): its kind, ``same`` or ``different``, a name and the text it
stands in, another name and its text. Each pair is read as two documents, names found by kg itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.engines.local import read_in_turn
from kg.errors import Fault, InputError, Location, OntologyError, not_utf8
from kg.extraction import Extraction, Extractor
from kg.model import Document, Mention
from kg.names.reading import REFERENCE, Name
from kg.ontology import Ontology
from kg.resolve import resolve
from kg.tablefile import column_of
from kg.text import fold

COLUMNS = ("kind", "verdict", "name", "text", "other", "other text")
_QUOTES = "《》“”「」『』〈〉"
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
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}", "name a file of pairs") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), *not_utf8(error)) from error
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]

    def at(number: int, cell: int) -> Location:
        return Location(str(path), number, column_of(lines[number - 1], cell))

    faults: list[Fault] = []
    pairs: list[Pair] = []
    if not rows or tuple(rows[0][1]) != COLUMNS:
        hint = f"the first line must be: {', '.join(COLUMNS)} (tab separated)"
        raise OntologyError(
            [Fault(Location(str(path), rows[0][0] if rows else 1), "the header is missing or wrong", hint)]
        )
    for number, cells in rows[1:]:
        if len(cells) != len(COLUMNS):
            message = f"expected {len(COLUMNS)} cells, found {len(cells)}"
            place = at(number, min(len(cells), len(COLUMNS)))
            faults.append(Fault(place, message, "cells are separated by tabs"))
        elif cells[1] not in (SAME, DIFFERENT):
            faults.append(Fault(at(number, 1), f"'{cells[1]}' is no verdict", f"write {SAME} or {DIFFERENT}"))
        elif cells[2] not in cells[3] or cells[4] not in cells[5]:
            wrong = 2 if cells[2] not in cells[3] else 4
            message = f"'{cells[wrong]}' does not stand in its text"
            faults.append(Fault(at(number, wrong), message, "write the name as the text has it"))
        else:
            kind, verdict, name, text, other, other_text = cells
            pairs.append(Pair(kind, verdict, name, text, other, other_text, Location(str(path), number)))
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
    meant: list[list[Mention]] = []
    for document, name in zip(documents, (pair.name, pair.other), strict=True):
        extraction = extractions[document.id]
        mentions = _named(extraction, document.text, name)
        if not mentions:
            names = extractor.names.find(document).names
            mentions = _as_heard(_taken_for(names, document.text, name, ontology), names, extraction)
            extractions[document.id] = replace(extraction, mentions=(*extraction.mentions, *mentions))
        meant.append(mentions)
    resolution = resolve(extractions.values(), ontology.gazetteer, ontology.decisions)
    things = [
        {resolution.entity_id(mention, document.id) for mention in mentions}
        for document, mentions in zip(documents, meant, strict=True)
    ]
    unread = [name for name, mentions in zip((pair.name, pair.other), meant, strict=True) if not mentions]
    return JudgedPair(pair, bool(things[0] & things[1]), tuple(unread))


def _named(extraction: Extraction, text: str, name: str) -> list[Mention]:
    """The mentions of a name: those of just this form, else those that it ends, marks of quotation left out."""
    exact = [mention for mention in extraction.mentions if mention.text == name]
    exact = exact or [one for one in extraction.mentions if one.text.strip(_QUOTES) == name.strip(_QUOTES)]
    if exact:
        return exact
    ends = {start + len(name) for start in range(len(text)) if text.startswith(name, start)}
    return [mention for mention in extraction.mentions if mention.end in ends and mention.text.endswith(name)]


def _taken_for(names: Sequence[Name], text: str, name: str, ontology: Ontology) -> list[Mention]:
    """What a name is taken for that is no mention of its own: what it refers to, a part, or names in a place.

    该公司 stands for the firm before it, 悉尼 is known in 悉尼歌剧院, 干细胞 is another form of 干细胞治疗, and
    北京市|朝阳区 together name the last of them, as 法国|总统府 and 该国|央行 do.
    """
    referring = [one.mention for one in names if one.mention.source == REFERENCE and one.mention.text == name]
    if referring:
        return referring
    parts = [part.mention for one in names for part in one.parts if part.mention.text == name]
    parts += [part.mention for one in names for part in one.parts if not parts and part.mention.text.endswith(name)]
    places = ontology.identity.homonyms.containers
    known = ontology.gazetteer.forms.get(fold(name), ())
    parts += [one.mention for one in names if name in one.mention.text and one.mention.entry in known]
    if parts:
        return parts
    found = []
    for last, one in enumerate(names):
        first = last
        while (
            first
            and names[first - 1].end == names[first].start
            and names[first - 1].mention.type in (one.mention.type, *places)
        ):
            first -= 1
            if text[names[first].mention.start : one.mention.end] == name:
                found.append(one.mention)
    return found


def _as_heard(taken: Sequence[Mention], names: Sequence[Name], extraction: Extraction) -> list[Mention]:
    """Back references as what their names became once the other document had told what these stand for."""
    found = []
    for one in taken:
        own = [name.mention for name in names if one.source == REFERENCE and name.mention.key == one.key]
        ends = {other.end for other in own if other.source != REFERENCE}
        heard = next((other for other in extraction.mentions if other.end in ends and not other.nested), None)
        found.append(replace(one, key=heard.key, entry=heard.entry) if heard and heard.type == one.type else one)
    return found

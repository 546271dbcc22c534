"""Annotated texts: what a careful reader found in them, as gold that an extraction is scored against.

Two formats. Annotated text (``.txt``) is what a person writes: a paragraph a line, each name in brackets with its
type's letter, then lines that say more of it::

    [远星航运|A]（下称[远星|A]）与[北溟造船|A]昨天签约。
    -> 远星航运 | alliesWith | 北溟造船 | date=昨天
    = 远星航运 | 远星
    # a remark

A letter is the ``kg:letter`` of a type; a small one marks a name that is no entity of the story. Gold JSON (``.json``)
is an object, or a list of objects, with ``doc``, ``entities``, ``relations`` and perhaps ``text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.datafile import suggestion
from kg.errors import Fault, InputError, Location, UsageError, not_utf8
from kg.evaluation.gold import (
    PARTS,
    Gold,
    GoldEntity,
    GoldError,
    GoldRelation,
    Mark,
    part_of,
    signature_fault,
    signature_hint,
)
from kg.evaluation.goldjson import read_gold_json
from kg.schema import Schema

_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Za-z])\]")
SUFFIXES = (".json", ".txt")
_BEGINNING = 24  # characters by which a paragraph that stands twice is known


def read_gold(paths: Iterable[Path], schema: Schema) -> tuple[Gold, ...]:
    """Read gold files, in the order given; of a folder those of its files that end in ``.txt`` or ``.json``.

    Args:
        paths: files and folders.
        schema: which types and relations there are, which letter stands for a type, and what a relation may join.

    Raises:
        InputError: a file cannot be read, or a folder holds none.
        GoldError: with every fault of every file.
    """
    golds: list[Gold] = []
    faults: list[Fault] = []
    annotated = _Annotated(schema)
    for path in [file for given in paths for file in _files(given)]:
        source = _source(path)
        if path.suffix.lower() == ".json":
            found, wrong = read_gold_json(source, str(path), schema)
        else:
            found, wrong = annotated.read(source, str(path))
        golds += found
        faults += wrong
    seen: dict[str, Location] = {}
    for gold in golds:
        if gold.document in seen:
            message = f"document '{gold.document}' is in the gold twice: also at {seen[gold.document]}"
            faults.append(Fault(gold.location, message, "keep one of them, or name a file once"))
        seen.setdefault(gold.document, gold.location)
    if faults:
        raise GoldError(faults)
    return tuple(golds)


def select_part(golds: Iterable[Gold], part: str) -> tuple[Gold, ...]:
    """The gold of one part of a collection.

    Args:
        golds: gold of any texts; what does not hold its text is told apart by the document's id.
        part: one of `kg.evaluation.gold.PARTS`, or ``all``.

    Raises:
        UsageError: there is no such part.
    """
    if part == "all":
        return tuple(golds)
    if part not in PARTS:
        raise UsageError(f"there is no part '{part}'\n  hint: parts are {', '.join(PARTS)} and all")
    return tuple(gold for gold in golds if part_of(gold.text or gold.document) == part)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if path.suffix.lower() not in SUFFIXES and path.exists():
            raise InputError(str(path), "is no gold", "gold files end in .txt (annotated text) or .json")
        return [path]
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    if not files:
        raise InputError(str(path), "holds no gold", "gold files end in .txt (annotated text) or .json")
    return files


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error), "name a gold file, or a folder of them") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), *not_utf8(error)) from error


def read_annotated(source: str, name: str, schema: Schema) -> tuple[list[Gold], list[Fault]]:
    """Read annotated text.

    Args:
        source: the text of a file.
        name: the file as it should be named in messages. Its stem and the paragraph's line name the documents.
        schema: types with their letters, and relations.

    Returns:
        The paragraphs as gold, and what is wrong in them; a part with a fault is left out.
    """
    return _Annotated(schema).read(source, name)


@dataclass(slots=True)
class _Paragraph:
    """The lines of one paragraph: its text, and relations and equal names, each with its line."""

    location: Location
    line: str
    relations: list[tuple[Location, list[str]]] = field(default_factory=list)
    same: list[tuple[Location, list[str]]] = field(default_factory=list)


class _Annotated:
    """Reads annotated texts, and knows how the paragraphs begin that it has read."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.types = {info.letter: info.name for info in schema.types.values() if info.letter}
        self.beginnings: dict[str, Location] = {}
        self.faults: list[Fault] = []

    def read(self, source: str, name: str) -> tuple[list[Gold], list[Fault]]:
        self.faults = []
        golds = [self._gold(paragraph, Path(name).stem) for paragraph in self._paragraphs(source, name)]
        return golds, self.faults

    def _paragraphs(self, source: str, name: str) -> Iterator[_Paragraph]:
        paragraph: _Paragraph | None = None
        for number, full in enumerate(source.splitlines(), 1):
            line, place = full.strip(), Location(name, number)
            if line.startswith("#"):
                continue
            if paragraph and not line.startswith(("->", "=")):
                yield paragraph
                paragraph = None
            if not line:
                continue
            if paragraph is None:
                if line.startswith(("->", "=")):
                    self._fault(place, "the line belongs to no paragraph", "let it follow its paragraph at once")
                    continue
                paragraph = _Paragraph(place, line)
            elif line.startswith("->"):
                paragraph.relations.append((place, [part.strip() for part in line[2:].split("|")]))
            else:
                paragraph.same.append((place, [part.strip() for part in line[1:].split("|")]))
        if paragraph:
            yield paragraph

    def _gold(self, paragraph: _Paragraph, stem: str) -> Gold:
        text, marks = self._marks(paragraph)
        types: dict[str, str] = {}
        for mark in marks:
            if mark.is_entity:
                types.setdefault(text[mark.start : mark.end], mark.type)
        self._check_text(paragraph.location, text, marks, types)
        first = {name: names[0] for place, names in paragraph.same for name in self._same(place, names, types)}
        groups: dict[tuple[str, str], list[str]] = {}
        for name, kind in types.items():
            groups.setdefault((first.get(name, name), kind), []).append(name)
        entities = tuple(
            GoldEntity(f"e{number}", kind, max(names, key=len), tuple(names))
            for number, ((_, kind), names) in enumerate(groups.items())
        )
        ids = {name: entity.id for entity in entities for name in entity.surfaces}
        relations = [self._relation(place, parts, types, ids) for place, parts in paragraph.relations]
        document = f"{stem}-{paragraph.location.line:04d}"
        return Gold(document, text, entities, tuple(filter(None, relations)), tuple(marks), paragraph.location)

    def _marks(self, paragraph: _Paragraph) -> tuple[str, list[Mark]]:
        """The text without its marks, and where they were in it."""
        text, done, marks = "", 0, []
        for match in _MARK.finditer(paragraph.line):
            text += paragraph.line[done : match.start()]
            kind = self.types.get(match[2].upper(), "")
            if kind:
                marks.append(Mark(len(text), len(text) + len(match[1]), kind, match[2].isupper()))
            else:
                place = Location(paragraph.location.path, paragraph.location.line, match.start(2) + 1)
                self._fault(place, f"{match[1]}: no type has the letter {match[2]}", self._letters())
            text += match[1]
            done = match.end()
        return text + paragraph.line[done:], marks

    def _letters(self) -> str:
        known = ", ".join(f"{letter} {kind}" for letter, kind in sorted(self.types.items()))
        return f"letters are {known}" if known else "give each type a kg:letter in kg.ttl"

    def _check_text(self, place: Location, text: str, marks: list[Mark], types: dict[str, str]) -> None:
        if left := re.search(r"[\[\]|].{0,30}", text):
            hint = f"write a mark as [name|letter]; {self._letters()}"
            self._fault(place, f"a bracket or bar is left in the text: {left[0]}", hint)
        other = self.beginnings.setdefault(text[:_BEGINNING], place)
        if other != place:
            self._fault(place, f"the paragraph begins like the one at {other}", "keep one of them")
        marked = [text[mark.start : mark.end] for mark in marks]
        for name in types:
            standing, covered = text.count(name), sum(1 if other == name else other.count(name) for other in marked)
            if len(name) > 1 and standing > covered:
                message = f"{name} stands {standing} times and is marked {covered} times"
                self._fault(place, message, "mark it everywhere; a small letter says that it is no entity of the story")

    def _same(self, place: Location, names: list[str], types: dict[str, str]) -> list[str]:
        for name in names:
            if name not in types:
                self._fault(place, f"{name} is not marked in the paragraph", _marked(name, types))
            elif types[name] != types.get(names[0], types[name]):
                message = f"{names[0]} is marked {types[names[0]]}, but {name} {types[name]}"
                self._fault(place, message, "names of one entity have one type")
        return names

    def _relation(
        self, place: Location, parts: list[str], types: dict[str, str], ids: dict[str, str]
    ) -> GoldRelation | None:
        if len(parts) < 3:
            self._fault(place, f"a relation has three parts, this has {len(parts)}", "-> subject | relation | object")
            return None
        head, relation, tail = parts[:3]
        wrong = [f"{end} is not marked in the paragraph" for end in (head, tail) if end not in types]
        for message in wrong:
            self._fault(place, message, _marked(message.split(" ", 1)[0], types))
        if message := signature_fault(self.schema, relation, types.get(head, ""), types.get(tail, "")):
            self._fault(place, f"{head} | {relation} | {tail}: {message}", signature_hint(self.schema, relation))
            return None
        qualifiers = []
        for text in parts[3:]:
            name, equals, value = text.partition("=")
            if not (equals and name and value):
                self._fault(place, f"'{text}' is no qualifier", "write it as name=text, like amount=200")
            qualifiers.append((name, value))
        return None if wrong else GoldRelation(ids[head], relation, ids[tail], tuple(qualifiers))

    def _fault(self, place: Location, message: str, hint: str = "") -> None:
        self.faults.append(Fault(place, message, hint))


def _marked(name: str, types: Iterable[str]) -> str:
    return suggestion(name, types) or "mark it in the paragraph as [name|letter]"

"""Gold in JSON: one document's gold, or a list of them, checked against the schema."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.datafile import suggestion
from kg.errors import Fault, Location
from kg.evaluation.gold import Gold, GoldEntity, GoldRelation, signature_fault, signature_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.schema import Schema

_SHAPE = '{"doc": "a.txt", "entities": [{"id", "type", "name", "surfaces"}], "relations": [{"head", "type", "tail"}]}'
_SPACE = re.compile(r"[\s,\[]*")


def read_gold_json(source: str, name: str, schema: Schema) -> tuple[list[Gold], list[Fault]]:
    """Read gold in JSON.

    Args:
        source: the text of a file.
        name: the file as it should be named in messages.
        schema: types and relations.

    Returns:
        The gold of its documents, and what is wrong in it; a document that cannot be understood is left out.
    """
    try:
        objects = list(_objects(source))
    except json.JSONDecodeError as error:
        return [], [Fault(Location(name, error.lineno, error.colno), f"is not JSON: {error.msg}", f"write {_SHAPE}")]
    except RecursionError:
        return [], [Fault(Location(name), "is no gold: too deeply nested", f"write {_SHAPE}")]
    if not objects:
        return [], [Fault(Location(name), "holds no document", f"write {_SHAPE}")]
    golds, faults = [], []
    for (start, value), end in zip(objects, [*(start for start, _ in objects[1:]), len(source)], strict=True):
        reader = _Reader(source, start, end, name, schema)
        try:
            golds.append(reader.read(value))
        except (KeyError, TypeError, AttributeError) as error:
            missing = f"lacks {error}" if isinstance(error, KeyError) else "has not the form of gold"
            faults.append(Fault(reader.place(), missing, f"write {_SHAPE}"))
        faults += reader.faults
    return golds, faults


def _objects(source: str) -> Iterator[tuple[int, Any]]:
    """The documents of a file, each with the position where it begins."""
    value = json.loads(source)
    if not isinstance(value, list):
        yield len(source) - len(source.lstrip()), value
        return
    decoder, position = json.JSONDecoder(), 0
    for _ in value:
        match = _SPACE.match(source, position)
        start = match.end() if match else position
        document, position = decoder.raw_decode(source, start)
        yield start, document


class _Reader:
    """Takes the gold out of one document's object; what stands where is looked up only to tell a fault."""

    def __init__(self, source: str, start: int, end: int, name: str, schema: Schema) -> None:
        self.source, self.start, self.end, self.name = source, start, end, name
        self.schema = schema
        self.document = ""
        self.faults: list[Fault] = []

    def read(self, value: dict[str, Any]) -> Gold:
        self.document = _text(value["doc"])
        text = _text(value.get("text", ""))
        entities = tuple(self._entity(entity) for entity in value["entities"])
        relations = tuple(self._relation(relation) for relation in value["relations"])
        self._check_entities(entities, text)
        self._check_relations(entities, relations, _squash(text))
        return Gold(self.document, text, entities, relations, (), self.place())

    def place(self, key: str = "", number: int = 0) -> Location:
        """The line of a key's ``number``-th occurrence in the document, or that where the document begins."""
        position = self.start
        if key:
            found = list(re.finditer(rf'"{key}"\s*:', self.source[self.start : self.end]))
            position += found[number].start() if number < len(found) else 0
        return Location(self.name, self.source.count("\n", 0, position) + 1)

    def _entity(self, value: dict[str, Any]) -> GoldEntity:
        surfaces = value["surfaces"]
        if not isinstance(surfaces, list):
            raise TypeError
        identifier, kind, name = (_text(value[key]) for key in ("id", "type", "name"))
        return GoldEntity(identifier, kind, name, tuple(map(_text, surfaces)))

    def _relation(self, value: dict[str, Any]) -> GoldRelation:
        head, relation, tail = (_text(value[key]) for key in ("head", "type", "tail"))
        qualifiers = tuple((name, _text(text)) for name, text in value.get("qualifiers", {}).items())
        return GoldRelation(head, relation, tail, qualifiers, _text(value.get("evidence", "")))

    def _check_entities(self, entities: tuple[GoldEntity, ...], text: str) -> None:
        body, owners, ids = _squash(text), dict[tuple[str, str], str](), Counter[str]()
        for number, entity in enumerate(entities):
            ids[entity.id] += 1
            if ids[entity.id] > 1:
                self._fault("surfaces", number, f"the id '{entity.id}' is given twice", "ids are unique in a document")
            if entity.type not in self.schema.types:
                hint = suggestion(entity.type, self.schema.types)
                self._fault("surfaces", number, f"{entity.name}: there is no type '{entity.type}'", hint)
            if entity.name not in entity.surfaces:
                self._fault("surfaces", number, f"{entity.name} is not among its own surfaces", "add it to them")
            for surface in entity.surfaces:
                other = owners.setdefault((surface, entity.type), entity.id)
                if other != entity.id:
                    message = f"{surface} is a surface of '{other}' and of '{entity.id}'"
                    self._fault("surfaces", number, message, "join the two, or leave one without it")
                if body and _squash(surface) not in body:
                    message = f"{surface} does not stand in the text"
                    self._fault("surfaces", number, message, "write it as the text does")

    def _check_relations(
        self, entities: tuple[GoldEntity, ...], relations: tuple[GoldRelation, ...], body: str
    ) -> None:
        seen: set[tuple[str, str, str]] = set()
        types = {entity.id: entity.type for entity in entities}
        names = {entity.id: entity.name for entity in entities}
        for number, one in enumerate(relations):
            shown = f"{names.get(one.head, one.head)} | {one.relation} | {names.get(one.tail, one.tail)}"
            for end in (one.head, one.tail):
                if end not in types:
                    self._fault("head", number, f"{shown}: no entity has the id '{end}'", suggestion(end, types))
            if message := signature_fault(self.schema, one.relation, types.get(one.head, ""), types.get(one.tail, "")):
                self._fault("head", number, f"{shown}: {message}", signature_hint(self.schema, one.relation))
                continue
            if body and _squash(one.evidence) not in body:
                self._fault("head", number, f"{shown}: its evidence does not stand in the text", "write it as the text")
            symmetric = self.schema.relations[one.relation].symmetric
            ends = sorted((one.head, one.tail)) if symmetric else (one.head, one.tail)
            if (key := (ends[0], one.relation, ends[1])) in seen:
                self._fault("head", number, f"{shown}: is stated twice", "keep one of them")
            seen.add(key)

    def _fault(self, key: str, number: int, message: str, hint: str) -> None:
        self.faults.append(Fault(self.place(key, number), f"{self.document}: {message}", hint))


def _text(value: object) -> str:
    if not isinstance(value, str | int):
        raise TypeError
    return str(value)


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)

"""What documents tell of names, summed by key in Spark, and decided: what is linked on the driver, the rest anywhere.

The keys are those of `kg.resolution.gathered`, whose sum is a commutative monoid: each worker sums what it reads, Spark
adds these sums, and they grow with the vocabulary and not with the documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import orjson

from kg.caching.encoding import decoded
from kg.engines.spark.columns import Columns, batches, portions, rows
from kg.engines.spark.frames import Frames, mapped
from kg.engines.spark.linked import mentioned
from kg.merging.rows import plain_use, use_of
from kg.names.reading import Alias
from kg.ontology import Ontology
from kg.resolution.alone import is_plain
from kg.resolution.entities import entity_id
from kg.resolution.folding import folded
from kg.resolution.gathered import Gathered, Use, gather
from kg.resolution.told import Form, Forms, add_forms, forms_of
from kg.resolve import Resolution, decide

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame

    Incoming = Iterator[pyarrow.RecordBatch]

GATHERED: Columns = {
    "what": "string",
    "key": "string",
    "type": "string",
    "form": "string",
    "name": "string",
    "id": "string",
    "count": "long",
    "document": "string",
    "quote": "string",
    "reason": "string",
}
"""What documents tell: a use, a way (a use with the first place that tells why), a form, or a person with posts.

``key`` is the whole of what values are summed by, as JSON. ``form`` and ``name`` are the names that it joins: those of
a use its folded form and its key. ``id`` is that of the entity of a plain use, and empty for all others. ``count`` is
the number of mentions; ``document``, ``quote`` and ``reason`` tell the first place.
"""

USE, WAY, FORM, POST = "use", "way", "form", "post"
SUMMED = 2_000
"""Documents that a worker sums up before it hands on what they tell."""

_BY = ("what", "key", "type", "form", "name", "id")


@dataclass(frozen=True, slots=True)
class Names:
    """Names decided: the linked things with their mentions, and the rows of all plain uses that are things alone."""

    resolution: Resolution
    mentions: Counter[str]
    alone: DataFrame

    def things(self) -> Iterator[Any]:
        """The linked things, with their mentions."""
        return (mentioned(thing, self.mentions[thing.id]) for thing in self.resolution.things)


def forms_told(read: DataFrame, renamed: Mapping[Any, str]) -> Forms:
    """The forms that documents tell all others, each with the first place; all of them are brought to the driver."""
    found = _summed(mapped(read, partial(_told, renamed=renamed), GATHERED))
    forms: Forms = {}
    add_forms(forms, map(_form, found.collect()))
    return forms


def gathered_names(final: DataFrame, apart: frozenset[str]) -> DataFrame:
    """What all documents tell of names, summed.

    Args:
        final: rows of id and extraction.
        apart: the documents that decisions speak of.
    """
    return _summed(mapped(final, partial(_gathered, apart=apart), GATHERED))


def decided(frames: Frames, gathered: DataFrame, ontology: Ontology) -> Names:
    """Decide which names are one thing.

    Args:
        frames: where tables are made.
        gathered: what all documents tell.
        ontology: the known names and the decisions.
    """
    from pyspark.sql import DataFrame
    from pyspark.sql import functions as f

    uses = gathered.where(f.col("what") == USE)
    linked = uses.where(f.col("id") == "")
    pairs = [(row.type, named.key) for row in ontology.decisions.rows for named in (row.name, row.other)]
    spoken = frames.table(pairs, {"type": "string", "form": "string"})
    told = gathered.where(f.col("what") == FORM).join(_names(uses).distinct(), ["type", "form"], "left_semi")
    people = gathered.where(f.col("what") == POST)
    named = frames.kept(_names(linked).union(_names(told)).union(_names(people)).union(spoken).distinct())
    here = uses.join(named, ["type", "form"], "left_semi")
    ways = gathered.where(f.col("what") == WAY)
    total: Counter[Use] = Counter()
    why: dict[tuple[Use, str], str] = {}
    forms: Forms = {}
    posts = set()
    several = (one.select(*GATHERED) for one in (here, ways, told, people))
    for row in reduce(DataFrame.union, several).collect():
        value = orjson.loads(row.key)
        if row.what == USE:
            total[use_of(value)] += row["count"]
        elif row.what == WAY:
            why[use_of(value[0]), value[1]] = row.document
        elif row.what == FORM:
            add_forms(forms, [_form(row)])
        else:
            posts.add((value[0], value[1], tuple([(one, other) for one, other in value[2]])))
    resolution = decide(Gathered(total, why, forms, frozenset(posts)), ontology.gazetteer, ontology.decisions)
    return Names(resolution, resolution.mentioned(total), uses.join(named, ["type", "form"], "left_anti"))


def _names(rows_: DataFrame) -> DataFrame:
    from pyspark.sql import functions as f

    return rows_.select("type", "form").union(rows_.select("type", f.col("name").alias("form")))


def _summed(told: DataFrame) -> DataFrame:
    from pyspark.sql import functions as f

    place: Column = f.min(f.struct("document", "quote", "reason"))
    summed = told.groupBy(*_BY).agg(f.sum("count").alias("count"), place.alias("place"))
    return summed.select(*_BY, "count", "place.document", "place.quote", "place.reason")


def _told(incoming: Incoming, renamed: Mapping[Any, str]) -> Incoming:
    """The forms that documents tell; rows are those of the first round."""
    yield from batches(_told_rows(rows(incoming), renamed), GATHERED)


def _told_rows(read: Iterable[tuple[Any, ...]], renamed: Mapping[Any, str]) -> Iterator[tuple[Any, ...]]:
    for portion in portions(read, SUMMED):
        forms: Forms = {}
        for row in portion:
            name = renamed.get(row[:5])
            told = forms_of(decoded(row[12])).values()
            add_forms(forms, told if name is None else [(name, alias) for _, alias in told])
        yield from _form_rows(forms)


def _gathered(incoming: Incoming, apart: frozenset[str]) -> Incoming:
    yield from batches(_gathered_rows(rows(incoming), apart), GATHERED)


def _gathered_rows(final: Iterable[tuple[Any, ...]], apart: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    for portion in portions(final, SUMMED):
        told = gather((decoded(extraction) for _, extraction in portion), apart)
        for use, count in told.uses.items():
            identifier = entity_id(use.type, use.key) if is_plain(use) else ""
            yield USE, _json(plain_use(use)), use.type, folded(use.text), use.key, identifier, count, "", "", ""
        for (use, reason), detail in told.ways.items():
            yield WAY, _json([plain_use(use), reason]), use.type, "", "", "", 0, detail, "", ""
        yield from _form_rows(told.forms)
        for kind, person, bodies in told.posts:
            yield POST, _json([kind, person, bodies]), kind, person, person, "", 0, "", "", ""


def _form_rows(forms: Forms) -> Iterator[tuple[Any, ...]]:
    for (kind, form, derived, name), (document, alias) in forms.items():
        key = _json([kind, form, derived, name])
        yield FORM, key, kind, form, name, "", 0, document, alias.quote, alias.reason


def _form(row: Any) -> Form:
    return row.document, Alias(row.type, row.form, row.name, row.quote, row.reason, everywhere=True)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()

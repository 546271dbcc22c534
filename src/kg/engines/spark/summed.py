"""What a build on a cluster did, in numbers: little enough for one place, however many the documents are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.report import VERSION, Sums, skipped_value, sums_value

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

TOLD_AT_MOST = 1_000
"""Problems are told one by one up to this number, the first by path and reason; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be read: the first problems, and the number of all by their reason.

    ``lossy`` documents were read, but not whole.
    """

    first: tuple[InputError, ...]
    by_reason: Mapping[str, int]
    lossy: int


def skipped_of(read: DataFrame, further: Iterable[InputError]) -> Skipped:
    """Gather what could not be read.

    Args:
        read: rows of the first round.
        further: what was found to be wrong before and after it.
    """
    counted = read.groupBy("reason").agg({"*": "count", "notes": "sum"}).limit(TOLD_AT_MOST).collect()
    counts = {row.reason: int(row["count(1)"]) for row in counted if row.reason is not None}
    lossy = sum(row["sum(notes)"] or 0 for row in counted)
    first = list(further)
    if counts:
        told = read.where("reason IS NOT NULL").select("path", "reason", "hint").orderBy("path", "reason", "hint")
        first += [InputError(*row) for row in told.limit(TOLD_AT_MOST).collect()]
    for problem in further:
        counts[problem.reason] = counts.get(problem.reason, 0) + 1
    first.sort(key=lambda one: (one.path, one.reason))
    return Skipped(tuple(first[:TOLD_AT_MOST]), dict(sorted(counts.items())), lossy)


@dataclass(frozen=True, slots=True)
class Section:
    """How many subjects a section of the file has, and how many bytes they take with their line ends."""

    count: int
    size: int


class Totals:
    """The sums over what is written."""

    def __init__(self, texts: DataFrame, things: DataFrame, merged: DataFrame) -> None:
        """Add up.

        Args:
            texts: documents (`kg.engines.spark.told.TOLD`).
            things: entities (`kg.engines.spark.things.WRITTEN`).
            merged: statements (`kg.engines.spark.told.MERGED`).
        """
        sums = ("octet_length(text)", "octet_length(term)", "characters", "sentences", "names", "relations")
        (row,) = texts.selectExpr(
            "count(*)", *(f"coalesce(sum({one}), 0L)" for one in sums), "min(id)", "max(id)"
        ).collect()
        self.documents = Section(row[0], row[0] + row[1])
        self.term_bytes, self.characters, self.sentences, self.names, self.relations, self.first, self.last = row[2:]
        kinds = _sums(things.selectExpr("type", "octet_length(text) AS size"), "type")
        self.entities = {row.type: row["count"] for row in kinds}
        self.things = _section((row["count"], row["size"]) for row in kinds)
        by = ("relation", "modality = '' AS plain", "documents")
        told = _sums(merged.selectExpr(*by, "octet_length(statement) AS size"), "relation", "plain", "documents")
        self.statements = _section((row["count"], row["size"]) for row in told)
        self.by_relation = {row.relation: row["count"] for row in told if row.plain and row.documents}
        self.doubtful = sum(row["count"] for row in told if not row.plain)
        posts = merged.where("membership IS NOT NULL")
        rows = _sums(posts.selectExpr("relation", "octet_length(membership) AS size"), "relation")
        self.memberships = _section((row["count"], row["size"]) for row in rows)


def _sums(frame: DataFrame, *by: str) -> list[Any]:
    from pyspark.sql import functions as f

    return frame.groupBy(*by).agg(f.count("*").alias("count"), f.sum("size").alias("size")).collect()


def _section(counts: Iterable[tuple[int, int]]) -> Section:
    pairs = list(counts)
    return Section(sum(count for count, _ in pairs), sum(count + size for count, size in pairs))


@dataclass(frozen=True, slots=True)
class Summed:
    """What a build did: see `kg.report.Report`, of which this has the sums.

    ``linked`` of the ``uses`` of names, and ``told`` forms of names, were brought to the driver.
    """

    documents: int
    characters: int
    sentences: int
    names: int
    relations: int
    entities: Mapping[str, int]
    statements: Mapping[str, int]
    doubtful: int
    skipped: Skipped
    idle: tuple[str, ...]
    uses: int
    linked: int
    told: int
    files: tuple[str, ...] = ()
    seconds: float = 0.0

    def json(self, files: Mapping[str, int]) -> str:
        """The report as its file has it: the same for the same input, so without times.

        Args:
            files: the sizes of what was written, by name.
        """
        sums = sums_value(
            Sums(self.entities, self.statements, self.doubtful),
            documents=self.documents,
            skipped=self.skipped.by_reason,
            notes=self.skipped.lossy,
            characters=self.characters,
            sentences=self.sentences,
            names=self.names,
            relations=self.relations,
        )
        skipped = [*map(skipped_value, self.skipped.first)]
        told = {name: {"bytes": size} for name, size in sorted(files.items())}
        value = {"version": VERSION, "sums": sums, "files": told, "documents": skipped}
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

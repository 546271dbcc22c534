"""``kg build --engine spark``: the way of `kg.pipeline`, with each step done where the data is.

Documents are read in two rounds, as everywhere: by themselves, and again where they use forms of names that others
tell. What they tell of names is summed by key; the linked part of the vocabulary is decided on the driver, and what
names mean goes back to the workers. Statements are merged by what they say, entities come together by their ids, and
each becomes its piece of Turtle where it is; pieces are sorted by Spark and written as parts of one file.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg.digests import digest
from kg.engines.spark.columns import batches, ddl, rows
from kg.engines.spark.documents import Place
from kg.engines.spark.identifiers import own_ids
from kg.engines.spark.inputs import Inputs
from kg.engines.spark.linked import Meant
from kg.engines.spark.names import Names, decided, forms_told, gathered_names
from kg.engines.spark.output import Output, output
from kg.engines.spark.reading import HEARD, Heard, hearing
from kg.engines.spark.session import ship, spark_errors, spark_session
from kg.engines.spark.summed import TOLD_AT_MOST, Summed
from kg.engines.spark.things import FACT, KNOWN, USE, WRITTEN, thing_row, writing
from kg.engines.spark.told import MERGED, STATED, TOLD, merging, telling
from kg.engines.spark.turtle import DOCUMENTS, ENTITIES, FEW, MEMBERSHIPS, STATEMENTS, Head, Turtle, heading
from kg.engines.spark.worker import Sent, Shipped
from kg.errors import InputError, UsageError
from kg.export import validate_base
from kg.export.terms import TurtleTerms
from kg.fingerprint import fingerprint
from kg.graph import MOST_EVIDENCE, known_statements
from kg.model import Run, Statement
from kg.ontology import Ontology, default_data, load_ontology
from kg.readers import Options
from kg.resolution.told import told

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

    Incoming = Iterator[pyarrow.RecordBatch]

Value = TypeVar("Value")

FORMATS = ("ttl",)
"""What this engine writes."""


def build(
    paths: Sequence[Path | str] = (),
    out: Path | str = "out",
    *,
    master: str = "",
    conf: Mapping[str, str] | None = None,
    ontology: Ontology | Path | str | None = None,
    formats: Sequence[str] = FORMATS,
    base_iri: str = "https://example.org/kg/",
    strict: bool = False,
    stamp: datetime | None = None,
    reading: Options | None = None,
    evidence: int = MOST_EVIDENCE,
) -> Summed:
    """Build the graph of documents on a cluster; the Turtle has the bytes that `kg.build` writes.

    Args:
        paths: files and folders on file systems that Spark reads: documents, JSON lines, Parquet. By default those that
            come with the package.
        out: the folder to write to, or a URI of one on such a file system. Here ``graph.ttl`` is one file, there a
            folder of parts, which joined in the order of their names are that file.
        master: where work is done, see `kg.engines.spark.session.spark_session`; a session that is active is used.
        conf: further settings of Spark.
        ontology: the knowledge to read with, or its folder.
        formats: which files to write; this engine writes ``ttl``.
        base_iri: what the IRIs of entities, documents and statements begin with.
        strict: raise if any document cannot be read.
        stamp: a time to write into the record of the run.
        reading: how files are read: encoding, columns, limits.
        evidence: so many places are kept for each statement.

    Returns:
        What was done, in numbers.

    Raises:
        UsageError: the call is wrong, or PySpark is not installed.
        OntologyError: the ontology has faults.
        InputError: a path is not there, a document cannot be read (if ``strict``), or none can.
        OutputError: a file cannot be written; earlier files are as they were.
        KgError: there is no Java, the cluster does not answer, or its work failed.
    """
    started = time.perf_counter()
    base_iri = validate_base(base_iri)
    if wrong := [name for name in formats if name not in FORMATS]:
        raise UsageError(f"--engine spark writes {', '.join(FORMATS)}, not {', '.join(wrong)}")
    if not isinstance(ontology, Ontology):
        ontology = load_ontology(Path(ontology) if ontology is not None else None)
    options = reading or Options()
    with ExitStack() as stack:
        session = stack.enter_context(spark_session(master, conf))
        stack.enter_context(spark_errors())
        target = stack.enter_context(output(session, out))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kg-ontology-")))
        build_ = _Build(session, ontology, ship(session, ontology, folder), base_iri, evidence, stack)
        summed = build_.run(paths or [default_data("seeds")], options, strict, stamp, target)
    return replace(summed, seconds=time.perf_counter() - started)


@dataclass(slots=True)
class _Build:
    """The steps of a build. Frames that are used more than once are kept on the disks of the workers until it ends."""

    session: SparkSession
    ontology: Ontology
    shipped: Shipped
    base: str
    evidence: int
    stack: ExitStack
    _sent: int = 0

    def run(
        self, paths: Sequence[Path | str], options: Options, strict: bool, stamp: datetime | None, target: Output
    ) -> Summed:
        """Do all of them."""
        from pyspark.sql import functions as f

        inputs = Inputs(self.session, paths, options)
        read = self._kept(inputs.rounds(self.shipped))
        documents = read.where(f.col("reason").isNull())
        renamed, wrong = own_ids(self.session, documents, inputs.roots)
        problems, skipped = self._problems(read, [*inputs.problems, *wrong.values()])
        if strict and problems:
            raise problems[0]
        if wrong:
            documents = self._without(documents, wrong)
        forms = told(forms_told(documents, renamed), self.ontology.gazetteer)
        heard = Heard(self._send(forms) if forms else None, renamed)
        final = self._kept(documents.mapInArrow(hearing(self.shipped, heard), ddl(HEARD)))
        if final.isEmpty():
            told_ = "; ".join(f"{problem.path}: {problem.reason}" for problem in problems[:5])
            raise InputError(" ".join(map(str, paths)), "no document could be read", told_)
        gathered = self._kept(gathered_names(final, self.ontology.decisions.documents))
        names = decided(self.session, gathered, self.ontology)
        meant = Meant(names.resolution.entity_of, self.ontology.decisions.documents)
        tell = telling(self.shipped, self._send(meant), self.base, self.evidence)
        all_told = self._kept(final.mapInArrow(tell, ddl(TOLD)))
        texts = all_told.where(f.col("text").isNotNull())
        silent = self._silent(names, all_told)
        merged = self._kept(self._merged(all_told, names, silent))
        things = self._kept(self._things(names, merged, silent))
        run = self._run(texts, stamp)
        sizes = [
            texts.agg(f.count("*"), f.sum(f.octet_length("text") + 1)).first(),
            things.agg(f.count("*"), f.sum(f.octet_length("text") + 1)).first(),
            merged.agg(f.count("*"), f.sum(f.octet_length("statement") + 1)).first(),
            merged.agg(f.count("membership"), f.sum(f.octet_length("membership") + 1)).first(),
        ]
        lines, head = self._head(run, texts, int(sizes[0][0]))
        sections = (
            (DOCUMENTS, _sorted(texts.select("id", "text"), "id").select("text")),
            (ENTITIES, things.select("text")),
            (STATEMENTS, merged.select(f.col("statement").alias("text"))),
            (MEMBERSHIPS, merged.where(f.col("membership").isNotNull()).select(f.col("membership").alias("text"))),
        )
        size = head
        for (title, frame), (count, bytes_) in zip(sections, sizes, strict=True):
            if count:
                title = heading(title)
                lines = lines.union(self._one(title)).union(frame)
                size += len(title.encode()) + 1 + int(bytes_)
        summed = self._summed(texts, read, things, merged, problems, skipped, names, gathered, len(forms))
        return replace(summed, files=tuple(target.write(lines, size, summed.json)))

    # -- frames ----------------------------------------------------------------------------------------------------

    def _kept(self, frame: DataFrame) -> DataFrame:
        """A frame that is worked out once, and kept on the workers' disks."""
        from pyspark import StorageLevel

        kept = frame.persist(StorageLevel.DISK_ONLY)
        self.stack.callback(kept.unpersist)
        return kept

    def _send(self, value: Value) -> Sent[Value]:
        """Let every worker have a value."""
        sent = self.session.sparkContext.broadcast(value)
        self.stack.callback(sent.unpersist)
        self._sent += 1
        return Sent(f"{self.session.sparkContext.applicationId} {id(self)} {self._sent} {time.monotonic_ns()}", sent)

    def _one(self, text: str) -> DataFrame:
        """A frame of one row in one partition."""
        return self.session.createDataFrame([(text,)], "text string").coalesce(1)

    def _table(self, rows_: Sequence[tuple[Any, ...]], columns: Mapping[str, str]) -> DataFrame:
        """A frame of rows that are here."""
        return self.session.createDataFrame(list(rows_), ddl(columns))

    def _without(self, documents: DataFrame, wrong: Mapping[Place, InputError]) -> DataFrame:
        columns = {"root": "int", "file": "string", "block": "long", "row": "long", "number": "int"}
        places = self._table([tuple(place) for place in wrong], columns)
        return documents.join(places, list(columns), "left_anti").select(*documents.columns)

    # -- steps -----------------------------------------------------------------------------------------------------

    def _problems(self, read: DataFrame, further: list[InputError]) -> tuple[list[InputError], dict[str, int]]:
        """What could not be read: the first problems by path, and how many there are of each reason."""
        from pyspark.sql import functions as f

        found = read.where(f.col("reason").isNotNull()).select("path", "reason", "hint")
        counts = {row.reason: int(row["count"]) for row in found.groupBy("reason").count().limit(TOLD_AT_MOST).collect()}
        first = [InputError(*row) for row in found.orderBy("path", "reason", "hint").limit(TOLD_AT_MOST).collect()]
        for problem in further:
            counts[problem.reason] = counts.get(problem.reason, 0) + 1
        problems = sorted([*first, *further], key=lambda one: (one.path, one.reason))
        return problems[:TOLD_AT_MOST], counts

    def _silent(self, names: Names, all_told: DataFrame) -> frozenset[str]:
        """Things that are named only at the end of a relation, and then of none that states something of them."""
        from pyspark.sql import functions as f

        unmentioned = {thing.id for thing in names.resolution.things if not names.mentions[thing.id]}
        alone = names.alone.groupBy("id").agg(f.sum("count").alias("count")).where(f.col("count") == 0)
        unmentioned |= {row.id for row in alone.toLocalIterator()}
        if not unmentioned:
            return frozenset()
        ids = self._table([(one,) for one in sorted(unmentioned)], {"id": "string"})
        stated = all_told.where(f.col("subject").isNotNull())
        ends = stated.select(f.col("subject").alias("id")).union(stated.select(f.col("object").alias("id")))
        return frozenset(unmentioned - {row.id for row in ids.join(ends, "id", "left_semi").toLocalIterator()})

    def _merged(self, all_told: DataFrame, names: Names, silent: frozenset[str]) -> DataFrame:
        """What documents state, and the gazetteer where they do not, by what is said."""
        from pyspark.sql import functions as f

        present = {thing.id for thing in names.resolution.things} - silent
        ontology = self.ontology
        known = known_statements(names.resolution, ontology.gazetteer, ontology.schema, present)
        kinds = {**TOLD, "id": "string"}
        columns = {name: kinds[name] for name in STATED}
        table = self._table([_known_row(one) for one in known], columns)
        stated = all_told.where(f.col("subject").isNotNull()).select(*STATED).union(table)
        by = ("subject", "relation", "object", "modality")
        ordered = stated.repartitionByRange(*by).sortWithinPartitions(*by, "id")
        return ordered.mapInArrow(merging(self.shipped, self.base, self.evidence), ddl(MERGED))

    def _things(self, names: Names, merged: DataFrame, silent: frozenset[str]) -> DataFrame:
        """Entities as Turtle, by id."""
        from pyspark.sql import functions as f

        linked = self._table([thing_row(thing) for thing in names.things()], KNOWN)
        empty = f.lit("")
        alone = names.alone.select(
            "id", f.lit(USE), "type", "form", f.col("key").alias("value"), f.col("count")
        )
        facts = merged.where(f.col("modality") == "").select(
            f.col("subject"), f.lit(FACT), "relation", "object", empty, f.lit(0).cast("long")
        )
        known = linked.union(alone).union(facts)
        return _sorted(known, "id").mapInArrow(writing(self.shipped, self.base, silent), ddl(WRITTEN))

    def _run(self, texts: DataFrame, stamp: datetime | None) -> Run:
        """What made the graph. The hash of the documents is worked out by one worker, to which their hashes flow."""
        pairs = texts.select("id", "sha256").repartition(1).sortWithinPartitions("id")
        told_ = pairs.mapInArrow(_digest, "digest string").first()
        return replace(fingerprint(self.ontology, (), stamp), documents=told_.digest if told_ else digest(()))

    def _head(self, run: Run, texts: DataFrame, count: int) -> tuple[DataFrame, int]:
        """The beginning of the file up to the documents, and its size in bytes."""
        from pyspark.sql import functions as f

        turtle = Turtle(self.base, self.ontology.schema)
        few = sorted(row.id for row in texts.select("id").limit(FEW).collect())
        head = turtle.head(run, few if count < FEW else None)
        if count < FEW:
            return self._one(head.before), len(head.before.encode()) + 1
        first, last = texts.agg(f.min("id"), f.max("id")).first() or ("", "")
        place = partial(_list, head=head, first=first, last=last, base=self.base, namespace=turtle.terms.namespace)
        listed = self._kept(_sorted(texts.select("id"), "id").mapInArrow(place, "text string"))
        size = listed.agg(f.sum(f.octet_length("text") + 1)).first()
        return listed, int(size[0]) if size else 0

    def _summed(
        self,
        texts: DataFrame,
        read: DataFrame,
        things: DataFrame,
        merged: DataFrame,
        problems: list[InputError],
        skipped: dict[str, int],
        names: Names,
        gathered: DataFrame,
        forms: int,
    ) -> Summed:
        from pyspark.sql import functions as f

        numbers = ("characters", "sentences", "names", "relations")
        sums = texts.agg(f.count("*"), *(f.coalesce(f.sum(one), f.lit(0)) for one in numbers)).first()
        assert sums is not None
        plain = merged.where((f.col("modality") == "") & f.col("documents")).groupBy("relation").count()
        idle = [str(one) for one in names.resolution.idle if not one.unmet]
        return Summed(
            int(sums[0]),
            read.where(f.col("notes") > 0).count(),
            *(int(one) for one in sums[1:]),
            {row.type: int(row["count"]) for row in things.groupBy("type").count().collect()},
            {row.relation: int(row["count"]) for row in plain.collect()},
            merged.where(f.col("modality") != "").count(),
            tuple(problems),
            skipped,
            tuple(idle),
            gathered.where(f.col("what") == "use").count(),
            len(names.resolution.entity_of),
            forms,
        )


def _sorted(frame: DataFrame, by: str) -> DataFrame:
    """A frame in order of a column, over all partitions: texts go by code points, as in Python."""
    return frame.repartitionByRange(by).sortWithinPartitions(by)


def _known_row(statement: Statement) -> tuple[Any, ...]:
    """What the gazetteer knows as a row of `STATED`: it has no document."""
    key = statement.subject, statement.relation, statement.object, statement.modality
    return (*key, "", 0, 0.0, statement.source.encode())


def _digest(incoming: Incoming) -> Incoming:
    """The hash of ids and hashes, in the order in which they come."""
    yield from batches([(digest(rows(incoming)),)], {"digest": "string"})


def _list(incoming: Incoming, head: Head, first: str, last: str, base: str, namespace: str) -> Incoming:
    """The lines of the list of documents at the head of the file, with what stands before and after it."""
    terms = TurtleTerms(base, namespace)

    def lines() -> Iterable[tuple[str]]:
        for (name,) in rows(incoming):
            start = head.before if name == first else head.indent
            yield (start + terms.document(name) + (head.after if name == last else head.ending),)

    yield from batches(lines(), {"text": "string"})

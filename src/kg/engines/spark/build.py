"""``kg build --engine spark``: the way of `kg.pipeline`, with each step done where the data is.

Documents are read in two rounds, as everywhere: by themselves, and again where they use forms of names that others
tell. What they tell of names is summed by key; the linked part of the vocabulary is decided on the driver, and what
names mean goes back to the workers. Statements are merged by what they say, entities come together by their ids, and
each becomes its piece of Turtle where it is; pieces are sorted by Spark and written as parts of one file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.engines.local import TIMEOUT
from kg.engines.spark.documents import Place
from kg.engines.spark.frames import Frames, mapped, sorted_by
from kg.engines.spark.identifiers import own_ids
from kg.engines.spark.inputs import READABLE, Inputs
from kg.engines.spark.linked import Meant
from kg.engines.spark.names import Names, decided, forms_told, gathered_names
from kg.engines.spark.output import Output, output
from kg.engines.spark.reading import HEARD, READ, Heard, hearing
from kg.engines.spark.session import require_spark, ship, spark_errors, spark_session
from kg.engines.spark.summed import Skipped, Summed, Totals, skipped_of
from kg.engines.spark.things import FACT, KNOWN, USE, WRITTEN, thing_row, writing
from kg.engines.spark.told import MERGED, STATED, TOLD, digest_rows, known_row, merging, telling
from kg.engines.spark.turtle import FEW, Turtle, heading
from kg.engines.spark.worker import Shipped
from kg.errors import UsageError
from kg.export import validate_base
from kg.export.record import DOCUMENTS, ENTITIES, MEMBERSHIPS, STATEMENTS
from kg.fingerprint import fingerprint
from kg.graph import MOST_EVIDENCE, known_statements, validate_evidence
from kg.ontology import Ontology, default_data, load_ontology
from kg.readers import Options
from kg.readers.telling import nothing_read
from kg.report import told_idle
from kg.resolution.told import told as told_forms
from kg.run import Run

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

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
    timeout: float = TIMEOUT,
    on_step: Callable[[str], None] = lambda step: None,
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
        timeout: seconds that one document may take; one that takes longer counts as one that cannot be read.
        on_step: called with what is done next.

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
        hint = "build without --engine spark for others, or make them from graph.ttl"
        raise UsageError(f"--engine spark writes {', '.join(FORMATS)}, not {', '.join(wrong)}\n  hint: {hint}")
    validate_evidence(evidence)
    require_spark(master)
    if not isinstance(ontology, Ontology):
        ontology = load_ontology(Path(ontology) if ontology is not None else None)
    options = reading or Options()
    on_step("starting Spark")
    with ExitStack() as stack:
        session = stack.enter_context(spark_session(master, conf))
        stack.enter_context(spark_errors())
        target = stack.enter_context(output(session, out))
        shipped = ship(session, ontology)
        steps = _Build(Frames(session, stack), ontology, shipped, base_iri, evidence, timeout, on_step)
        summed = steps.run(paths or [default_data("seeds")], options, strict, stamp, target)
    return replace(summed, seconds=time.perf_counter() - started)


@dataclass(slots=True)
class _Build:
    """The steps of a build. Frames that are used more than once are kept on the disks of the workers until it ends."""

    frames: Frames
    ontology: Ontology
    shipped: Shipped
    base: str
    evidence: int
    timeout: float
    on_step: Callable[[str], None]

    def run(
        self, paths: Sequence[Path | str], options: Options, strict: bool, stamp: datetime | None, target: Output
    ) -> Summed:
        """Do all of them."""
        self.on_step("reading documents")
        inputs = Inputs(self.frames.session, paths, options)
        read = self.frames.kept(inputs.read(self.shipped, self.timeout))
        documents, renamed, skipped = self._documents(read, inputs, strict)
        self.on_step("reading again what others tell of")
        final, forms = self._heard(documents, renamed)
        self.on_step("deciding which names are one thing")
        gathered = self.frames.kept(gathered_names(final, self.ontology.decisions.documents))
        names = decided(self.frames, gathered, self.ontology)
        self.on_step("merging what is stated")
        told = self.frames.kept(self._told(final, names))
        silent = self._silent(names, told)
        merged = self.frames.kept(self._merged(told, names, silent))
        self.on_step("writing")
        things = self.frames.kept(self._things(names, merged, silent))
        texts = self.frames.kept(sorted_by(told.where("text IS NOT NULL").drop(*STATED[:4], *STATED[5:]), "id"))
        totals = Totals(texts, things, merged)
        if not totals.documents.count:
            raise nothing_read(" ".join(map(str, paths)), skipped.first, READABLE)
        lines, size = self._lines(texts, things, merged, totals, stamp)
        result = Summed(
            totals.documents.count,
            totals.characters,
            totals.sentences,
            totals.names,
            totals.relations,
            totals.entities,
            totals.by_relation,
            totals.doubtful,
            skipped,
            told_idle(names.resolution.idle, self.ontology.decisions),
            gathered.where("what = 'use'").count(),
            len(names.resolution.entity_of),
            forms,
        )
        return replace(result, files=tuple(target.write(lines, size, result.json)))

    def _documents(
        self, read: DataFrame, inputs: Inputs, strict: bool
    ) -> tuple[DataFrame, Mapping[Place, str], Skipped]:
        """Those rows that are documents, the ids of those whose own id was taken, and what could not be read."""
        documents = read.where("reason IS NULL")
        renamed, wrong = own_ids(self.frames, documents, inputs.roots)
        skipped = skipped_of(read, [*inputs.problems, *wrong.values()])
        if strict and skipped.first:
            raise skipped.first[0]
        if wrong:
            columns = {name: READ[name] for name in Place._fields}
            places = self.frames.table([tuple(place) for place in wrong], columns)
            documents = documents.join(places, list(columns), "left_anti").select(*documents.columns)
        return documents, renamed, skipped

    def _heard(self, documents: DataFrame, renamed: Mapping[Place, str]) -> tuple[DataFrame, int]:
        """What documents are read to be with what others tell, and the number of forms that are told."""
        forms = told_forms(forms_told(documents, renamed), self.ontology.gazetteer)
        heard = Heard(self.frames.sent(forms) if forms else None, renamed)
        return self.frames.kept(mapped(documents, hearing(self.shipped, heard), HEARD)), len(forms)

    def _told(self, final: DataFrame, names: Names) -> DataFrame:
        """What documents tell, with what their names mean."""
        meant = self.frames.sent(Meant(names.resolution.entity_of, self.ontology.decisions.documents))
        return mapped(final, telling(self.shipped, meant, self.base, self.evidence), TOLD)

    def _silent(self, names: Names, told: DataFrame) -> frozenset[str]:
        """Things that are named only at the end of a relation, and then of none that states something of them."""
        unmentioned = {thing.id for thing in names.resolution.things if not names.mentions[thing.id]}
        alone = names.alone.groupBy("id").agg({"count": "sum"}).where("`sum(count)` = 0")
        unmentioned |= {row.id for row in alone.collect()}
        if not unmentioned:
            return frozenset()
        ids = self.frames.table([(one,) for one in sorted(unmentioned)], {"id": "string"})
        ends = told.selectExpr("subject AS id").union(told.selectExpr("object AS id"))
        return frozenset(unmentioned - {row.id for row in ids.join(ends, "id", "left_semi").collect()})

    def _merged(self, told: DataFrame, names: Names, silent: frozenset[str]) -> DataFrame:
        """What documents state, and the gazetteer where they do not, by what is said."""
        present = {thing.id for thing in names.resolution.things} - silent
        ontology = self.ontology
        known = known_statements(names.resolution, ontology.gazetteer, ontology.schema, present)
        table = self.frames.table([known_row(one) for one in known], {name: TOLD[name] for name in STATED})
        stated = told.where("subject IS NOT NULL").select(*STATED).union(table)
        ordered = sorted_by(stated, *STATED[:4], then=STATED[4:5])
        return mapped(ordered, merging(self.shipped, self.base, self.evidence), MERGED)

    def _things(self, names: Names, merged: DataFrame, silent: frozenset[str]) -> DataFrame:
        """Entities as Turtle, by id."""
        linked = self.frames.table([thing_row(thing) for thing in names.things()], KNOWN)
        alone = names.alone.selectExpr("id", f"'{USE}'", "type", "form", "key", "count")
        plain = merged.where("modality = ''")
        facts = plain.selectExpr("subject", f"'{FACT}'", "relation", "object", "''", "0L")
        return mapped(
            sorted_by(linked.union(alone).union(facts), "id"), writing(self.shipped, self.base, silent), WRITTEN
        )

    def _lines(
        self, texts: DataFrame, things: DataFrame, merged: DataFrame, totals: Totals, stamp: datetime | None
    ) -> tuple[DataFrame, int]:
        """The lines of the file, and the bytes that they take."""
        pairs = texts.select("id", "sha256").repartition(1).sortWithinPartitions("id")
        (documents,) = mapped(pairs, digest_rows, {"digest": "string"}).collect()
        run = replace(fingerprint(self.ontology, (), stamp), documents=documents.digest)
        lines, size = self._head(run, texts, totals)
        posts = merged.where("membership IS NOT NULL")
        sections = (
            (DOCUMENTS, texts.select("text"), totals.documents),
            (ENTITIES, things.select("text"), totals.things),
            (STATEMENTS, merged.selectExpr("statement AS text"), totals.statements),
            (MEMBERSHIPS, posts.selectExpr("membership AS text"), totals.memberships),
        )
        for title, frame, section in sections:
            if section.count:
                lines = lines.union(self.frames.line(heading(title))).union(frame)
                size += len(heading(title).encode()) + 1 + section.size
        return lines, size

    def _head(self, run: Run, texts: DataFrame, totals: Totals) -> tuple[DataFrame, int]:
        """The beginning of the file with the list of all documents, and the bytes that it takes."""
        from pyspark.sql import functions as f

        turtle = Turtle(self.base, self.ontology.schema)
        if totals.documents.count < FEW:
            head = turtle.head(run, [row.id for row in texts.select("id").collect()])
            return self.frames.line(head.before), len(head.before.encode()) + 1
        head = turtle.head(run, None)
        before = f.when(f.col("id") == totals.first, head.before).otherwise(head.indent)
        after = f.when(f.col("id") == totals.last, head.after).otherwise(head.ending)
        around = len((head.before + head.after).encode()) + 1
        each = len((head.indent + head.ending).encode()) + 1
        return (
            texts.select(f.concat(before, "term", after).alias("text")),
            totals.term_bytes + around + each * (totals.documents.count - 1),
        )

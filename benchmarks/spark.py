"""What building on Spark costs beside building in one process, and what of it goes over the network.

    python benchmarks/spark.py [DOCUMENTS] [CORES]

The documents are small: three annotated paragraphs of ``ontology/examples`` without their marks, drawn at random, in
one file of JSON lines. `kg build` runs as a whole process each time, its start included: with one worker and no cache,
and with Spark on so many cores of this machine, for the documents and for a tenth of them; the difference between these
two is what documents cost once all is started. Told is processor time of all processes, which other programs on the
machine disturb less than the clock, and from Spark's own record of its events what it shuffled, kept on disks and
brought to the driver. Ratios are what to compare: seconds hang on the machine.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg.evaluation.annotated import read_gold
from kg.ontology import default_data
from kg.schema import load_schema

PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """A build: processor time in seconds, bytes of its Turtle, and Spark's counts."""

    seconds: float
    size: int
    counts: Counter[str]


def write(path: Path, count: int) -> int:
    """Write so many documents, and give their characters."""
    folder = default_data("ontology")
    texts = [gold.text for gold in read_gold([folder / "examples"], load_schema(folder / "kg.ttl"))]
    choose = random.Random(1)  # noqa: S311
    characters = 0
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = "\n\n".join(choose.sample(texts, PARAGRAPHS))
            characters += len(text)
            out.write(json.dumps({"id": f"{number:08}", "text": text}, ensure_ascii=False) + "\n")
    return characters


def build(source: Path, out: Path, *options: str) -> Run:
    """A whole `kg build`."""
    program = [sys.executable, "-c", "from kg.cli import main; main()", "build", str(source), "-o", str(out)]
    before = os.times()
    command = [*program, "--format", "ttl", "--no-cache", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    after = os.times()
    seconds = after.children_user - before.children_user + after.children_system - before.children_system
    names = re.search(r"brought to one place +([\d,]+) of ([\d,]+) uses", done.stdout)
    counts = [int(number.replace(",", "")) for number in names.groups()] if names else [0, 0]
    return Run(seconds, (out / "graph.ttl").stat().st_size, Counter({"linked": counts[0], "uses": counts[1]}))


def build_on_spark(source: Path, out: Path, cores: int, events: Path) -> Run:
    """The same with Spark, which records its events."""
    events.mkdir()
    record = ["--conf", "spark.eventLog.enabled=true", "--conf", f"spark.eventLog.dir={events.as_uri()}"]
    plain = ["--conf", "spark.eventLog.compress=false", "--conf", f"spark.sql.shuffle.partitions={4 * cores}"]
    run = build(source, out, "--engine", "spark", "--master", f"local[{cores}]", *record, *plain)
    counts = run.counts
    for path in events.rglob("*"):
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("Event") == "SparkListenerTaskEnd" and "Task Metrics" in event:
                metrics = event["Task Metrics"]
                counts["shuffled"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                counts["to the driver"] += metrics["Result Size"]
                counts["kept on disks"] += sum(
                    block["Status"]["Disk Size"] for block in metrics.get("Updated Blocks", ())
                )
                counts["tasks"] += 1
    return run


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    cores = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = folder / "few.jsonl", folder / "many.jsonl"
        write(few, count // 10)
        characters = write(many, count)
        local = [build(path, folder / f"local-{path.stem}", "--workers", "1") for path in (few, many)]
        spark = [
            build_on_spark(path, folder / f"spark-{path.stem}", cores, folder / f"events-{path.stem}")
            for path in (few, many)
        ]
        same = all(
            (folder / f"local-{path.stem}/graph.ttl").read_bytes()
            == (folder / f"spark-{path.stem}/graph.ttl").read_bytes()
            for path in (few, many)
        )
    further = count - count // 10
    print(f"{count:,} documents, {characters:,} characters, {local[1].size:,} bytes of Turtle")
    print(f"the files are {'the same bytes' if same else 'OTHERS'}")
    for title, (first, second) in (("one process", local), (f"Spark, {cores} cores", spark)):
        each = (second.seconds - first.seconds) / further
        start = first.seconds - each * (count // 10)
        print(
            f"{title:15} {second.seconds:8.1f} s processor time; {start:6.1f} s of it whatever the documents, "
            f"{1000 * each:6.2f} ms for each ({1 / each:,.0f} documents a second and core)"
        )
    ratio = (spark[1].seconds - spark[0].seconds) / (local[1].seconds - local[0].seconds)
    print(f"a document costs on Spark {ratio:.2f} of what it costs in one process")
    for what in ("shuffled", "to the driver", "kept on disks"):
        each = (spark[1].counts[what] - spark[0].counts[what]) / further
        print(f"{what:15} {each:10,.0f} bytes for each document ({spark[1].counts[what]:,} in all)")
    for what in ("uses", "linked"):
        few_, many_ = (run.counts[what] for run in spark)
        print(f"different {what} of names: {few_:,} in a tenth, {many_:,} in all documents")


if __name__ == "__main__":
    main()

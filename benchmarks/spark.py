"""What building on Spark costs beside building in one process, and what of it goes over the network.

    python benchmarks/spark.py [DOCUMENTS] [CORES]

The documents are small: three annotated paragraphs of ``ontology/examples`` without their marks, drawn at random, in
one file of JSON lines. A tenth of them is built first and then all, in one process and by one session of Spark with so
many cores of this machine; the difference between the two is what documents cost once all is started. Told is processor
time of all processes, which other programs on the machine disturb less than the clock, and from Spark's own record of
its events what it shuffled, kept on disks and brought to the driver. Ratios are what to compare: seconds hang on the
machine.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import kg
from kg.engines.spark import Summed, build
from kg.engines.spark.session import spark_session
from kg.evaluation.annotated import read_gold
from kg.ontology import default_data, load_ontology
from kg.schema import load_schema

PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """A build: processor time in seconds, its Turtle, when it began and ended, and what it told."""

    seconds: float
    turtle: bytes
    span: tuple[float, float]
    summed: Summed | None


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


def processor_time() -> float:
    """Seconds of this process, of all that it started, and of what these started."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                seconds[int(entry.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    tree = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return sum(seconds.get(pid, 0.0) for pid in tree)


def measured(work: Callable[[], Summed | None], out: Path) -> Run:
    """Do something, and tell what it took."""
    began, before = time.time(), processor_time()
    summed = work()
    seconds = processor_time() - before
    return Run(seconds, (out / "graph.ttl").read_bytes(), (began, time.time()), summed)


def counted(events: Path, span: tuple[float, float]) -> Counter[str]:
    """What Spark counted of the tasks that ended in a time."""
    counts: Counter[str] = Counter()
    for path in events.rglob("*"):
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("Event") != "SparkListenerTaskEnd" or "Task Metrics" not in event:
                continue
            if span[0] <= event["Task Info"]["Finish Time"] / 1000 <= span[1]:
                metrics = event["Task Metrics"]
                counts["shuffled"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                counts["to the driver"] += metrics["Result Size"]
                blocks = metrics.get("Updated Blocks", ())
                counts["kept on disks"] += sum(block["Status"]["Disk Size"] for block in blocks)
    return counts


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    cores = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    ontology = load_ontology()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        events = folder / "events"
        events.mkdir()
        sizes = {count // 10: write(folder / f"{count // 10}.jsonl", count // 10)}
        sizes[count] = write(folder / f"{count}.jsonl", count)
        conf = {
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": events.as_uri(),
            "spark.eventLog.compress": "false",
            "spark.eventLog.logBlockUpdates.enabled": "true",
            "spark.taskMetrics.trackUpdatedBlockStatuses": "true",
            "spark.sql.shuffle.partitions": str(2 * cores),
        }
        runs: dict[str, list[Run]] = {"one process": [], "Spark": []}
        for size in sizes:
            paths, out = [folder / f"{size}.jsonl"], folder / f"local-{size}"
            alone = partial(kg.build, paths, out, ontology=ontology, formats=["ttl"], workers=1)
            runs["one process"].append(measured(lambda alone=alone: alone() and None, out))  # type: ignore[misc]
        with spark_session(f"local[{cores}]", conf):
            for size in sizes:
                paths, out = [folder / f"{size}.jsonl"], folder / f"spark-{size}"
                runs["Spark"].append(measured(partial(build, paths, out, ontology=ontology), out))
        counts = [counted(events, run.span) for run in runs["Spark"]]
    further = count - count // 10
    same = [run.turtle for run in runs["one process"]] == [run.turtle for run in runs["Spark"]]
    print(f"{count:,} documents, {sizes[count]:,} characters, {len(runs['Spark'][1].turtle):,} bytes of Turtle")
    print(f"the files are {'the same bytes' if same else 'OTHERS'}")
    each = {title: (many.seconds - few.seconds) / further for title, (few, many) in runs.items()}
    for title, seconds in each.items():
        first = runs[title][0].seconds - seconds * (count // 10)
        print(
            f"{title:15} {1000 * seconds:7.2f} ms of a processor for each document, "
            f"{1 / seconds:,.0f} documents a second and core; {first:,.1f} s whatever the documents"
        )
    print(f"a document costs on Spark {each['Spark'] / each['one process']:.2f} of what it costs in one process")
    for what in ("shuffled", "to the driver", "kept on disks"):
        few, many = (one[what] for one in counts)
        print(f"{what:15} {(many - few) / further:10,.0f} bytes for each document ({many:,} in all)")
    for what in ("uses", "linked", "told"):
        few, many = (getattr(run.summed, what) for run in runs["Spark"])
        print(f"{what:15} {few:,} in a tenth of the documents, {many:,} in all")


if __name__ == "__main__":
    main()

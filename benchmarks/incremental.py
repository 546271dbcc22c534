"""What one more document costs `kg build`, beside reading all documents anew.

    python benchmarks/incremental.py [DOCUMENTS]

The documents are small: three annotated paragraphs of ``ontology/examples`` without their marks, drawn at random.
`kg build` runs as a whole process (one worker, Turtle), its start included: all documents without a cache and with an
empty one, with nothing changed, with one more, and with one less. Told is processor time, which other programs on the
machine disturb less than the clock, and what of it is writing: rendering the files from the tables of the graph, and
writing them. Ratios are what to compare: seconds hang on the machine.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.evaluation.annotated import read_gold
from kg.ontology import default_data
from kg.schema import load_schema

PARAGRAPHS = 3

PROGRAM = """
import time
import kg.pipeline
from kg.cli import main
write = kg.pipeline.export
def timed(*told, **named):
    started = time.process_time()
    try:
        return write(*told, **named)
    finally:
        print(time.process_time() - started)
kg.pipeline.export = timed
main()
"""
"""`kg`, which also tells the seconds that writing took."""


def documents(count: int) -> list[str]:
    """So many documents."""
    folder = default_data("ontology")
    texts = [gold.text for gold in read_gold([folder / "examples"], load_schema(folder / "kg.ttl"))]
    choose = random.Random(1)  # noqa: S311
    return ["\n\n".join(choose.sample(texts, PARAGRAPHS)) for _ in range(count)]


def build(source: Path, out: Path, *options: str) -> tuple[float, float]:
    """Seconds of processor time that a whole `kg build` takes, and those of them that are writing."""
    command = [sys.executable, "-c", PROGRAM, "build", str(source), "-o", str(out), "--workers", "1", "--format", "ttl"]
    before = os.times()
    told = subprocess.run([*command, "-q", *options], check=True, capture_output=True, text=True).stdout  # noqa: S603
    after = os.times()
    taken = after.children_user - before.children_user + after.children_system - before.children_system
    return taken, float(told)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    texts = documents(count + 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, out, clean = folder / "in", folder / "out", folder / "clean"
        source.mkdir()
        for number, text in enumerate(texts[:-1]):
            (source / f"{number:06}.txt").write_text(text, encoding="utf-8")
        kept = ("--cache", str(folder / "cache"))
        rows = [("without a cache", build(source, clean, "--no-cache")), ("empty cache", build(source, out, *kept))]
        rows.append(("nothing changed", build(source, out, *kept)))
        (source / f"{count:06}.txt").write_text(texts[-1], encoding="utf-8")
        rows.append(("one more", build(source, out, *kept)))
        (source / "000000.txt").unlink()
        rows.append(("one less", build(source, out, *kept)))
        build(source, clean, "--no-cache")
        same = all(path.read_bytes() == (clean / path.name).read_bytes() for path in out.iterdir())
        size = sum(path.stat().st_size for path in (folder / "cache").iterdir())
    print(f"{count:,} documents, {sum(map(len, texts)):,} characters; the cache has {size:,} bytes")
    whole = rows[0][1][0]
    for title, (seconds, writing) in rows:
        share = f"{seconds / whole:5.2f} of building without a cache"
        print(f"{title:16} {seconds:7.2f} s  {share}; writing {writing:.2f} s, beyond it {seconds - writing:.2f} s")
    print(f"in the end the files are {'the same as' if same else 'OTHERS than'} those of a clean build")


if __name__ == "__main__":
    main()

"""How fast `kg build` is, beside `jieba.cut` alone on the same simplified text.

    python benchmarks/speed.py [CHARACTERS]

The text is the annotated paragraphs of ``ontology/examples`` without their marks, over and over in new orders, twenty
to a document: news-like, but denser in names than news is. `kg build` runs as a whole process (one worker, Turtle), its
start included, first on one document, so that the start can be told apart. Both keep what they read, as `kg build`
does, and find the compiled ontology there but no document. Times are CPU time, which other work on the machine changes
little; ratios are what to compare, seconds hang on the machine.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jieba

from kg.evaluation.annotated import read_gold
from kg.ontology import default_data
from kg.schema import load_schema
from kg.text import fold

PARAGRAPHS = 20


def documents(characters: int) -> list[str]:
    """Documents of at least so many characters together."""
    folder = default_data("ontology")
    texts = [gold.text for gold in read_gold([folder / "examples"], load_schema(folder / "kg.ttl"))]
    shuffle = random.Random(1).shuffle  # noqa: S311
    found: list[str] = []
    size = 0
    while True:
        shuffle(texts)
        for first in range(0, len(texts), PARAGRAPHS):
            found.append("\n\n".join(texts[first : first + PARAGRAPHS]))
            size += len(found[-1])
            if size >= characters:
                return found


def build(texts: list[str], folder: Path) -> float:
    """Seconds of CPU time that a whole `kg build` takes."""
    path = folder / "news.jsonl"
    lines = (json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "build",
        str(path),
        "-o",
        str(folder / "out"),
        "--workers",
        "1",
        "--cache",
        str(folder / "cache"),
    ]
    for kept in [*(folder / "cache").glob("extractions*"), *(folder / "cache").glob("tables*")]:
        kept.unlink()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "--format", "ttl", "-q"], check=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def cut(texts: list[str]) -> float:
    """Seconds of CPU time that cutting the same text into words takes, dictionary loaded."""
    jieba.setLogLevel(60)
    jieba.initialize()
    simplified = [fold(text) for text in texts]
    started = time.process_time()
    for text in simplified:
        for _ in jieba.cut(text):
            pass
    return time.process_time() - started


def main() -> None:
    """Measure and print."""
    texts = documents(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    size = sum(map(len, texts))
    with tempfile.TemporaryDirectory() as folder:
        build(texts[:1], Path(folder))  # compiles the ontology
        start = build(texts[:1], Path(folder))
        whole = build(texts, Path(folder))
    alone = cut(texts)
    print(f"{size:,} characters in {len(texts):,} documents")
    print(
        f"kg build      {whole:7.2f} s  {size / whole:10,.0f} characters a second (of this {start:.2f} s for the start)"
    )
    print(f"jieba.cut     {alone:7.2f} s  {size / alone:10,.0f} characters a second")
    print(
        f"kg build is {alone / whole:.2f} times as fast as jieba.cut, {alone / (whole - start):.2f} without its start"
    )


if __name__ == "__main__":
    main()

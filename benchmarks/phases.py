"""Where the time of `kg build` goes: characters per second of each phase, by CPU time.

    python benchmarks/phases.py [CHARACTERS]

Over the same text as `speed.py`. The functions of `PHASES` are wrapped; a function's time is its own, without that of
the wrapped ones that it calls. What is left is told as "the rest". `jieba.cut` stands beside.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from inspect import isgeneratorfunction
from pathlib import Path
from typing import Any

from kg.ontology import load_ontology
from kg.pipeline import build_with_report
from speed import cut, documents

PHASES = {
    "normalise": ("kg.mentions:normalise",),
    "words of jieba": ("kg.names.words:tokenize", "kg.segment:_FastSegmenter.plain"),
    "known names": ("kg.names.reading:Reading.__init__",),
    "grammar": ("kg.names.suffixed:NameGrammar.read", "kg.names.suffixed:NameGrammar.places"),
    "persons": ("kg.names.persons:PersonGrammar.read",),
    "candidates": ("kg.mentions:NameFinder._candidates", "kg.mentions:NameFinder.of_the_story"),
    "choice without tagger": ("kg.mentions:choose",),
    "tagger: words": ("kg.tagging.tagger:read_words",),
    "tagger: features": ("kg.tagging.tagger:read_features",),
    "tagger: scores": ("kg.tagging.table:Table.scores",),
    "tagger: network": ("kg.tagging.network:Network.scores",),
    "tagger: decoding": ("kg.tagging.tagger:decode", "kg.tagging.tagger:spans"),
    "weighing": ("kg.mentions:weigh", "kg.mentions:pool", "kg.mentions:with_scores"),
    "choice by weight": ("kg.mentions:choose_by_weight",),
    "short forms": (
        "kg.forms.shortforms:ShortForms.read",
        "kg.forms.shortforms:ShortForms.retyped",
        "kg.forms.shortforms:ShortForms.offers",
        "kg.mentions:one_type_per_name",
        "kg.mentions:overlaid",
    ),
    "mentions": ("kg.naming:Naming.names",),
    "containers, posts": (
        "kg.apart.elliptic:EllipticBodies.read",
        "kg.apart.containers:Containers.tell_apart",
        "kg.apart.homonyms:HomonymRows.rows",
        "kg.apart.posts:PostReader.read",
    ),
    "references": ("kg.references:ReferenceReader.read", "kg.references:ReferenceReader.complete"),
    "relations": ("kg.relations.reader:RelationReader.read",),
    "qualifiers": ("kg.relations.qualifiers:QualifierReader.read",),
    "told by others": ("kg.extraction:Extractor.heard", "kg.engines.rounds:told_anew"),
    "into tables": ("kg.merging.tables:Tables.put", "kg.merging.tables:Tables.put_again"),
    "the rest of reading": ("kg.engines.local:Local.read_into",),
    "resolving, merging": ("kg.pipeline:make", "kg.pipeline:graph_of"),
    "writing Turtle": ("kg.pipeline:export",),
}


class Clock:
    """Adds up what wrapped functions take, each without the wrapped ones inside it."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def timed(self, phase: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time added to a phase; generators are run to their end."""
        whole = isgeneratorfunction(work)

        @wraps(work)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self._inside.append(0.0)
            started = time.process_time()
            result = work(*args, **kwargs)
            if whole:
                result = iter(list(result))
            taken = time.process_time() - started
            self.seconds[phase] += taken - self._inside.pop()
            if self._inside:
                self._inside[-1] += taken
            return result

        return wrapped

    def wrap(self) -> None:
        """Wrap all functions of `PHASES`."""
        for phase, places in PHASES.items():
            for place in places:
                module, _, name = place.partition(":")
                *owners, last = name.split(".")
                owner: Any = importlib.import_module(module)
                for one in owners:
                    owner = getattr(owner, one)
                setattr(owner, last, self.timed(phase, getattr(owner, last)))


def main() -> None:
    """Measure and print."""
    texts = documents(int(sys.argv[1]) if len(sys.argv) > 1 else 400_000)
    size = sum(map(len, texts))
    clock = Clock()
    clock.wrap()
    ontology = load_ontology(None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def build(some: list[str]) -> None:
            lines = (json.dumps({"id": f"{number:06}", "text": text}) for number, text in enumerate(some))
            (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
            paths, out = [folder / "news.jsonl"], folder / "out"
            build_with_report(paths, out, ontology=ontology, formats=["ttl"], workers=1, keep_graph=False)

        build(texts[:20])  # what is compiled on first use
        clock.seconds.clear()
        started = time.process_time()
        clock.timed("the rest", build)(texts)
        whole = time.process_time() - started
    print(f"{size:,} characters in {len(texts):,} documents, CPU time without the start")
    for phase, seconds in [*clock.seconds.items(), ("all", whole)]:
        share, speed = 100 * seconds / whole, size / max(seconds, 1e-9)
        print(f"{phase:24} {seconds:8.3f} s {share:6.1f} % {speed:14,.0f} characters/s")
    alone = cut(texts)
    print(f"{'jieba.cut':24} {alone:8.3f} s          {size / alone:14,.0f} characters/s")


if __name__ == "__main__":
    main()

"""How fast graphs are written, beside pyoxigraph writing the same triples.

    python benchmarks/export.py [ENTITIES]

The graph is made up: three facts an entity, each with its evidence. Ratios are what to compare: seconds hang on the
machine.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable

import pyoxigraph

from kg.export import write_jsonld, write_ntriples, write_turtle
from kg.model import DocumentInfo, Entity, Evidence, Graph, Qualifier, Span, Statement
from kg.ontology import default_data
from kg.schema import load_schema

BASE = "https://example.org/kg/"
QUOTE = "泛联移动通信技术研究院由三家单位共同创立，院址在海淀区。"


def graph(count: int) -> Graph:
    """A graph of so many entities."""
    chance = random.Random(1)  # noqa: S311
    documents = tuple(DocumentInfo(f"{number}.txt", "标题", characters=1000) for number in range(count // 10 or 1))
    entities = tuple(
        Entity(
            f"{number:016x}", "Organization", f"第{number}研究院", f"第{number}研究院", (("zh-Hans", f"{number}院"),)
        )
        for number in range(count)
    )
    statements = []
    for number in range(3 * count):
        ends = (entities[chance.randrange(count)].id for _ in range(2))
        document = documents[number % len(documents)].id
        when = Qualifier("date", "2024年", "2024", "gYear")
        place = Evidence(
            document, 10, 10 + len(QUOTE), Span(10, 15), Span(20, 25), QUOTE, "a.b", (when,), "前文", "后文"
        )
        subject, target = ends
        statements.append(Statement(subject, "foundedBy", target, "", 1, 0.9, (place,), (document,)))
    return Graph(documents, entities, tuple(statements))


def seconds(work: Callable[[], object]) -> float:
    """The best of three runs, in seconds of this process."""
    found = []
    for _ in range(3):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def main() -> None:
    """Print a line for each writer."""
    whole = graph(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    schema = load_schema(default_data("ontology") / "kg.ttl")
    out = io.StringIO()
    write_turtle(whole, out, base=BASE, schema=schema)
    triples = list(pyoxigraph.parse(out.getvalue().encode(), pyoxigraph.RdfFormat.TURTLE))
    theirs = seconds(
        lambda: pyoxigraph.serialize((quad.triple for quad in triples), format=pyoxigraph.RdfFormat.TURTLE)
    )
    print(f"{len(triples)} triples; pyoxigraph, of triples that are there: {theirs:.2f} s")
    for name, writer in {"Turtle": write_turtle, "N-Triples": write_ntriples, "JSON-LD": write_jsonld}.items():
        ours = seconds(lambda writer=writer: writer(whole, io.StringIO(), base=BASE, schema=schema))
        print(f"{name}: {ours:.2f} s, {ours / theirs:.1f} times as long, {len(triples) / ours:,.0f} triples a second")


if __name__ == "__main__":
    main()

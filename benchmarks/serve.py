"""What `kg serve` adds to a query: a hundred clients at once, beside the same queries one after another in process.

    python benchmarks/serve.py [ENTITIES]

The graph is made for the purpose: each entity has a name and two facts. Ratios are what to compare: seconds hang on the
machine, and the processes that answer share it with the clients.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from kg.querying.answers import serialize
from kg.querying.store import ask, open_graph

CLIENTS = 100


def write_graph(path: Path, entities: int) -> None:
    """Write a graph of so many entities, each below an earlier one and beside another."""
    base = "https://example.org/kg/"
    with path.open("w", encoding="utf-8") as out:
        out.write(f"@prefix entity: <{base}entity/> .\n@prefix kg: <{base}ontology#> .\n")
        out.write("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n")
        for number in range(entities):
            out.write(
                f'entity:e{number} skos:prefLabel "n{number}"@en ; kg:partOf entity:e{number // 7} ; '
                f"kg:locatedIn entity:e{number * 31 % entities} .\n"
            )


def queries(entities: int) -> list[str]:
    """Two steps from a named entity, another one for each client."""
    names = (entities * number // CLIENTS for number in range(CLIENTS))
    return [f'SELECT ?y {{ ?x skos:prefLabel "n{name}"@en . ?y kg:partOf/kg:locatedIn ?x }}' for name in names]


async def together(address: str, asked: list[str]) -> list[bytes]:
    """Ask all queries at once, each over a connection of its own."""
    limits = httpx.Limits(max_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits, trust_env=False) as client:
        headers = {"Accept": "text/csv"}
        answers = await asyncio.gather(*(client.post("/sparql", data={"query": q}, headers=headers) for q in asked))
    return [answer.raise_for_status().content for answer in answers]


def main() -> None:
    """Print the ratios."""
    entities = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    asked = queries(entities)
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph.ttl"
        write_graph(graph, entities)
        started = time.perf_counter()
        knowledge = open_graph(graph)
        loaded = time.perf_counter()
        expected = [serialize(ask(knowledge, query), "csv") for query in asked]
        alone = time.perf_counter() - loaded
        starts = []
        for _ in range(2):
            begun = time.perf_counter()
            command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", str(graph), "--port", "0"]
            environment = {**os.environ, "XDG_CACHE_HOME": folder}
            process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)  # noqa: S603
            try:
                assert process.stderr is not None  # noqa: S101
                (address,) = re.findall(r"http://\S+", process.stderr.readline())
                starts.append(time.perf_counter() - begun)
                asyncio.run(together(address, asked[:4]))
                begun = time.perf_counter()
                answers = asyncio.run(together(address, asked))
                served = time.perf_counter() - begun
            finally:
                process.terminate()
                process.wait()
    same = [sorted(one.splitlines()) for one in answers] == [sorted(one.splitlines()) for one in expected]
    print(f"{entities} entities; the {CLIENTS} answers are {'the same' if same else 'NOT THE SAME'}")
    print(f"start, first / later / loading into memory: {starts[0]:.2f} / {starts[1]:.2f} / {loaded - started:.2f} s")
    print(
        f"{CLIENTS} clients at once / one after another in process: {served:.2f} / {alone:.2f} s = {served / alone:.1f}"
    )


if __name__ == "__main__":
    main()

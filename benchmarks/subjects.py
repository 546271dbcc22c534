"""What `compare.py` compares, each done in a process that does nothing else.

    python benchmarks/subjects.py NAME [ARGUMENT...]

Prints an object of JSON: ``start``, seconds of processor time until all is loaded, ``work``, those of the work itself,
and what else there is to tell.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BASE = "https://example.org/kg/"


def text(folder: str, *sizes: str) -> dict[str, Any]:
    """Write files of JSON lines with at least so many characters; jieba's dictionary is compiled on the way."""
    import jieba

    from speed import documents

    jieba.setLogLevel(60)
    jieba.initialize()
    told = {}
    for size in sizes:
        texts = documents(int(size))
        lines = (json.dumps({"id": f"{number:06}", "text": one}) for number, one in enumerate(texts))
        Path(folder, f"{size}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        told[size] = {"characters": sum(map(len, texts)), "documents": len(texts)}
    one = json.dumps({"id": "000000", "text": texts[0]})
    Path(folder, "one.jsonl").write_text(one, encoding="utf-8")
    return told


def jieba_cut(source: str) -> dict[str, Any]:
    """Cut a text into words."""
    import jieba

    jieba.setLogLevel(60)
    return _lines(source, jieba.initialize, lambda line: list(jieba.cut(line)))


def jieba_posseg(source: str) -> dict[str, Any]:
    """Cut a text into words and tell their kinds."""
    import jieba
    from jieba import posseg

    jieba.setLogLevel(60)
    return _lines(source, jieba.initialize, lambda line: list(posseg.cut(line)))


def jiagu_seg(source: str) -> dict[str, Any]:
    """Cut a text into words by jiagu."""
    import jiagu

    return _lines(source, lambda: jiagu.seg("知识图谱"), jiagu.seg)


def jiagu_ner(source: str) -> dict[str, Any]:
    """Find names among words that are cut already, by jiagu."""
    import jiagu

    return _lines(source, lambda: jiagu.ner(["知识", "图谱"]), jiagu.ner, before=jiagu.seg)


def jiagu_knowledge(source: str) -> dict[str, Any]:
    """Read triples by jiagu, which cuts the words itself."""
    import jiagu

    return _lines(source, lambda: jiagu.knowledge("知识图谱"), jiagu.knowledge)


def _lines(
    source: str,
    load: Callable[[], Any],
    work: Callable[[Any], list[Any]],
    before: Callable[[str], Any] = lambda line: line,
) -> dict[str, Any]:
    """Load, then work on each line of the simplified text, made ready in time that counts for nothing."""
    load()
    start = time.process_time()
    from kg.text import fold

    texts = [json.loads(line)["text"] for line in Path(source).read_text(encoding="utf-8").splitlines()]
    ready = [before(line) for one in texts for line in fold(one).splitlines() if line]
    began = time.process_time()
    found = sum(len(work(line)) for line in ready)
    work_time = time.process_time() - began
    return {"start": start, "work": work_time, "found": found, "characters": sum(map(len, texts))}


def graph(folder: str, entities: str) -> dict[str, Any]:
    """Write a made-up graph, as `export.py` makes it, as Turtle and as GraphML."""
    return {"turtle": _ours("ttl", folder, entities), "graphml": _ours("graphml", folder, entities)}


def kg_turtle(folder: str, entities: str) -> dict[str, Any]:
    """Write Turtle by `kg`."""
    return _ours("ttl", folder, entities)


def kg_graphml(folder: str, entities: str) -> dict[str, Any]:
    """Write GraphML by `kg`; ``again`` is the time of writing it once more, when the places of the nodes are known."""
    return _ours("graphml", folder, entities)


def _ours(form: str, folder: str, entities: str) -> dict[str, Any]:
    from export import graph as made
    from kg.export import FORMATS
    from kg.ontology import default_data
    from kg.schema import load_schema

    whole = made(int(entities))
    schema = load_schema(default_data("ontology") / "kg.ttl")
    ((name, writer),) = FORMATS[form].items()
    writer(made(2), io.StringIO(), base=BASE, schema=schema)  # what is imported on first use

    def write() -> None:
        with Path(folder, name).open("w", encoding="utf-8", newline="\n") as out:
            writer(whole, out, base=BASE, schema=schema)

    first = _timed(write, len(whole.statements))
    return {**first, "again": _timed(write, len(whole.statements))["work"]}


def rdflib_turtle(folder: str, _: str) -> dict[str, Any]:
    """Write the triples of `kg`'s Turtle by rdflib."""
    import rdflib

    rdflib.Graph().serialize(format="turtle")  # what is imported on first use
    held = rdflib.Graph()
    held.parse(Path(folder, "graph.ttl"), format="turtle")
    return _timed(lambda: held.serialize(Path(folder, "other.ttl"), format="turtle", encoding="utf-8"), len(held))


def networkx_graphml(folder: str, _: str) -> dict[str, Any]:
    """Write the nodes and edges of `kg`'s GraphML, with all their attributes, by networkx."""
    import networkx as nx

    nx.write_graphml(nx.path_graph(2), io.BytesIO())  # what is imported on first use
    held = nx.read_graphml(Path(folder, "graph.graphml"))
    return _timed(lambda: nx.write_graphml(held, Path(folder, "other.graphml")), held.number_of_edges())


def _timed(work: Callable[[], object], count: int) -> dict[str, Any]:
    start = time.process_time()
    work()
    return {"start": start, "work": time.process_time() - start, "count": count}


def rules(size: str, few: str, many: str) -> dict[str, Any]:
    """Read a text with few rules and with many, as `rules.py` does."""
    from rules import measured

    return {"rows": measured(int(size), int(few), int(many))}


def names(folder: str, *counts: str) -> dict[str, Any]:
    """Write ontology folders whose gazetteers have so many further names."""
    from gazetteer import write

    for count in counts:
        write(Path(folder, f"names-{count}"), int(count))
    return {}


def gazetteer(folder: str, source: str) -> dict[str, Any]:
    """Load an ontology folder, with what an earlier process kept of it if there is any, and read a text by it."""
    from kg.extraction import Extractor
    from kg.model import Document
    from kg.ontology import load_ontology

    began = time.process_time()
    ontology = load_ontology(Path(folder, "ontology"), cache=Path(folder, "cache"))
    extractor = Extractor(ontology)
    start = time.process_time() - began
    texts = [json.loads(line)["text"] for line in Path(source).read_text(encoding="utf-8").splitlines()]
    read = [Document(str(number), one) for number, one in enumerate(texts)]
    extractor.extract_all(read[:1])  # what is compiled on first use
    began = time.process_time()
    mentions = 0
    for first in range(0, len(read), 32):
        mentions += sum(len(one.mentions) for one in extractor.extract_all(read[first : first + 32]))
    work = time.process_time() - began
    known = len(ontology.gazetteer.entries)
    return {"start": start, "work": work, "names": known, "mentions": mentions, "characters": sum(map(len, texts))}


def shared(*command: str) -> dict[str, Any]:
    """Run `kg` with such arguments; however little text there is, as many workers share it as are asked for."""
    from kg.cli import main
    from kg.engines import local

    local.WORTH_PROCESSES = 0
    sys.argv[1:] = command
    main()
    return {}


SUBJECTS: dict[str, Callable[..., dict[str, Any]]] = {
    "text": text,
    "jieba.cut": jieba_cut,
    "jieba.posseg": jieba_posseg,
    "jiagu.seg": jiagu_seg,
    "jiagu.ner": jiagu_ner,
    "jiagu.knowledge": jiagu_knowledge,
    "graph": graph,
    "kg Turtle": kg_turtle,
    "rdflib Turtle": rdflib_turtle,
    "kg GraphML": kg_graphml,
    "networkx GraphML": networkx_graphml,
    "rules": rules,
    "names": names,
    "gazetteer": gazetteer,
    "shared": shared,
}

if __name__ == "__main__":
    print(json.dumps(SUBJECTS[sys.argv[1]](*sys.argv[2:])))

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs import BASE, hostile_graph, small_graph
from kg.export import html
from kg.export.html import write_html
from kg.export.island import dumps, pieces
from kg.model import Entity, Evidence, Graph, Span, Statement
from kg.ontology import default_data
from kg.schema import Schema, load_schema

LONG = "長" * 10_000
HOSTILE = {
    "markup": '"><img src=x onerror=alert(1)>',
    "script": "</script><script>alert(1)</script><!--<script>",
    "prototype": "__proto__",
    "constructor": "constructor",
    "direction": "\u202e\u2067文字\u200f<b>",
    "long": LONG,
    "address": "javascript:alert(1)",
    "lines": "a\u2028b\u2029c\r\nd\0",
    "half a pair": "\ud800x",
    "template": "{{ 7*7 }}{% include 'x' %}",
}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(default_data("ontology") / "kg.ttl")


def page(graph: Graph, schema: Schema) -> str:
    out = io.StringIO()
    write_html(graph, out, base=BASE, schema=schema)
    return out.getvalue()


class Reader(HTMLParser):
    """Collects what a page loads, its elements and the text of its scripts and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: Counter[str] = Counter()
        self.handlers: list[str] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.policy = ""
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        self.addresses += [values[name] or "" for name in ("src", "href", "data", "action") if name in values]
        self.handlers += [name for name in values if name.startswith("on") or name == "style"]
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""
        if tag in ("script", "style"):
            self._open = (tag, values)

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.append((*self._open, data))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def data(self, name: str) -> Any:
        return json.loads("".join(text for _, values, text in self.texts if values.get("id") == name))


def test_nothing_is_loaded_from_outside_the_file(schema: Schema) -> None:
    reader = Reader(page(small_graph(), schema))

    assert reader.addresses == ["data:,"]
    assert reader.handlers == []
    assert "sourceMappingURL" not in page(small_graph(), schema)
    assert not re.search(r"@import|url\((?!data:)", "".join(text for tag, _, text in reader.texts if tag == "style"))


def test_the_policy_names_each_script_and_style_by_its_hash(schema: Schema) -> None:
    reader = Reader(page(small_graph(), schema))
    run = [text for tag, values, text in reader.texts if values.get("type") != "application/json"]
    hashes = ["'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'" for text in run]

    assert len(hashes) == 3
    assert all(digest in reader.policy for digest in hashes)
    assert reader.policy.startswith("default-src 'none';")
    assert "unsafe" not in reader.policy


def test_the_licence_of_the_drawing_library_is_kept(schema: Schema) -> None:
    assert "vis.js is dual licensed" in page(small_graph(), schema)


def test_equal_graphs_give_equal_bytes_in_every_process() -> None:
    code = (
        "import hashlib, io, sys; sys.path.insert(0, 'tests')\n"
        "from graphs import BASE, small_graph\n"
        "from kg.export.html import write_html\n"
        "from kg.ontology import default_data\n"
        "from kg.schema import load_schema\n"
        "out = io.StringIO()\n"
        "write_html(small_graph(), out, base=BASE, schema=load_schema(default_data('ontology') / 'kg.ttl'))\n"
        "print(hashlib.sha256(out.getvalue().encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[1]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "HOME": "/nonexistent"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }

    assert len(digests) == 1


def test_loading_the_module_leaves_the_drawing_library_alone() -> None:
    code = "import sys, kg.export.html; print('pyvis' in sys.modules, 'IPython' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        == "False False\n"
    )


def test_the_data_hold_the_whole_graph(schema: Schema) -> None:
    graph = small_graph()
    reader = Reader(page(graph, schema))
    data, drawing = reader.data("graph"), reader.data("drawing")

    assert [entity["id"] for entity in data["entities"]] == [entity.id for entity in graph.entities]
    assert [entity["hant"] for entity in data["entities"]] == [entity.label_hant for entity in graph.entities]
    assert len(data["statements"]) == len(drawing["edges"]) == len(graph.statements)
    assert len(drawing["nodes"]) == len(graph.entities)
    assert drawing["options"]["physics"] == {"enabled": False}
    assert {edge["label"] for edge in drawing["edges"]} == {
        schema.relations[statement.relation].labels["zh-Hans"] for statement in graph.statements
    }


def test_a_statement_that_is_no_plain_fact_is_dashed(schema: Schema) -> None:
    graph = small_graph()
    edges = Reader(page(graph, schema)).data("drawing")["edges"]
    plain = [bool(statement.evidence) and not statement.modality for statement in graph.statements]

    assert [("dashes" not in edge) for edge in edges] == plain


def test_parallel_edges_bend_apart_and_support_thickens(schema: Schema) -> None:
    graph = small_graph()
    edges = Reader(page(graph, schema)).data("drawing")["edges"]
    place = {(s.subject, s.relation): number for number, s in enumerate(graph.statements)}
    founded, part = (edges[place["Organization/1a2b", name]] for name in ("foundedBy", "partOf"))

    assert founded.get("smooth") != part.get("smooth")
    assert founded["width"] > part["width"]


def test_a_large_graph_is_drawn_by_its_core(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "CORE", 3)
    nodes = Reader(page(small_graph(), schema)).data("drawing")["nodes"]

    assert sum("x" in node for node in nodes) == 3
    assert "x" in nodes[0], "the best connected is drawn"


def test_types_and_relations_unknown_to_the_ontology_are_shown_by_name(schema: Schema) -> None:
    entities = (Entity("a", "Unheard", "甲", "甲"), Entity("b", "Unheard", "乙", "乙"))
    data = Reader(page(Graph(entities=entities, statements=(Statement("a", "unheardOf", "b"),)), schema)).data("graph")

    assert data["types"][0]["id"] == "Unheard"
    assert data["relations"] == [{"id": "unheardOf", "labels": {}}]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_names_stay_data(schema: Schema, text: str) -> None:
    written = page(hostile_graph(text, text), schema)
    reader = Reader(written)

    assert reader.tags == Reader(page(Graph(), schema)).tags
    assert reader.data("graph")["entities"][0]["hans"] == text
    assert written.encode("utf-8")


@given(st.text(st.characters(exclude_categories=())))
def test_json_in_a_script_element_reads_back_and_cannot_end_it(text: str) -> None:
    written = dumps({"name": text})

    assert json.loads(written) == {"name": text}
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff\n]", written)


def quote(text: str, subject: tuple[int, int], target: tuple[int, int], start: int = 0) -> Evidence:
    return Evidence("d", start, start + len(text), Span(*subject), Span(*target), text, "r")


def test_both_ends_are_marked_in_the_quote() -> None:
    evidence = quote("𠮷野家收购美团。", (10, 13), (15, 17), start=10)

    assert pieces(evidence) == [("𠮷野家", "s"), ("收购", ""), ("美团", "o"), ("。", "")]


def test_an_end_inside_the_other_is_marked_as_both() -> None:
    assert pieces(quote("中国美院美术馆", (0, 7), (0, 4))) == [("中国美院", "so"), ("美术馆", "s")]


def test_an_end_outside_the_quote_marks_nothing() -> None:
    assert pieces(quote("该公司成立。", (90, 93), (0, 3), start=100)) == [("该公司成立。", "")]


def test_line_breaks_vanish_between_wide_characters_and_part_latin_words() -> None:
    evidence = quote("北京\n邮电 大学与\r\n Open\nAI", (0, 8), (12, 19))

    assert pieces(evidence) == [("北京邮电 大学", "s"), ("与", ""), ("Open AI", "o")]

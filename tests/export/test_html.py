"""The page as a file: whole, safe, loading nothing from outside, and the same bytes in every process."""

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
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs import BASE, hostile_graph, small_graph
from kg.export import drawing, quotes
from kg.export.html import write_html
from kg.export.iris import statement_name
from kg.export.pinyin import initials
from kg.export.quotes import plain_quote
from kg.export.writing import dumps
from kg.model import Entity, Evidence, Graph, Span, Statement
from kg.ontology import default_data
from kg.schema import Schema, load_schema
from pages import ROOT

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
    root = ROOT
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
    data, picture = reader.data("graph"), reader.data("drawing")
    entities, rows = data["entities"], data["statements"]
    evidence = reader.data("evidence-0")

    assert entities["id"] == [entity.id for entity in graph.entities]
    assert entities["hans"] == [entity.label_hans for entity in graph.entities]
    assert [hant or hans for hans, hant in zip(entities["hans"], entities["hant"], strict=True)] == [
        entity.label_hant for entity in graph.entities
    ]
    assert [entities["id"][place] for place in rows["subject"]] == [statement.subject for statement in graph.statements]
    assert [entities["id"][place] for place in rows["object"]] == [statement.object for statement in graph.statements]
    assert rows["id"] == "".join(map(statement_name, graph.statements))
    assert [[evidence["quotes"][item[0]] for item in row] for row in evidence["rows"]] == [
        [one.quote for one in statement.evidence] for statement in graph.statements
    ]
    assert len(evidence["quotes"]) == len({one.quote for s in graph.statements for one in s.evidence})
    assert reader.data("merges-0")[0] == [[m.label, m.reason, m.detail] for m in graph.entities[0].merges]
    assert len(picture["edges"]) == len(graph.statements)
    assert len(picture["nodes"]) == len(graph.entities)
    assert picture["options"]["physics"] == {"enabled": False}


def test_quotes_lie_in_parts(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "PART", 2)
    reader = Reader(page(small_graph(), schema))

    assert [len(reader.data(f"evidence-{part}")["rows"]) for part in range(3)] == [2, 2, 2]


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
    monkeypatch.setattr(drawing, "DRAWN", 3)
    nodes = Reader(page(small_graph(), schema)).data("drawing")["nodes"]

    assert len(nodes) == 3
    assert nodes[0]["id"] == 0, "the best connected is drawn"


def test_of_a_large_core_the_strongest_statements_are_drawn_and_one_of_each_entity(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "DRAWN", 5)
    monkeypatch.setattr(drawing, "LINES", 2)
    graph = small_graph()
    picture = Reader(page(graph, schema)).data("drawing")
    drawn = {node["id"] for node in picture["nodes"]}
    strongest = max(range(len(graph.statements)), key=lambda place: graph.statements[place].support)

    assert {end for edge in picture["edges"] for end in (edge["from"], edge["to"])} == drawn
    assert strongest in [edge["id"] for edge in picture["edges"]]
    assert len(picture["edges"]) < len(graph.statements)


def test_types_and_relations_unknown_to_the_ontology_are_shown_by_name(schema: Schema) -> None:
    entities = (Entity("a", "Unheard", "甲", "甲"), Entity("b", "Unheard", "乙", "乙"))
    data = Reader(page(Graph(entities=entities, statements=(Statement("a", "unheardOf", "b"),)), schema)).data("graph")

    assert data["types"][0]["id"] == "Unheard"
    assert data["relations"] == [{"id": "unheardOf", "labels": {}}]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_names_stay_data(schema: Schema, text: str) -> None:
    written = page(hostile_graph(text, text), schema)
    reader = Reader(written)

    assert reader.tags - Reader(page(Graph(), schema)).tags == Counter(script=2)  # its quotes and merges
    assert reader.data("graph")["entities"]["hans"][0] == text
    assert written.encode("utf-8")


@given(st.text(st.characters(exclude_categories=())))
def test_json_in_a_script_element_reads_back_and_cannot_end_it(text: str) -> None:
    written = dumps({"name": text})

    assert json.loads(written) == {"name": text}
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff\n]", written)


def quote(text: str, subject: tuple[int, int], target: tuple[int, int], start: int = 0) -> Evidence:
    return Evidence("d", start, start + len(text), Span(*subject), Span(*target), text, "r")


def ends(evidence: Evidence) -> tuple[str, str, str]:
    """The quote as the page has it, and what of it is marked as subject and as object."""
    text, subject, target = plain_quote(evidence)
    return text, text[slice(*subject)], text[slice(*target)]


def test_both_ends_are_known_in_the_quote() -> None:
    evidence = quote("𠮷野家收购美团。", (10, 13), (15, 17), start=10)

    assert ends(evidence) == ("𠮷野家收购美团。", "𠮷野家", "美团")


def test_an_end_outside_the_quote_marks_nothing() -> None:
    assert ends(quote("该公司成立。", (90, 93), (0, 3), start=100)) == ("该公司成立。", "", "")


def test_line_breaks_vanish_between_wide_characters_and_part_latin_words() -> None:
    evidence = quote("北京\n邮电 大学与\r\n Open\nAI", (0, 8), (12, 19))

    assert ends(evidence) == ("北京邮电 大学与Open AI", "北京邮电 大学", "Open AI")


@given(st.text("北京 a\n\r\u2028", max_size=30), st.data())
def test_marks_cover_what_the_document_has_there_but_its_breaks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    whole, subject, _ = plain_quote(quote(text, (start, end), (0, 0)))

    def signs(part: str) -> str:
        return re.sub(r"\s", "", part)

    assert signs(whole[slice(*subject)]) == signs(text[start:end])
    assert signs(whole) == signs(text)
    assert not re.search("[\r\n\u2028\u2029]", whole)


def test_a_character_stands_under_the_first_letter_of_each_of_its_readings() -> None:
    letters = initials(["重庆", "聯", "6G", "x"])

    assert "重" in letters["z"]
    assert "重" in letters["c"]
    assert "庆" in letters["q"]
    assert letters["l"] == "聯"
    assert "x" not in letters


def test_the_letters_of_characters_are_those_of_pypinyin() -> None:
    from pypinyin import Style, pinyin
    from pypinyin.constants import PINYIN_DICT

    for sign in map(chr, sorted(PINYIN_DICT)[::97]):
        readings = {letter for found in pinyin(sign, style=Style.FIRST_LETTER, heteronym=True) for letter in found}
        assert set(initials([sign])) == {letter for letter in readings if letter.isascii() and letter}

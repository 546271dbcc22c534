"""Further sources of names: loaded by name, their names weighed beside the others, their faults told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.extraction import Extractor
from kg.model import Document
from kg.ontology import load_ontology
from kg.pipeline import build
from kg.sources import load_source
from small_ontology import write_ontology

MODULE = """\
import re


class Finds:
    name = "whales"

    def names(self, text):
        for match in re.finditer("白鲸[甲乙]号", text):
            yield *match.span(), "Ship"


class Strays:
    name = "strays"

    def names(self, text):
        yield 0, len(text) + 1, "Ship"


class Odd:
    name = "odd"

    def names(self, text):
        yield 0, 1, "Whale"


def broken():
    raise ValueError("no model here")


def nothing():
    return object()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "whale_tagger.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return write_ontology(tmp_path)


def test_a_source_finds_names_that_the_others_do_not(folder: Path) -> None:
    extractor = Extractor(load_ontology(folder, ["whale_tagger:Finds"]))

    mentions = extractor.extract(Document("a", "白鯨乙號昨天到了青屿深水港。")).mentions

    assert [(one.text, one.type, one.source) for one in mentions] == [
        ("白鯨乙號", "Ship", "whales"),
        ("青屿深水港", "Port", "gazetteer"),
    ]


def test_a_source_takes_part_in_a_build(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("白鲸甲号昨天到了青屿深水港。", encoding="utf-8")

    graph = build([tmp_path / "news.txt"], ontology=load_ontology(folder, ["whale_tagger:Finds"]))

    assert "白鲸甲号" in {entity.label_hans for entity in graph.entities}


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("whales", "this names no source"),
        ("no_such_module:make", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("whale_tagger:make", "AttributeError"),
        ("whale_tagger:broken", "ValueError: no model here"),
        ("whale_tagger:nothing", "it has no 'name' or no method 'names'"),
    ],
)
def test_what_is_no_source_is_told(folder: Path, spec: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"source '{spec}': {message}")):
        load_source(spec)


@pytest.mark.parametrize("spec", ["whale_tagger:Strays", "whale_tagger:Odd"])
def test_names_that_cannot_be_are_told(folder: Path, spec: str) -> None:
    extractor = Extractor(load_ontology(folder, [spec]))

    with pytest.raises(
        UsageError, match=r"gave \(0, \d+, '\w+'\) for a text of 4 characters\n  hint: a name is a start"
    ):
        extractor.extract(Document("a", "船到了。"))

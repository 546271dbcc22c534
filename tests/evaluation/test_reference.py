"""The figures are those of the reference scorer, where that is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluation.annotated import read_gold
from kg.evaluation.evaluate import evaluate, read_and_evaluate
from kg.evaluation.given import given_by_file
from kg.evaluation.scores import Score
from kg.ontology import Ontology
from kg.pipeline import build
from pages import SHARED

SCORER = SHARED / "gold" / "score.py"
GOLD_OF_PAGES = sorted((SHARED / "gold").glob("0*.json"))


# The reference


def figures(score: Score) -> dict[str, float]:
    return {"f1": round(score.f1, 4), "right": score.right, "given": score.given, "gold": score.gold}


def reference(graph: Path, golds: list[Path]) -> dict[str, dict[str, float]]:
    command = [sys.executable, SCORER, graph, *golds, "--json"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return dict(json.loads(ran.stdout))


def compared(graph: Path, golds: list[Path], ontology: Ontology) -> dict[str, dict[str, float]]:
    found = evaluate(read_gold(golds, ontology.schema), given_by_file(graph, ontology.schema), ontology.schema)
    return {
        "ent": figures(found.names),
        "loose": figures(found.names_type_apart),
        "rel": figures(found.relations),
    }


def test_figures_of_the_pages_are_those_of_the_reference(ontology: Ontology, pages: list[Path], tmp_path: Path) -> None:
    if not SCORER.exists():
        pytest.skip("the reference is not at hand (../shared/gold)")
    build(pages, tmp_path, ontology=ontology, formats=["ttl"])

    assert compared(tmp_path / "graph.ttl", GOLD_OF_PAGES, ontology) == reference(tmp_path / "graph.ttl", GOLD_OF_PAGES)


@pytest.mark.parametrize("name", ["passages-dev.json", "ner-dev.json"])
def test_figures_of_passages_are_those_of_the_reference(name: str, ontology: Ontology, tmp_path: Path) -> None:
    path = SHARED / "gold" / name
    if not path.exists():
        pytest.skip("the reference is not at hand (../shared/gold)")
    golds = read_gold([path], ontology.schema)
    lines = (json.dumps({"id": gold.document, "text": gold.text}, ensure_ascii=False) for gold in golds)
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build([tmp_path / "texts.jsonl"], tmp_path, ontology=ontology, formats=["ttl"])

    ours = compared(tmp_path / "graph.ttl", [path], ontology)

    assert ours == reference(tmp_path / "graph.ttl", [path])
    assert ours["ent"] == figures(read_and_evaluate(golds, ontology).names)

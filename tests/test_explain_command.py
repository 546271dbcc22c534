"""``kg explain`` on the command line, and the text that it shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.errors import InputError, UsageError
from kg.explanation.explain import explain_text, path_note
from kg.explanation.explaintext import render, to_json
from kg.ontology import load_ontology
from small_ontology import BUILT, write_ontology
from test_explain import NORTH, WIND

# -- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    import typer

    from kg.commands.explain import explain

    write_ontology(tmp_path, BUILT)
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(explain)

    def call(*arguments: str, text: str = "") -> str:
        result = CliRunner().invoke(app, [*arguments, "--ontology", "ontology"], input=text)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output

    return call


def test_the_command_takes_a_text_a_file_and_standard_input(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = f"{NORTH}建造{WIND}。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")

    outputs = {run(text), run("a.txt"), run("-", text=text)}

    assert len(outputs) == 1
    assert f"✓ {WIND} builtBy {NORTH}" in outputs.pop()


def test_what_looks_like_a_path_and_is_none_is_read_as_text_with_a_note(run) -> None:  # type: ignore[no-untyped-def]
    assert run("in/nowhere.txt").startswith("note: in/nowhere.txt: no such file; it was read as text\n")
    assert path_note(f"{NORTH}建造{WIND}。") == ""
    assert path_note("1/2 of 3") == ""


def test_the_command_gives_json_of_the_same_values(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    told = json.loads(run(f"{NORTH}建造{WIND}。", "--format", "json"))
    value = explain_text(f"{NORTH}建造{WIND}。", load_ontology(tmp_path / "ontology"))

    assert told == json.loads(to_json(value))
    assert told["sentences"][0]["findings"][0]["statement"] == [WIND, "builtBy", NORTH]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "nothing to explain"),
        (("一", "二"), "one text or file"),
        (("好。", "--sentence", "2"), "the text has one sentence"),
        (("好。", "--format", "yaml"), "it is one of: text, json"),
        (("好。", "--rule", "builtBy.activ2"), "did you mean 'builtBy.active'"),
        (("--entity", "甲", "--sentence", "1"), "goes with neither"),
    ],
)
def test_wrong_usage_is_told(run, arguments: tuple[str, ...], told: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match=told):
        run(*arguments)


def test_an_entity_is_looked_for_in_the_sample_documents_unless_others_are_given(run) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="no entity of the graph has this name"):
        run("--entity", "没有这个名字")


def test_the_text_tells_near_misses_and_counts_the_others(tmp_path: Path) -> None:
    ontology = load_ontology(write_ontology(tmp_path, BUILT))
    explanation = explain_text(f"对{NORTH}建造{WIND}。建造。", ontology)

    text = render(explanation)

    assert "nearly read\n  ✗ 建造: builtBy.active (rules/builtBy.yaml:2)\n      object: no object: " in text
    assert "far off     建造 1" in text
    assert "no Firm stands before" not in text
    assert "no Firm stands before" in render(explanation, everything=True)


def test_of_rules_that_were_not_near_the_one_that_came_farthest_is_told(tmp_path: Path) -> None:
    marked = BUILT.replace("{position: before}", "{position: before, marker: [由]}")
    rule = marked.replace("builtBy.active", "builtBy.by")
    ontology = load_ontology(write_ontology(tmp_path, rule))
    explanation = explain_text(f"{NORTH}建造{WIND}。", ontology)

    told = f"  · 建造: builtBy.by: no object: '{NORTH}' lacks the marker 由 before it"

    assert f"other rules\n{told}" in render(explanation)
    assert "  ✗ 建造: builtBy.by" in render(explanation, rule="builtBy")
    assert "no trigger of these rules stands here" in render(explain_text("好。", ontology), rule="builtBy")

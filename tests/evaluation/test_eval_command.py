"""``kg eval``: figures, rules to blame, errors, and wrong calls told."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kg.commands.eval import eval_
from kg.errors import KgError
from small_ontology import BUILT, write_ontology


def run(*arguments: str | Path) -> tuple[int, str]:
    """The command by itself: its exit code (1 for an error of ours) and what it says."""
    app = typer.Typer()
    app.command()(eval_)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, KgError):
        return 1, str(result.exception)
    return result.exit_code, result.output


# The command


def test_the_command_tells_figures_rules_and_errors(folder: Path) -> None:
    code, said = run("--ontology", folder, "--part", "all", "--by", "rule,type,relation", "--by", "source", "--errors")

    assert code == 0
    assert "relations\t1.000\t0.667\t0.800\t2\t2\t3" in said
    assert "builtBy.active\t1\t0\t1.000" in said
    assert "missed\tleads\ta-0009\t南屏船务公司 → 云帆沧海号" in said


def test_the_command_compares_with_the_run_that_it_saved(folder: Path, tmp_path: Path) -> None:
    common = ("--ontology", folder, "--part", "all")

    first = run(*common, "--save", tmp_path / "old.json")
    second = run(*common, "--against", tmp_path / "old.json")
    printed = run(*common, "--format", "json")

    assert first[0] == second[0] == 0
    assert "0 better, 0 worse" in second[1]
    assert printed[1] == (tmp_path / "old.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--by", "colour"], "it is one of: type, relation, rule, source"),
        (["--format", "xml"], "it is one of: text, json"),
        (["--part", "half"], "parts are dev, train and all"),
        (["--by", "source", "--graph", "graph.ttl"], "leave out --graph"),
        (["--graph", "none.ttl", "--part", "all"], "none.ttl: No such file"),
        (["--against", "none.json"], "none.json: No such file"),
        (["--part", "dev"], "holds no document"),
    ],
)
def test_wrong_calls_are_told_with_a_remedy(arguments: list[str], told: str, folder: Path) -> None:
    code, said = run("--ontology", folder, *arguments)

    assert code == 1
    assert told in said


def test_an_ontology_without_examples_needs_gold(tmp_path: Path) -> None:
    code, said = run("--ontology", write_ontology(tmp_path, BUILT))

    assert code == 1
    assert "name gold files: kg eval GOLD" in said


def test_a_graph_that_is_no_turtle_is_told(folder: Path, tmp_path: Path) -> None:
    for text in ("this is no graph", "", "@prefix a: <b> ."):
        (tmp_path / "graph.ttl").write_text(text, encoding="utf-8")

        code, said = run("--ontology", folder, "--part", "all", "--graph", tmp_path / "graph.ttl")

        assert code == 1
        assert "name a graph.ttl that kg build wrote" in said


def test_a_folder_of_a_build_stands_for_its_graph(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("@prefix a: <b> .", encoding="utf-8")

    code, said = run("--ontology", folder, "--part", "all", "--graph", tmp_path)

    assert code == 1
    assert f"{tmp_path / 'graph.ttl'}: describes no document" in said

"""``kg check`` on the command line: warnings, strictness, JSON, wrong usage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from kg.check import inspect_ontology
from kg.commands.check import check
from kg.errors import OntologyError, UsageError
from small_ontology import BUILT, write_ontology
from test_check import SECOND, rows, two

# -- the command ---------------------------------------------------------------------------------------------------


app = typer.Typer()
app.command()(check)


def kg_check(*arguments: str) -> Any:
    """Run the command; what it raises is turned into an exit code by ``kg.cli`` and is seen here as it is."""
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def warned(tmp_path: Path) -> str:
    """An ontology that has one warning and no fault."""
    return str(write_ontology(tmp_path, BUILT, tables=rows("Firm", "东海造船公司\t发展\t\t\t\teditors")))


def test_warnings_are_shown_and_counted_and_end_well(warned: str) -> None:
    result = kg_check("--ontology", warned)

    assert result.exit_code == 0
    assert f"{warned}/gazetteer/Firm.tsv:5:8: warning: the name '发展'" in result.stdout
    assert "no fault, 1 warning in 15 names, 1 rules" in result.stdout
    assert kg_check("--ontology", warned, "-q").stdout == ""


def test_strict_makes_warnings_faults(warned: str) -> None:
    result = kg_check("--ontology", warned, "--strict")

    assert isinstance(result.exception, OntologyError)
    assert str(result.exception).startswith(f"{warned}/gazetteer/Firm.tsv:5:8: the name '发展'")


def test_json_tells_the_same_to_a_program(warned: str) -> None:
    result = kg_check("--ontology", warned, "--format", "json")
    strict = kg_check("--ontology", warned, "--format", "json", "--strict")

    (remark,) = json.loads(result.stdout)["remarks"]

    assert result.exit_code == 0
    assert (remark["severity"], remark["check"], remark["about"]) == ("warning", "common word", "发展")
    assert (remark["path"], remark["line"]) == (f"{warned}/gazetteer/Firm.tsv", 5)
    assert strict.exit_code == 1
    assert json.loads(strict.stdout)["remarks"][0]["severity"] == "fault"


def test_faults_are_told_with_the_warnings_and_to_programs_too(tmp_path: Path) -> None:
    root = str(write_ontology(tmp_path, two(SECOND)))

    faulty = kg_check("--ontology", root)
    as_json = kg_check("--ontology", root, "--format", "json")

    assert isinstance(faulty.exception, OntologyError)
    assert "is shadowed by" in str(faulty.exception)
    assert "warning: rule 'builtBy.active': none of its examples needs it" in faulty.stdout
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["remarks"][0]["check"] == "shadowed rule"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("--format", "xml"), "text, json"), (("--ontology", "nowhere"), "no such ontology folder")],
)
def test_wrong_usage_is_told(arguments: tuple[str, str], message: str) -> None:
    error = kg_check(*arguments).exception

    assert isinstance(error, UsageError)
    assert message in str(error)


def test_a_folder_that_is_no_ontology_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"kg\.ttl"):
        inspect_ontology(tmp_path)

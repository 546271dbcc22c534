"""The code as a stranger finds it: files and functions of a length to be read, and tests where they are looked for."""

from __future__ import annotations

import ast

import pytest

from pages import ROOT
from source import FILES, SCRIPTS, SOURCE, module, read, tree
from test_architecture import ORDER

LONGEST_FILE, LONGEST_FUNCTION = 300, 50  # lines


def test_a_file_is_read_at_one_sitting() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in [*FILES, *SCRIPTS]}

    assert {str(path.relative_to(SOURCE)): count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_has_to_be_scrolled() -> None:
    """Signature and docstring apart: a command's options take their lines."""
    lengths = {f"{module(path)}.{name}": length for path in FILES for name, length in read(path).lengths}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


TESTS = ROOT / "tests"
TESTED_BY = {
    "__main__": "test_cli",
    "apart": "test_resolution",
    "forms": "test_resolution",
    "knowledge": "test_knowledge_files",
    "names": "test_mentions",
    "vocabularies": "test_schema",
    "caching": "test_cache",
    "characters": "test_text",
    "calls": "test_python_api",
    "checks": "test_check",
    "commands": "test_cli",
    "conversions": "test_python_api",
    "datafile": "test_knowledge_files",
    "digests": "test_fingerprint",
    "engines": "test_engine",
    "errors": "test_cli",
    "evidence": "test_weighing",
    "examples": "test_check",
    "explanation": "test_explain",
    "extraction": "test_golden",
    "garbage": "test_engine",
    "graphview": "test_merging",
    "keeping": "test_compiled",
    "model": "test_graph",
    "naming": "test_mentions",
    "notebook": "test_python_api",
    "ontology": "test_knowledge_files",
    "tablefile": "test_gazetteer",
    "pipeline": "test_golden",
    "progress": "test_cli",
    "pushing": "test_push",
    "references": "test_mentions",
    "resolve": "test_resolution",
    "rulefiles": "test_knowledge_files",
    "rules": "test_relations",
    "run": "test_fingerprint",
    "suggestion": "test_suggest",
    "summary": "test_report",
    "texts": "test_python_api",
    "turtlefile": "test_schema",
    "version": "test_project_files",
    "wording": "test_descriptions",
}
"""Where the promises of a module or package are tested that has no file or folder of tests by its own name."""


@pytest.mark.parametrize("name", ORDER)
def test_each_module_has_its_tests_by_its_name_or_by_the_table(name: str) -> None:
    by_name = (TESTS / name).is_dir() or bool(list(TESTS.rglob(f"test_{name}.py")))
    by_table = (TESTS / f"{TESTED_BY.get(name)}.py").is_file()

    assert by_name != by_table


def test_a_folder_of_tests_is_called_like_the_package_that_it_is_about() -> None:
    folders = {path.parent.name for path in TESTS.rglob("test_*.py")} - {"tests"}

    assert folders <= {*ORDER}


def test_a_file_of_tests_tells_first_what_it_promises() -> None:
    assert [path.stem for path in sorted(TESTS.rglob("*.py")) if not ast.get_docstring(tree(path))] == []

"""How the code hangs together: imports run one way, each library has its owners, and only the command line speaks."""

from __future__ import annotations

import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from pages import ROOT
from source import FILES, module, read, unit

ORDER = [
    "version",
    "errors",
    "groups",
    "vocabularies",
    "values",
    "garbage",
    "run",
    "model",
    "graphview",
    "datafile",
    "tablefile",
    "digests",
    "keeping",
    "turtlefile",
    "schema",
    "wording",
    "characters",
    "text",
    "segment",
    "knowledge",
    "names",
    "sources",
    "tagging",
    "evidence",
    "weighing",
    "references",
    "forms",
    "apart",
    "naming",
    "mentions",
    "examples",
    "rules",
    "rulefiles",
    "compiled",
    "relations",
    "ontology",
    "spreading",
    "fingerprint",
    "extraction",
    "caching",
    "resolution",
    "resolve",
    "graph",
    "merging",
    "querying",
    "readers",
    "calls",
    "report",
    "export",
    "engines",
    "conversions",
    "notebook",
    "pipeline",
    "texts",
    "watching",
    "serving",
    "validation",
    "pushing",
    "evaluation",
    "training",
    "checks",
    "check",
    "suggestion",
    "explanation",
    "init",
    "progress",
    "summary",
    "commands",
    "cli",
    "__main__",
]
"""Modules and packages of ``kg``, each of which may import only those before it. A new one needs its place here."""

OWNERS = {
    "jieba": {"segment"},
    "rjieba": {"segment"},
    "opencc": {"characters"},
    "daachorse": {"forms", "knowledge", "names", "references", "relations"},
    "pypdfium2": {"readers"},
    "trafilatura": {"readers"},
    "docx": {"readers"},
    "lxml": {"readers"},
    "yaml": {"datafile"},
    "pyshacl": {"validation"},
    "rdflib": {"conversions", "evaluation", "model", "turtlefile", "validation"},
    "orjson": {"engines", "keeping", "readers"},
    "networkx": {"conversions", "model"},
    "pandas": {"conversions", "engines", "model"},
    "numpy": {"characters", "export", "merging", "resolution", "tagging", "training"},
    "pyarrow": {"engines"},
    "pycrfsuite": {"training"},
    "pyspark": {"engines"},
    "pyoxigraph": {"querying", "serving"},
    "pyvis": {"export"},
    "rich": {"commands", "progress", "summary"},
    "starlette": {"serving"},
    "uvicorn": {"serving"},
    "watchfiles": {"watching"},
    "typer": {"cli", "commands"},
}
"""Library → who alone may import it."""

DISTRIBUTIONS = {"docx": "python-docx", "yaml": "pyyaml", "pycrfsuite": "python-crfsuite"}
"""Library → the name it is installed by, where that differs."""

LAZY = {
    "docx",
    "lxml",
    "pypdfium2",
    "trafilatura",
    "pycrfsuite",
    "jieba",
    "rjieba",
    "opencc",
    "rdflib",
    "pyvis",
    "networkx",
    "pandas",
    "pyoxigraph",
    "pyshacl",
    "pyarrow",
    "pyspark",
    "watchfiles",
}
"""Libraries that are slow to load or not always needed: never imported at the head of a module."""

SPEAKERS = {"cli", "commands", "summary", "progress"}
"""Who may write to the terminal."""


def test_imports_run_one_way() -> None:
    wrong = {module(path): sorted(found) for path in FILES if (found := _upwards(path))}

    assert wrong == {}


def _upwards(path: Path) -> set[str]:
    """What a module imports of what stands above it."""
    here = unit(module(path))
    allowed = {*ORDER[: ORDER.index(here) + 1]} if here else {*ORDER}  # the package's face stands above all
    allowed |= {""} if here == "cli" else set()  # it tells the version
    return {name for name in read(path).imported if name.split(".")[0] == "kg" and unit(name) not in allowed}


def test_a_module_is_loaded_by_its_name_only_where_users_see_no_order() -> None:
    """The package's face, the methods of a graph that only lead to what stands above it, and plugged-in sources."""
    users = {unit(module(path)) for path in FILES if "import_module" in path.read_text(encoding="utf-8")}

    assert users == {"", "model", "sources"}


def test_every_module_has_its_place_in_the_order() -> None:
    assert sorted({unit(module(path)) for path in FILES} - {""}) == sorted(ORDER)


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {module(path) for path in FILES}
    graph = {module(path): {name for name in read(path).imported if name in known} for path in FILES}
    for name, needs in graph.items():
        needs.discard(name)
        # A package's own modules are loaded with it, whoever asks for the package.
        needs -= {package for package in needs if name.startswith(f"{package}.")}

    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_is_imported_by_its_owners_alone(library: str) -> None:
    users = {unit(module(path)) for path in FILES for name in read(path).imported if name.split(".")[0] == library}

    assert users == OWNERS[library]


def test_every_library_that_is_imported_has_an_owner_here_and_a_line_in_the_project_file() -> None:
    used = (
        {name.split(".")[0] for path in FILES for name in read(path).imported} - set(sys.stdlib_module_names) - {"kg"}
    )
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").lower()

    assert used <= set(OWNERS)
    assert all(f'"{DISTRIBUTIONS.get(name, name)}>=' in declared for name in used)


def test_slow_libraries_are_loaded_only_where_they_are_needed() -> None:
    heads = {module(path): {name.split(".")[0] for name in read(path).at_head} & LAZY for path in FILES}

    assert {name: slow for name, slow in heads.items() if slow} == {}


def test_only_the_command_line_prints_or_ends_the_process() -> None:
    speaking = {"print", "exit", "quit", "sys.exit", "sys.stdout.write", "sys.stderr.write", "typer.echo"}
    calls = {module(path): read(path).called & speaking for path in FILES if unit(module(path)) not in SPEAKERS}

    assert {name: found for name, found in calls.items() if found} == {}

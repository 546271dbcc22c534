"""How the code hangs together: imports run one way, each library has its owners, and knowledge stays in data files."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from kg.schema import load_schema

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"

ORDER = [
    "version",
    "errors",
    "groups",
    "garbage",
    "model",
    "datafile",
    "digests",
    "keeping",
    "turtlefile",
    "schema",
    "text",
    "segment",
    "gazetteer",
    "decisions",
    "grammar",
    "identity",
    "reading",
    "sources",
    "names",
    "persons",
    "choosing",
    "tagging",
    "evidence",
    "weighing",
    "references",
    "delimited",
    "renamings",
    "counting",
    "derived",
    "shortforms",
    "containers",
    "posts",
    "mentions",
    "examples",
    "rules",
    "rulefiles",
    "compiled",
    "scene",
    "view",
    "arguments",
    "conditions",
    "stating",
    "relations",
    "qualifiers",
    "ontology",
    "fingerprint",
    "extract",
    "caching",
    "resolution",
    "resolve",
    "graph",
    "merging",
    "querying",
    "checks",
    "check",
    "readers",
    "engines",
    "report",
    "export",
    "pipeline",
    "watching",
    "serving",
    "validation",
    "pushing",
    "evaluation",
    "training",
    "suggestion",
    "explanation",
    "init",
    "progress",
    "summary",
    "commands",
    "cli",
]
"""Modules and packages of ``kg``, each of which may import only those before it. A new one needs its place here."""

OWNERS = {
    "jieba": {"segment"},
    "rjieba": {"segment"},
    "opencc": {"text", "resolution"},
    "daachorse": {"counting", "gazetteer", "names", "shortforms", "relations"},
    "pypdfium2": {"readers"},
    "trafilatura": {"readers"},
    "docx": {"readers"},
    "lxml": {"readers"},
    "yaml": {"datafile", "rulefiles"},
    "pyshacl": {"validation"},
    "rdflib": {"turtlefile", "evaluation", "validation"},
    "orjson": {"readers", "keeping"},
    "networkx": {"graph"},
    "numpy": {"export", "tagging", "training"},
    "pycrfsuite": {"training"},
    "pyoxigraph": {"querying", "serving"},
    "pypinyin": {"export"},
    "pyvis": {"export"},
    "rich": {"progress", "summary", "commands"},
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
    "pypinyin",
    "pyvis",
    "networkx",
    "pyoxigraph",
    "pyshacl",
    "watchfiles",
}
"""Libraries that are slow to load or not always needed: never imported at the head of a module."""

SPEAKERS = {"cli", "commands", "summary", "progress"}
"""Who may write to the terminal."""

FILES = sorted(SOURCE.rglob("*.py"))


def module(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def unit(name: str) -> str:
    """What a module counts as in ``ORDER``: ``kg.export.html`` as ``export``; ``kg`` itself as the empty string."""
    return name.partition(".")[2].split(".")[0]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """The full names of modules that are imported anywhere below a node."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "imports are absolute"
            for alias in child.names:
                full = f"{child.module}.{alias.name}"
                inner = (SOURCE / full.replace(".", "/")).with_suffix(".py")
                yield full if inner.exists() else str(child.module)


def at_head(node: ast.Module) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield from imports(statement)


def texts(node: ast.AST) -> Iterator[ast.Constant]:
    """The string constants below a node that are no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings: set[int] = set()
    for child in ast.walk(node):
        for field in ("body", "orelse", "finalbody") if not isinstance(child, ast.Lambda | ast.IfExp) else ():
            for statement in getattr(child, field, []):
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    docstrings.add(id(statement.value))
        if isinstance(child, documented) and id(child) in docstrings:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and id(child) not in docstrings:
            yield child


@pytest.mark.parametrize("path", FILES, ids=module)
def test_imports_run_one_way(path: Path) -> None:
    here = unit(module(path))
    allowed = {*ORDER[: ORDER.index(here) + 1]} if here else {*ORDER}  # the package's face stands above all
    allowed |= {""} if here == "cli" else set()  # it tells the version

    wrong = [name for name in imports(tree(path)) if name.split(".")[0] == "kg" and unit(name) not in allowed]

    assert wrong == []


def test_every_module_has_its_place_in_the_order() -> None:
    assert sorted({unit(module(path)) for path in FILES} - {""}) == sorted(ORDER)


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {module(path) for path in FILES}
    graph = {module(path): {name for name in imports(tree(path)) if name in known} for path in FILES}
    for name, needs in graph.items():
        needs.discard(name)
        # A package's own modules are loaded with it, whoever asks for the package.
        needs -= {package for package in needs if name.startswith(f"{package}.")}

    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_is_imported_by_its_owners_alone(library: str) -> None:
    users = {unit(module(path)) for path in FILES for name in imports(tree(path)) if name.split(".")[0] == library}

    assert users == OWNERS[library]


def test_every_library_that_is_imported_has_an_owner_here_and_a_line_in_the_project_file() -> None:
    used = (
        {name.split(".")[0] for path in FILES for name in imports(tree(path))} - set(sys.stdlib_module_names) - {"kg"}
    )
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").lower()

    assert used <= set(OWNERS)
    assert all(f'"{DISTRIBUTIONS.get(name, name)}>=' in declared for name in used)


@pytest.mark.parametrize("path", FILES, ids=module)
def test_slow_libraries_are_loaded_only_where_they_are_needed(path: Path) -> None:
    assert {name.split(".")[0] for name in at_head(tree(path))} & LAZY == set()


@pytest.mark.parametrize("path", FILES, ids=module)
def test_only_the_command_line_prints_or_ends_the_process(path: Path) -> None:
    calls = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)} & {
        "print",
        "exit",
        "quit",
        "sys.exit",
        "sys.stdout.write",
        "sys.stderr.write",
        "typer.echo",
    }

    assert not calls or unit(module(path)) in SPEAKERS


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_type_class_or_relation_is_named_in_code(path: Path) -> None:
    schema = load_schema(ROOT / "ontology" / "kg.ttl")
    # Names that are ordinary English words or names of other vocabularies' terms cannot be told from them by a string.
    terms = {*schema.types, *schema.classes, *schema.relations} - {"uses", "owns", "supports"}

    named = [f"{module(path)}:{text.lineno}: {text.value}" for text in texts(tree(path)) if text.value in terms]

    assert named == []


NUMERALS = set("零〇一二三四五六七八九十百千万亿两")
RANGE = re.compile(r"\[[^\]]*-[^\]]*\]")


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_chinese_word_stands_in_code_but_numerals(path: Path) -> None:
    words = []
    for text in texts(tree(path)):
        han = set(re.findall(r"[\u4e00-\u9ffe]", RANGE.sub("", text.value))) - NUMERALS
        if han:
            words.append(f"{module(path)}:{text.lineno}: {text.value}")

    assert words == []

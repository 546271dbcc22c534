"""The source of the project as trees: its modules, what they import, and the strings in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pages import ROOT

SOURCE = ROOT / "src"
FILES = sorted(SOURCE.rglob("*.py"))
SCRIPTS = sorted(SOURCE.rglob("*.js"))


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


@dataclass(frozen=True, slots=True)
class Source:
    """What the tests ask of a file: it is parsed once for all of them, and its tree is not kept."""

    imported: frozenset[str]
    """The full names of modules that it imports anywhere."""
    at_head: frozenset[str]
    """Those that it imports when it is loaded."""
    called: frozenset[str]
    """What it calls, as written."""
    strings: tuple[tuple[int, str], ...]
    """Its string constants that are no docstrings, with their lines."""
    lengths: tuple[tuple[str, int], ...]
    """Its functions with their lines, signature and docstring apart."""


@cache
def read(path: Path) -> Source:
    node = tree(path)
    functions = [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return Source(
        frozenset(imports(node)),
        frozenset(at_head(node)),
        frozenset(ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)),
        tuple((text.lineno, str(text.value)) for text in texts(node)),
        tuple((one.name, int(one.end_lineno or 0) - body(one)[0].lineno + 1) for one in functions if body(one)),
    )


def body(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    return node.body[1:] if ast.get_docstring(node) is not None else node.body


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

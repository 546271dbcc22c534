"""The source of the project as trees: its modules, what they import, and the strings in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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


@cache
def imported(path: Path) -> frozenset[str]:
    """The full names of modules that a file imports anywhere."""
    return frozenset(imports(tree(path)))


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

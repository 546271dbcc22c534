"""What the arguments of `kg.build` may be: a call from a program is refused with a remedy, as the command's is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.ontology import Ontology
from kg.readers import Options

_WANTED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "out": (lambda value: isinstance(value, str | Path), "a folder, as a str or a Path"),
    "cache": (lambda value: isinstance(value, str | Path), "a folder, as a str or a Path"),
    "ontology": (
        lambda value: isinstance(value, Ontology | str | Path) or callable(value),
        "an Ontology, or the folder of one",
    ),
    "workers": (lambda value: _is_number(value, int), "a whole number"),
    "evidence": (lambda value: _is_number(value, int), "a whole number"),
    "timeout": (lambda value: _is_number(value, int | float), "seconds, as a number"),
    "formats": (lambda value: isinstance(value, Iterable) and not isinstance(value, bytes), "names of formats"),
    "base_iri": (lambda value: isinstance(value, str), "an IRI, as a str"),
    "stamp": (lambda value: isinstance(value, datetime), "a datetime, like datetime.now(UTC)"),
    "stdin": (lambda value: hasattr(value, "read"), "a binary file, like sys.stdin.buffer"),
    "reading": (lambda value: isinstance(value, Options), "kg.readers.Options, like Options(encoding='gb18030')"),
    "on_done": (callable, "what can be called with a DocumentInfo"),
}
"""Argument → what tells a value that fits, and what it is in words. None fits where it is the default."""

_MAY_BE_NONE = frozenset({"out", "cache", "ontology", "workers", "stamp", "stdin", "reading", "on_done"})
_FOLDERS = frozenset({"out", "cache"})


def validate_call(**arguments: object) -> None:
    """Check the arguments of `kg.build` by name, as far as their types tell.

    Raises:
        UsageError: one is of another type, or a folder's name is empty.
    """
    for name, value in arguments.items():
        fits, wanted = _WANTED[name]
        if value is None and name in _MAY_BE_NONE:
            continue
        if not fits(value):
            raise UsageError(f"{name}: {_shown(value)} does not fit\n  hint: give {wanted}")
        if name in _FOLDERS and value == "":
            raise UsageError(f"{name}: the folder's name is empty\n  hint: write . for the folder that you are in")


def several_paths(paths: Iterable[Path | str] | Path | str | None) -> tuple[Path | str, ...] | None:
    """One path or several as several; None for none, where the documents that come with the package are meant.

    Raises:
        UsageError: one is no path or is empty, or of several that were asked for there is none.
    """
    if paths is None:
        return None
    if isinstance(paths, str | PathLike):
        paths = (paths,)
    if isinstance(paths, Mapping) or not isinstance(paths, Iterable) or isinstance(paths, bytes):
        raise UsageError(f"paths: {_shown(paths)} does not fit\n  hint: give files and folders; kg.extract takes texts")
    several = tuple(paths)
    for path in several:
        if not isinstance(path, str | PathLike):
            raise UsageError(f"paths: {_shown(path)} is no path\n  hint: give each as a str or a Path")
        if not str(path):
            raise UsageError("a path is empty\n  hint: write . for the folder that you are in")
    if not several:
        raise UsageError("paths: there is none\n  hint: give at least one; left out, the sample documents are read")
    return several


def _is_number(value: object, kind: Any) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def _shown(value: object) -> str:
    """A value as its program has it, with its type; cut where it is long."""
    text = repr(value)
    return f"{text if len(text) <= 40 else text[:39] + '…'} ({type(value).__name__})"

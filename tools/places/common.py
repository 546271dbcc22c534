"""What the makers of the place gazetteer share: a row, the editors' choices, jieba's dictionary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import opencc

fold = opencc.OpenCC("t2s").convert
"""Traditional to simplified script, as the loader of the gazetteer does it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a gazetteer file, its columns in order."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    container: str
    code: str
    source: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What editors decided: for each kind a table from key to value."""

    tables: dict[str, dict[str, str]]

    def words(self, kind: str) -> set[str]:
        """All words that a kind lists, under whatever key."""
        return {word for value in self.tables[kind].values() for word in value.split()}

    def names(self, kind: str, key: str) -> list[str]:
        """The names, separated by ``|``, that a kind lists under one key; none if the key is not there."""
        return [name for name in self.tables[kind].get(key, "").split("|") if name]


def read_choices(path: Path) -> Choices:
    """Read the editors' choices: kind, key, value on each line; a repeated key is an error of the file."""
    tables: dict[str, dict[str, str]] = defaultdict(dict)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#") or not line:
            continue
        kind, key, value = line.split("\t", 2)
        if key in tables[kind]:
            raise SystemExit(f"{path}:{number}: '{kind} {key}' stands twice; join the two lines")
        tables[kind][key] = value
    return Choices(tables)


@cache
def package_file(package: str, name: str) -> Path:
    """A data file inside an installed package, found without importing it (some import pandas for nothing)."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {package} is missing: see the head of this file")
    return Path(spec.origin).parent / name


@cache
def tags() -> dict[str, str]:
    """Jieba's dictionary: word → tag."""
    lines = package_file("jieba", "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: tag for word, _, tag in (line.split(" ") for line in lines)}

"""One rule file while it is read: its faults, its word lists, and the values of its mappings by key.

A key that is missing has its default; one whose value is wrong is a fault that names what was read and the key.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kg.datafile import Checker, Node, read_yaml, suggestion
from kg.schema import Schema
from kg.text import fold


class Source:
    """A rule file: where its faults go, and the lists that ``$name`` stands for in it.

    Args:
        path: the file.
        schema: the types, classes and relations that it may name.
        lists: the word lists of the shared files read before it; its own take precedence.
    """

    def __init__(self, path: Path, schema: Schema, lists: dict[str, tuple[str, ...]]) -> None:
        """Start without faults and without lists of its own."""
        self.path = path
        self.schema = schema
        self.lists = dict(lists)
        self.checker = Checker(f"rules/{path.name}")

    def read(self, keys: Collection[str], what: str) -> Fields | None:
        """The file's root, its lists read; None if there is nothing to read in it."""
        node = read_yaml(self.path, self.checker)
        if node is None:
            return None
        root = self.fields(node, keys, what)
        lists = self.checker.pairs(root.node("words"), None, "words") if "words" in root else {}
        for name, value in lists.items():
            self.lists[name] = self.words(value, f"words.{name}")
        return root

    def fields(self, node: Node, keys: Collection[str], what: str) -> Fields:
        """A mapping of the file; unknown and repeated keys are faults."""
        return Fields(self, node, keys, what)

    def words(self, node: Node, what: str) -> tuple[str, ...]:
        """Folded words, ``$name`` standing for a list, without repetitions, the longest first."""
        words: set[str] = set()
        for item in self.checker.items(node, what):
            text = self.checker.text(item, what)
            if text.startswith("$"):
                if text[1:] not in self.lists:
                    hint = suggestion(text[1:], self.lists)
                    self.checker.fault(item, f"{what}: unknown word list '{text}'", hint)
                words.update(self.lists.get(text[1:], ()))
            elif folded := fold(text):
                words.add(folded)
        return tuple(sorted(words, key=lambda word: (-len(word), word)))


class Fields:
    """A mapping of a rule file, its values taken by key.

    Args:
        source: the file.
        node: the mapping.
        keys: which it may have.
        what: what messages call it.
    """

    def __init__(self, source: Source, node: Node, keys: Collection[str], what: str) -> None:
        """Take the mapping apart."""
        self.source = source
        self.what = what
        self._node = node
        self._parts = source.checker.pairs(node, keys, what)

    def __contains__(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._parts

    def node(self, key: str) -> Node:
        """The node of a key; where it is not given, the mapping's own."""
        return self._parts.get(key, self._node)

    def fault(self, message: str, hint: str = "", key: str = "") -> None:
        """Note that something is wrong with the mapping, or with the value of a key."""
        self.source.checker.fault(self.node(key), message, hint)

    def needs(self, *keys: str) -> bool:
        """Whether all keys are given; each that is not is a fault."""
        missing = [key for key in keys if key not in self]
        for key in missing:
            self.fault(f"{self.what}: '{key}' is missing")
        return not missing

    def items(self, key: str) -> list[Node]:
        """The members of a list."""
        return self.source.checker.items(self._parts[key], self._called(key)) if key in self else []

    def text(self, key: str, default: str = "") -> str:
        """A string."""
        return self.source.checker.text(self._parts[key], self._called(key)) if key in self else default

    def words(self, key: str) -> tuple[str, ...]:
        """Folded words, the longest first."""
        return self.source.words(self._parts[key], self._called(key)) if key in self else ()

    def choice(self, key: str, choices: Collection[str], default: str = "") -> str:
        """One of several known words."""
        return self.source.checker.choice(self._parts[key], choices, self._called(key)) if key in self else default

    def choices(self, key: str, choices: Collection[str]) -> frozenset[str]:
        """Any number of known words."""
        found = (self.source.checker.choice(item, choices, self._called(key)) for item in self.items(key))
        return frozenset(filter(None, found))

    def number(self, key: str, default: float, most: float = 500) -> float:
        """A number from 0 to ``most``."""
        if key not in self:
            return default
        return self.source.checker.number(self._parts[key], self._called(key), least=0, most=most)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        return self.source.checker.flag(self._parts[key], self._called(key)) if key in self else default

    def _called(self, key: str) -> str:
        return f"{self.what}: {key}"

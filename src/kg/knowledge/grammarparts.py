"""Parts that many sections of a grammar file are made of: lists of words, types with their classes, kinds of names."""

from __future__ import annotations

from kg.datafile import Checker, Node, SectionLoader, suggestion
from kg.knowledge.grammar import Kind
from kg.schema import Schema
from kg.text import fold


class GrammarParts(SectionLoader):
    """Reads and checks such parts; ``lists`` are the words that ``$name`` stands for."""

    def __init__(self, checker: Checker, schema: Schema) -> None:
        """Tell faults to ``checker``; names may have the types and classes of ``schema``."""
        super().__init__(checker)
        self.schema = schema
        self.lists: dict[str, tuple[str, ...]] = {}

    def _words(self, node: Node, what: str) -> tuple[str, ...]:
        """A list of folded words in which ``$name`` stands for a shared list; repetitions go, order stays."""
        words: dict[str, None] = {}
        for item in self.checker.items(node, what):
            text = self.checker.text(item, what)
            if text.startswith("$"):
                if text[1:] not in self.lists:
                    self.checker.fault(item, f"{what}: unknown word list '{text}'", suggestion(text[1:], self.lists))
                words.update(dict.fromkeys(self.lists.get(text[1:], ())))
            elif folded := fold(text):
                words[folded] = None
        return tuple(words)

    def _given(self, parts: dict[str, Node], key: str, what: str) -> tuple[str, ...]:
        return self._words(parts[key], what) if key in parts else ()

    def _type(self, node: Node, what: str) -> str:
        return self.checker.choice(node, self.schema.types, what)

    def _class(self, parts: dict[str, Node], kind: str, what: str) -> str:
        if "class" not in parts:
            return ""
        known = [name for name, info in self.schema.classes.items() if info.type == kind]
        return self.checker.choice(parts["class"], known, f"{what}: class of {kind}")

    def _required(self, node: Node, parts: dict[str, Node], key: str, what: str) -> str:
        if key not in parts:
            self.checker.needs(node, parts, (key,), what)
            return ""
        return self.checker.text(parts[key], f"{what}: {key}")

    def _kinds(self, parts: dict[str, Node], what: str, key: str) -> tuple[Kind, ...]:
        return tuple(self._kind(item, what, key) for item in self._list(parts, "kinds"))

    def _kind(self, node: Node, what: str, key: str) -> Kind:
        parts = self.checker.pairs(node, ("type", "class", key), what)
        if "type" not in parts or key not in parts:
            self.checker.fault(node, f"{what}: a row needs 'type' and '{key}'")
            return Kind("", "", frozenset())
        kind = self._type(parts["type"], what)
        return Kind(kind, self._class(parts, kind, what), frozenset(self._words(parts[key], f"{what}.{key}")))

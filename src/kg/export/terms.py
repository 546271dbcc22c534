"""The terms of RDF as Turtle and N-Triples write them: names with a prefix or in full, texts in quotes, numbers."""

# ruff: noqa: D102 - what each kind of term is stands once, in `Terms`

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from kg.export.iris import document_path, entity_path, escape, statement_path
from kg.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Statement

PREFIXES = {prefix: iri for prefix, iri in VOCABULARIES.items() if prefix != "owl"}
"""Vocabularies that the export uses beside the ontology's own."""

FOLDERS = ("document", "entity", "membership", "statement")
"""What lies below the base, each with a prefix of its name."""

_LOCAL = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff](?:[A-Za-z0-9_\u4e00-\u9fff-]|\.(?=[A-Za-z0-9_\u4e00-\u9fff]))*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_DATATYPE = re.compile(r"[A-Za-z]+")

# Beyond what Turtle demands: invisible characters that editors and line-wise tools take for line ends or marks.
_ESCAPES: dict[int, str] = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)},
    **{
        ord(character): escaped
        for character, escaped in zip('"\\\n\r\t\b\f', [r"\"", r"\\", r"\n", r"\r", r"\t", r"\b", r"\f"], strict=True)
    },
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # a lone surrogate has no UTF-8
}
_SPECIAL = re.compile("[" + "".join(map(re.escape, map(chr, _ESCAPES))) + "]")


class Terms(Protocol):
    """What a syntax has to write for each kind of term. ``name`` takes terms like ``skos:prefLabel``."""

    def name(self, curie: str) -> str:
        """A term of one of the ``PREFIXES``."""

    def kg(self, name: str) -> str:
        """A term of the ontology."""

    def below(self, path: str) -> str:
        """Something below the base, by its path there."""

    def iri(self, iri: str) -> str:
        """An IRI that stands for itself."""

    def text(self, text: str, language: str = "") -> str:
        """A text, in a language if one is given."""

    def typed(self, text: str, datatype: str) -> str:
        """A text of an XML Schema datatype, by its local name; a plain text if that is none."""

    def number(self, number: int) -> str:
        """A whole number."""

    def decimal(self, number: float) -> str:
        """A number with four digits behind the point."""

    def document(self, identifier: str) -> str:
        """A document."""

    def entity(self, identifier: str) -> str:
        """An entity."""

    def statement(self, statement: Statement) -> str:
        """A statement."""


def literal(text: str, language: str = "") -> str:
    """Quote a text as a Turtle literal on one line, with its language tag if it has one.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD; everything else is read back as it was.
    """
    if _SPECIAL.search(text):
        text = text.translate(_ESCAPES)
    return f'"{text}"{_language(language)}' if language else f'"{text}"'


@lru_cache(maxsize=1 << 10)
def _language(language: str) -> str:
    return f"@{language}" if _LANGUAGE.fullmatch(language) else ""


class _Below:
    """What lies below the base: paths are alike in every syntax."""

    def __init__(self, base: str, namespace: str) -> None:
        self.base = base
        self.namespace = namespace
        # These are written again and again.
        self.kg = lru_cache(maxsize=None)(self._kg)
        self.document = lru_cache(maxsize=1 << 16)(self._document)
        self.entity = lru_cache(maxsize=1 << 16)(self._entity)

    def below(self, path: str) -> str:
        raise NotImplementedError

    def _kg(self, name: str) -> str:
        raise NotImplementedError

    def _document(self, identifier: str) -> str:
        return self.below(document_path(identifier))

    def _entity(self, identifier: str) -> str:
        return self.below(entity_path(identifier))

    def statement(self, statement: Statement) -> str:
        return self.below(statement_path(statement))


class TurtleTerms(_Below):
    """Terms short with a prefix where the grammar of Turtle allows it, else as a full IRI."""

    def prefixes(self, further: Mapping[str, str] | None = None) -> str:
        """The lines at the head of a file that declare the prefixes, with further ones if wanted."""
        folders = {name: f"{self.base}{name}/" for name in FOLDERS}
        bound = {"kg": self.namespace, **folders, **PREFIXES, **(further or {})}
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(bound.items()))

    def name(self, curie: str) -> str:
        return curie

    def _kg(self, name: str) -> str:
        return f"kg:{name}" if _LOCAL.fullmatch(name) else f"<{self.namespace}{escape(name)}>"

    def below(self, path: str) -> str:
        folder, _, name = path.partition("/")
        return f"{folder}:{name}" if folder in FOLDERS and _LOCAL.fullmatch(name) else f"<{self.base}{path}>"

    def iri(self, iri: str) -> str:
        return f"<{iri}>"

    def text(self, text: str, language: str = "") -> str:
        return literal(text, language)

    def typed(self, text: str, datatype: str) -> str:
        return literal(text) + (f"^^xsd:{datatype}" if _DATATYPE.fullmatch(datatype) else "")

    def number(self, number: int) -> str:
        return str(number)

    def decimal(self, number: float) -> str:
        return f"{number:.4f}"  # digits with a point are an xsd:decimal


class PlainTerms(_Below):
    """Terms in full, as N-Triples has them."""

    def name(self, curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return f"<{PREFIXES[prefix]}{local}>"

    def _kg(self, name: str) -> str:
        return f"<{self.namespace}{escape(name)}>"

    def below(self, path: str) -> str:
        return f"<{self.base}{path}>"

    def iri(self, iri: str) -> str:
        return f"<{iri}>"

    def text(self, text: str, language: str = "") -> str:
        return literal(text, language)

    def typed(self, text: str, datatype: str) -> str:
        return literal(text) + (f"^^{self.name(f'xsd:{datatype}')}" if _DATATYPE.fullmatch(datatype) else "")

    def number(self, number: int) -> str:
        return self.typed(str(number), "integer")

    def decimal(self, number: float) -> str:
        return self.typed(f"{number:.4f}", "decimal")

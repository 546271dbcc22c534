"""How a term is called in each language, and how the page draws it: labels, colour, symbol, letter."""

from __future__ import annotations

import re

from kg.datafile import suggestion
from kg.schema.declared import LANGUAGES, SYMBOLS
from kg.schema.terms import LABEL, Terms

_LETTER = re.compile("[A-Z]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def labels(terms: Terms, name: str) -> dict[str, str]:
    """The term's label in each language; one that is missing is a fault."""
    return _in_each_language(terms, name, LABEL)


def inverse_labels(terms: Terms, name: str) -> dict[str, str]:
    """How a relation reads from its object's end, in each language; empty if it is not said."""
    predicate = terms.iri("inverseLabel")
    return _in_each_language(terms, name, predicate) if terms.values(name, predicate) else {}


def _in_each_language(terms: Terms, name: str, predicate: str) -> dict[str, str]:
    what = re.split(r"[#/]", predicate)[-1]
    labels: dict[str, str] = {}
    for language in LANGUAGES:
        values = terms.values(name, predicate)
        texts = [value.text for value in values if value.language == language.lower() and value.text.strip()]
        if len(texts) != 1:
            problem = "more than one" if texts else "no"
            hint = "keep one" if texts else f'add "…"@{language}'
            terms.fault(name, f"'{name}' has {problem} {what} in {language}", hint, what)
        else:
            labels[language] = texts[0]
    return labels


def colour(terms: Terms, name: str) -> str:
    """The type's colour on the page, as ``#rrggbb``."""
    values = terms.own(name, "colour")
    if len(values) == 1 and _COLOUR.fullmatch(values[0]):
        return values[0]
    shown = f"'{values[0]}' is no colour" if len(values) == 1 else "needs one colour"
    terms.fault(name, f"'{name}': {shown}", 'write it like "#3c60b4"', "colour")
    return ""


def symbol(terms: Terms, name: str) -> str:
    """The type's shape on the page."""
    values = terms.own(name, "symbol")
    if len(values) == 1 and values[0] in SYMBOLS:
        return values[0]
    shown = f"'{values[0]}' is no symbol" if len(values) == 1 else "needs one symbol"
    hint = suggestion(values[0] if values else "", SYMBOLS)
    terms.fault(name, f"'{name}': {shown}", hint, "symbol")
    return ""


def letter(terms: Terms, name: str, taken: dict[str, str]) -> str:
    """The type's letter, if it has one; ``taken`` holds those of the types before it, and is added to."""
    values = terms.own(name, "letter")
    if not values:
        return ""
    if len(values) > 1 or not _LETTER.fullmatch(values[0]):
        terms.fault(name, f"'{name}': '{' '.join(values)}' is no letter", 'write one capital, like "A"', "letter")
        return ""
    if (other := taken.setdefault(values[0], name)) != name:
        terms.fault(name, f"'{name}' has the letter of '{other}'", "give each type a letter of its own", "letter")
    return values[0]

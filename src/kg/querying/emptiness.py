"""Why an answer may be empty: a term that the graph does not have, a name that nothing in it goes by.

An empty table looks the same whether nothing is stated or a word is misspelt; only the graph can tell which it is.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.querying.questions import literal
from kg.querying.store import ask
from kg.querying.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.querying.store import Knowledge

_SHOWN = 5
_TAG_AS_TEXT = re.compile(r"lang\s*\(\s*[?$]\w+\s*\)\s*=\s*[\"']", re.IGNORECASE)
_NO_TERMS = frozenset({"xsd"})  # what a query uses without looking for it

_TERMS = "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } UNION { ?s rdf:predicate ?term } }"
_NAMES = """SELECT DISTINCT ?name {
  { ?thing skos:prefLabel|skos:altLabel|rdfs:label|dcterms:identifier|dcterms:title ?label BIND(STR(?label) AS ?name) }
  UNION { ?s rdf:predicate ?p BIND(REPLACE(STR(?p), "^.*[#/]", "") AS ?name) }
  FILTER(%s)
}"""


def why_empty(knowledge: Knowledge, text: str, given: Sequence[str] = ()) -> str:
    """What speaks for a mistake in a query that found nothing, in words; empty if nothing does.

    Args:
        knowledge: what was asked.
        text: the query.
        given: the texts that a named question was filled in with, in place of the terms of the query.
    """
    told = (
        [_unnamed(knowledge, name) for name in given]
        if given
        else [*_unknown(knowledge, text), *_untagged(knowledge, text), _compared(text)]
    )
    return "; ".join(filter(None, told))


def _compared(text: str) -> str:
    """That a language tag is compared as a text, which fails where a store keeps tags in small letters."""
    return 'write langMatches(lang(?x), "zh-Hans") for lang(?x) = "zh-Hans"' if _TAG_AS_TEXT.search(text) else ""


def _untagged(knowledge: Knowledge, text: str) -> Iterable[str]:
    """Texts of a query without a language that stand in the graph with one alone, and are other terms there."""
    from pyoxigraph import Literal

    pieces = [word for word in words(text) if word.kind not in ("space", "comment")]
    for before, word, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        # What stands behind a property is a term; in brackets or beside an operator it may be compared as a text.
        plain = word.kind == "string" and after.kind != "language" and after.text != "^"
        if not plain or before.kind not in ("name", "iri", "word"):
            continue
        quoted = word.text
        name = quoted.strip(quoted[0])
        if next(knowledge.store.quads_for_pattern(None, None, Literal(name)), None):
            continue
        for tag in ("zh-Hans", "zh-Hant", "en"):
            if next(knowledge.store.quads_for_pattern(None, None, Literal(name, language=tag)), None):
                yield f"names have a language: write {quoted}@{tag} for {quoted}"
                break


def _unknown(knowledge: Knowledge, text: str) -> Iterable[str]:
    """Terms of a query that stand nowhere in the graph, each with the nearest one that does."""
    import pyoxigraph

    used = dict.fromkeys(word.text for word in words(text) if word.kind == "name")
    for term in used:
        prefix, _, local = term.partition(":")
        if prefix in _NO_TERMS or prefix not in knowledge.prefixes or not local:
            continue
        node = pyoxigraph.NamedNode(knowledge.prefixes[prefix] + local)
        places = ((node, None, None), (None, node, None), (None, None, node))
        if any(next(knowledge.store.quads_for_pattern(*place), None) for place in places):
            continue
        near = get_close_matches(term, _terms(knowledge, prefix), n=1)
        yield f"the graph has no {term}" + (f", but {near[0]}" if near else "")


def _terms(knowledge: Knowledge, prefix: str) -> list[str]:
    """The properties and classes of the graph below a prefix, sorted."""
    base = knowledge.prefixes[prefix]
    found = (str(getattr(row["term"], "value", "")) for row in _rows(knowledge, _TERMS))
    return sorted(f"{prefix}:{iri.removeprefix(base)}" for iri in found if iri.startswith(base))


def _unnamed(knowledge: Knowledge, name: str) -> str:
    """That nothing goes by a name, with names that hold it or are near it; empty if something does."""
    if not name.strip():
        return "a parameter is empty"
    if _names(knowledge, f"?name = {literal(name)}"):
        return ""
    held = _names(knowledge, f"CONTAINS(?name, {literal(name)})") or get_close_matches(
        name, _names(knowledge, "true"), n=_SHOWN
    )
    more = f"; names like it: {', '.join(held[:_SHOWN])}" if held else ""
    return f"nothing in the graph goes by '{name}'{more}"


def _names(knowledge: Knowledge, condition: str) -> list[str]:
    found = (str(getattr(row["name"], "value", "")) for row in _rows(knowledge, _NAMES % condition))
    return sorted(found, key=lambda name: (len(name), name))


def _rows(knowledge: Knowledge, text: str) -> Iterable[dict[str, object]]:
    import pyoxigraph

    found = ask(knowledge, text)
    assert isinstance(found, pyoxigraph.QuerySolutions)  # noqa: S101 - a SELECT
    return ({variable.value: row[variable.value] for variable in found.variables} for row in found)

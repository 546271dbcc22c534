"""Forms of names that documents tell each other: declared in one, used in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.derived import DERIVED
from kg.extraction import Extraction
from kg.gazetteer import Gazetteer
from kg.reading import Alias


def told_forms(aliases: Iterable[tuple[Alias, str]]) -> dict[tuple[str, str], list[tuple[Alias, str]]]:
    """The forms that hold in all documents, by type and form, each with all the names that it could be of.

    A form that a document declares is of that name; what only follows from names counts where none declares it.

    Args:
        aliases: what documents tell, each with its document.
    """
    found: dict[tuple[str, str], list[tuple[Alias, str]]] = defaultdict(list)
    for alias, document in aliases:
        if alias.everywhere:
            found[alias.type, alias.alias].append((alias, document))
    result = {}
    for form, pairs in found.items():
        declared = [pair for pair in pairs if pair[0].reason != DERIVED]
        result[form] = sorted(declared or pairs, key=lambda pair: (pair[0].key, pair[1], pair[0].quote))
    return result


def told(extractions: Iterable[Extraction], gazetteer: Gazetteer) -> dict[str, Alias]:
    """The forms to look for in documents that do not declare them: those that are of one name alone.

    Args:
        extractions: what was read in all documents; their order does not matter.
        gazetteer: the known names, which need not be told.

    Returns:
        The forms, each with the name; empty if no document tells any.
    """
    pairs = {
        (alias, extraction.document.id)
        for extraction in extractions
        for alias in (*extraction.aliases, *extraction.offers)
        if alias.everywhere and alias.alias not in gazetteer.forms
    }
    forms = told_forms(pairs)
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, form in forms:
        kinds[form].add(kind)
    found = {}
    for (_, form), told_by in sorted(forms.items()):
        if len(kinds[form]) == 1 and len({alias.key for alias, _ in told_by}) == 1:
            found[form] = told_by[0][0]
    return found

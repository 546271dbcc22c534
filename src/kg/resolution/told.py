"""Forms of names that documents tell each other: declared in one, used in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.extraction import Extraction
from kg.knowledge.gazetteer import Gazetteer
from kg.names.reading import DERIVED, RENAMED, Alias
from kg.text import fold

_LONG = 6
"""Characters from which a known name is hardly that of several things."""

Form = tuple[str, Alias]
"""A form that holds in all documents, behind the id of the document that tells it."""

Forms = dict[tuple[str, str, bool, str], Form]
"""Such forms by type, form, whether they only follow from a name, and the name: of each the first place in order.

This is a sum: see `add_forms`.
"""


def forms_of(extraction: Extraction) -> Forms:
    """The forms that one document tells all others."""
    found: Forms = {}
    document = extraction.document.id
    add_forms(found, ((document, one) for one in (*extraction.aliases, *extraction.offers) if one.everywhere))
    return found


def add_forms(forms: Forms, further: Iterable[Form]) -> None:
    """Add to a sum what further documents tell, in any order and grouping, with the same result."""
    for one in further:
        alias = one[1]
        key = alias.type, alias.alias, alias.reason == DERIVED, alias.key
        known = forms.get(key)
        if known is None or _order(one) < _order(known):
            forms[key] = one


def _order(one: Form) -> tuple[bool, str, str, Alias]:
    document, alias = one
    return _is_of_itself(alias), document, alias.quote, alias


def _is_older_row(alias: Alias, gazetteer: Gazetteer) -> bool:
    """Tell whether a known name is the older one of another thing: the whole name of one row, and no common one."""
    rows = gazetteer.forms.get(alias.alias, ())
    if alias.reason != RENAMED or len(alias.alias) < _LONG or len(rows) != 1:
        return False
    row = gazetteer.entries[rows[0]]
    return row.type == alias.type and fold(row.name) == alias.alias and "@" not in row.id


def _is_of_itself(alias: Alias) -> bool:
    """Tell whether a name itself is said to be another one: only what other names lead to tells what that one is."""
    return alias.reason == DERIVED and alias.alias == alias.quote


def told_forms(forms: Forms) -> dict[tuple[str, str], list[Form]]:
    """The forms by type and form, each with all the names that it could be of and where that is told, by name.

    A form that a document declares is of that name; what only follows from names counts where none declares it. What
    a part of a body makes of itself in full (浙大公管学院, 浙江大学公管学院) counts where no other name leads to it.
    """
    found: dict[tuple[str, str], dict[int, list[tuple[str, Form]]]] = defaultdict(lambda: defaultdict(list))
    for (kind, form, derived, key), told in forms.items():
        found[kind, form][derived + _is_of_itself(told[1])].append((key, told))
    return {form: [told for _, told in sorted(ways[min(ways)])] for form, ways in found.items()}


def told(forms: Forms, gazetteer: Gazetteer) -> dict[str, Alias]:
    """The forms to look for in documents that do not declare them: those that are of one name alone.

    Args:
        forms: what all documents tell.
        gazetteer: the known names, which need not be told.

    Returns:
        The forms, each with the name; empty if no document tells any.
    """
    unknown = {
        key: one for key, one in forms.items() if key[1] not in gazetteer.forms or _is_older_row(one[1], gazetteer)
    }
    by_form = told_forms(unknown)
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, form in by_form:
        kinds[form].add(kind)
    found = {}
    for (_, form), told_by in sorted(by_form.items()):
        if len(kinds[form]) == 1 and len({alias.key for _, alias in told_by}) == 1:
            found[form] = told_by[0][1]
    return found

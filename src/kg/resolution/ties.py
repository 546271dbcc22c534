"""What names have to do with each other: uses that share no tie, not even over others, never bear on each other.

So what a few uses mean can be decided anew from them and all that they are tied to, whatever else there is. Ties are
numbers, hashed from what is shared: a form of a type, or a row of the gazetteer. Two that fall together by chance tie
what need not be tied, which costs time and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b

from kg.knowledge.decisions import Decision
from kg.knowledge.gazetteer import Gazetteer
from kg.resolution.folding import folded
from kg.resolution.gathered import Use
from kg.text import fold_all


def form_tie(kind: str, form: str) -> int:
    """The tie of a folded form of a type; a row whose id is made of them has the same."""
    return _tie(f"{kind}:{form}")


def ties_of_name(kind: str, name: str, gazetteer: Gazetteer) -> set[int]:
    """The ties of what another name is told to stand for, or has to do with: a folded form of a type, or a row's id."""
    return _ties(kind, name, gazetteer) | {_tie(name)}


def row_tie(row: str) -> int:
    """The tie of a row of the gazetteer, by its id."""
    return _tie(row)


def ties_of(use: Use, gazetteer: Gazetteer) -> set[int]:
    """All that ties a use to others, but for what documents tell of its form and of its person's posts."""
    form = folded(use.text)
    found = _ties(use.type, form, gazetteer)
    if use.key != form:
        found |= _ties(use.type, use.key, gazetteer)
    if use.entry:
        found |= {_tie(use.entry), *_before_mark(use.type, use.entry.removeprefix(f"{use.type}:"))}
    return found


def ties_of_all(uses: Sequence[Use], gazetteer: Gazetteer) -> Iterator[Collection[int]]:
    """The same as `ties_of` of each use, in half the time: most are of a name that nothing else speaks of."""
    for use, form in zip(uses, fold_all([use.text for use in uses]), strict=True):
        if use.key == form and not use.entry and form not in gazetteer.forms and "@" not in form and ":" not in form:
            yield (form_tie(use.type, form),)
        else:
            yield ties_of(use, gazetteer)


def ties_of_decisions(decisions: Iterable[Decision], gazetteer: Gazetteer) -> set[int]:
    """The ties of all that decisions speak of."""
    return {
        tie for row in decisions for named in (row.name, row.other) for tie in _ties(row.type, named.key, gazetteer)
    }


def _ties(kind: str, form: str, gazetteer: Gazetteer) -> set[int]:
    """The ties of a form: itself, the rows that it could mean, and whatever could be given the same id."""
    found = {form_tie(kind, form), *_before_mark(kind, form)}
    if ":" in form:
        found.add(_tie(form))
    found.update(map(_tie, gazetteer.rows(form, kind)))
    return found


def _before_mark(kind: str, form: str) -> set[int]:
    """The tie of a name to which what tells it from namesakes is added with a mark."""
    name, mark, _ = form.partition("@")
    return {form_tie(kind, name)} if mark else set()


def _tie(told: str) -> int:
    digest = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)

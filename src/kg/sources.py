"""Further sources of names: one small protocol by which another tagger's names are weighed beside our own.

A source is named ``module:factory``: what ``factory()`` gives has a ``name`` and a method ``names``. It is named rather
than passed so that every worker process can make its own. See ``docs/names.md`` for one that works.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol, runtime_checkable

from kg.errors import UsageError
from kg.names.reading import Candidate


@runtime_checkable
class NameSource(Protocol):
    """Finds names in text. The same text must always give the same names."""

    name: str
    """What stands in the record as the source of its names; none of `kg.names.choosing.SOURCES`."""

    def names(self, text: str) -> Iterable[tuple[int, int, str]]:
        """Yield start, end (half-open, in code points of ``text``) and type of names.

        Args:
            text: a document in simplified script, with its gaps closed; a line break separates paragraphs.
        """


def load_source(spec: str) -> NameSource:
    """Make a source.

    Args:
        spec: ``module:factory``; the module must be importable.

    Raises:
        UsageError: there is no such module or factory, or what it gives is no source.
    """
    module, _, factory = spec.partition(":")
    hint = (
        "a source is named module:factory, and the module must be importable; "
        "of my_tagger.py in this folder: PYTHONPATH=. kg build --source my_tagger:make"
    )
    if not module or not factory:
        raise UsageError(f"source '{spec}': this names no source\n  hint: {hint}")
    try:
        source = getattr(import_module(module), factory)()
    except Exception as error:  # whatever a module of somebody else's raises
        raise UsageError(f"source '{spec}': {type(error).__name__}: {error}\n  hint: {hint}") from error
    if not isinstance(source, NameSource):
        raise UsageError(f"source '{spec}': it has no 'name' or no method 'names'\n  hint: see kg.sources.NameSource")
    return source


def candidates_of(source: NameSource, key: str, types: Iterable[str]) -> Iterator[Candidate]:
    """What a source proposes for a key, checked.

    Raises:
        UsageError: it gives a range that is not in the text, or an unknown type.
    """
    known = set(types)
    for start, end, kind in source.names(key):
        if not 0 <= start < end <= len(key) or kind not in known:
            raise UsageError(
                f"source '{source.name}' gave ({start}, {end}, '{kind}') for a text of {len(key)} characters\n"
                f"  hint: a name is a start, a greater end and one of: {', '.join(sorted(known))}"
            )
        yield Candidate(start, end, kind, source.name, sure=False)

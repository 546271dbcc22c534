"""What to teach next: names and triggers that texts have and the ontology lacks, ready to be pasted into its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError, UsageError
from kg.extraction import Extractor
from kg.knowledge.gazetteer import COLUMNS
from kg.ontology import Ontology, load_ontology
from kg.readers import SUFFIXES, read
from kg.readers.telling import nothing_read
from kg.segment import default_segmenter
from kg.suggestion.newnames import NewNames
from kg.suggestion.newtriggers import NewTriggers
from kg.suggestion.suggested import SuggestedName, SuggestedTrigger


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What some documents suggest, the most telling first."""

    documents: int
    names: tuple[SuggestedName, ...]
    triggers: tuple[SuggestedTrigger, ...]

    def tables(self) -> dict[str, str]:
        """The names as gazetteer files: for each type the text of a table with its header."""
        rows: dict[str, list[str]] = {}
        for name in self.names:
            rows.setdefault(name.type, []).append(name.row)
        return {kind: "\n".join(["\t".join(COLUMNS), *rows[kind], ""]) for kind in sorted(rows)}


def suggest(
    paths: Sequence[Path | str],
    *,
    ontology: Ontology | Path | str | None = None,
    names: int = 30,
    triggers: int = 10,
    least: int = 2,
    stdin: BinaryIO | None = None,
    on_problem: Callable[[InputError], None] = lambda problem: None,
) -> Suggestions:
    """Read documents and tell which of their names and verbs the ontology does not know.

    Args:
        paths: files and folders; ``-`` for standard input.
        ontology: an ontology or its folder; by default the one that comes with the package.
        names: how many names to give at most.
        triggers: how many triggers to give at most.
        least: how often a name must be seen.
        stdin: where ``-`` reads from.
        on_problem: called with each document that cannot be read; it is left out.

    Returns:
        Names and triggers, ranked; the same documents and ontology always give the same.

    Raises:
        UsageError: the call is wrong.
        OntologyError: the ontology has faults.
        InputError: no document can be read.
    """
    _check(paths, names, triggers, least)
    if not isinstance(ontology, Ontology):
        ontology = load_ontology(Path(ontology) if ontology is not None else None)
    problems: list[InputError] = []

    def note(problem: InputError) -> None:
        problems.append(problem)
        on_problem(problem)

    segmenter = default_segmenter()
    finder = Extractor(ontology, segmenter).names
    new_names, new_triggers = NewNames(ontology, segmenter), NewTriggers(ontology)
    count = 0
    for document in read(paths, on_problem=note, stdin=stdin):
        found = finder.find(document)
        new_names.add(document.id, found.reading, found.names)
        new_triggers.add(document.id, found)
        count += 1
    if not count:
        raise nothing_read(" ".join(map(str, paths)), problems, SUFFIXES)
    return Suggestions(count, tuple(new_names.ranked(least)[:names]), tuple(new_triggers.ranked()[:triggers]))


def _check(paths: Sequence[Path | str], names: int, triggers: int, least: int) -> None:
    if min(names, triggers) < 0 or least < 1:
        raise UsageError("numbers of suggestions cannot be below 0, and a name is seen once at least")
    if not paths or not all(map(str, paths)):
        raise UsageError("no path is given, or one is empty\n  hint: give a file, or . for the folder that you are in")

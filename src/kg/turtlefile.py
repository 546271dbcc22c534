"""Turtle data files read so that every fault can be told with its line.

`read_turtle` gives the triples of a file as plain values, together with the text, in which `TurtleFile.locate` finds
the line that declares a term. rdflib is known here alone, and loaded only when a file is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import Fault, Location, OntologyError, line_and_column, not_utf8

if TYPE_CHECKING:
    from pathlib import Path

_UNBOUND = re.compile(r'Prefix "([^"]*:)" not bound')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|#\s.*')
_WIDE_MARK = re.compile("[\u201c\u201d\uff1b\uff0c\u3002\uff1a\uff1c\uff1e\uff20]")


@dataclass(frozen=True, slots=True)
class Value:
    """The object of a triple: an IRI, a literal's text (``language`` in lower case), or ``[]``.

    ``members`` are those of a union of classes.
    """

    text: str
    language: str = ""
    members: tuple[str, ...] = ()


class TurtleFile:
    """The triples of a Turtle file whose subjects are IRIs, and the lines that they were written on.

    Args:
        name: the file as it should be named in messages.
        source: its text.
        triples: its values by subject and predicate.
    """

    def __init__(self, name: str, source: str, triples: dict[str, dict[str, list[Value]]]) -> None:
        """Keep the three together."""
        self.name = name
        self.triples = triples
        self._lines = source.splitlines()
        self._prefixes = re.findall(r"(?im)^\s*@?prefix\s+(\S*:)\s*<([^>]*)>", source)

    def values(self, subject: str, predicate: str) -> list[Value]:
        """The values of a subject's predicate, sorted."""
        found = self.triples.get(subject, {}).get(predicate, [])
        return sorted(found, key=lambda value: (value.language, value.text, value.members))

    def texts(self, subject: str, predicate: str) -> list[str]:
        """The same without languages and members: IRIs and texts, sorted."""
        return [value.text for value in self.values(subject, predicate)]

    def above(self, subject: str, predicate: str) -> set[str]:
        """What is reached from a subject by following a predicate once or more often; circles do no harm."""
        reached: set[str] = set()
        waiting = [subject]
        while waiting:
            waiting.extend(new := set(self.texts(waiting.pop(), predicate)) - reached)
            reached |= new
        return reached

    def locate(self, subject: str, word: str = "") -> Location:
        """The place where a subject is declared, or where a local name first stands in its declaration.

        A declaration begins with the subject's term at the head of a line and ends where the next one begins.
        """
        terms = {f"<{subject}>"}
        terms |= {prefix + subject.removeprefix(iri) for prefix, iri in self._prefixes if subject.startswith(iri)}
        heads = [number for number, line in enumerate(self._lines) if terms & set(line.split(maxsplit=1)[:1])]
        # Terms are indented where they are predicates of another subject, and seldom where they are subjects.
        first = min(heads, key=lambda number: (self._lines[number][0].isspace(), number), default=-1)
        if first < 0:
            return Location(self.name)
        for number in range(first, len(self._lines)) if word else ():
            line = self._lines[number]
            if number > first and line.strip() and not line[0].isspace():
                break
            if place := re.search(rf"(?:[\w-]*:|[/#]){re.escape(word)}(?![\w-])", line):
                return Location(self.name, number + 1, place.start() + 1)
        line = self._lines[first]
        return Location(self.name, first + 1, len(line) - len(line.lstrip()) + 1)


def read_turtle(path: Path) -> TurtleFile:
    """Read a Turtle file.

    Raises:
        OntologyError: if it cannot be read, is not UTF-8, or is no Turtle.
    """
    # Slow to load; a worker that is handed a ready schema never needs it.
    from rdflib import OWL, BNode, Graph, Literal, URIRef
    from rdflib.plugins.parsers.notation3 import BadSyntax

    def fault(message: str, hint: str, line: int = 0, column: int = 0) -> OntologyError:
        return OntologyError([Fault(Location(path.name, line, column), message, hint)])

    try:
        source = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise fault(f"cannot be read: {error.strerror}", "an ontology folder needs this file") from error
    except UnicodeDecodeError as error:
        raise fault(*not_utf8(error)) from error
    graph = Graph()
    try:
        graph.parse(data=source, format="turtle")
    except BadSyntax as error:
        line, column = line_and_column(source, error._i)
        raise fault(f"is not Turtle: {error._why}", _hint(source, line, error._why), line, column) from error
    except Exception as error:  # at the end of an unfinished file the parser stumbles over itself, in several ways
        line, _ = line_and_column(source, len(source.rstrip()))
        raise fault("is not Turtle: the file ends too soon", "the last statement may lack its ' .'", line) from error
    triples: dict[str, dict[str, list[Value]]] = {}
    for subject, predicate, target in graph:
        if isinstance(subject, URIRef):
            members = (str(member) for union in graph.objects(target, OWL.unionOf) for member in graph.items(union))
            language = (target.language or "").lower() if isinstance(target, Literal) else ""
            value = Value("[]" if isinstance(target, BNode) else str(target), language, tuple(members))
            triples.setdefault(str(subject), {}).setdefault(str(predicate), []).append(value)
    return TurtleFile(path.name, source, triples)


def _hint(source: str, line: int, reason: str) -> str:
    """What to do about a line that breaks Turtle."""
    if unbound := _UNBOUND.search(reason):
        return f"declare it at the head, '@prefix {unbound[1]} <…> .', or take one that is declared there"
    if wide := _WIDE_MARK.search(_QUOTED.sub("", source.splitlines()[line - 1])):
        return f"the line has the full-width mark '{wide[0]}' outside quotes: write it in half width"
    return "the statement before may lack its ' ;' or ' .'"

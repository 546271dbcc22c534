"""Named questions: files ``NAME.rq`` of SPARQL, with a title, parameters and an example in the comments at their head.

    # title@en: Who founded it
    # title@zh-Hans: 谁创办的
    # title@zh-Hant: 誰創辦的
    # parameter of: a name of the thing, in either script
    # parameter limit = 20: how many rows at most
    # example: --of 泛联院
    SELECT … WHERE { … FILTER(STR(?name) = $of) } LIMIT $limit

A parameter stands in the query as ``$name``, a variable as ``?name``. One with a default may be left out; one whose
default is a whole number takes whole numbers only. A question filled in is plain SPARQL that any store takes.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.datafile import suggestion
from kg.errors import Fault, Location, OntologyError, UsageError, line_and_column, not_utf8
from kg.querying.failures import QueryError
from kg.querying.store import PREFIXES, Knowledge, ask
from kg.querying.words import words
from kg.schema import LANGUAGES

SUFFIX = ".rq"
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""What a question may be called: small letters, digits, hyphens between."""

_HEAD = re.compile(r"#\s*(title@[\w-]+|parameter|example)\b\s*(.*)")
_PARAMETER = re.compile(r"([A-Za-z]\w*)\s*(?:=\s*([^:]*?)\s*)?:\s*(.+)")
_ESCAPES = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question has to be told. ``default`` is None if it must be given."""

    name: str
    description: str
    default: str | None = None

    @property
    def is_number(self) -> bool:
        """Tell whether only whole numbers are taken."""
        return self.default is not None and self.default.isascii() and self.default.isdigit()


@dataclass(frozen=True, slots=True)
class Question:
    """A named question. ``titles`` are by language, ``example`` holds arguments for which the sample has an answer."""

    name: str
    titles: dict[str, str]
    text: str
    parameters: tuple[Parameter, ...] = ()
    example: dict[str, str] = field(default_factory=dict)
    path: Path = Path()

    @property
    def usage(self) -> str:
        """How it is asked on the command line: ``founders --of OF``."""
        shown = [
            f"--{one.name} {one.name.upper()}" if one.default is None else f"[--{one.name} {one.default}]"
            for one in self.parameters
        ]
        return " ".join([self.name, *shown])

    @property
    def wanted(self) -> str:
        """What its parameters are, in words: ``of: a name of the thing; limit: how many rows at most``."""
        return "; ".join(f"{one.name}: {one.description}" for one in self.parameters)

    def fill(self, arguments: Mapping[str, str]) -> str:
        """Give the question as SPARQL with its parameters in their places.

        Args:
            arguments: by parameter; texts of any kind, which become literals and can become nothing else.

        Raises:
            UsageError: a parameter is missing, unknown, or no number where one is wanted.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in arguments:
            if name not in known:
                hint = f"{suggestion(name, known)}: {self._told}" if known else self._told
                raise UsageError(f"question '{self.name}': there is no parameter '{name}'\n  hint: {hint}")
        values: dict[str, str] = {}
        for parameter in self.parameters:
            value = arguments.get(parameter.name, parameter.default)
            if value is None:
                raise UsageError(f"question '{self.name}': --{parameter.name} is missing\n  hint: {self._told}")
            if parameter.is_number and not (value.isascii() and value.isdigit()):
                raise UsageError(f"question '{self.name}': --{parameter.name} '{value}' is no whole number")
            values[f"${parameter.name}"] = value if parameter.is_number else literal(value)
        return "".join(
            values.get(word.text, word.text) if word.kind == "variable" else word.text for word in words(self.text)
        )

    @property
    def _told(self) -> str:
        return f"kg query {self.usage}" + (f" ({self.wanted})" if self.parameters else "")

    def texts(self, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """What of the arguments are texts, which name something; the others are numbers."""
        return tuple(arguments[one.name] for one in self.parameters if one.name in arguments and not one.is_number)


def load_questions(folder: Path) -> dict[str, Question]:
    """Read the named questions of a folder of an ontology folder, sorted by name; none if it has no such folder.

    Raises:
        UsageError: there is no such ontology folder.
        OntologyError: with every fault of every file: unreadable, an unknown or missing line of the head, a parameter
            that is not used or not declared, a query that is no SPARQL.
    """
    if not folder.parent.is_dir():
        raise UsageError(
            f"{folder.parent}: no such ontology folder\n  hint: --ontology wants a folder with queries/*.rq"
        )
    faults: list[Fault] = []
    questions: dict[str, Question] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        reader = _Reader(path)
        questions[path.stem] = reader.question()
        faults += reader.faults
    if faults:
        raise OntologyError(faults)
    return questions


def find_question(questions: Mapping[str, Question], name: str) -> Question:
    """The question of a name.

    Raises:
        UsageError: there is none; tells a similar one.
    """
    if name not in questions:
        hint = suggestion(name, questions) if questions else "the ontology folder has no queries/*.rq"
        raise UsageError(f"there is no question '{name}'\n  hint: {hint}; kg query --list shows all")
    return questions[name]


class _Reader:
    """Reads one file, and notes every fault on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.titles: dict[str, str] = {}
        self.parameters: dict[str, Parameter] = {}
        self.example: dict[str, str] = {}

    def question(self) -> Question:
        text = self._text()
        if not NAME.fullmatch(self.path.stem):
            self._fault(0, f"'{self.path.stem}' is no name", "use small letters, digits and hyphens")
        for number, line in enumerate(text.splitlines(), 1):
            if not line.startswith("#"):
                break
            self._head(number, line)
        for language in LANGUAGES if text else ():
            if language not in self.titles:
                self._fault(0, f"has no title in {language}", f"add a line '# title@{language}: …'")
        question = Question(self.path.stem, self.titles, text, tuple(self.parameters.values()), self.example, self.path)
        if text:
            self._check(question)
        return question

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except OSError as error:
            self._fault(0, f"cannot be read: {error.strerror}", "")
        except UnicodeDecodeError as error:
            self._fault(0, *not_utf8(error))
        return ""

    def _head(self, number: int, line: str) -> None:
        match = _HEAD.fullmatch(line)
        if match is None:
            if re.match(r"#\s*\w+(@[\w-]+)?\s*:", line):
                self._fault(number, "this line of the head is unknown", "title@LANGUAGE, parameter NAME, or example")
            return
        key, rest = match[1], match[2]
        if key == "parameter":
            self._parameter(number, rest)
        elif key == "example":
            self._example(number, rest.removeprefix(":").strip())
        elif rest.startswith(":") and rest[1:].strip():
            self.titles[key.removeprefix("title@")] = rest[1:].strip()
        else:
            self._fault(number, f"{key} is empty", f"write '# {key}: …'")

    def _parameter(self, number: int, rest: str) -> None:
        match = _PARAMETER.fullmatch(rest)
        if match is None:
            self._fault(number, f"'{rest}' is no parameter", "write 'parameter NAME: what it is', or NAME = DEFAULT: …")
        elif match[1] in self.parameters:
            self._fault(number, f"parameter '{match[1]}' is declared twice", "keep one")
        else:
            self.parameters[match[1]] = Parameter(match[1], match[3], match[2])

    def _example(self, number: int, rest: str) -> None:
        try:
            self.example = options(shlex.split(rest))
        except (UsageError, ValueError) as error:
            self._fault(number, f"'{rest}' is no example: {error}", "write it as on the command line: --of NAME")

    def _check(self, question: Question) -> None:
        used = [word for word in words(question.text) if word.kind == "variable" and word.text.startswith("$")]
        for word in used:
            if word.text[1:] not in self.parameters:
                line, _ = line_and_column(question.text, word.start)
                self._fault(line, f"'{word.text}' is no parameter", f"write ?{word.text[1:]}, or declare it")
        for name in self.parameters.keys() - {word.text[1:] for word in used}:
            self._fault(0, f"parameter '{name}' is not used", f"write ${name} in the query")
        if self.faults:
            return
        try:
            filled = question.fill(self.example)
        except UsageError as error:
            self._fault(0, f"the example does not fit: {str(error).splitlines()[0]}", "give each parameter a value")
            return
        self._parse(filled)

    def _parse(self, text: str) -> None:
        import pyoxigraph

        prefixes = PREFIXES | dict.fromkeys(("kg", "entity", "document", "statement"), "urn:x-kg:")
        try:
            ask(Knowledge(pyoxigraph.Store(), prefixes), text)
        except QueryError as error:
            self.faults.append(Fault(Location(str(self.path), error.line, error.column), error.reason, error.hint))

    def _fault(self, line: int, message: str, hint: str) -> None:
        self.faults.append(Fault(Location(str(self.path), line), message, hint))


def options(arguments: list[str]) -> dict[str, str]:
    """Read ``--name value`` and ``--name=value`` pairs.

    Raises:
        UsageError: something else stands among them, a value is missing, or a name is given twice.
    """
    found: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not re.fullmatch(r"--[A-Za-z]\w*", name):
            raise UsageError(
                f"'{name}' is not expected here\n  hint: parameters of a question are given as --name VALUE"
            )
        if not equals:
            if not rest:
                raise UsageError(f"{name} has no value")
            value = rest.pop(0)
        if name[2:] in found:
            raise UsageError(f"{name} is given twice")
        found[name[2:]] = value
    return found


def literal(text: str) -> str:
    """A text as a literal of SPARQL."""
    return '"' + re.sub(r'["\\\n\r\t]', lambda match: _ESCAPES[match[0]], text) + '"'

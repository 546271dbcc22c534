"""YAML files read so that every fault can be told with its place, line and column.

`read_yaml` gives a tree of nodes that know their place. `Checker` takes values out of it, collects what is wrong
instead of stopping at the first fault, and suggests the nearest known word for an unknown one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, TypeVar

from kg.errors import Fault, Location, OntologyError, not_utf8

if TYPE_CHECKING:
    import yaml

Loaded = TypeVar("Loaded")

Node: TypeAlias = "yaml.Node"

_WIDE_COLON = re.compile("[ -]*\\w+\uff1a")
_WIDE_COMMA = re.compile("(?<=\\w)\uff0c(?=\\w)")


class Checker:
    """Collects the faults of one data file while values are taken out of its nodes.

    Args:
        path: the file as it should be named in messages.
    """

    def __init__(self, path: str) -> None:
        """Start without faults."""
        self.path = path
        self.faults: list[Fault] = []

    def location(self, node: Node) -> Location:
        """The place where a node begins."""
        return Location(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def fault(self, node: Node, message: str, hint: str = "") -> None:
        """Note that something is wrong at a node."""
        self.faults.append(Fault(self.location(node), message, hint))

    def pairs(self, node: Node, known: Collection[str] | None, what: str) -> dict[str, Node]:
        """Take a mapping apart. Unknown keys (unless ``known`` is None) and repeated keys are faults and left out."""
        if not is_mapping(node):
            self.fault(node, f"{what}: expected a mapping, found {_kind(node)}")
            return {}
        pairs: dict[str, Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if not _is_text(key_node):
                self.fault(key_node, f"{what}: expected text as a key, found {_kind(key_node)}")
            elif known is not None and key not in known:
                self.fault(key_node, f"{what}: unknown key '{key}'", suggestion(key, known))
            elif key in pairs:
                self.fault(key_node, f"{what}: key '{key}' is given twice", "keep one of them")
            else:
                pairs[key] = value
        return pairs

    def items(self, node: Node, what: str) -> list[Node]:
        """Take a list apart; a lone scalar or mapping counts as a list of one."""
        if is_list(node):
            for item in node.value if node.flow_style else ():
                if _is_text(item) and not item.style and _WIDE_COMMA.search(item.value):
                    hint = "write ', ' between words; put it in quotes if it is one word"
                    self.fault(item, f"{what}: a full-width comma stands in the word '{item.value}'", hint)
            return list(node.value)
        if _is_text(node) and _is_nothing(node):
            self.fault(node, f"{what}: expected a list, found nothing")
            return []
        return [node]

    def text(self, node: Node, what: str) -> str:
        """Take a string that is not empty."""
        if not _is_text(node) or _is_nothing(node):
            self.fault(node, f"{what}: expected text, found {_kind(node)}")
            return ""
        return str(node.value).strip()

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """Take a list of strings (or one string)."""
        return tuple(text for item in self.items(node, what) if (text := self.text(item, what)))

    def number(self, node: Node, what: str, *, least: float, most: float) -> float:
        """Take a number within bounds; a fault gives ``least``."""
        try:
            value = float(node.value)
        except (TypeError, ValueError):
            self.fault(node, f"{what}: expected a number, found {_kind(node)} '{node.value}'")
            return least
        if not least <= value <= most:
            self.fault(node, f"{what}: {value:g} is out of range", f"give a number from {least:g} to {most:g}")
            return least
        return value

    def whole(self, node: Node, what: str, *, least: int, most: int) -> int:
        """Take a whole number within bounds; a fault gives ``least``."""
        value = self.number(node, what, least=least, most=most)
        if value != int(value):
            self.fault(node, f"{what}: {value:g} is no whole number", f"give a number from {least} to {most}")
            return least
        return int(value)

    def pattern(self, node: Node, what: str) -> re.Pattern[str] | None:
        """Take a regular expression; a fault gives None."""
        try:
            return re.compile(self.text(node, what))
        except re.error as error:
            hint = "write \\( where a bracket itself is meant"
            self.fault(node, f"{what}: not a regular expression: {error}", hint)
            return None

    def inner_pattern(self, node: Node, what: str) -> str:
        """Take a regular expression that becomes a part of a larger one; a fault gives an empty string."""
        found = self.pattern(node, what)
        if found is None:
            return ""
        if found.groups or found.flags != re.UNICODE:
            hint = "write (?:…) for a group, and leave out flags like (?i)"
            self.fault(node, f"{what}: it is a part of a larger expression, and has groups or flags", hint)
            return ""
        return found.pattern

    def flag(self, node: Node, what: str) -> bool:
        """Take true or false."""
        if node.tag != "tag:yaml.org,2002:bool":
            self.fault(node, f"{what}: expected true or false, found {_kind(node)}")
            return False
        return str(node.value).lower() in {"true", "yes", "on"}

    def choice(self, node: Node, choices: Collection[str], what: str) -> str:
        """Take one of several known words; a fault gives an empty string."""
        text = self.text(node, what)
        if text and text not in choices:
            self.fault(node, f"{what}: unknown value '{text}'", suggestion(text, choices))
            return ""
        return text

    def needs(self, node: Node, parts: Collection[str], keys: Iterable[str], what: str) -> None:
        """Note which keys a mapping, taken apart before, lacks."""
        for key in keys:
            if key not in parts:
                self.fault(node, f"{what}: '{key}' is missing", f"add '{key}: …' here")

    def raise_if_any(self) -> None:
        """Raise one OntologyError with all faults noted so far, if there are any."""
        if self.faults:
            raise OntologyError(self.faults)


class SectionLoader:
    """What loaders of a file with many sections share. Every section may be left out.

    Args:
        checker: takes values out of the file and collects its faults.
    """

    def __init__(self, checker: Checker) -> None:
        """Keep where faults go."""
        self.checker = checker

    def _part(self, parts: dict[str, Node], key: str, known: Collection[str] | None) -> dict[str, Node]:
        """A section as its keys, of which ``known`` are all that it may have; nothing if it is left out."""
        return self.checker.pairs(parts[key], known, key) if key in parts else {}

    def _list(self, parts: dict[str, Node], key: str) -> list[Node]:
        """A section as a list."""
        return self.checker.items(parts[key], key) if key in parts else []

    def _whole(self, parts: dict[str, Node], key: str, default: int, most: int = 200) -> int:
        """A whole number from 1 on."""
        return self.checker.whole(parts[key], key, least=1, most=most) if key in parts else default

    def _patterns(self, node: Node | None, what: str) -> tuple[re.Pattern[str], ...]:
        """A list of regular expressions."""
        items = self.checker.items(node, what) if node is not None else []
        found = (self.checker.pattern(item, what) for item in items)
        return tuple(pattern for pattern in found if pattern is not None)


def load_yaml(path: Path, read: Callable[[Checker, Node], Loaded], empty: Loaded) -> Loaded:
    """Read a file of which there is one, and check it.

    Args:
        path: the file.
        read: takes a value out of its root; faults go to the checker.
        empty: the value if the file is missing or holds nothing.

    Raises:
        OntologyError: with every fault of the file.
    """
    if not path.exists():
        return empty
    checker = Checker(path.name)
    node = read_yaml(path, checker)
    checker.raise_if_any()
    value = read(checker, node) if node is not None else empty
    checker.raise_if_any()
    return value


def read_yaml(path: Path, checker: Checker) -> Node | None:
    """Read a file's tree of nodes. What is no UTF-8 or no YAML becomes a fault of ``checker`` and gives None."""
    import yaml  # a start that finds the ontology kept has no use for it

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        checker.faults.append(Fault(Location(checker.path), f"cannot be read: {error.strerror}"))
        return None
    except UnicodeDecodeError as error:
        checker.faults.append(Fault(Location(checker.path), *not_utf8(error)))
        return None
    try:
        # In C where PyYAML was built with it: eight times as fast.
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        location = Location(checker.path, mark.line + 1, mark.column + 1) if mark else Location(checker.path)
        hint = _yaml_hint(text.splitlines(), mark.line if mark else 0)
        checker.faults.append(Fault(location, f"not valid YAML: {error.problem}", hint))
        return None
    except yaml.YAMLError as error:
        checker.faults.append(Fault(Location(checker.path), f"not valid YAML: {error}".splitlines()[0]))
        return None
    return node


def _yaml_hint(lines: list[str], number: int) -> str:
    """What to do about a line that breaks YAML; it is often the one before it that is wrong."""
    for at in range(min(number, len(lines) - 1), max(number - 3, -1), -1):
        line = lines[at]
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return f"line {at + 1} is indented with a tab: use spaces"
        if _WIDE_COLON.match(line):
            return f"line {at + 1} has a full-width colon behind its key: write ': ', with a space"
    return "check indentation, quotes and colons"


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word nearest to ``word``, or a few of the known ones; empty if none is known."""
    choices = sorted(known)
    if not choices:
        return ""
    close = get_close_matches(word, choices, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    shown = ", ".join(choices[:12])
    return f"known: {shown}{', …' if len(choices) > 12 else ''}"


def data_files(folder: Path, pattern: str) -> Iterator[Path]:
    """The files of a folder that match a pattern, sorted by name; hidden ones are left out."""
    return (path for path in sorted(folder.glob(pattern)) if not path.name.startswith("."))


def is_mapping(node: Node) -> TypeGuard[yaml.MappingNode]:
    """Tell whether a node is a mapping."""
    return getattr(node, "id", "") == "mapping"


def is_list(node: Node) -> TypeGuard[yaml.SequenceNode]:
    """Tell whether a node is a list."""
    return getattr(node, "id", "") == "sequence"


def _is_text(node: Node) -> TypeGuard[yaml.ScalarNode]:
    return getattr(node, "id", "") == "scalar"


def _kind(node: Node) -> str:
    if is_mapping(node):
        return "a mapping"
    if is_list(node):
        return "a list"
    return "nothing" if _is_nothing(node) else "text"


def _is_nothing(node: Node) -> bool:
    return node.tag == "tag:yaml.org,2002:null" or not str(node.value).strip()

"""The tagger's table: what `kg train` makes of the annotated examples, as integers, in one file.

A feature is a number of 32 bits. Its lowest bits say in which row of the table its weights stand, the others must
agree with the row's check: a feature that was never seen in training hits no row of another. Without the check such
hits cost more than half of what the tagger is worth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.errors import Fault, Location, OntologyError
from kg.schema import Schema
from kg.tagging.decoding import Moves, Scores, balance
from kg.tagging.features import TEMPLATES, Features
from kg.tagging.network import Network
from kg.tagging.networkfile import fault_of_network, network_from_arrays, network_to_arrays
from kg.tagging.wordgroups import FILE as GROUPS
from kg.tagging.wordgroups import WordGroups, load_groups

FORMAT = 2
"""Of the file and of the features; raise it whenever either changes, so that no old table is read wrongly."""

WITH_NETWORK = FORMAT + 1
"""Of the file of a table with a network, which a program that knows none must not read as if it had none."""

UNIT = 16
"""What a weight of 1 is in the table; weights beyond ±7.9 are cut to what an int8 holds."""

BITS = 20
"""Of a feature's number that say its row: a million rows for some 200 000 features, so that few share one."""

_ROW = np.uint32((1 << BITS) - 1)
_TOGETHER = 8192  # words whose scores are summed side by side: as many as a processor's cache holds

_NO_TABLE = "is no table of the tagger, or cut short"
_REMEDY = "make it again with kg train, or take the file away: names are then found without it"


@dataclass(frozen=True, slots=True)
class Table:
    """Weights of features and transitions, and what weighs the sources of names (`kg.weighing`).

    Attributes:
        types: the types of names in the order of their labels.
        numbers: the features, sorted.
        weights: for each feature a row, for each label a column; units of 1/`UNIT`.
        labels: what is added to each label's score, in the same units.
        moves: what is added for labels that follow each other: the rows of `kg.tagging.decoding.Moves`.
        worth: what each piece of evidence for or against a name is worth, in thousandths of a logarithm of odds.
        about: of what the table was made, and what it reached.
        groups: of words; those with which the table was trained.
        network: whose scores stand beside those of the features.
    """

    types: tuple[str, ...]
    numbers: NDArray[np.uint32]
    weights: NDArray[np.int8]
    labels: NDArray[np.int32]
    moves: NDArray[np.int32]
    worth: Mapping[str, int]
    about: Mapping[str, Any] = field(default_factory=dict)
    groups: WordGroups | None = field(default=None, compare=False, repr=False)
    network: Network | None = field(default=None, compare=False, repr=False)
    _rows: dict[str, NDArray[Any]] = field(default_factory=dict, compare=False, repr=False)

    def following(self) -> Moves:
        """What labels that follow each other are worth."""
        return Moves(*self.moves)

    def scores(self, features: Features) -> Scores:
        """The score of each label (columns) for each word (rows): the sum of its features' weights."""
        rows, weights = self.rows(), self._wide()
        sums = np.zeros((len(features), len(self.labels)), np.int16)
        for first in range(0, len(features), _TOGETHER):
            some = sums[first : first + _TOGETHER]
            one = np.empty_like(some)
            for column in features[first : first + _TOGETHER].T:
                place = rows.take(column & _ROW)
                place ^= column & ~_ROW
                place *= place <= _ROW  # the checks agree
                weights.take(place, axis=0, out=one, mode="clip")
                some += one
        return sums + self.labels

    def rows(self) -> NDArray[np.uint32]:
        """The features by rows. Of those that share a row the weightiest has it.

        Each row holds the feature's check in its upper bits, and below them its place among the features, from 1.
        """
        if "rows" not in self._rows:
            wide = self.weights.astype(np.int16)  # that the sums fit: of some dozens of labels, each up to 127
            # The weightiest last, so that it overwrites the others; the numbers are in order already.
            order = np.argsort(np.abs(wide).sum(axis=1, dtype=np.int16), kind="stable")
            rows = self._rows["rows"] = np.zeros(1 << BITS, np.uint32)
            rows[self.numbers[order] & _ROW] = (self.numbers[order] & ~_ROW) | (order + 1).astype(np.uint32)
        return self._rows["rows"]

    def _wide(self) -> NDArray[np.int16]:
        """The weights as sums of them are; at place 0 those of a feature that is not in the table."""
        if "weights" not in self._rows:
            wide = self._rows["weights"] = np.zeros((len(self.weights) + 1, len(self.labels)), np.int16)
            wide[1:] = self.weights
        return self._rows["weights"]


def table_to_bytes(table: Table) -> bytes:
    """A table with all that is worked out before it is used, as bytes for `table_from_bytes`; not compressed."""
    told, network = network_to_arrays(table.network) if table.network else (None, {})
    head = [table.types, dict(table.worth), dict(table.about), told]
    groups = table.groups or WordGroups(np.zeros(0, np.uint32), np.zeros((0, 0), np.uint16))
    out = BytesIO()
    np.savez(
        out,
        head=np.frombuffer(json.dumps(head).encode(), np.uint8),
        numbers=table.numbers,
        weights=table.weights,
        labels=table.labels,
        moves=table.moves,
        rows=table.rows(),
        words=groups.numbers,
        groups=groups.groups,
        **network,
    )
    return out.getvalue()


def table_from_bytes(content: bytes) -> Table:
    """What `table_to_bytes` made bytes of; these are taken to be whole.

    Raises:
        ValueError: these are no such bytes.
    """
    try:
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            types, worth, about, told = json.loads(bytes(arrays["head"]))
            groups = WordGroups(arrays["words"], arrays["groups"])
            return Table(
                tuple(types),
                arrays["numbers"],
                arrays["weights"],
                arrays["labels"],
                arrays["moves"],
                worth,
                about,
                groups if groups.groups.shape[1] else None,
                network_from_arrays(told, arrays) if told else None,
                {"rows": arrays["rows"]},
            )
    except (BadZipFile, ValueError, KeyError, EOFError, IndexError, TypeError) as error:
        raise ValueError(f"no table: {error}") from error


def write_table(table: Table, path: Path) -> None:
    """Write a table; the same table gives the same bytes."""
    told, network = network_to_arrays(table.network) if table.network else (None, {})
    head = {
        "format": WITH_NETWORK if told else FORMAT,
        "templates": list(TEMPLATES),
        "types": list(table.types),
        "worth": dict(sorted(table.worth.items())),
        "about": dict(table.about),
        "groups": table.groups.sum() if table.groups else None,
        "sum": _sum(table.numbers, table.weights, table.labels, table.moves),
    }
    if told:
        head["network"] = told
    text = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            head=np.frombuffer(text, np.uint8),
            numbers=table.numbers,
            weights=table.weights,
            labels=table.labels,
            moves=table.moves,
            **network,
        )


def _sum(*arrays: NDArray[Any]) -> int:
    total = 0
    for array in arrays:
        total = crc32(np.ascontiguousarray(array).tobytes(), total)
    return total


def load_table(path: Path, schema: Schema) -> Table | None:
    """Read a table.

    Args:
        path: the file; if it is missing there is no tagger. The groups of words stand beside it.
        schema: the types that names may have.

    Raises:
        OntologyError: the file is no table, is cut short, is of another version, or gives types that are not declared.
    """
    if not path.exists():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            head = json.loads(bytes(arrays["head"]))
            numbers, weights = arrays["numbers"], arrays["weights"]
            labels, moves = arrays["labels"], arrays["moves"]
            content = {name: arrays[name] for name in arrays.files} if _of_this_version(head) else {}
    except OSError as error:
        raise _fault(path, f"cannot be read: {error.strerror}" if error.strerror else _NO_TABLE) from error
    except (BadZipFile, ValueError, KeyError, EOFError) as error:
        raise _fault(path, _NO_TABLE) from error
    if not _of_this_version(head):
        raise _fault(path, "was made by another version of kg")
    if head.get("sum") != _sum(numbers, weights, labels, moves):
        raise _fault(path, "is damaged: its sum does not agree with what it holds")
    unknown = sorted(set(head["types"]) - schema.types.keys())
    if unknown:
        raise _fault(path, f"gives names the type '{unknown[0]}', which kg.ttl does not declare")
    groups = load_groups(path.with_name(GROUPS)) if head["groups"] is not None else None
    if head["groups"] != (groups.sum() if groups else None):
        raise _fault(path, f"was trained with other groups of words than those in {GROUPS}")
    network = _network(path, head, content, len(labels))
    return Table(tuple(head["types"]), numbers, weights, labels, moves, head["worth"], head["about"], groups, network)


def _of_this_version(head: object) -> bool:
    if not isinstance(head, dict) or head.get("templates") != list(TEMPLATES):
        return False
    return head.get("format") == (WITH_NETWORK if head.get("network") else FORMAT)


def _network(path: Path, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], labels: int) -> Network | None:
    """The network of a table that is read, if it has one and if it can be used."""
    told = head.get("network")
    if not told:
        return None
    try:
        network = network_from_arrays(told, arrays)
        fault = fault_of_network(network, told, labels)
    except (KeyError, TypeError) as error:
        raise _fault(path, "lacks parts of its network") from error
    if fault:
        raise _fault(path, fault)
    return network


def _fault(path: Path, message: str) -> OntologyError:
    return OntologyError([Fault(Location(path.name), message, _REMEDY)])


def make_table(
    types: Sequence[str],
    states: Mapping[int, Mapping[int, float]],
    transitions: Mapping[tuple[int, int], float],
    worth: Mapping[str, int],
    about: Mapping[str, Any],
) -> Table:
    """Round a trained model to a table.

    Args:
        types: the types of names.
        states: feature → label → weight.
        transitions: (label, next label) → weight; pairs that are missing get 0.
        worth: what each piece of evidence is worth.
        about: of what the table was made, and what it reached.
    """
    count = 2 * len(types) + 1
    rows = {number: [0] * count for number in states}
    for number, row in states.items():
        for label, weight in row.items():
            rows[number][label] = max(-127, min(127, round(weight * UNIT)))
    kept = sorted(number for number, row in rows.items() if any(row))
    labels, moves = balance(len(types), transitions)
    return Table(
        tuple(types),
        np.array(kept, np.uint32),
        np.array([rows[number] for number in kept], np.int8).reshape(len(kept), count),
        np.array([round(weight * UNIT) for weight in labels], np.int32),
        np.array([[round(weight * UNIT) for weight in row] for row in moves], np.int32),
        worth,
        about,
    )

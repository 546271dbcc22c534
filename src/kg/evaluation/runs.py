"""Evaluations kept as JSON, and what got better and worse between two of them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, OutputError
from kg.evaluation.scores import MISSED, RIGHT, WRONG, Evaluation, Judged, Score
from kg.export.atomic import write_all

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMAT = "kg evaluation 1"
_REMEDY = "name a file that kg eval --save (or --format json) wrote"


@dataclass(frozen=True, slots=True)
class Change:
    """One name or relation that is judged otherwise than before, and whether that is better.

    ``before`` and ``after`` are verdicts; the one that is empty had nothing to judge (nothing wrong was given).
    """

    judged: Judged
    before: str
    after: str

    @property
    def better(self) -> bool:
        """Whether a fault went rather than came."""
        return self.after == RIGHT or (self.before == WRONG and self.after == "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two evaluations, over the documents that are in both.

    ``only_before`` and ``only_after`` count documents that are in one of them.
    """

    changes: tuple[Change, ...]
    names: tuple[Score, Score]
    relations: tuple[Score, Score]
    only_before: int = 0
    only_after: int = 0

    @property
    def better(self) -> tuple[Change, ...]:
        """Faults that went."""
        return tuple(change for change in self.changes if change.better)

    @property
    def worse(self) -> tuple[Change, ...]:
        """Faults that came."""
        return tuple(change for change in self.changes if not change.better)


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    """Tell what got better and what got worse.

    Names and relations are known again by document, kind and text. Those of which the gold itself changed its mind
    (missed or right before, not in the gold now) are left out.
    """
    shared = set(before.documents) & set(after.documents)
    old, new = _within(before, shared), _within(after, shared)
    first, second = _by_text(old), _by_text(new)
    changes = []
    for key, one in sorted({**first, **second}.items()):
        change = Change(one, first[key].verdict if key in first else "", second[key].verdict if key in second else "")
        if {change.before, change.after} in ({RIGHT, MISSED}, {WRONG, ""}):
            changes.append(change)
    return Comparison(
        tuple(changes),
        (old.names, new.names),
        (old.relations, new.relations),
        len(set(before.documents) - shared),
        len(set(after.documents) - shared),
    )


def _within(evaluation: Evaluation, documents: set[str]) -> Evaluation:
    kept = tuple(one for one in evaluation.judged if one.document in documents)
    return Evaluation(tuple(name for name in evaluation.documents if name in documents), kept)


def _by_text(evaluation: Evaluation) -> dict[tuple[str, ...], Judged]:
    """What was judged by what it says; wrong ones apart, as a second entity of a name is wrong beside a right one."""
    counts: Counter[tuple[str, ...]] = Counter()
    found: dict[tuple[str, ...], Judged] = {}
    for one in evaluation.judged:
        side = WRONG if one.verdict == WRONG else "gold"
        key = (one.document, one.level, one.kind, one.text, side)
        found[*key, str(counts[key])] = one
        counts[key] += 1
    return found


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation as values that JSON can hold: the figures first, then everything that was judged."""
    rules = {
        rule: {"right": score.right, "wrong": score.given - score.right} for rule, score in evaluation.by_rule.items()
    }
    return {
        "format": _FORMAT,
        "ent": _figures(evaluation.names),
        "loose": _figures(evaluation.names_type_apart),
        "rel": _figures(evaluation.relations),
        "types": _all_figures(evaluation.by_type),
        "relations": _all_figures(evaluation.by_relation),
        "rules": rules,
        "sources": {
            source: {"right": score.right, "wrong": score.given - score.right}
            for source, score in (evaluation.by_source.items() if evaluation.has_sources else ())
        },
        "documents": list(evaluation.documents),
        "absent": list(evaluation.absent),
        "judged": [asdict(one) for one in evaluation.judged],
    }


def _figures(score: Score) -> dict[str, float | int]:
    return {
        "f1": round(score.f1, 4),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "right": score.right,
        "given": score.given,
        "gold": score.gold,
    }


def _all_figures(scores: Mapping[str, Score]) -> dict[str, dict[str, float | int]]:
    return {key: _figures(score) for key, score in scores.items()}


def to_json(evaluation: Evaluation) -> str:
    """An evaluation as the text of a JSON file: one line for each thing judged, the same text for the same value."""
    data = as_data(evaluation)
    judged = data.pop("judged")
    head = json.dumps(data, ensure_ascii=False, indent=1)
    lines = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in judged)
    return f'{head[:-2]},\n "judged": [\n  {lines}\n ]\n}}\n' if judged else f'{head[:-2]},\n "judged": []\n}}\n'


def save_run(evaluation: Evaluation, path: Path) -> None:
    """Write an evaluation to a file. An earlier evaluation there is replaced, anything else is not.

    Raises:
        OutputError: it cannot be written, or there is a file that is no evaluation.
    """
    try:
        if path.exists() and not _is_run(path):
            raise OutputError(f"{path}: there is a file that is no saved evaluation\n  hint: give another name")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}\n  hint: give another name") from error
    text = to_json(evaluation)
    write_all(path.parent, {path.name: lambda target: _write(text, target)})


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", errors="replace")


def _is_run(path: Path) -> bool:
    try:
        load_run(path)
    except InputError:
        return False
    return True


def load_run(path: Path) -> Evaluation:
    """Read an evaluation that was saved.

    Raises:
        InputError: it cannot be read, or is no saved evaluation.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise InputError(str(path), f"is of another format: {data['format']}", _REMEDY)
        judged = (Judged(**{**one, "by": tuple(one["by"])}) for one in data["judged"])
        return Evaluation(tuple(data["documents"]), tuple(judged), tuple(data["absent"]), bool(data["sources"]))
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error), _REMEDY) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(str(path), "is no saved evaluation", _REMEDY) from error

"""``check.yaml`` of an ontology folder: warnings that somebody looked at and found to be meant so.

    accepted:
      common word: [大连, 开封]
      unneeded rule: [owns.below carried]

A warning is accepted by its check and by what it is about. What is accepted but no longer told is a warning itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from kg.checks.files import UNREAD
from kg.checks.names import COMMON, SHARED, UNKNOWN
from kg.checks.remark import WARNING, Remark
from kg.checks.rules import UNNEEDED
from kg.datafile import Checker, read_yaml
from kg.errors import Fault, Location
from kg.text import fold

FILE = "check.yaml"
STALE = "stale acceptance"
ACCEPTABLE = (COMMON, SHARED, UNKNOWN, UNNEEDED, UNREAD)

Accepted = dict[tuple[str, str], Location]
"""Where each pair of a check and what it may be about is accepted."""


def read_accepted(folder: Path) -> Accepted:
    """Read the file, if there is one.

    Raises:
        OntologyError: with every fault of it.
    """
    if not (folder / FILE).is_file():
        return {}
    checker = Checker(str(folder / FILE))
    root = read_yaml(folder / FILE, checker)
    parts = checker.pairs(root, ("accepted",), FILE) if root is not None else {}
    checks = checker.pairs(parts["accepted"], ACCEPTABLE, "accepted") if "accepted" in parts else {}
    accepted = {
        (check, _about(check, checker.text(item, check))): checker.location(item)
        for check, node in checks.items()
        for item in checker.items(node, check)
    }
    checker.raise_if_any()
    return accepted


def without_accepted(remarks: Iterable[Remark], accepted: Accepted, names: Container[str]) -> Iterator[Remark]:
    """Leave out the warnings that are accepted, and warn of acceptances that nothing answers to any more.

    Args:
        remarks: what the checks found.
        accepted: what the ontology accepts.
        names: the folded names that are known. One that is still known may be accepted as a common word although no
            warning is left: that depends on the dictionary that is installed.
    """
    stale = dict(accepted)
    for remark in remarks:
        pair = (remark.check, remark.about)
        stale.pop(pair, None)
        if remark.severity != WARNING or pair not in accepted:
            yield remark
    for (check, about), location in stale.items():
        if check == COMMON and about in names:
            continue
        message = f"'{about}' is accepted as {check}, but no such warning is left"
        yield Remark(Fault(location, message, "take it out"), WARNING, STALE, about)


def _about(check: str, text: str) -> str:
    return text if check == UNNEEDED else fold(text)

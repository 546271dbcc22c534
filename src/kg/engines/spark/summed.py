"""What a build on a cluster did, in numbers: nothing in it grows with the documents but what was skipped, to a limit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import InputError

TOLD_AT_MOST = 1_000
"""Problems are told one by one up to this number, the first by path and reason; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Summed:
    """What a build did: see `kg.report.Report`, of which this has the sums.

    ``skipped`` counts all problems by their reason, of which ``problems`` are the first. ``linked`` uses of names and
    ``told`` forms were brought to the driver, of ``uses`` in all.
    """

    documents: int
    with_notes: int
    characters: int
    sentences: int
    names: int
    relations: int
    entities: Mapping[str, int]
    statements: Mapping[str, int]
    doubtful: int
    problems: tuple[InputError, ...]
    skipped: Mapping[str, int]
    idle: tuple[str, ...]
    uses: int
    linked: int
    told: int
    files: tuple[str, ...] = ()
    seconds: float = 0.0

    def json(self, files: Mapping[str, int]) -> str:
        """The report as its file has it: the same for the same input, so without times.

        Args:
            files: the sizes of what was written, by name.
        """
        sums = {
            "documents": self.documents,
            "skipped": sum(self.skipped.values()),
            "skipped by reason": dict(sorted(self.skipped.items())),
            "with notes": self.with_notes,
            "characters": self.characters,
            "sentences": self.sentences,
            "names": self.names,
            "relations": self.relations,
            "entities by type": dict(sorted(self.entities.items())),
            "statements by relation": dict(sorted(self.statements.items())),
            "not plain facts": self.doubtful,
        }
        skipped = [
            {"path": one.path, "status": "skipped", "reason": one.reason, "remedy": one.hint} for one in self.problems
        ]
        told = {name: {"bytes": size} for name, size in sorted(files.items())}
        value = {"version": 1, "sums": sums, "files": told, "documents": skipped}
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

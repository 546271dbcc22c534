"""Engines run `extract` over many documents. Each gives the same bytes; only where the work is done differs."""

from __future__ import annotations

from kg.engines.local import extract_all, read_into
from kg.errors import UsageError

__all__ = ["ENGINES", "extract_all", "read_into", "validate_engine"]

ENGINES = {
    "local": "this machine: one process for little text, several for much (`kg.pipeline.build`)",
    "spark": "a cluster, or the cores of this machine, by Apache Spark (`kg.engines.spark.build`)",
}
"""Engine → where it works, and what builds with it."""


def validate_engine(name: str) -> str:
    """Check the name of an engine.

    Raises:
        UsageError: there is none of this name.
    """
    if name not in ENGINES:
        raise UsageError(f"--engine {name}: unknown; known are {', '.join(ENGINES)}")
    return name

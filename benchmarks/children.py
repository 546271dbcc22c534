"""Work done in a process of its own, and what it took: processor time, the clock, and memory at its peak.

Only the standard library is imported here, and by whatever starts such processes: the system counts the memory of the
process that starts another one as that one's peak, so it has to be small.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SUBJECTS = Path(__file__).with_name("subjects.py")
BYTES = 1 if sys.platform == "darwin" else 1024
"""What the system counts memory in."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took, with the processes that it waited for, and what it told of itself.

    ``seconds`` are those of processors together, ``clock`` those that went by, ``memory`` is the peak of the largest
    process in bytes.
    """

    seconds: float
    clock: float
    memory: int
    told: dict[str, Any] = field(default_factory=dict)


def run(*command: str) -> Cost:
    """Run a command to its end; what it prints, if anything, is an object of JSON.

    Raises:
        SystemExit: the command failed. What it said of that is on standard error.
    """
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out)  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}")
        out.seek(0)
        told = json.loads(out.read() or b"{}")
    return Cost(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss * BYTES, told)


def subject(name: str, *arguments: object) -> Cost:
    """Run one of `subjects.SUBJECTS`."""
    return run(sys.executable, str(SUBJECTS), name, *map(str, arguments))


def build(source: Path, folder: Path, *, workers: int = 1) -> Cost:
    """Run `kg build` of a file, with Turtle, into a folder that holds nothing of an earlier build of it.

    The compiled ontology is taken from the cache in that folder, what was read before is not. Several workers share
    the text even if it is so short that `kg build` would read it in one process.
    """
    cache = folder / "cache"
    for kept in [*cache.glob("extractions*"), *cache.glob("tables*")]:
        kept.unlink()
    options = ["-o", str(folder / "out"), "--cache", str(cache), "--workers", str(workers), "--format", "ttl", "-q"]
    if workers > 1:
        return subject("shared", "build", source, *options)
    return run(sys.executable, "-c", "from kg.cli import main; main()", "build", str(source), *options)

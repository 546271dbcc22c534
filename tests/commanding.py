"""The command line run within the tests' own process: the same `kg.cli.main`, without the start of an interpreter.

What hangs on the process itself (signals, hash seeds, encodings of a terminal, memory) is tried in processes of their
own, by ``subprocess``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main
from kg.garbage import rare_collections


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code, and the bytes that it wrote."""

    returncode: int
    out: bytes
    err: bytes

    @property
    def stdout(self) -> str:
        return self.out.decode("utf-8", "surrogateescape")

    @property
    def stderr(self) -> str:
        return self.err.decode("utf-8", "surrogateescape")


def run_kg(*arguments: str, folder: Path | None = None, stdin: bytes = b"", **environment: str) -> Done:
    """Run ``kg`` with these arguments in a folder, with further variables in its environment."""
    streams = {name: io.BytesIO(stdin if name == "stdin" else b"") for name in ("stdin", "stdout", "stderr")}
    with pytest.MonkeyPatch.context() as patch, rare_collections():
        for name, value in environment.items():
            patch.setenv(name, value)
        if folder:
            patch.chdir(folder)
        patch.setattr("sys.argv", ["kg", *arguments])
        with _standing_in(patch, streams):
            code = _run()
    return Done(code, streams["stdout"].getvalue(), streams["stderr"].getvalue())


def _run() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


@contextmanager
def _standing_in(patch: pytest.MonkeyPatch, streams: dict[str, io.BytesIO]) -> Iterator[None]:
    """Let streams stand in the place of the process's own."""
    wrapped = {}
    for name, stream in streams.items():
        wrapped[name] = io.TextIOWrapper(stream, encoding="utf-8", write_through=True)
        patch.setattr(f"sys.{name}", wrapped[name])
    try:
        yield
    finally:
        for one in wrapped.values():
            one.flush() if one.writable() else None
            one.detach()

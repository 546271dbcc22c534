"""The command line run within the tests' own process: the same `kg.cli.main`, without the start of an interpreter.

What hangs on the process itself (signals, hash seeds, encodings of a terminal, memory) is tried in processes of their
own, by ``subprocess``.
"""

from __future__ import annotations

import io
import os
import shlex
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main
from kg.garbage import rare_collections
from pages import run


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


def run_lines(lines: str, folder: Path) -> Done:
    """Run lines of a shell in a folder until one fails: plain calls of ``kg`` in this process, others in a shell."""
    out, err, code = b"", b"", 0
    for line in lines.splitlines():
        words = _plain(line)
        if words[:1] == ["kg"]:
            done = run_kg(*words[1:], folder=folder, COLUMNS="80")
        else:
            ran = run(["bash", "-c", line], folder)
            done = Done(ran.returncode, ran.stdout.encode(), ran.stderr.encode())
        out, err, code = out + done.out, err + done.err, done.returncode
        if code:
            break
    return Done(code, out, err)


def _plain(line: str) -> list[str]:
    """The words of a line that asks nothing of a shell but to cut it into words; else none."""
    cut = shlex.shlex(line, posix=True, punctuation_chars=True)
    cut.whitespace_split = True
    words = list(cut)
    asks = set("$`*~\\") & set(line) or any(not word.strip("();<>|&") for word in words if word)
    return [] if asks else words


def run_program(text: str, folder: Path) -> Done:
    """Run a program of Python in a folder and in this process, as ``python -W error`` does."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("error")
        patch.chdir(folder)
        patch.setenv("PATH", str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"])
        try:
            exec(compile(text, "program", "exec"), {"__name__": "__main__"})  # noqa: S102 (a page's own)
        except Exception:
            return Done(1, out.getvalue().encode(), traceback.format_exc().encode())
    return Done(0, out.getvalue().encode(), b"")


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

"""Reading in another process, so that no file can crash this one, fill its memory or hold it up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

import orjson

from kg.errors import InputError
from kg.model import Document, Origin
from kg.readers.file import File

_REMEDY = "the file is damaged or hostile; open it in another program and save it again"


class Guard:
    """A process that reads, started when it is first needed and again whenever it has died. Use as a context."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Guard:
        """Begin."""
        return self

    def __exit__(self, *raised: object) -> None:
        """End the process."""
        self._end()

    def read(self, suffix: str, file: File) -> Iterator[Document]:
        """Read a file by the reader of a suffix, as `kg.readers.formats.READERS` would.

        Raises:
            InputError: the reader crashed, or took longer than the options allow; or what the reader itself raises.
        """
        data = file.content()
        # All is taken before any is given: the time that whoever asks for the next one takes is not the reader's.
        for answer in self._ask(suffix, file, data):
            if "problem" in answer:
                file.note(InputError(*answer["problem"]))
            elif "document" in answer:
                yield _document(answer["document"])

    def _ask(self, suffix: str, file: File, data: bytes) -> list[dict[str, Any]]:
        process = self._started()
        overdue: list[bool] = []

        def kill() -> None:
            overdue.append(True)
            process.kill()

        timer = Timer(file.options.seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            answers = _exchange(process, suffix, file, data)
        except (OSError, ValueError):
            answers = None
        finally:
            timer.cancel()
        if answers is not None and not overdue:
            return answers
        self._end()
        if overdue:
            reason = f"reading it took longer than {file.options.seconds:,.0f} s"
        else:
            reason = f"its reader crashed (exit code {process.returncode})"
        raise InputError(file.path, reason, _REMEDY)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            package = str(Path(__file__).resolve().parents[2])
            paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "kg.readers.child"],  # -P: no module out of the folder one is in
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _exchange(process: subprocess.Popen[bytes], suffix: str, file: File, data: bytes) -> list[dict[str, Any]] | None:
    """Send a file and take the answers; None if the process ended before it had given all."""
    if process.stdin is None or process.stdout is None:
        return None
    header = {
        "suffix": suffix,
        "id": file.id,
        "path": file.path,
        "options": asdict(file.options),
        "size": len(data),
    }
    process.stdin.write(orjson.dumps(header) + b"\n")
    process.stdin.write(data)
    process.stdin.flush()
    answers: list[dict[str, Any]] = []
    while line := process.stdout.readline():
        answer = orjson.loads(line)
        if "end" in answer:
            return answers
        answers.append(answer)
    return None


def _document(values: dict[str, Any]) -> Document:
    origin = values.pop("origin")
    values["pages"] = tuple(values["pages"])
    return Document(**values, origin=Origin(**{**origin, "notes": tuple(origin["notes"])}))

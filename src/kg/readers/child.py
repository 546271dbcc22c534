"""The process in which hostile formats are read: ``python -m kg.readers.child``, started by `kg.readers.guard`.

Requests and answers are JSON lines on standard input and output; a request is followed by the bytes of its file.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import orjson

from kg.errors import InputError
from kg.readers.file import File, Options
from kg.readers.formats import READERS


def main() -> None:
    """Answer requests until standard input ends."""
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    requests = sys.stdin.buffer
    limited = False
    while header := requests.readline():
        request = orjson.loads(header)
        options = Options(**request["options"])
        if not limited:
            _limit(options.memory)
            limited = True
        for answer in _answers(request, requests.read(request["size"]), options):
            answers.write(orjson.dumps(answer) + b"\n")
        answers.write(b'{"end":true}\n')
        answers.flush()


def _answers(request: dict[str, Any], data: bytes, options: Options) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []

    def note(problem: InputError) -> None:
        answers.append({"problem": [problem.path, problem.reason, problem.hint]})

    path = request["path"]
    file = File(io.BytesIO(data), request["id"], path, note, options)
    try:
        answers.extend({"document": asdict(document)} for document in READERS[request["suffix"]](file))
    except InputError as error:
        note(error)
    except MemoryError:
        hint = "split it into smaller files"
        note(InputError(path, f"needs more than {options.memory >> 30} GB of memory to be read", hint))
    except Exception as error:  # of libraries that meet what their authors did not think of
        hint = "the file is damaged; open it in another program and save it again"
        note(InputError(path, f"its reader failed ({type(error).__name__})", hint))
    return answers


def _limit(memory: int) -> None:
    """Bind this process to so many bytes of memory, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()

"""What is read of paths, in a word."""

import io
from collections.abc import Callable
from pathlib import Path

import orjson

from kg.errors import InputError
from kg.model import Document
from kg.readers import read

Make = Callable[..., Path]


def read_all(*paths: Path | str, stdin: bytes | None = None) -> tuple[list[Document], list[InputError]]:
    problems: list[InputError] = []
    stream = None if stdin is None else io.BytesIO(stdin)
    return list(read(paths, on_problem=problems.append, stdin=stream)), problems


def ids(*paths: Path | str) -> list[str]:
    return [document.id for document in read_all(*paths)[0]]


def reasons(*paths: Path | str) -> list[str]:
    return [problem.reason for problem in read_all(*paths)[1]]


def line(**fields: object) -> bytes:
    return orjson.dumps(fields) + b"\n"

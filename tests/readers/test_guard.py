"""The process that reads hostile formats: limited, ended, and started again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from files_made import NEWS, PAGE, read_all, reason, write
from kg.readers import Options
from kg.readers.file import File
from kg.readers.guard import Guard

# -- limits


def test_a_reader_whose_process_died_is_started_again() -> None:
    def file() -> File:
        return File(io.BytesIO(PAGE.encode()), "a", "a.html", lambda problem: pytest.fail(str(problem)))

    with Guard() as guard:
        first = list(guard.read(".html", file()))
        assert guard._process is not None
        guard._process.kill()
        guard._process.wait()
        again = list(guard.read(".html", file()))

    assert NEWS[0] in first[0].text
    assert first == again


def test_a_document_that_is_too_long_is_told_and_the_others_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"id,text\n1,{'文' * 11}\n2,{'文' * 10}\n")
    documents, problems = read_all(path, options=Options(most_characters=10))

    assert [document.id for document in documents] == ["2"]
    assert [problem.reason for problem in problems] == ["document '1' has more than 10 characters"]


def test_a_reader_that_takes_too_long_or_too_much_memory_is_ended_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", PAGE)

    assert reason(path, Options(seconds=0.01)) == "reading it took longer than 0 s"
    assert reason(path, Options(memory=1 << 22)).startswith(
        ("its reader crashed", "needs more than", "its reader failed")
    )

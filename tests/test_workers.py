"""Workers that die, hang or are stopped: what they were at is told or read again, and the rest is read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.engines import extract_all, local
from kg.errors import InputError, UsageError
from kg.model import Document, DocumentInfo
from kg.ontology import Ontology, load_ontology
from small_ontology import BUILT, write_ontology

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")

TEXT = "北溟造船公司建造了长风破浪号。"
DEADLY, ENDLESS = "此文致命。", "此文无尽。"

SOURCE = f"""\
import os, signal, time


class Fragile:
    name = "fragile"

    def names(self, text):
        if "{DEADLY[:-1]}" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        while "{ENDLESS[:-1]}" in text:
            open(os.environ.get("MARK", os.devnull), "w").close()
            time.sleep(0.05)
        return ()
"""


@pytest.fixture
def fragile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ontology:
    """An ontology with a source of names that some documents kill, and others keep busy for ever."""
    (tmp_path / "fragile_tagger.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return load_ontology(write_ontology(tmp_path, BUILT), ["fragile_tagger:Fragile"])


@pytest.fixture(autouse=True)
def _always_in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(local, "BATCH", 60)


def documents(**special: str) -> list[Document]:
    texts = {f"{number:02}": f"{TEXT}第{number}则。" for number in range(24)} | special
    return [Document(name.removeprefix("n"), text) for name, text in sorted(texts.items())]


def test_a_worker_that_is_killed_costs_nothing(fragile: Ontology) -> None:
    killed: list[int] = []

    def kill(info: DocumentInfo) -> None:
        if not killed:
            child = multiprocessing.active_children()[0]
            killed.append(child.pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    found = extract_all(documents(), fragile, workers=2, on_done=kill)

    assert killed
    assert found == extract_all(documents(), fragile, workers=1)


def test_a_document_that_kills_its_worker_is_told_and_all_others_are_read(fragile: Ontology) -> None:
    failures: list[InputError] = []

    found = extract_all(documents(n10x=DEADLY), fragile, workers=2, on_failure=failures.append)

    assert [(failure.path, failure.reason) for failure in failures] == [
        ("10x", "the process that read it was ended by signal 9, twice")
    ]
    assert found == extract_all(documents(), fragile, workers=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_takes_too_long_is_told_and_all_others_are_read(fragile: Ontology, workers: int) -> None:
    failures: list[InputError] = []

    found = extract_all(documents(n10x=ENDLESS), fragile, workers=workers, timeout=0.7, on_failure=failures.append)

    assert [(failure.path, failure.reason) for failure in failures] == [("10x", "took longer than 0.7 seconds to read")]
    assert "--document-timeout" in failures[0].hint
    assert found == extract_all(documents(), fragile, workers=1)


def test_without_anybody_to_tell_it_ends_the_reading_and_leaves_no_process(fragile: Ontology) -> None:
    with pytest.raises(InputError, match="10x: took longer"):
        extract_all(documents(n10x=ENDLESS), fragile, workers=2, timeout=0.7)

    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("timeout", [-1.0, float("nan")])
def test_a_limit_below_nothing_is_wrong_usage(fragile: Ontology, timeout: float) -> None:
    with pytest.raises(UsageError, match="--document-timeout"):
        extract_all(documents(), fragile, timeout=timeout)


STOPPED = """
import signal
import kg.engines.local as local
signal.signal(signal.SIGINT, signal.default_int_handler)  # which what runs the tests may have ignored
from kg.cli import main
local.WORTH_PROCESSES = 1
main()
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_ends_everything_at_once_and_changes_nothing(
    fragile: Ontology, tmp_path: Path, workers: str
) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    out.mkdir()
    (out / "graph.ttl").write_text("as it was", encoding="utf-8")
    for document in documents(n00=ENDLESS):
        (source / f"{document.id}.txt").write_text(document.text, encoding="utf-8")
    command = [sys.executable, "-c", STOPPED, "build", str(source), "-o", str(out), "--workers", workers, "--no-cache"]
    command += ["--ontology", str(fragile.folder), "--source", "fragile_tagger:Fragile"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
        "MARK": str(tmp_path / "mark"),
    }
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    while not (tmp_path / "mark").exists() and process.poll() is None:
        time.sleep(0.1)  # until it reads the document that has no end

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    told, errors = process.communicate(timeout=20)

    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert told == b""
    assert [path.name for path in out.iterdir()] == ["graph.ttl"]
    assert _gone(process.pid)


def _gone(group: int) -> bool:
    """Tell whether no process of a group is left; those that were killed take a moment to be seen off."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False

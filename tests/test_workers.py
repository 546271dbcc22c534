"""Workers that die, hang or are stopped: what they were at is told or read again, and the rest is read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.engines import early, extract_all, local
from kg.errors import InputError, KgError, UsageError
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
    assert errors.decode().splitlines()[-1] == "kg: stopped"
    assert told == b""
    assert [path.name for path in out.iterdir()] == ["graph.ttl"]
    assert _gone(process.pid)


EARLY = """
import os, signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)
import kg.ontology
from kg.cli import main
from kg.engines import early

def load(*given, **named):
    time.sleep(0.2)
    open(os.environ["MARK"], "w").close()
    time.sleep(30)

kg.ontology.load_ontology, early.MUCH = load, 1
main()
"""


def test_an_interrupt_while_workers_start_ends_them_without_a_word(fragile: Ontology, tmp_path: Path) -> None:
    source, mark = tmp_path / "in.txt", tmp_path / "mark"
    source.write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", EARLY, "build", str(source), "-o", str(tmp_path / "out"), "--workers", "3"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "MARK": str(mark)}
    process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.PIPE)
    while not mark.exists() and process.poll() is None:
        time.sleep(0.01)

    os.killpg(process.pid, signal.SIGINT)  # the workers have just begun to import what they need
    _, errors = process.communicate(timeout=20)

    assert process.returncode == 130
    assert b"Traceback" not in errors
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


@pytest.fixture
def much(fragile: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents that counts as much text, so that workers start before the ontology is loaded."""
    monkeypatch.setattr(early, "MUCH", 100)
    source = tmp_path / "in"
    source.mkdir()
    for document in documents():
        (source / f"{document.id}.txt").write_text(document.text, encoding="utf-8")
    return source


def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that have started when the ontology begins to be loaded."""
    found: list[int] = []

    def load(*given: Any, **named: Any) -> Ontology:
        found.extend(child.pid or 0 for child in multiprocessing.active_children())
        return load_ontology(*given, **named)

    monkeypatch.setattr(pipeline, "load_ontology", load)
    return found


@pytest.mark.parametrize("killed", [0, 1, 2])
def test_workers_that_start_early_read_and_cost_nothing_if_they_are_killed(
    fragile: Ontology, much: Path, monkeypatch: pytest.MonkeyPatch, killed: int
) -> None:
    expected = pipeline.build(much, ontology=fragile.folder, workers=1)
    early_ones = started(monkeypatch)
    load = pipeline.load_ontology

    def load_and_kill(*given: Any, **named: Any) -> Ontology:
        found = load(*given, **named)
        for child in early_ones[:killed]:
            os.kill(child, signal.SIGKILL)
        return found

    monkeypatch.setattr(pipeline, "load_ontology", load_and_kill)

    assert pipeline.build(much, ontology=fragile.folder, workers=2) == expected
    assert len(early_ones) == 2
    assert multiprocessing.active_children() == []


def test_no_early_worker_is_left_when_the_ontology_is_at_fault_or_the_text_is_little(
    fragile: Ontology, much: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "WORTH_PROCESSES", 1_000_000)
    early_ones = started(monkeypatch)
    pipeline.build(much, ontology=fragile.folder, workers=2)
    with pytest.raises(KgError):
        pipeline.build(much, ontology=tmp_path / "none", workers=2)

    assert len(early_ones) == 4
    assert multiprocessing.active_children() == []


def test_workers_start_early_only_where_much_is_read(
    fragile: Ontology, much: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early_ones = started(monkeypatch)
    options: dict[str, Any] = {"ontology": fragile.folder, "cache": tmp_path / "cache"}
    pipeline.build(much, workers=1, **options)
    pipeline.build(much / "00.txt", workers=2, **options)
    assert early_ones == []
    pipeline.build(much, tmp_path / "out", workers=2, **options)
    assert len(early_ones) == 2
    pipeline.build(much, tmp_path / "out", workers=2, **options)
    assert len(early_ones) == 2

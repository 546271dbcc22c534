"""``kg build --watch``: a real process, real files, a real Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.watching import changes
from small_ontology import BUILT, write_ontology

WAITING = "kg: waiting for changes; Ctrl-C ends\n"


WATCHING = """
import signal
from kg.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # which what runs the tests may have ignored
main()
"""


class Watch:
    """A build that watches, and what it says on standard error."""

    def __init__(self, folder: Path) -> None:
        self.source, self.out, self.errors = folder / "in", folder / "in" / "out", folder / "errors"
        self.ontology = write_ontology(folder, BUILT)
        self.source.mkdir()
        self.write("a.txt", "北溟造船公司建造了长风破浪号。")
        command = [sys.executable, "-c", WATCHING, "build", str(self.source)]
        command += ["-o", str(self.out), "--ontology", str(self.ontology), "--format", "ttl", "--watch"]
        command += ["--cache", str(folder / "cache"), "--workers", "1"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(command, env=environment, stderr=errors, stdout=subprocess.DEVNULL)

    def write(self, name: str, text: str) -> None:
        (self.source / name).write_text(text, encoding="utf-8")

    def builds(self) -> int:
        return self.errors.read_text(encoding="utf-8").count(WAITING)

    def wait(self, done: Callable[[], bool]) -> bool:
        for _ in range(600):
            if done() or self.process.poll() is not None:
                break
            time.sleep(0.1)
        return done()

    def says(self, text: str) -> bool:
        graph = self.out / "graph.ttl"
        return graph.exists() and text in graph.read_text(encoding="utf-8")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Watch]:
    watch = Watch(tmp_path)
    yield watch
    watch.process.kill()
    watch.process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_it_builds_whenever_something_changes_until_it_is_stopped(running: Watch) -> None:
    assert running.wait(lambda: running.builds() == 1)
    assert running.says('"长风破浪号"@zh-Hans')

    running.write("b.txt", "南屏船务公司建造了碧海明珠号。")
    assert running.wait(lambda: running.says('"碧海明珠号"@zh-Hans'))

    (running.source / "a.txt").unlink()
    assert running.wait(lambda: not running.says('"长风破浪号"@zh-Hans'))

    (running.source / "b.txt").unlink()
    assert running.wait(lambda: "no document could be read" in running.errors.read_text(encoding="utf-8"))
    assert running.says('"碧海明珠号"@zh-Hans')  # the files are as they were

    rule = next((running.ontology / "rules").glob("*.yaml"))
    rule.write_text(rule.read_text(encoding="utf-8") + "\n- nonsense\n", encoding="utf-8")
    running.write("c.txt", "南屏船务公司建造了碧海明珠号。")
    assert running.wait(lambda: rule.name in running.errors.read_text(encoding="utf-8"))

    before = running.builds()
    time.sleep(2)
    assert running.builds() == before  # what it writes itself is no change

    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=20) == 130
    assert "Traceback" not in running.errors.read_text(encoding="utf-8")


def test_what_cannot_be_watched_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standard input"):
        next(changes(["-"], tmp_path, tmp_path))
    with pytest.raises(InputError, match="nothing: no such file"):
        next(changes([tmp_path / "nothing"], tmp_path, tmp_path))


def test_of_a_file_its_folder_tells_and_nothing_else_there_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.watching._LOOK", 200)  # milliseconds
    (tmp_path / "one").mkdir()
    (tmp_path / "ontology").mkdir()
    one, other = tmp_path / "one" / "a.txt", tmp_path / "one" / "b.txt"
    one.write_text("甲", encoding="utf-8")
    asked = iter([False, False, True])
    waiting = changes([one], tmp_path / "ontology", tmp_path / "out", stopped=lambda: next(asked))
    next(waiting)
    other.write_text("乙", encoding="utf-8")
    (tmp_path / "ontology" / ".hidden").write_text("丙", encoding="utf-8")

    assert list(waiting) == []  # two looks, and no change

    asked = iter([False] * 100)
    waiting = changes([one], tmp_path / "ontology", tmp_path / "out", stopped=lambda: next(asked))
    next(waiting)
    (tmp_path / "one" / "new").write_text("丁", encoding="utf-8")
    (tmp_path / "one" / "new").replace(one)
    assert next(waiting) is None

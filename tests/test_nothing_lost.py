"""Whatever happens while files are written, the folder holds one whole set of them, or says which it is to become."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from kg.errors import InputError, OutputError
from kg.export.atomic import JOURNAL, claimed, settle, write_all
from kg.pipeline import build
from small_ontology import BUILT, write_ontology

NAMES = ("graph.ttl", "graph.graphml", "graph.html")
TEXT = "北溟造船公司建造了长风破浪号。\n"

KILLED = """
import os, signal, sys
from functools import partial
from pathlib import Path
from kg.export.atomic import write_all

left = -1  # steps until the end; below zero they are not counted

def counted(call):
    def step(*arguments, **named):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return call(*arguments, **named)
    return step

for name in ("open", "close", "fsync", "replace", "unlink", "link", "mkdir", "listdir"):
    setattr(os, name, counted(getattr(os, name)))

def write(content, path):
    with open(path, "w") as out:
        out.write(content)

def write_set(folder, content):
    writers = {name: partial(write, content) for name in sys.argv[2:]}
    write_all(folder, writers, ("report.json", partial(write, content)))

for step in range(200):
    folder = Path(sys.argv[1], f"{step:03}")
    write_set(folder, "old")
    child = os.fork()
    if not child:
        left = step
        write_set(folder, "new")
        os._exit(0)
    if not os.waitpid(child, 0)[1]:
        break
"""


def text(content: str, path: Path) -> None:
    path.write_text(content, encoding="utf-8")


def write_set(folder: Path, content: str) -> None:
    write_all(folder, {name: partial(text, content) for name in NAMES}, ("report.json", partial(text, content)))


def contents(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in NAMES if (folder / name).exists()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_a_process_killed_at_any_step_leaves_one_set_or_a_journal_of_it(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), *NAMES], check=True)
    ended: list[str] = []
    for folder in sorted(tmp_path.iterdir()):
        if (folder / "report.json").exists():
            assert contents(folder) == {(folder / "report.json").read_text()}, folder.name
        else:
            assert (folder / JOURNAL).exists(), folder.name
        with claimed(folder):
            pass
        assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, "report.json"]), folder.name
        assert contents(folder) == {(folder / "report.json").read_text()}, folder.name
        ended.append(contents(folder).pop())

    assert ended[0] == "old"
    assert ended[-1] == "new"
    assert ended == sorted(ended, reverse=True)
    assert 20 < len(ended) < 200


def test_a_journal_gives_no_names_outside_of_the_folder_and_takes_no_files_but_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".kg-0123456789abcdef.tmp").write_text("mine")
    (folder / "precious").write_text("yours")
    told = {"../evil": ".kg-0123456789abcdef.tmp", "graph.ttl": "precious", "graph.html": "../../etc/passwd"}
    (folder / JOURNAL).write_text(json.dumps(told))

    settle(folder)

    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in folder.iterdir()] == ["precious"]


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"', '{"a": 1}', "\ud800".encode("utf-8", "surrogatepass")])
def test_a_damaged_journal_is_dropped(tmp_path: Path, content: str | bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(content if isinstance(content, bytes) else content.encode())
    write_set(tmp_path, "new")

    assert contents(tmp_path) == {"new"}
    assert not (tmp_path / JOURNAL).exists()


def test_two_builds_into_one_folder_are_told_and_the_first_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ontology = write_ontology(tmp_path / "ontology", BUILT)
    with claimed(tmp_path / "out") as claim:
        with pytest.raises(OutputError, match="out: another kg writes to this folder\n  hint: wait until it has ended"):
            build([tmp_path / "a.txt"], tmp_path / "out", ontology=ontology)
        write_all(claim, {"graph.ttl": partial(text, "first")})

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["graph.ttl"]


def test_a_claimed_folder_that_nothing_is_written_to_is_not_left_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        build([tmp_path / "nothing"], tmp_path / "new" / "out", ontology=write_ontology(tmp_path / "ontology", BUILT))

    assert not (tmp_path / "new").exists()


def test_a_strict_build_that_fails_leaves_the_old_set(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    ontology = write_ontology(tmp_path / "ontology", BUILT)
    build([tmp_path / "in"], tmp_path / "out", ontology=ontology)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    (tmp_path / "in" / "b.pdf").write_bytes(b"no PDF")

    with pytest.raises(InputError, match="broken PDF"):
        build([tmp_path / "in"], tmp_path / "out", ontology=ontology, strict=True)

    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_folder_that_may_only_be_read_is_told_and_stays(unprivileged_folder: Path) -> None:
    write_set(unprivileged_folder, "old")
    unprivileged_folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)

    with pytest.raises(OutputError, match="Permission denied\n  hint: choose a folder that you may write to"):
        write_set(unprivileged_folder, "new")

    assert contents(unprivileged_folder) == {"old"}


FILLED = """
import resource, sys
from pathlib import Path
from kg.pipeline import build
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
build([sys.argv[1]], sys.argv[2], ontology=sys.argv[3])
"""


def test_a_disk_that_fills_up_at_any_file_leaves_the_old_set(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="the size of files cannot be bounded here")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ontology = write_ontology(tmp_path / "ontology", BUILT)
    build([tmp_path / "a.txt"], tmp_path / "out", ontology=ontology)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    sizes = sorted(len(content) for content in before.values())
    (tmp_path / "a.txt").write_text(TEXT * 2, encoding="utf-8")

    for size in (sizes[0] - 1, sizes[-1] - 1):
        arguments = [str(tmp_path / "a.txt"), str(tmp_path / "out"), str(ontology), str(size)]
        result = subprocess.run([sys.executable, "-c", FILLED, *arguments], capture_output=True, check=False)

        assert b"cannot be written: File too large" in result.stderr
        assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_build_that_is_killed_now_or_then_leaves_a_set_that_its_report_tells(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 50, encoding="utf-8")
    ontology = write_ontology(tmp_path / "ontology", BUILT)
    build([tmp_path / "a.txt"], tmp_path / "out", ontology=ontology)
    command = [str(Path(sys.executable).parent / "kg"), "build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")]
    for milliseconds in (50, 250, 400, 550, 700, 900):
        (tmp_path / "a.txt").write_text(TEXT * (50 + milliseconds), encoding="utf-8")
        process = subprocess.Popen([*command, "--ontology", str(ontology), "-q"])
        time.sleep(milliseconds / 1000)
        process.kill()
        process.wait()
        with claimed(tmp_path / "out"):
            pass

        files = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["files"]
        assert sorted(files) == sorted([*NAMES, "dataset.ttl"])
        for name, told in files.items():
            assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == told["sha256"]

"""The tables of a build that are kept for the next: they save time, and never tell what is not so."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

import pytest

from kg.errors import OutputError
from kg.merging.hashes import hash_of
from kg.merging.kept import KeptTables
from kg.merging.making import make
from kg.merging.tables import Tables
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build_with_report
from kg.report import Report
from small_ontology import BUILT, write_ontology

TEXTS = ["北溟造船公司建造了长风破浪号。", "南屏船务公司建造了碧海明珠号。", "长风破浪号到了青屿深水港。"]


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return load_ontology(write_ontology(tmp_path_factory.mktemp("ships"), BUILT))


class Builds:
    """Builds of one folder, with a cache and without."""

    def __init__(self, folder: Path, ontology: Ontology) -> None:
        self.folder, self.ontology, self.cache = folder, ontology, folder / "cache"
        (folder / "in").mkdir()
        for number, text in enumerate(TEXTS):
            (folder / "in" / f"{number}.txt").write_text(text, encoding="utf-8")

    def build(self, out: str = "out", *, cached: bool = True, formats: Sequence[str] = ("ttl",)) -> Report:
        cache = self.cache if cached else None
        source = [self.folder / "in"]
        return build_with_report(
            source, self.folder / out, ontology=self.ontology, workers=1, formats=formats, cache=cache
        )

    def change(self, text: str = "玄武号到了青屿深水港。") -> None:
        (self.folder / "in" / "1.txt").write_text(text, encoding="utf-8")

    def is_right(self) -> bool:
        self.build("clean", cached=False)
        names = ("graph.ttl", "report.json")
        return all((self.folder / "out" / n).read_bytes() == (self.folder / "clean" / n).read_bytes() for n in names)

    def files(self) -> list[Path]:
        return sorted(self.cache.glob("tables-*"))


@pytest.fixture
def builds(tmp_path: Path, ships: Ontology) -> Builds:
    return Builds(tmp_path, ships)


def test_a_build_of_what_did_not_change_writes_no_tables(builds: Builds) -> None:
    assert builds.build().known == 0
    path, told = builds.files()
    before = path.stat().st_mtime_ns, told.stat().st_mtime_ns

    assert builds.build().known == 3

    assert (path.stat().st_mtime_ns, told.stat().st_mtime_ns) == before
    assert builds.is_right()


def test_only_what_changed_is_rendered(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(make.__kwdefaults__, "share", 9.0)
    builds.build()

    for text in ("玄武号到了青屿深水港。", "", "南屏船务公司建造了玄武号。"):
        builds.change(text)
        with monkeypatch.context() as patch:
            patch.delattr("kg.export._write")  # what renders all
            builds.build()

        assert builds.is_right()


def _gone(out: Path) -> None:
    (out / "graph.ttl").unlink()


def _edited(out: Path) -> None:
    content = (out / "graph.ttl").read_text(encoding="utf-8")
    (out / "graph.ttl").write_text(content.replace("长风破浪号", "长风破浪舰"), encoding="utf-8")


@pytest.mark.parametrize("harm", [_gone, _edited])
def test_turtle_that_is_not_as_it_was_written_is_rendered_anew(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    monkeypatch.setitem(make.__kwdefaults__, "share", 9.0)
    builds.build()
    harm(builds.folder / "out")
    builds.change()

    builds.build()

    assert builds.is_right()


def test_turtle_that_missed_a_change_is_rendered_anew(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(make.__kwdefaults__, "share", 9.0)
    builds.build()
    builds.change()
    turtle = (builds.folder / "out" / "graph.ttl").read_bytes()
    builds.build(formats=["nt"])
    assert (builds.folder / "out" / "graph.ttl").read_bytes() == turtle

    builds.build()

    assert builds.is_right()


def test_turtle_of_another_base_is_rendered_anew(builds: Builds) -> None:
    builds.build()
    source, out = [builds.folder / "in"], builds.folder / "out"
    kept = {"ontology": builds.ontology, "workers": 1, "formats": ["ttl"], "cache": builds.cache}
    build_with_report(source, out, base_iri="http://elsewhere.test/", **kept)  # type: ignore[arg-type]
    assert b"<http://elsewhere.test/entity/>" in (out / "graph.ttl").read_bytes()

    builds.build()

    assert builds.is_right()


def test_what_was_read_is_kept_though_it_cannot_be_written(builds: Builds) -> None:
    (builds.folder / "out" / "graph.ttl").mkdir(parents=True)
    with pytest.raises(OutputError):
        builds.build()
    (builds.folder / "out" / "graph.ttl").rmdir()

    assert len(builds.files()) == 2
    assert builds.build().known == 3
    assert builds.is_right()


def _changed(path: Path) -> None:
    content = path.read_bytes()
    at = content.index("长风".encode())
    path.write_bytes(content[:at] + "短".encode() + content[at + 3 :])


@pytest.mark.parametrize(
    "harm",
    [_changed, lambda path: path.write_bytes(b"no tables"), lambda path: os.truncate(path, 5000)],
    ids=["one character", "text", "cut off"],
)
def test_tables_with_any_byte_changed_are_told_and_made_anew(builds: Builds, harm: Callable[[Path], None]) -> None:
    builds.build()
    harm(builds.files()[0])

    report = builds.build()

    assert "is broken: it was replaced" in report.cache_notes[0]
    assert builds.is_right()
    assert builds.build().cache_notes == ()


def test_tables_that_are_changed_again_and_again_are_never_taken_for_broken(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(make.__kwdefaults__, "share", 9.0)
    builds.build()
    choose = random.Random(7)  # noqa: S311
    for number in range(20):
        path = builds.folder / "in" / f"{choose.randrange(8)}.txt"
        if path.exists() and choose.random() < 0.4:
            path.unlink()
        else:
            path.write_text(
                choose.choice(TEXTS).replace("号", f"{number}号") * choose.randrange(1, 60), encoding="utf-8"
            )

        report = builds.build()

        assert report.cache_notes == ()
        kept, told = builds.files()
        assert told.read_text(encoding="utf-8").startswith(hash_of(kept) + "\n")
    assert builds.is_right()


def test_tables_whose_hash_is_gone_or_that_are_of_others_are_not_used(builds: Builds) -> None:
    builds.build()
    path, told = builds.files()
    told.unlink()
    assert builds.build().cache_notes == ()
    told.write_text("\n".join(["0", "another ontology", str(builds.folder / "out")]), encoding="utf-8")

    assert builds.build().cache_notes == ()

    assert builds.is_right()
    assert path.exists()


def test_tables_of_a_folder_that_is_gone_are_removed(builds: Builds) -> None:
    builds.build()
    builds.build("second")
    assert len(builds.files()) == 4
    shutil.rmtree(builds.folder / "second")

    builds.build()

    assert len(builds.files()) == 2


def test_nothing_of_a_document_that_was_removed_is_left_in_the_tables(builds: Builds) -> None:
    secret = builds.folder / "in" / "geheim.txt"
    secret.write_text("玄武玖号到了青屿深水港。", encoding="utf-8")
    builds.build()
    assert b"geheim" in builds.files()[0].read_bytes()
    secret.unlink()

    builds.build()

    content = builds.files()[0].read_bytes()
    assert b"geheim" not in content
    assert "玄武玖".encode() not in content
    assert builds.is_right()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_tables_are_private_and_others_are_not_used(builds: Builds) -> None:
    builds.build()
    path, told = builds.files()
    assert [one.stat().st_mode & 0o777 for one in (path, told)] == [0o600, 0o600]
    path.chmod(0o666)

    report = builds.build()

    assert "others can write to it" in report.cache_notes[0]
    assert builds.is_right()


def test_tables_that_cannot_be_kept_are_told_and_the_files_are_whole(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = Tables.save

    def full(self: Tables, path: Path) -> None:
        save(self, path)
        with sqlite3.connect(path) as connection:  # how SQLite tells of a full disk
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute("CREATE TABLE more AS SELECT * FROM kept")

    monkeypatch.setattr(Tables, "save", full)

    report = builds.build()

    assert "is not kept: database or disk is full" in report.cache_notes[0]
    assert builds.files() == []
    assert [path.name for path in builds.cache.iterdir() if path.name.startswith(".")] == []
    assert builds.is_right()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
@pytest.mark.parametrize("share", [0.0, 9.0], ids=["made anew", "amended"])
def test_a_build_that_is_killed_anywhere_leaves_tables_that_are_whole_or_seen_to_be_broken(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setitem(make.__kwdefaults__, "share", share)
    builds.build()
    steps = _steps(builds, "玄武号到了青屿深水港。", None)

    for number in range(12):
        text = f"玄武号到了青屿深水港。南屏船务公司建造了玄武{number}号。"
        _steps(builds, text, round(steps * (number + 0.5) / 15))

        report = builds.build()

        assert all("is broken: it was replaced" in note for note in report.cache_notes)
        assert builds.is_right()


def _steps(builds: Builds, text: str, last: int | None) -> int:
    """Change a document and build in another process, which is killed at a line of what keeps and amends tables.

    Gives how many lines such a build has, if it is not killed.
    """
    (builds.folder / "in" / "1.txt").write_text(text, encoding="utf-8")
    told, telling = os.pipe()
    if child := os.fork():
        os.close(telling)
        with os.fdopen(told) as pipe:
            counted = pipe.read()
        ended = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(ended) == (last is not None)
        return int(counted or 0)
    passed = 0

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal passed
        if "merging" not in frame.f_code.co_filename:
            return None
        passed += event == "line"
        if passed == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    try:
        sys.settrace(trace)
        builds.build()
        os.write(telling, str(passed).encode())
    finally:
        os._exit(0)  # whatever happened, the tests go on in the other process alone


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_what_a_killed_build_had_begun_to_change_is_undone_and_its_tables_are_used(builds: Builds) -> None:
    builds.build()
    path, _ = builds.files()
    whole = path.read_bytes()
    if not (child := os.fork()):
        with sqlite3.connect(path, isolation_level=None) as connection:
            connection.execute("PRAGMA cache_size = 1")  # what was changed goes to the file at once
            connection.execute("BEGIN")
            connection.execute("UPDATE fact SET relation = 'other'")
            connection.execute("UPDATE kept SET first = document")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.read_bytes() != whole
    builds.change()

    report = builds.build()

    assert (report.known, report.cache_notes) == (2, ())
    assert builds.is_right()


def test_a_build_that_fails_leaves_tables_as_they_were(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    builds.build()
    before = [path.read_bytes() for path in builds.files()]
    builds.change()
    with monkeypatch.context() as patch:
        patch.delattr("kg.pipeline.make")  # so that it fails when documents are in the tables
        with pytest.raises(NameError):
            builds.build()

    assert [path.read_bytes() for path in builds.files()] == before


def test_tables_that_another_process_works_with_are_not_used(builds: Builds) -> None:
    builds.build()
    with sqlite3.connect(builds.files()[0], isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        builds.change()

        report = builds.build()

    assert "is not used: database is locked" in report.cache_notes[0]
    assert builds.is_right()


def test_what_a_killed_build_left_is_removed_later(builds: Builds) -> None:
    builds.build()
    left = builds.cache / f".{builds.files()[0].name}-x"
    left.write_bytes(b"half")
    builds.build()
    assert left.exists()  # it may be another build's
    os.utime(left, (0, 0))

    builds.build()

    assert not left.exists()


def test_what_decisions_speak_of_is_a_part_of_what_tables_hang_on(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    one = KeptTables(tmp_path / "cache", b"c", tmp_path / "out", frozenset())
    tables = one.load()
    tables.changed = True
    tables.connection.execute("INSERT INTO use VALUES (7, x'00')")
    tables.connection.execute("INSERT INTO used VALUES (1, 7, 1)")
    one.save(tables)
    tables.close()

    for apart, found in ((frozenset(), 1), (frozenset({"a.txt"}), 0)):
        again = KeptTables(tmp_path / "cache", b"c", tmp_path / "out", apart).load()
        assert again.connection.execute("SELECT count(*) FROM use").fetchone() == (found,)
        again.close()

"""Files are written all or none, and as readable as any other."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

import pytest

from graphs import BASE, small_graph, small_schema
from kg.errors import OutputError, UsageError
from kg.export import FORMATS, export
from kg.export.atomic import write_all


def text(content: str, path: Path) -> None:
    path.write_text(content, encoding="utf-8")


def fail(error: BaseException, path: Path) -> None:
    path.write_text("half", encoding="utf-8")
    raise error


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_files_are_written_in_a_folder_that_need_not_be_there(tmp_path: Path) -> None:
    written = write_all(tmp_path / "a" / "b", {"two": partial(text, "2"), "one": partial(text, "1")})

    assert written == [tmp_path / "a" / "b" / "two", tmp_path / "a" / "b" / "one"]
    assert [path.read_text() for path in written] == ["2", "1"]
    assert names(tmp_path / "a" / "b") == ["one", "two"]


def test_earlier_files_are_replaced(tmp_path: Path) -> None:
    write_all(tmp_path, {"one": partial(text, "old")})
    write_all(tmp_path, {"one": partial(text, "new")})

    assert (tmp_path / "one").read_text() == "new"
    assert names(tmp_path) == ["one"]


def test_a_file_is_as_readable_as_any_other_that_the_user_makes(tmp_path: Path) -> None:
    (tmp_path / "ordinary").touch()
    write_all(tmp_path, {"one": partial(text, "1")})

    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == stat.S_IMODE((tmp_path / "ordinary").stat().st_mode)


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
def test_when_a_writer_fails_all_stays_as_it_was(tmp_path: Path, error: BaseException) -> None:
    write_all(tmp_path, {"one": partial(text, "old")})

    with pytest.raises(type(error)):
        write_all(tmp_path, {"one": partial(text, "new"), "two": partial(fail, error)})

    assert names(tmp_path) == ["one"]
    assert (tmp_path / "one").read_text() == "old"


def test_a_full_disk_is_told_with_the_file_and_a_remedy(tmp_path: Path) -> None:
    full = OSError(28, os.strerror(28))

    with pytest.raises(OutputError, match=r"one: cannot be written: No space left on device\n  hint: free some space"):
        write_all(tmp_path, {"one": partial(fail, full)})

    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_device_that_is_full_is_told(tmp_path: Path) -> None:
    def write(path: Path) -> None:
        path.unlink()
        path.symlink_to("/dev/full")
        path.write_text("1")

    with pytest.raises(OutputError, match="No space left"):
        write_all(tmp_path, {"one": write})

    assert names(tmp_path) == []


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("precious")

    with pytest.raises(OutputError, match="a file stands where a folder is needed\n  hint: choose another folder"):
        write_all(tmp_path / "file" / below, {"one": partial(text, "1")})

    assert (tmp_path / "file").read_text() == "precious"


def test_a_folder_that_has_the_name_of_a_file_is_told_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()

    with pytest.raises(OutputError, match="two: cannot be written: a folder has this name"):
        write_all(tmp_path, {"one": partial(fail, AssertionError()), "two": partial(text, "2")})

    assert names(tmp_path) == ["two"]


def test_when_one_file_cannot_take_its_name_those_before_it_are_given_back(tmp_path: Path) -> None:
    write_all(tmp_path, {"old": partial(text, "old")})

    def take_the_name(path: Path) -> None:
        path.write_text("last")
        (tmp_path / "last").mkdir()

    with pytest.raises(OutputError, match="last: cannot be written"):
        write_all(tmp_path, {"old": partial(text, "changed"), "new": partial(text, "new"), "last": take_the_name})

    assert names(tmp_path) == ["last", "old"]
    assert (tmp_path / "old").read_text() == "old"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(OutputError, match="Permission denied\n  hint: choose a folder that you may write to"):
        write_all(tmp_path, {"one": partial(text, "1")})


def test_formats_are_written_as_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    written = export(small_graph(), tmp_path, base=BASE, schema=small_schema(), formats=["ttl", "graphml"])

    assert [path.name for path in written] == ["graph.ttl", "graph.graphml"]
    for path in written:
        content = path.read_bytes()
        assert "泛联院".encode() in content
        assert b"\r" not in content


def test_an_unknown_format_is_told_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'pdf': unknown; known are ttl, graphml, html"):
        export(small_graph(), tmp_path, base=BASE, schema=small_schema(), formats=["ttl", "pdf"])

    assert names(tmp_path) == []
    assert list(FORMATS)[:3] == ["ttl", "graphml", "html"]


def test_a_bad_base_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="must end in"):
        export(small_graph(), tmp_path / "out", base="https://example.org/kg", schema=small_schema())

    assert names(tmp_path) == []

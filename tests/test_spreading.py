"""Work spread over processes: the same results in the same order, whoever does it and whoever dies of it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from kg.engines import local
from kg.engines.local import Local
from kg.export import FORMATS
from kg.merging import parts
from kg.merging.making import make
from kg.merging.portioned import ByPortions
from kg.model import Document
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build_with_report
from kg.resolution.portions import Tying
from kg.spreading import here
from small_ontology import BUILT, SHIP_NEWS, write_ontology

DOCUMENTS = [Document(f"{number:02}.txt", SHIP_NEWS[number % 5] * (1 + number % 3)) for number in range(40)]


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return load_ontology(write_ontology(tmp_path_factory.mktemp("ships"), BUILT))


@pytest.fixture(autouse=True)
def _always_in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(local, "BATCH", 60)


@pytest.fixture
def working(ships: Ontology) -> Iterator[Local]:
    """An engine whose processes have read something."""
    with Local(ships, workers=2) as engine:
        assert len(list(engine.read(DOCUMENTS))) == len(DOCUMENTS)
        yield engine


def told(ontology: Ontology, common: str, piece: int) -> tuple[str, int]:
    return f"{common}{piece}{'.' * (piece % 7) * 1000}", len(ontology.gazetteer.entries)


def deadly(ontology: Ontology, common: int, piece: int) -> int:
    """Ends every process but one by a signal."""
    if piece == 5 and os.getpid() != common:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece * piece


def faulty(ontology: Ontology, common: str, piece: int) -> int:
    return 1 // (piece - 3)


def test_results_are_those_of_this_process_in_the_same_order(working: Local, ships: Ontology) -> None:
    assert working.several
    for common in ("one", "other"):
        assert [*working.spread(told, common, range(100))] == [*here(ships)(told, common, range(100))]
    assert [*working.spread(told, "none", [])] == []


def test_pieces_are_taken_as_they_are_done(working: Local) -> None:
    taken: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = working.spread(told, "", pieces())
    next(results)

    assert len(taken) < 20
    results.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_what_kills_all_other_processes_is_done_in_this_one(working: Local) -> None:
    assert [*working.spread(deadly, os.getpid(), [0, 1, 5, 2, 3, 5, *range(50)])] == [
        piece * piece for piece in [0, 1, 5, 2, 3, 5, *range(50)]
    ]
    assert multiprocessing.active_children() == []
    assert [*working.spread(deadly, os.getpid(), [7])] == [49]


def test_a_fault_of_the_work_is_raised_here(working: Local) -> None:
    with pytest.raises(ZeroDivisionError):
        list(working.spread(faulty, "", range(10)))


def test_processes_that_are_dismissed_are_gone_and_work_goes_on(working: Local) -> None:
    working.dismiss()

    assert multiprocessing.active_children() == []
    assert not working.several
    assert [*working.spread(deadly, os.getpid(), [4, 5])] == [16, 25]
    assert len(list(working.read(DOCUMENTS))) == len(DOCUMENTS)
    assert working.several


def test_work_that_nobody_waits_for_any_more_is_ended(working: Local) -> None:
    results = working.spread(told, "", range(1000))
    next(results)
    results.close()  # type: ignore[attr-defined]

    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("at_once", [5, None])
@pytest.mark.parametrize("formats", [["ttl"], ["ttl", "graphml", "dataset"]])
def test_files_are_the_same_however_many_processes_make_them(
    ships: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formats: list[str], at_once: int | None
) -> None:
    monkeypatch.setattr(parts, "_SIZE", 300)
    monkeypatch.setitem(make.__kwdefaults__ or {}, "at_once", at_once)
    source = tmp_path / "in"
    source.mkdir()
    for document in DOCUMENTS:
        (source / document.id).write_text(document.text, encoding="utf-8")

    one, two, three = (
        build_with_report(
            [source],
            tmp_path / str(count),
            ontology=ships,
            workers=count,
            formats=formats,
            cache=tmp_path / f"cache{count}",
        )
        for count in (1, 2, 3)
    )

    assert one.graph == two.graph == three.graph
    assert one.sums == two.sums == three.sums
    names = [name for form in formats for name in FORMATS[form]] + ["report.json"]
    files = [{name: (tmp_path / count / name).read_bytes() for name in names} for count in ("1", "2", "3")]
    assert files[0] == files[1] == files[2]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("killed", [1, 2])
def test_a_process_that_is_killed_while_names_are_decided_costs_nothing(
    ships: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: int
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for document in DOCUMENTS:
        (source / document.id).write_text(document.text, encoding="utf-8")
    monkeypatch.setitem(make.__kwdefaults__ or {}, "at_once", 5)
    expected = build_with_report([source], ontology=ships, workers=1).graph
    tying = ByPortions._tying

    def kill(portions: ByPortions, bodies: Collection[tuple[str, str]]) -> Tying:
        found = tying(portions, bodies)
        for child in multiprocessing.active_children()[:killed]:
            os.kill(child.pid or 0, signal.SIGKILL)
        return found

    monkeypatch.setattr(ByPortions, "_tying", kill)
    report = build_with_report([source], ontology=ships, workers=2)

    assert report.graph == expected
    assert report.problems == ()

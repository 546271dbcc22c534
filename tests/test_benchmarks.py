"""The comparison with other programs runs: its tables, its picture, its figures of growth, what it says of bad input.

How fast anything is, no test says; the benchmarks print it.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.ontology import Ontology, load_ontology
from pages import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import children
import comparing
import drawing
import gazetteer
import phases
import tables

COMPARE = [sys.executable, str(ROOT / "benchmarks" / "compare.py")]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short text, as the comparison writes it."""
    folder = tmp_path_factory.mktemp("text")
    children.subject("text", folder, 300)
    return folder / "300.jsonl"


# -- the command ---------------------------------------------------------------------------------------------------


def test_a_part_prints_its_table_and_draws_its_figures(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    command = [*COMPARE, "0.002", "--only", "writers", "--plot", str(picture)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = [line.strip("| ").split(" | ") for line in ran.stdout.splitlines() if line.startswith("|")]
    drawn = ElementTree.fromstring(picture.read_text(encoding="utf-8"))  # noqa: S314 (a file of our own)

    assert ran.returncode == 0, ran.stderr
    assert [row[:2] for row in rows[2:]] == [
        ["Turtle", "kg"],
        ["Turtle", "rdflib"],
        ["GraphML", "kg"],
        ["GraphML", "kg, places known"],
        ["GraphML", "networkx"],
    ]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert len([one for one in drawn.iter() if one.get("class") in ("ours", "other")]) == 5


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "much"])
def test_a_scale_that_is_none_is_refused(scale: str) -> None:
    ran = subprocess.run([*COMPARE, scale], capture_output=True, text=True, check=False)

    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_a_subject_that_fails_ends_the_comparison_with_its_name() -> None:
    with pytest.raises(SystemExit, match=re.escape("subjects.py nothing: ended with 1")):
        children.subject("nothing")


# -- what it measures ----------------------------------------------------------------------------------------------


def test_a_process_tells_its_time_and_its_own_memory() -> None:
    hold = "import time; held = bytearray(60_000_000); time.sleep(0.05); print('{\"held\": 60}')"
    cost = children.run(sys.executable, "-c", hold)

    assert cost.told == {"held": 60}
    assert cost.memory > 60_000_000
    assert cost.clock >= 0.05
    assert cost.seconds > 0


@pytest.mark.parametrize("name", ["jieba.cut", "jieba.posseg"])
def test_words_are_cut_in_the_text_that_kg_reads(name: str, source: Path) -> None:
    told = children.subject(name, source).told

    assert told["characters"] >= 300
    assert 0 < told["found"] < told["characters"]


def test_a_build_writes_its_graph_and_tells_its_cost(source: Path) -> None:
    cost = children.build(source, source.parent)

    assert (source.parent / "out" / "graph.ttl").is_file()
    assert cost.seconds > 0


def test_made_up_names_are_further_entries(tmp_path: Path, ontology: Ontology) -> None:
    gazetteer.write(tmp_path, 500)
    more = load_ontology(tmp_path / "ontology")

    assert len(more.gazetteer.entries) == len(ontology.gazetteer.entries) + 500


# -- growth and pictures -------------------------------------------------------------------------------------------


@given(st.floats(0.1, 10), st.floats(-2, 3), st.lists(st.floats(1, 1e6), min_size=2, max_size=9))
def test_the_power_of_a_growth_is_found(factor: float, power: float, sizes: list[float]) -> None:
    assume(max(sizes) > 1.5 * min(sizes))

    assert tables.exponent([(x, factor * x**power) for x in sizes]) == pytest.approx(power, abs=1e-6)


def test_a_text_too_short_to_be_told_from_the_start_ends_the_comparison() -> None:
    assert comparing.beyond(3.0, 1.0) == 2.0
    with pytest.raises(SystemExit, match="take a larger SCALE"):
        comparing.beyond(1.0, 1.1)


def test_of_times_too_short_to_tell_apart_no_power_is_told() -> None:
    assert math.isnan(tables.exponent([(1, 0.1), (2, -0.1)]))


def test_bars_are_as_long_as_their_values() -> None:
    bars = (drawing.Bar("a<b", 30), drawing.Bar("c", 10, ours=False), drawing.Bar("none", 0))
    drawn = ElementTree.fromstring(drawing.drawing("<&>", [drawing.Panel("t", "u", bars)]))  # noqa: S314
    lengths = [float(one.get("width", "")) for one in drawn.iter() if one.get("class") in ("ours", "other")]

    assert lengths[0] == pytest.approx(3 * lengths[1], abs=0.2)
    assert lengths[2] == 0
    assert "a<b" in [one.text for one in drawn.iter()]


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (0.01234, "0.0123"), (1.5, "1.50"), (42742.3, "42,700"), (999, "999")]
)
def test_numbers_are_shown_with_three_digits(value: float, words: str) -> None:
    assert drawing.short(value) == words


@pytest.mark.parametrize("place", [place for places in phases.PHASES.values() for place in places])
def test_each_step_whose_time_is_told_is_there(place: str) -> None:
    module, _, name = place.partition(":")

    assert callable(attrgetter(name)(import_module(module)))

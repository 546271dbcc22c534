"""The record of a run: it names what made the graph by content, and a time only if one is asked for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import rdflib

import kg
from kg.fingerprint import fingerprint
from kg.model import DocumentInfo, Run
from kg.ontology import Ontology, load_ontology
from kg.version import __version__

ROOT = Path(__file__).parents[1]
DOCUMENTS = (DocumentInfo("a.txt", sha256="1" * 64), DocumentInfo("b.txt", sha256="2" * 64))
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")


@pytest.fixture
def football(tmp_path: Path) -> Ontology:
    shutil.copytree(ROOT / "src" / "kg" / "template", tmp_path / "football")
    return load_ontology(tmp_path / "football")


def test_equal_content_gives_an_equal_run_wherever_it_lies_and_in_any_order(football: Ontology, tmp_path: Path) -> None:
    shutil.copytree(football.folder, tmp_path / "copy")
    run = fingerprint(football, DOCUMENTS)

    assert run.version == __version__
    assert run.stamp == ""
    assert run == fingerprint(replace(football, folder=tmp_path / "copy"), DOCUMENTS[::-1])


def test_another_document_another_file_and_another_source_give_another_run(football: Ontology) -> None:
    runs = {
        fingerprint(football, DOCUMENTS),
        fingerprint(football, DOCUMENTS[:1]),
        fingerprint(football, (DOCUMENTS[0], replace(DOCUMENTS[1], sha256="3" * 64))),
        fingerprint(football, (DOCUMENTS[0], replace(DOCUMENTS[1], id="c.txt"))),
        fingerprint(replace(football, source_names=("mine:source",)), DOCUMENTS),
    }
    with (football.folder / "gazetteer" / "Club.tsv").open("a", encoding="utf-8") as file:
        file.write("\n")
    runs.add(fingerprint(football, DOCUMENTS))

    assert len({run.name for run in runs}) == len(runs) == 6


@pytest.mark.parametrize("name", ["examples/a.txt", "queries/a.rq", "check.yaml", ".hidden", "__pycache__/a.pyc"])
def test_what_is_not_read_for_a_build_does_not_count(football: Ontology, name: str) -> None:
    before = fingerprint(football, DOCUMENTS)
    path = football.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")

    assert before == fingerprint(football, DOCUMENTS)


def test_a_time_is_kept_if_it_is_asked_for(football: Ontology) -> None:
    naive, aware = datetime(2025, 3, 1, 8, 30), datetime(2025, 3, 1, 8, 30, tzinfo=UTC)

    assert fingerprint(football, (), aware).stamp == "2025-03-01T08:30:00+00:00"
    assert fingerprint(football, (), naive) == fingerprint(football, (), aware)
    assert fingerprint(football, (), aware).name != fingerprint(football, ()).name


def test_a_build_names_its_run_and_the_hash_of_each_text(ontology: Ontology, tmp_path: Path) -> None:
    text = "泛联院由北京邮电大学发起成立。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    stamp = datetime(2025, 3, 1, tzinfo=UTC)
    graph = kg.build([tmp_path / "a.txt"], tmp_path / "out", ontology=ontology, workers=1, formats=["ttl"], stamp=stamp)
    told = rdflib.Graph().parse(tmp_path / "out" / "graph.ttl")
    (run,) = told.subjects(rdflib.RDF.type, PROV.Activity)

    assert graph.run == fingerprint(ontology, graph.documents, stamp)
    assert graph.documents[0].sha256 == sha256(text.encode()).hexdigest()
    assert told.value(run, PROV.endedAtTime).toPython() == stamp


def test_the_name_of_a_run_hangs_on_all_of_it() -> None:
    whole = Run("1", "2", "3", "4")
    others = [replace(whole, **{name: "x"}) for name in ("version", "ontology", "documents", "stamp")]

    assert len({run.name for run in (whole, *others)}) == 5

"""The engine: the same extractions from one process and from several, in whatever portions the work is shipped."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.engines import extract_all, local
from kg.engines.portions import Portions
from kg.errors import UsageError
from kg.extraction import Extraction
from kg.garbage import RARELY
from kg.model import Document, DocumentInfo
from kg.ontology import Ontology, load_ontology
from small_ontology import BUILT, write_ontology

DOCUMENTS = [
    Document(f"{number:02}.txt", f"第{number}则。北溟造船公司建造了长风破浪号。南屏船務公司擬建造碧海明珠號。")
    for number in range(20)
]

BUILD = """
import sys
import kg.engines.local as local
from kg.pipeline import build
local.WORTH_PROCESSES, local.BATCH = 50, 100
build([sys.argv[1]], sys.argv[2], ontology=sys.argv[3], workers=int(sys.argv[4]))
"""


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return load_ontology(write_ontology(tmp_path_factory.mktemp("ships"), BUILT))


def ids(extractions: list[Extraction]) -> list[str]:
    return [extraction.document.id for extraction in extractions]


def test_two_processes_give_what_one_gives(ships: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = extract_all(DOCUMENTS, ships, workers=1)
    monkeypatch.setattr(local, "WORTH_PROCESSES", 50)
    monkeypatch.setattr(local, "BATCH", 100)
    done: list[DocumentInfo] = []

    shared = extract_all(iter(DOCUMENTS), ships, workers=2, on_done=done.append)

    assert shared == alone
    assert ids(shared) == [document.id for document in DOCUMENTS]
    assert sorted(info.id for info in done) == ids(shared)
    assert all(len(extraction.relations) == 2 for extraction in shared)


def test_batches_grow_smaller_towards_the_end_and_hold_every_document_once() -> None:
    documents = [Document(f"{number}.txt", "北" * 10) for number in range(400)]

    batches = [*Portions(documents).tapering(2, 400)]

    assert [document for batch in batches for document in batch] == documents
    sizes = [len(batch) for batch in batches]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (40, 5)
    assert sum(size == 40 for size in sizes) > 4
    assert [len(batch) for batch in Portions(documents).tapering(2, 400, first=4)][:5] == [5, 5, 5, 5, 40]


@given(st.permutations(DOCUMENTS[:6]))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_result_is_sorted_whatever_the_order_of_reading(ships: Ontology, documents: list[Document]) -> None:
    assert ids(extract_all(documents, ships, workers=1)) == [document.id for document in DOCUMENTS[:6]]


def test_little_text_stays_in_this_process(ships: Ontology) -> None:
    assert extract_all(DOCUMENTS[:3], ships, workers=8) == extract_all(DOCUMENTS[:3], ships, workers=1)


def test_documents_are_read_as_a_stream_some_at_a_time(ships: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engines.local.PASS", 1)
    seen: list[str] = []
    given: list[str] = []

    def stream() -> object:
        for document in DOCUMENTS[:4]:
            given.append(document.id)
            yield document

    extract_all(stream(), ships, workers=1, on_done=lambda info: seen.append(f"{info.id} after {len(given)}"))  # type: ignore[arg-type]

    assert seen == [f"{document.id} after {number}" for number, document in enumerate(DOCUMENTS[:4], 1)]


def test_no_documents_give_no_extractions(ships: Ontology) -> None:
    assert extract_all([], ships, workers=2) == []


@pytest.mark.parametrize("workers", [0, -1])
def test_fewer_than_one_worker_is_wrong_usage(ships: Ontology, workers: int) -> None:
    with pytest.raises(UsageError, match="at least one worker"):
        extract_all(DOCUMENTS, ships, workers=workers)


def test_an_error_in_reading_passes_through(ships: Ontology) -> None:
    def broken() -> object:
        yield DOCUMENTS[0]
        raise UsageError("no more")

    with pytest.raises(UsageError, match="no more"):
        extract_all(broken(), ships, workers=2)  # type: ignore[arg-type]


def test_files_are_the_same_bytes_for_any_hash_seed_and_number_of_processes(tmp_path: Path) -> None:
    ontology = write_ontology(tmp_path, BUILT)
    source = tmp_path / "in"
    source.mkdir()
    for document in DOCUMENTS:
        (source / document.id).write_text(document.text, encoding="utf-8")
    results = []

    for seed, workers in (("0", "1"), ("1", "2")):
        out = tmp_path / f"out{seed}"
        subprocess.run(
            [sys.executable, "-c", BUILD, str(source), str(out), str(ontology), workers],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        results.append({path.name: path.read_bytes() for path in out.iterdir()})

    assert set(results[0]) == {"graph.ttl", "graph.graphml", "graph.html", "dataset.ttl", "report.json"}
    assert results[0] == results[1]


def test_garbage_is_searched_for_as_often_as_before_once_documents_are_read(ships: Ontology) -> None:
    before = gc.get_threshold()
    during: list[tuple[int, int, int]] = []

    extract_all(DOCUMENTS[:2], ships, workers=1, on_done=lambda info: during.append(gc.get_threshold()))

    assert during[0][0] == RARELY > before[0]
    assert gc.get_threshold() == before

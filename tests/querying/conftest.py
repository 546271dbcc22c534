"""The graph of the sample documents, to be asked."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

import kg
from kg.querying.store import Knowledge, open_graph
from sample import ROOT


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    kg.build([ROOT / "seeds"], folder, formats=["ttl"], workers=1)
    return folder


@pytest.fixture(scope="module")
def parsed(out: Path) -> rdflib.Graph:
    """The sample as another library reads it."""
    return rdflib.Graph().parse(out / "graph.ttl")


@pytest.fixture(scope="module")
def sample(out: Path) -> Knowledge:
    return open_graph(out)

"""The graph of the sample documents, to be asked."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg.querying.store import Knowledge, open_graph


@pytest.fixture(scope="session")
def out(sample_out: Path) -> Path:
    return sample_out


@pytest.fixture(scope="session")
def parsed(out: Path) -> rdflib.Graph:
    """The sample as another library reads it."""
    return rdflib.Graph().parse(out / "graph.ttl")


@pytest.fixture(scope="session")
def sample(out: Path) -> Knowledge:
    return open_graph(out)

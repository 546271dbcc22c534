"""The small graph in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from formats_made import written
from graphs import BASE, small_graph, small_schema
from kg.export import FORMATS, export


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all")
    export(small_graph(), folder, base=BASE, schema=small_schema(), formats=FORMATS)
    return folder


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=written("ttl"), format="turtle")

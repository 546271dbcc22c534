"""The ontology of ships with an annotated text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ontology import Ontology, load_ontology
from kg.schema import Schema
from ships_gold import LETTERED, TEXT
from small_ontology import ALLIED, BUILT, write_ontology


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_ontology(tmp_path_factory.mktemp("ships"), {"builtBy": BUILT, "alliesWith": ALLIED}, turtle=LETTERED)
    (root / "examples").mkdir()
    (root / "examples" / "a.txt").write_text(TEXT, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def ships(folder: Path) -> Ontology:
    return load_ontology(folder)


@pytest.fixture(scope="module")
def schema(ships: Ontology) -> Schema:
    return ships.schema

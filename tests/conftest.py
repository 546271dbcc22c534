"""Shared fixtures: the ontology loaded once, documents made by hand, and the newspaper pages where they are at hand."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kg.extraction import Extractor
from kg.keeping.places import cache_folder
from kg.ontology import Ontology, default_data, load_ontology
from kg.pipeline import build
from pages import SHARED

pytest_plugins = ["browsing", "clusters"]

settings.register_profile("kg", deadline=None)  # the first example of a law may load the ontology
settings.load_profile("kg")


LONG = (
    "test_spark.py",
    "test_tutorial.py",
    "test_docs.py",
    "test_python_api.py",
    "test_training.py",
    "test_watching.py",
)
"""Files of tests that take long: they come first, so that processes with little ones left end together."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long to the front; all else keeps its order."""
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONG)))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests, and the commands that they run, out of the user's cache: all processes of a run have one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(made_once(tmp_path_factory, "cache", lambda folder: None)))
        yield


@pytest.fixture(scope="session")
def ontology(own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    """The shipped one, compiled by the first process that wants it: the others, and commands, find it in the cache."""
    made_once(tmp_path_factory, "compiled", lambda folder: load_ontology(cache=cache_folder()))
    return load_ontology(cache=cache_folder())


@pytest.fixture(scope="session")
def sample_out(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Turtle of the documents that come with the project, built once for all processes of the tests; to be read."""

    def make(folder: Path) -> None:
        build([default_data("seeds")], folder, ontology=ontology, formats=["ttl"], workers=1)

    return made_once(tmp_path_factory, "sample", make)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first process of the tests that wants it makes; the others wait for it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # each process has a folder of its own in that of the run
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / name).exists():
            making = Path(tempfile.mkdtemp(dir=base))
            make(making)
            making.rename(base / name)
    return base / name


@pytest.fixture(scope="session")
def extractor(ontology: Ontology) -> Extractor:
    return Extractor(ontology)


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """A folder outside of pytest's private one, while the process has no rights of root."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103 (others must be able to enter it)
        yield Path(folder)
        os.seteuid(user)


@pytest.fixture(scope="session")
def pages() -> list[Path]:
    """The five newspaper pages that the project was measured on; they are not part of it."""
    found = sorted((SHARED / "seeds").glob("*.txt"))
    if not found:
        pytest.skip("the newspaper pages are not at hand (../shared/seeds)")
    return found

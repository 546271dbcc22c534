"""What a worker process of Spark has: the ontology that was shipped to it, loaded once, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.digests import folder_digest
from kg.errors import KgError
from kg.extraction import Extractor
from kg.garbage import collect_rarely
from kg.keeping.program import program_digest
from kg.names.reading import Alias
from kg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    from pyspark import Broadcast

COMPILED = ".compiled"
"""The folder in what is shipped that holds those parts of the ontology that are slow to read (`kg.compiled`)."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Shipped:
    """Where a worker finds the ontology, and what it has to be: the hash of its files, and that of the program."""

    name: str
    digest: str
    program: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent(Generic[Value]):
    """A value that every worker process reads once. ``number`` tells it from all others that it was ever sent."""

    number: str
    broadcast: Broadcast[Value]


@lru_cache(maxsize=1)
def ontology_of(shipped: Shipped) -> Ontology:
    """Load what was shipped.

    Raises:
        KgError: the worker has another program or other files, and would read documents in another way.
    """
    from pyspark import SparkFiles

    collect_rarely()
    if program_digest() != shipped.program:
        hint = "install the same versions of Python, kg and its libraries on all nodes (docs/spark.md)"
        raise KgError(f"a worker of the cluster has another kg, Python or library than this machine\n  hint: {hint}")
    folder = Path(SparkFiles.get(shipped.name))
    if folder_digest(folder) != shipped.digest:
        raise KgError("the ontology came to a worker otherwise than it was sent\n  hint: it must not change meanwhile")
    compiled = folder / COMPILED
    with suppress(OSError):  # not there, or somebody else's: then the files themselves are read
        compiled.chmod(0o700)
    return load_ontology(folder, shipped.sources, cache=compiled)


@lru_cache(maxsize=1)
def extractor_of(shipped: Shipped) -> Extractor:
    """What reads documents."""
    return Extractor(ontology_of(shipped))


_listening: tuple[str, Extractor] | None = None


def listening_of(shipped: Shipped, forms: Sent[Mapping[str, Alias]]) -> Extractor:
    """What reads documents with the forms that others tell; made once for each set of forms."""
    global _listening
    number = f"{shipped.digest} {forms.number}"
    if _listening is None or _listening[0] != number:
        _listening = number, extractor_of(shipped).listening(forms.broadcast.value)
    return _listening[1]

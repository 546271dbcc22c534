"""A graph as a store on disk that opens in no time, kept from one start of the server to the next.

A store belongs to the bytes of its file and the version of the library that wrote it: another file, another store. It
is made beside and moved to its place when it is whole, so that no reader meets half of one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO

from kg.errors import OutputError
from kg.keeping.places import cache_folder
from kg.querying.graphfile import load

KEPT = 4
"""So many stores are kept; a further one takes the place of the one not used for longest."""

_PREFIX = "graph-"
_MAKING = ".making-"
_LOCK = "in-use"
_STORE = "store"


@contextmanager
def stored(graph: Path, folder: Path | None = None) -> Iterator[Path]:
    """Make or find the store of a graph; it stays in place as long as the context is open.

    Args:
        graph: its file.
        folder: where stores are kept; by default the user's folder for what can be made again.

    Yields:
        The folder to give to ``pyoxigraph.Store.read_only``.

    Raises:
        InputError: the file is not there, cannot be read, or is not what its suffix tells.
        OutputError: the folder cannot be written.
    """
    folder = folder or cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{_PREFIX}{_fingerprint(graph)}"
        if not (place / _STORE).is_dir():
            _make(graph, place)
        lock = (place / _LOCK).open("a")
    except OSError as error:
        raise OutputError(
            f"{folder}: the store of the graph cannot be kept here: {error.strerror or error}\n"
            "  hint: set XDG_CACHE_HOME to a folder that can be written"
        ) from error
    with lock:
        _shared(lock)
        with suppress(OSError):  # a folder of somebody else's serves as well
            os.utime(place)
        _tidy(folder)
        yield place / _STORE


def _fingerprint(graph: Path) -> str:
    import pyoxigraph

    content = blake2b(pyoxigraph.__version__.encode(), digest_size=16)
    if graph.is_file():
        with graph.open("rb") as source:
            while block := source.read(1 << 20):
                content.update(block)
    return content.hexdigest()


def _make(graph: Path, place: Path) -> None:
    import pyoxigraph

    with tempfile.TemporaryDirectory(prefix=_MAKING, dir=place.parent, ignore_cleanup_errors=True) as beside:
        made = Path(beside) / "made"
        (made / _STORE).mkdir(parents=True)
        with (Path(beside) / _LOCK).open("a") as lock:
            _shared(lock)
            store = pyoxigraph.Store(made / _STORE)
            load(store, graph)
            store.optimize()  # read three times as fast ever after
            store.flush()
            del store  # closes it
            with suppress(OSError):  # another server was faster; its store is the same
                made.rename(place)


def _tidy(folder: Path) -> None:
    """Remove the stores not used for longest, and what a server that was killed left half made.

    Nothing is removed that a running server holds.
    """
    places = [path for path in folder.glob(f"{_PREFIX}*") if path.is_dir()]
    with suppress(OSError):
        places.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for place in (*places[KEPT:], *(path for path in folder.glob(f"{_MAKING}*") if (path / _LOCK).exists())):
            with (place / _LOCK).open("a") as lock:
                if _alone(lock):
                    shutil.rmtree(place, ignore_errors=True)


def _shared(lock: IO[str]) -> None:
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_SH)


def _alone(lock: IO[str]) -> bool:
    """Tell whether nobody holds a lock. Where there are no such locks, nothing is ever removed."""
    try:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True

"""Waiting for documents or the ontology to change."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from kg.errors import InputError, UsageError

_QUIET = 200
"""Milliseconds without a further change after which a number of changes is taken for one."""

_LOOK = 1000
"""Milliseconds after which it is looked whether to end."""


def changes(
    paths: Sequence[Path | str], ontology: Path, out: Path, *, stopped: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Wait for changes: once at the start, as soon as none can be missed, and again after each.

    What changes while the caller is busy is told when it asks again.

    Args:
        paths: the files and folders that are read; hidden files below folders do not count, as they are not read.
        ontology: the folder that is read with.
        out: the folder that is written, which does not count even if it lies in one of the others.
        stopped: asked about once a second whether to end.

    Raises:
        UsageError: standard input is among the paths, which is read but once.
        InputError: one of the paths is not there.
        KeyboardInterrupt: the user wants to end.
    """
    from watchfiles import watch

    if "-" in map(str, paths):
        raise UsageError("--watch cannot wait for standard input to change\n  hint: give files or folders")
    roots = [Path(os.path.realpath(path)) for path in (*paths, ontology)]
    for path, root in zip((*paths, ontology), roots, strict=True):
        if not root.exists():
            raise InputError(
                str(path), "no such file or folder", "check the spelling, and the folder it is looked for in"
            )
    own = Path(os.path.realpath(out))
    # A file that is saved is often another one of the same name: only its folder can tell.
    folders = {root if root.is_dir() else root.parent for root in roots}

    def counts(change: object, name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(own) and own not in roots:
            return False
        return any(
            path == root or (path.is_relative_to(root) and not _hidden(path.relative_to(root))) for root in roots
        )

    yield from _told(
        watch(
            *sorted(folders),
            watch_filter=counts,
            step=_QUIET,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            recursive=any(root.is_dir() for root in roots),
        ),
        stopped,
    )


def _told(watched: Iterator[Collection[object]], stopped: Callable[[], bool]) -> Iterator[None]:
    next(watched)  # from now on nothing is missed
    yield
    while not stopped():
        if next(watched):
            yield


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)

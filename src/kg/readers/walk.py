"""A file or folder → the files below it, each with its id, in the order of their ids."""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.readers.telling import no_reader
from kg.values import value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

_LOCKS = "~$"  # how the names of files begin that office programs keep beside an open one

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@value
class Source:
    """A file to read. ``id`` is its path below the root with ``/``, or its name if it is the root itself.

    ``suffix`` is in lower case; ``real`` is where it lies when all links are followed: files with the same are one.
    """

    path: str
    id: str
    suffix: str
    real: str


def walk(root: Path, suffixes: Collection[str], on_problem: Callable[[InputError], None]) -> Iterator[Source]:
    """Find the files at or below ``root`` that a reader knows.

    Symbolic links are followed as long as they stay below ``root``, and into no folder twice. In folders, names that
    begin with a dot are passed over, and so are the locks that office programs keep beside an open file, the folder
    that a browser saved beside a page with what the page shows, and folders that an earlier build wrote.

    Args:
        root: A file or folder.
        suffixes: The suffixes that have a reader, in lower case with the dot.
        on_problem: Called for everything else that is there: unknown suffixes, devices, broken or circular links,
            folders that may not be read.

    Yields:
        The files, sorted by id (code point order).
    """
    visited: set[tuple[int, int]] = set()
    top = os.path.realpath(root)
    # Paths are texts here: of many files, making the system's paths takes longer than finding them.
    pending: list[tuple[str, str, str]] = [(str(root), "", "")]
    while pending:
        path, identifier, real = pending.pop()
        suffix = _suffix(path)
        if real:  # a file and no link, as its folder tells: it need not be looked at again
            if suffix in suffixes:
                yield Source(path, identifier, suffix, real)
            else:
                on_problem(no_reader(shown(path), shown(suffix), suffixes))
            continue
        try:
            status = os.stat(path)
            children = _children(path) if stat.S_ISDIR(status.st_mode) else []
        except OSError as error:
            dangling = error.errno == errno.ENOENT and os.path.islink(path)
            on_problem(_dangling(path) if dangling else problem(path, error))
            continue
        if identifier and os.path.islink(path) and not _lies_below(path, top):
            on_problem(InputError(shown(path), "link that leads out of the folder", "give what it leads to as a path"))
        elif stat.S_ISREG(status.st_mode):
            if suffix in suffixes:
                yield Source(path, identifier or shown(os.path.basename(path)), suffix, os.path.realpath(path))
            else:
                on_problem(no_reader(shown(path), shown(suffix), suffixes))
        elif not stat.S_ISDIR(status.st_mode):
            reason = f"{_kind(status.st_mode)}, not a file"
            on_problem(InputError(shown(path), reason, "give a file, or - for standard input"))
        elif (folder := (status.st_dev, status.st_ino)) in visited:
            on_problem(InputError(shown(path), "link to a folder already read", "remove the link"))
        elif not (identifier and _is_output(name for _, name, _ in children)):
            visited.add(folder)
            pending.extend(_below("" if path == os.curdir else path, identifier, os.path.realpath(path), children))


def _below(
    path: str, identifier: str, real: str, children: list[tuple[str, str, bool]]
) -> Iterator[tuple[str, str, str]]:
    """What lies in a folder as `walk` takes it up: the last one first."""
    identifier = identifier and f"{identifier}/"
    path, real = os.path.join(path, ""), os.path.join(real, "")
    for _, name, is_plain in reversed(children):
        yield path + name, identifier + shown(name), real + name if is_plain else ""


def _is_output(names: Iterable[str]) -> bool:
    """Tell whether a folder with these names is what `kg build` wrote: a graph of documents is none of them."""
    found = set(names)
    return "report.json" in found and any(name.startswith("graph.") for name in found)


def _suffix(path: str) -> str:
    """The suffix of a file in lower case with its dot; none of names that begin or end with their only dot."""
    name = path[path.rfind(os.sep) + 1 :]
    dot = name.rfind(".")
    return name[dot:].lower() if 0 < dot < len(name) - 1 else ""


def _children(folder: str) -> list[tuple[str, str, bool]]:
    """What lies in a folder in order, each with what it is sorted by, its name, and whether it is a file and no link.

    With its slash a folder sorts among files as the ids of what it holds do: "a.txt" < "a/b.txt" < "a0.txt".
    """
    with os.scandir(folder) as entries:
        found = [
            (shown(one.name) + ("/" if _is_folder(one) else ""), one.name, one.is_file(follow_symlinks=False))
            for one in entries
            if not one.name.startswith((".", _LOCKS))
        ]
    beside = _beside_pages([name for _, name, _ in found])
    return sorted(one for one in found if one[1] not in beside)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # Of a link that leads back to itself the entry would raise an error.
    return os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir()


def _lies_below(path: str, top: str) -> bool:
    real = os.path.realpath(path)
    return real == top or real.startswith(top.rstrip(os.sep) + os.sep)


def _beside_pages(names: Collection[str]) -> set[str]:
    """The names of folders with scripts, styles and frames that browsers save beside ``page.html``."""
    stems = {name.rsplit(".", 1)[0] for name in names if name.lower().endswith((".html", ".htm"))}
    return {stem + ending for stem in stems for ending in ("_files", ".files")} & set(names)


def shown(path: str | Path) -> str:
    """``path`` as text that can be printed: what of a file name is no UTF-8 or a control character becomes U+FFFD."""
    if isinstance(path, str) and path.isprintable():
        return path
    return _UNSHOWN.sub("\ufffd", os.fsencode(path).decode("utf-8", "replace"))


def problem(path: str | Path, error: OSError) -> InputError:
    """What to tell the user when the operating system refuses ``path``."""
    match error.errno:
        case errno.ENOENT:
            reason, hint = "no such file or folder", "check the spelling, and the folder it is looked for in"
        case errno.EACCES | errno.EPERM:
            reason, hint = "no permission to read it", "change its permissions, or run as a user who may read it"
        case errno.ELOOP:
            reason, hint = "symbolic link that leads back to itself", "remove the link"
        case _:
            reason, hint = error.strerror or str(error), ""
    return InputError(shown(path), reason, hint)


def _dangling(path: str) -> InputError:
    return InputError(shown(path), "symbolic link to nothing", "remove the link, or mend it")


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "named pipe"
    return "socket" if stat.S_ISSOCK(mode) else "device"

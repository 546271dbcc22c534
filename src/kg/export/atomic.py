"""Files that are either all there and whole, or left as they were.

Each file is written beside its target under a private name, forced to the disk, and only when all are done do they
take their names. A full disk or an interrupted run leaves the earlier output as it was.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import Fault, Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_REMEDIES = {
    errno.EACCES: "choose a folder that you may write to, or change its permissions",
    errno.EPERM: "choose a folder that you may write to, or change its permissions",
    errno.EROFS: "choose a folder on a disk that can be written",
    errno.ENOSPC: "free some space, or choose a folder on another disk",
    errno.EDQUOT: "free some space, or choose a folder on another disk",
    errno.EEXIST: "choose another folder, or move that file away",
    errno.ENOTDIR: "choose another folder, or move that file away",
    errno.EISDIR: "choose another folder, or move the one of that name away",
    errno.ENAMETOOLONG: "choose a folder with a shorter path",
}


def write_all(directory: Path, writers: Mapping[str, Callable[[Path], None]]) -> list[Path]:
    """Write several files into one folder: all of them or none.

    Args:
        directory: The folder; it is made if it is not there.
        writers: For each file name a function that writes the file at the path it is given.

    Returns:
        The files written, in the order of ``writers``.

    Raises:
        OutputError: If the folder or a file cannot be written, with the place, the reason and a remedy. What a writer
            raises beyond ``OSError`` passes through. Either way the files there before are as they were.
    """
    targets = {directory / name: writer for name, writer in writers.items()}
    temporary: dict[Path, Path] = {}
    try:
        _make(directory)
        for target in targets:
            if target.is_dir():
                raise _error(target, IsADirectoryError(errno.EISDIR, "a folder has this name"))
        for target, writer in targets.items():
            try:
                temporary[target] = _claim(target)
                writer(temporary[target])
                _force(temporary[target])
            except OSError as error:
                raise _error(target, error) from error
        _replace(temporary)
    finally:
        _remove(temporary.values())
    with suppress(OSError):  # some systems cannot force a folder to the disk; the files themselves are safe
        _force(directory)
    return list(targets)


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise _error(directory, NotADirectoryError(errno.ENOTDIR, "a file stands where a folder is needed")) from error
    except OSError as error:
        raise _error(directory, error) from error


def _beside(target: Path) -> Path:
    # The name says nothing of the target's, so that a long one does not grow too long.
    return target.parent / f".kg-{secrets.token_hex(8)}.tmp"


def _claim(target: Path) -> Path:
    path = _beside(target)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return path


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(temporary: Mapping[Path, Path]) -> None:
    """Give each file its name; if one of them cannot have it, give those before it back what they had."""
    kept: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for target, path in temporary.items():
            try:
                if target.exists():
                    kept[target] = _keep(target)
                os.replace(path, target)
            except OSError as error:
                raise _error(target, error) from error
            done.append(target)
    except BaseException:
        for target in done:
            if target in kept:
                os.replace(kept[target], target)
            else:
                target.unlink()
        raise
    finally:
        _remove(kept.values())


def _keep(target: Path) -> Path:
    path = _beside(target)
    try:
        os.link(target, path)
    except OSError:  # a file system without links, or a file of another user
        shutil.copy2(target, path)
    return path


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _error(path: Path, error: OSError) -> OutputError:
    reason = f"cannot be written: {error.strerror or error}"
    return OutputError(
        str(Fault(Location(str(path)), reason, _REMEDIES.get(error.errno or 0, "choose another folder")))
    )

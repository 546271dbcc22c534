"""Files that are either all there and whole, or left as they were.

Each file is written beside its target under a private name and forced to the disk. Only when all are done is it written
down which of them is to take which name (the *journal*), and then they take their names. A full disk or a fault
leaves the earlier files as they were; a process that is killed while names change hands leaves the journal, by which
the next one that claims the folder ends the work. A *seal*, a file that tells of the others, is taken away before
and given back after all others, so that who finds it finds one set.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import Fault, Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

JOURNAL = ".kg-journal"
"""The name of the file that tells which files are to take which names; it is there only while they do."""

_TEMPORARY = re.compile(r"\.kg-[0-9a-f]{16}\.tmp")

_REMEDIES = {
    errno.EACCES: "choose a folder that you may write to, or change its permissions",
    errno.EPERM: "choose a folder that you may write to, or change its permissions",
    errno.EROFS: "choose a folder on a disk that can be written",
    errno.ENOSPC: "free some space, or choose a folder on another disk",
    errno.EDQUOT: "free some space, or choose a folder on another disk",
    errno.EFBIG: "allow larger files, or choose a folder on another disk",
    errno.EEXIST: "choose another folder, or move that file away",
    errno.ENOTDIR: "choose another folder, or move that file away",
    errno.EISDIR: "choose another folder, or move the one of that name away",
    errno.ENAMETOOLONG: "choose a folder with a shorter path",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A folder that no other process of kg writes to as long as the claim is held; `claimed` gives it."""

    directory: Path


@contextmanager
def claimed(directory: Path) -> Iterator[Claim]:
    """Keep a folder for oneself, and end what a process that was killed there had begun.

    The folder is made if it is not there, and taken away again if nothing was written to it. Two claims exclude each
    other on one machine, where the system has locks; a claim ends with its process, however that ends.

    Raises:
        OutputError: the folder cannot be made, or another process writes to it.
    """
    made = _make(directory)
    lock = _lock(directory)
    try:
        settle(directory)
        yield Claim(directory)
    finally:
        if lock is not None:
            os.close(lock)
        for folder in made:
            with suppress(OSError):  # something was written
                folder.rmdir()


def settle(directory: Path) -> None:
    """End what a killed process had begun in a claimed folder: give the names that its journal tells, drop the rest.

    Raises:
        OutputError: the folder cannot be written.
    """
    try:
        for name, temporary in _journal(directory).items():
            if (directory / temporary).is_file():
                os.replace(directory / temporary, directory / name)
        (directory / JOURNAL).unlink(missing_ok=True)
        _remove(directory / name for name in os.listdir(directory) if _TEMPORARY.fullmatch(name))
    except OSError as error:
        raise _error(directory, error) from error


def write_all(
    folder: Path | Claim,
    writers: Mapping[str, Callable[[Path], None]],
    seal: tuple[str, Callable[[Path], None]] | None = None,
) -> list[Path]:
    """Write several files into one folder: all of them or none.

    Args:
        folder: The folder, or a claim to it; it is made if it is not there.
        writers: For each file name a function that writes the file at the path it is given.
        seal: Name and writer of the file that tells of the others; it is written when they are.

    Returns:
        The files written, in the order of ``writers``, the seal last.

    Raises:
        OutputError: If the folder or a file cannot be written, with the place, the reason and a remedy. What a writer
            raises beyond ``OSError`` passes through. Either way the files there before are as they were.
    """
    if not isinstance(folder, Claim):
        with claimed(folder) as claim:
            return write_all(claim, writers, seal)
    directory = folder.directory
    names = [*writers, *([seal[0]] if seal else [])]
    temporary: dict[str, Path] = {}
    try:
        for name in names:
            if (directory / name).is_dir():
                raise _error(directory / name, IsADirectoryError(errno.EISDIR, "a folder has this name"))
        for name, writer in (*writers.items(), *([seal] if seal else [])):
            _write(directory / name, temporary, writer)
        _take_names(directory, temporary, seal[0] if seal else "")
    finally:
        _remove(temporary.values())
    return [directory / name for name in names]


def _write(target: Path, temporary: dict[str, Path], writer: Callable[[Path], None]) -> None:
    try:
        path = temporary[target.name] = _claim(target)
        writer(path)
        _force(path)
    except OSError as error:
        raise _error(target, error) from error


def _make(directory: Path) -> list[Path]:
    """Make a folder and those above it; give those that were made, the innermost first."""
    missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise _error(directory, NotADirectoryError(errno.ENOTDIR, "a file stands where a folder is needed")) from error
    except OSError as error:
        raise _error(directory, error) from error
    return missing


def _lock(directory: Path) -> int | None:
    """Lock a folder; give what holds the lock, None where there are no locks.

    Raises:
        OutputError: another process has locked it.
    """
    try:
        import fcntl

        descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        hint = "wait until it has ended, or choose another folder with --out"
        raise OutputError(str(Fault(Location(str(directory)), "another kg writes to this folder", hint))) from None
    except OSError:  # a network's file system without locks
        os.close(descriptor)
        return None
    return descriptor


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


def _force_names(directory: Path) -> None:
    with suppress(OSError):  # some systems cannot force a folder to the disk; the files themselves are safe
        _force(directory)


def _journal(directory: Path) -> dict[str, str]:
    """The names to give and the files to give them to, as far as they are names that kg gives in this folder."""
    try:
        told = json.loads((directory / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        return {}  # it never came to be whole, so no name had changed hands
    entries = told.items() if isinstance(told, dict) else ()
    return {
        name: temporary
        for name, temporary in entries
        if isinstance(temporary, str) and _TEMPORARY.fullmatch(temporary) and os.path.basename(name) == name != ""
    }


def _take_names(directory: Path, temporary: Mapping[str, Path], seal: str) -> None:
    """Give each file its name; if one of them cannot have it, give those before it back what they had."""
    kept: dict[Path, Path] = {}
    done: list[Path] = []
    journal = directory / JOURNAL
    try:
        for name in temporary:
            if (directory / name).is_file():
                kept[directory / name] = _keep(directory / name)
        _begin(journal, {name: path.name for name, path in temporary.items()})
        if seal:
            (directory / seal).unlink(missing_ok=True)
            _force_names(directory)
        for name, path in temporary.items():
            try:
                os.replace(path, directory / name)
            except OSError as error:
                raise _error(directory / name, error) from error
            done.append(directory / name)
        _force_names(directory)
    except OSError as error:
        _give_back(journal, kept, done)
        raise _error(directory, error) from error
    except BaseException:
        _give_back(journal, kept, done)
        raise
    else:
        journal.unlink(missing_ok=True)
    finally:
        _remove(kept.values())


def _begin(journal: Path, names: Mapping[str, str]) -> None:
    path = _claim(journal)
    try:
        path.write_text(json.dumps(names), encoding="utf-8")
        _force(path)
        os.replace(path, journal)
    finally:
        _remove([path])
    _force_names(journal.parent)


def _give_back(journal: Path, kept: Mapping[Path, Path], done: Iterable[Path]) -> None:
    with suppress(OSError):
        journal.unlink(missing_ok=True)
    for target, path in kept.items():
        with suppress(OSError):
            os.replace(path, target)
    for target in done:
        if target not in kept:
            with suppress(OSError):
                target.unlink(missing_ok=True)


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

"""A fresh ontology folder for another field: a small working one, football, whose comments teach."""

from __future__ import annotations

from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from shutil import copyfile

from kg.errors import OutputError, UsageError


def init_ontology(directory: Path) -> list[Path]:
    """Write the template of an ontology into a folder: all of it or nothing.

    Args:
        directory: the folder; it is made if it is not there, with its parents. It must be empty.

    Returns:
        The files written, sorted by path. `kg.check.check_ontology` and `kg.pipeline.build` accept the folder as it is.

    Raises:
        UsageError: the folder holds something, or a file has its name; nothing was changed.
        OutputError: the folder or a file cannot be written; what had been made was taken away again.
    """
    template = Path(str(files("kg"))) / "template"
    sources = sorted(path for path in template.rglob("*") if path.is_file() and not path.name.startswith("."))
    made: list[Path] = []
    try:
        _ask_for_room(directory)
        _make(directory, made)
        for source in sources:
            target = directory / source.relative_to(template)
            _make(target.parent, made)
            made.append(target)
            copyfile(source, target)
    except BaseException as error:
        _remove(made)
        if isinstance(error, OSError):
            path = error.filename or directory
            hint = "choose a folder that you may write to, on a disk with room"
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}\n  hint: {hint}") from error
        raise
    return [directory / source.relative_to(template) for source in sources]


def _ask_for_room(directory: Path) -> None:
    """Refuse a target that would have to be changed."""
    hint = "name a new folder; nothing was written"
    if directory.is_dir():
        if any(directory.iterdir()):
            raise UsageError(f"{directory}: the folder is not empty\n  hint: {hint}")
    elif directory.exists() or directory.is_symlink():
        raise UsageError(f"{directory}: a file of this name is there\n  hint: {hint}")


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and note each that was not there."""
    if not folder.is_dir():
        _make(folder.parent, made)
        folder.mkdir()
        made.append(folder)


def _remove(made: list[Path]) -> None:
    """Take away what was made, the latest first."""
    for path in reversed(made):
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()

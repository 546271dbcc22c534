"""Where things are kept that can be made again, and who may write there."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def cache_folder() -> Path:
    """The user's folder for what programs can make again, as the platform has it."""
    home = Path.home()
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"]) / "kg"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "kg"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "kg" / "cache"
    return home / ".cache" / "kg"


def private_folder(folder: Path) -> Path:
    """Make a folder that the user alone may enter, or see that one which is there is private.

    Raises:
        OSError: it cannot be made.
        PermissionError: it is somebody else's, or others can write to it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    require_private(folder)
    return folder


def require_private(path: Path) -> None:
    """See that nobody else can write to a folder or file: what is found in it would decide what a graph says.

    Raises:
        PermissionError: somebody can. On Windows the user's profile keeps others out, and nothing is asked.
        OSError: it cannot be looked at.
    """
    if sys.platform == "win32":
        return
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode) and path.is_file():
        raise PermissionError(None, "it is a link, and may lead to what others can write")
    status = path.stat()
    if status.st_uid not in (os.geteuid(), 0):
        raise PermissionError(None, "it belongs to another user")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(None, "others can write to it (chmod go-w)")

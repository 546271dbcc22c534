"""The program told by one hash: what it works out is good for the same program only."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from kg.digests import digest
from kg.version import __version__

LIBRARIES = ("daachorse", "jieba", "numpy", "opencc", "pyyaml", "rdflib", "rjieba")
"""Those whose version may change what is read, in an ontology or a document."""

_TOLD = ".dist-info"


@cache
def program_digest() -> str:
    """The SHA-256 of the program: its version and files, its libraries' versions, and Python's.

    The files count because a checkout changes without its version.
    """
    told = [("kg", __version__), ("python", sys.version), ("unicode", unicodedata.unidata_version)]
    installed = _installed()
    told += [(library, installed.get(library) or _version(library)) for library in LIBRARIES]
    root = Path(str(files("kg")))
    paths = sorted(path for suffix in ("py", "tsv") for path in root.rglob(f"*.{suffix}"))
    told += [
        (path.relative_to(root).as_posix(), sha256(path.read_bytes()).hexdigest())
        for path in paths
        if path.relative_to(root).parts[0] != "data"  # the ontology that comes with the package is told by itself
    ]
    return digest(told)


def _installed() -> Mapping[str, str]:
    """The versions of libraries by the names of the folders that tell of them, the first on Python's path.

    `importlib.metadata` takes ten times as long to load, and to read what these folders hold.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:  # it is not there, or an archive
            continue
        for name in names:
            library, _, version = name.removesuffix(_TOLD).partition("-")
            if version and name.endswith(_TOLD):
                found.setdefault(library.lower(), version)
    return found


def _version(library: str) -> str:
    """The version of a library that is installed in another way; empty if it is not."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return ""

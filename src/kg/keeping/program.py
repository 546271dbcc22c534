"""The program told by one hash: what it works out is good for the same program only."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from kg.digests import digest
from kg.version import __version__

LIBRARIES = ("daachorse", "jieba", "numpy", "opencc", "pyyaml", "rdflib", "rjieba")
"""Those whose version may change what is read, in an ontology or a document."""


@cache
def program_digest() -> str:
    """The SHA-256 of the program: its version and files, its libraries' versions, and Python's.

    The files count because a checkout changes without its version.
    """
    told = [("kg", __version__), ("python", sys.version), ("unicode", unicodedata.unidata_version)]
    for library in LIBRARIES:
        try:
            told.append((library, version(library)))
        except PackageNotFoundError:
            told.append((library, ""))
    root = Path(str(files("kg")))
    paths = sorted(path for suffix in ("py", "tsv") for path in root.rglob(f"*.{suffix}"))
    told += [
        (path.relative_to(root).as_posix(), sha256(path.read_bytes()).hexdigest())
        for path in paths
        if path.relative_to(root).parts[0] != "data"  # the ontology that comes with the package is told by itself
    ]
    return digest(told)

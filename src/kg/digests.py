"""Content told by hashes: of an ontology folder, and of lists of names with hashes."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

NOT_READ = frozenset({"examples", "queries", "check.yaml", "shapes.ttl", "context.jsonld"})
"""What may lie in an ontology folder and changes nothing in how documents are read."""


def folder_digest(folder: Path, sources: Iterable[str] = ()) -> str:
    """The SHA-256 of all files of an ontology folder that documents are read by, in hexadecimal digits.

    Args:
        folder: the folder; where it lies does not count.
        sources: names of further sources of names, which count too.

    Raises:
        OSError: a file cannot be read.
    """
    tops = [path for path in folder.iterdir() if not _is_apart(Path(path.name))]  # most files lie in what is not read
    paths = ((path, path.relative_to(folder)) for top in tops for path in (top, *top.rglob("*")))
    files = ((path, name) for path, name in paths if not _is_apart(name) and path.is_file())
    told = [(name.as_posix(), sha256(path.read_bytes()).hexdigest()) for path, name in files]
    return digest([*sorted(told), *(("source", name) for name in sources)])


def digest(pairs: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 of lines of a name and a hash. A line break in a name cannot be taken for the end of a line."""
    found = sha256()
    for name, told in pairs:
        found.update(f"{name.encode('unicode_escape').decode()} {told}\n".encode())
    return found.hexdigest()


def _is_apart(path: Path) -> bool:
    return path.parts[0] in NOT_READ or any(part.startswith((".", "__")) for part in path.parts)

"""What made a graph, told by content: hashes of the ontology folder and of the documents, and the program's version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from kg.model import DocumentInfo, Run
from kg.ontology import Ontology
from kg.version import __version__

NOT_READ = frozenset({"examples", "queries", "check.yaml", "shapes.ttl", "context.jsonld"})
"""What may lie in an ontology folder and changes nothing in how documents are read."""


def fingerprint(ontology: Ontology, documents: Iterable[DocumentInfo], stamp: datetime | None = None) -> Run:
    """Tell what makes a graph of some documents with an ontology.

    Args:
        ontology: its folder is hashed, file by file, and the names of further sources of names.
        documents: their ids and the hashes of their texts are hashed, in any order.
        stamp: a time to keep, if one is wanted; without a zone it is taken for UTC.

    Raises:
        OSError: a file of the ontology folder cannot be read any more.
    """
    moment = "" if stamp is None else (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).isoformat("T", "seconds")
    read = sorted((document.id, document.sha256) for document in documents)
    return Run(__version__, _folder(ontology.folder, ontology.source_names), _digest(read), moment)


def _folder(folder: Path, sources: Iterable[str]) -> str:
    files = (path for path in folder.rglob("*") if path.is_file() and not _is_apart(path.relative_to(folder)))
    told = [(path.relative_to(folder).as_posix(), sha256(path.read_bytes()).hexdigest()) for path in files]
    return _digest([*sorted(told), *(("source", name) for name in sources)])


def _is_apart(path: Path) -> bool:
    return path.parts[0] in NOT_READ or any(part.startswith((".", "__")) for part in path.parts)


def _digest(pairs: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 of lines of a name and a hash. A line break in a name cannot be taken for the end of a line."""
    lines = "".join(f"{name.encode('unicode_escape').decode()} {digest}\n" for name, digest in pairs)
    return sha256(lines.encode()).hexdigest()

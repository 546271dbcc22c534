"""What made a graph, told by content: hashes of the ontology folder and of the documents, and the program's version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from kg.digests import digest, folder_digest
from kg.model import DocumentInfo
from kg.ontology import Ontology
from kg.run import Run
from kg.version import __version__


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
    return Run(__version__, folder_digest(ontology.folder, ontology.source_names), digest(read), moment)

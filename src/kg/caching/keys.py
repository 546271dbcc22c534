"""What an extraction hangs on, as one hash: the document, the ontology, and the program with its libraries."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from kg.caching.encoding import LAYOUT, plain_alias
from kg.digests import digest
from kg.keeping.packing import packed
from kg.keeping.program import program_digest
from kg.model import Document
from kg.names.reading import Alias
from kg.ontology import Ontology


def context_of(ontology: Ontology) -> bytes:
    """The hash of all that decides how documents are read; empty if that cannot be told.

    It cannot for an ontology that is not just what its folder holds, nor for further sources of names, whose code is
    somebody else's.
    """
    if not ontology.digest or ontology.sources:
        return b""
    return bytes.fromhex(digest([("layout", LAYOUT), ("ontology", ontology.digest), ("program", program_digest())]))


def key_of(context: bytes, document: Document, used: Iterable[Alias] = ()) -> bytes:
    """The key that an extraction is kept by: 32 bytes.

    Args:
        context: what `context_of` gave.
        document: all of it counts but its origin.
        used: the forms of names that it was read with and that other documents told.
    """
    told = blake2b(context, digest_size=32)
    for alias in used:
        told.update(packed(plain_alias(alias)))
    one = document
    told.update(packed([one.id, one.title, one.date, one.url, one.pages, one.text]))  # no two lists give the same bytes
    return told.digest()

"""What made a graph, so that whoever has the graph can make it again."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph: the program's version, and hashes of the ontology and of the documents that it read.

    ``ontology`` and ``documents`` are SHA-256 in hexadecimal digits. ``stamp`` is the time (XML Schema ``dateTime``) if
    it was asked for; without it equal runs are equal values.
    """

    version: str
    ontology: str
    documents: str
    stamp: str = ""

    @property
    def name(self) -> str:
        """A name made of all that is known of the run: 20 hexadecimal digits of a BLAKE2b hash."""
        content = "\0".join((self.version, self.ontology, self.documents, self.stamp))
        return blake2b(content.encode(), digest_size=10).hexdigest()

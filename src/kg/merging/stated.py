"""What documents state of the same two things, one row for each place → the row of a statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from kg.keeping.packing import packed, unpacked
from kg.merging.rows import evidence_of
from kg.model import Evidence

INSERT = "INSERT INTO statement VALUES (?, ?, ?, ?, ?)"
"""Puts the row of a statement into its table."""

Key = tuple[int, str, int, str]
"""Subject, relation, object, modality; the ends as numbers of entities."""


class Stated(NamedTuple):
    """A place that states something. ``swapped`` if it names the ends the other way round."""

    subject: int
    relation: str
    object: int
    modality: str
    doc: int
    confidence: float
    number: int
    swapped: int


def grouped(rows: Iterable[Stated]) -> Iterator[list[Stated]]:
    """Rows that come in order of what they state and of documents, those of one statement together."""
    return (list(group) for _, group in groupby(rows, key=lambda row: row[:4]))


def merged(connection: sqlite3.Connection, group: list[Stated], most: int) -> tuple[int, str, int, str, bytes]:
    """A statement's row: like `kg.graph.merged`, with the evidence of so many documents as are needed for the most.

    Args:
        connection: where the places are.
        group: what states it, in order of the documents' ids.
        most: so many places are kept.
    """
    first = group[0]
    documents = [doc for doc, _ in groupby(one.doc for one in group)]
    if len(documents) == len(group):
        return *first[:4], _row_of_documents(connection, group[:most], group, documents)
    kept: set[tuple[int, Evidence]] = set()
    evidence = []
    for place, (_, several) in enumerate(groupby(group, key=lambda one: one.doc)):
        if len(kept) >= most:
            break
        for one in several:
            (content,) = connection.execute("SELECT evidence FROM fact WHERE number = ?", (one.number,)).fetchone()
            plain = unpacked(content)
            found = evidence_of(plain, "", swapped=bool(one.swapped))
            if (place, found) not in kept:
                kept.add((place, found))
                evidence.append((place, found, one, plain))
    evidence.sort(key=lambda row: row[:2])
    plain_evidence = [[one.doc, one.swapped, plain] for _, _, one, plain in evidence[:most]]
    row = [len(group), max(one.confidence for one in group), plain_evidence, documents, ""]
    return *first[:4], packed(row)


def _row_of_documents(
    connection: sqlite3.Connection, kept: list[Stated], group: list[Stated], documents: list[int]
) -> bytes:
    """What `merged` packs where each document states the fact once: nothing has to be unpacked to put it in order."""
    find = connection.execute
    evidence = b",".join(
        b"[%d,%d,%s]"
        % (one.doc, one.swapped, *find("SELECT evidence FROM fact WHERE number = ?", (one.number,)).fetchone())
        for one in kept
    )
    confidence = packed(max(one.confidence for one in group))
    return b'[%d,%s,[%s],%s,""]' % (len(group), confidence, evidence, packed(documents))

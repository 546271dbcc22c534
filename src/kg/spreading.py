"""Work on many pieces that several processes may share: the results are the same, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from kg.ontology import Ontology

_Common = TypeVar("_Common")
_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")

Work = Callable[[Ontology, _Common, _Piece], _Result]
"""A pure function of a module: what it is given and gives can go from one process to another."""


class Spread(Protocol):
    """Does work on pieces, in this process (`here`) or in several (`kg.engines.local.Local.spread`)."""

    def __call__(
        self, work: Work[_Common, _Piece, _Result], common: _Common, pieces: Iterable[_Piece]
    ) -> Iterator[_Result]:
        """Do some work on all pieces.

        Args:
            work: what to do, given the ontology, ``common``, and a piece.
            common: what all pieces have in common; it is sent to each process once.
            pieces: consumed as they are done, some ahead.

        Yields:
            What comes of each piece, in their order.
        """


def here(ontology: Ontology) -> Spread:
    """What does work in this process."""

    def spread(work: Work[_Common, _Piece, _Result], common: _Common, pieces: Iterable[_Piece]) -> Iterator[_Result]:
        return (work(ontology, common, piece) for piece in pieces)

    return spread

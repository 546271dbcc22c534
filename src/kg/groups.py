"""Sets that grow together: which things are one, after any number of pairs were said to be."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Sets that are united two by two: each union and each question takes next to no time (Tarjan 1975)."""

    def __init__(self) -> None:
        """Start with every thing by itself."""
        self._parent: dict[T, T] = {}
        self._size: dict[T, int] = {}

    def root(self, one: T) -> T:
        """What stands for the set that a thing is in."""
        top = one
        while (above := self._parent.get(top, top)) != top:
            top = above
        while one != top:
            self._parent[one], one = top, self._parent.get(one, one)
        return top

    def unite(self, first: T, second: T) -> T:
        """Unite the sets of two things; gives what stands for the new one."""
        first, second = self.root(first), self.root(second)
        if first == second:
            return first
        if self._size.get(first, 1) < self._size.get(second, 1):
            first, second = second, first
        self._parent[second] = first
        self._size[first] = self._size.get(first, 1) + self._size.get(second, 1)
        return first

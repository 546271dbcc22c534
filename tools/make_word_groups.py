"""Make ontology/word-groups.npz: words in groups by the words that stand beside them.

    apt-get download sunpinyin-data && dpkg -x sunpinyin-data_*.deb unpacked
    python tools/make_word_groups.py unpacked/usr/lib/*/sunpinyin/data [ONTOLOGY_FOLDER]

The counts of pairs of words are those of open-gram (Kov Chai and others, 2010; CC BY-SA 3.0), as Debian's package holds
them: a model of trigrams and a dictionary, of which the pairs and the words are read. Each word becomes a row of
positive pointwise mutual information with the words before and behind it, with counts smoothed by the power 0.75
(Levy, Goldberg and Dagan 2015); the rows are brought to a hundred dimensions (Halko, Martinsson and Tropp 2011) and put
into groups by their angles (k-means). The sums are floating point, so that another machine
may give other groups: the file is shipped, and goes with the table that was trained with it. It is under the licence of
the counts, CC BY-SA 3.0.
"""

from __future__ import annotations

import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.ontology import default_data
from kg.tagging.wordgroups import DEGREES, FILE, make_groups, write_groups
from kg.text import fold

SIZES = (64, 256, 1024)
"""How many groups there are in each of the degrees."""

DIMENSIONS = 100
LEAST_PAIRS = 3
"""A word that stands beside fewer different words is in no group."""

_WORD, _PAIR = (1 << 18) - 1, 12  # bits of a word's number in a node; bytes of a node

Vectors = NDArray[np.float32]


@dataclass
class Sparse:
    """A matrix by rows: where each row begins, and the column and value of each entry."""

    begins: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Vectors
    width: int

    def times(self, other: Vectors) -> Vectors:
        """The product with a matrix of few columns."""
        product = np.zeros((len(self.begins) - 1, other.shape[1]), np.float32)
        for first in range(0, len(product), 4096):
            last = min(first + 4096, len(product))
            begin, end = self.begins[first], self.begins[last]
            rows = np.repeat(np.arange(first, last), np.diff(self.begins[first : last + 1]))
            part = other[self.columns[begin:end]] * self.values[begin:end, None]
            full = np.flatnonzero(np.diff(self.begins[first : last + 1]))
            if len(rows):
                product[first + full] = np.add.reduceat(part, self.begins[first + full] - begin, axis=0)
        return product


def make_sparse(rows: NDArray[np.int64], columns: NDArray[np.int64], values: Any, shape: tuple[int, int]) -> Sparse:
    """A matrix from entries in any order."""
    order = np.lexsort((columns, rows))
    begins = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=shape[0]))])
    return Sparse(begins, columns[order], np.asarray(values, np.float32)[order], shape[1])


def read_words(path: Path) -> list[str]:
    """The words of the dictionary by their numbers."""
    data = path.read_bytes()
    (begin,) = struct.unpack_from("<I", data, 8)
    return data[begin:].decode("utf-32-le").split("\0")


def read_pairs(path: Path) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The pairs of words of a threaded model, and how often each stands in text (as a share of all pairs)."""
    data = path.read_bytes()
    _, _, roots, singles, pairs, _ = struct.unpack_from("<6I", data)
    shares = np.frombuffer(data, np.float32, 1 << 16, 24).astype(np.float64)
    nodes = np.frombuffer(data, np.uint32, 3 * (roots + singles + pairs), 24 + 4 * ((1 << 16) + (1 << 14)))
    nodes = nodes.reshape(-1, 3)
    one, two = nodes[roots : roots + singles], nodes[roots + singles :]
    child = ((one[:, 2] >> 25) << 16 | one[:, 1] >> 16).astype(np.int64)
    owner = np.repeat(np.arange(singles - 1), np.diff(child))
    before = (one[:, 0] & _WORD).astype(np.int64)[owner]
    behind = (two[:, 0] & _WORD).astype(np.int64)[: len(owner)]
    together = shares[one[:, 1] & 0xFFFF][owner] * shares[two[:, 1] & 0xFFFF][: len(owner)]
    return before, behind, together


def neighbours(before: NDArray[np.int64], behind: NDArray[np.int64], share: NDArray[np.float64], size: int) -> Sparse:
    """For each word a row of mutual information with the words behind it and then with those before it."""
    whole = share.sum()
    first = np.bincount(before, share, size)
    second = np.bincount(behind, share, size) ** 0.75
    information = np.log(share / whole / (first[before] / whole * second[behind] / second.sum()))
    kept = information > 0
    a, b, value = before[kept], behind[kept], information[kept]
    rows, columns = np.concatenate([a, b]), np.concatenate([b, a + size])
    return make_sparse(rows, columns, np.concatenate([value, value]), (size, 2 * size))


def reduce(matrix: Sparse, dimensions: int, random: np.random.Generator) -> Vectors:
    """Each row in few dimensions, of length 1: the left singular vectors, by the root of their values."""
    height = len(matrix.begins) - 1
    rows = np.repeat(np.arange(height), np.diff(matrix.begins))
    turned = make_sparse(matrix.columns, rows, matrix.values, (matrix.width, height))
    basis = np.linalg.qr(matrix.times(random.standard_normal((matrix.width, dimensions + 10)).astype(np.float32)))[0]
    for _ in range(6):
        basis = np.linalg.qr(turned.times(basis.astype(np.float32)))[0]
        basis = np.linalg.qr(matrix.times(basis.astype(np.float32)))[0]
    u, s, _ = np.linalg.svd(turned.times(basis.astype(np.float32)).T, full_matrices=False)
    vectors = (basis @ u)[:, :dimensions] * np.sqrt(s[:dimensions])
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9), np.float32)


def group(vectors: Vectors, count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """The group of each row, by the angle to the middle of the group (Lloyd's algorithm, 25 rounds)."""
    middles = vectors[random.choice(len(vectors), count, replace=False)].copy()
    chosen = np.zeros(len(vectors), np.int64)
    for _ in range(25):
        for first in range(0, len(vectors), 8192):
            chosen[first : first + 8192] = (vectors[first : first + 8192] @ middles.T).argmax(axis=1)
        sums = np.zeros_like(middles)
        np.add.at(sums, chosen, vectors)
        empty = np.flatnonzero(np.bincount(chosen, minlength=count) == 0)
        sums[empty] = vectors[random.choice(len(vectors), len(empty))]
        middles = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9)
    return chosen


def main() -> None:
    """Read the counts, write the groups."""
    source = Path(sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else default_data("ontology")
    words = read_words(source / "pydict_sc.bin")
    before, behind, share = read_pairs(source / "lm_sc.t3g")
    size = max(len(words), int(before.max()) + 1, int(behind.max()) + 1)
    matrix = neighbours(before, behind, share, size)
    random = np.random.default_rng(0)
    vectors = reduce(matrix, DIMENSIONS, random)
    known = [n for n, word in enumerate(words) if word and matrix.begins[n + 1] - matrix.begins[n] >= LEAST_PAIRS]
    rows = zip(*(group(vectors[known], count, random) + 1 for count in SIZES), strict=True)
    groups: dict[str, tuple[int, ...]] = {}
    for number, row in zip(known, rows, strict=True):
        groups.setdefault(fold(words[number]), tuple(int(one) for one in row))
    write_groups(make_groups(groups), folder / FILE)
    print(f"{len(groups)} words in {' / '.join(map(str, SIZES))} groups ({', '.join(DEGREES)})")


if __name__ == "__main__":
    main()

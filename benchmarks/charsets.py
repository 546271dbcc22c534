"""How often the encoding of a piece of text is found out, by its length: pieces of the sample documents, cut anywhere.

Prints, for each encoding and length, the share of the pieces that are read rightly; then the least share of frequent
characters that a right reading had, and the greatest that a wrong one had.
"""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import opencc

from kg.errors import InputError
from kg.readers.encoding import decode
from kg.readers.shares import frequent_share

ROOT = Path(__file__).resolve().parents[1]
LENGTHS = (4, 6, 10, 20, 50, 200)
PIECES = 500
SCRIPTS = {"gb18030": "t2s", "big5hkscs": "s2t", "utf-16-le": "t2s", "utf-8": "t2s"}


def main() -> None:
    """Cut, encode, decode, count."""
    files = sorted((ROOT / "seeds").glob("*.txt"))
    text = "".join("".join(path.read_text(encoding="utf-8").split()) for path in files)
    chance = random.Random(1)  # noqa: S311 (the same pieces at each run)
    right, wrong = [], []
    for encoding, conversion in SCRIPTS.items():
        source = opencc.OpenCC(conversion).convert(text).encode(encoding, "ignore").decode(encoding)
        row = []
        for length in LENGTHS:
            starts = [chance.randrange(len(source) - length) for _ in range(PIECES)]
            pieces = [source[start : start + length] for start in starts]
            row.append(sum(_read(piece.encode(encoding)) == piece for piece in pieces) / PIECES)
            if length >= 50 and encoding in ("gb18030", "big5hkscs"):
                other = "big5hkscs" if encoding == "gb18030" else "gb18030"
                right += [frequent_share(piece) for piece in pieces]
                wrong += [frequent_share(piece.encode(encoding).decode(other, "ignore")) for piece in pieces]
        shares = "  ".join(f"{length}: {share:.3f}" for length, share in zip(LENGTHS, row, strict=True))
        print(f"{encoding:10}  {shares}")
    print(f"frequent characters in 50 and more: right at least {min(right):.2f}, wrong at most {max(wrong):.2f}")


def _read(data: bytes) -> str:
    with suppress(InputError):
        return decode(data).text
    return ""


if __name__ == "__main__":
    main()

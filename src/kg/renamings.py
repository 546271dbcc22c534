"""Names that a document says a thing had before: 甲更名为乙, 乙（原甲）, 乙的前身为甲.

The older name then stands for the newer one, as a short form does for its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.delimited import Delimited
from kg.identity import Renamed
from kg.reading import Alias, Candidate, Reading

RENAMED = "renamed"

_TO_MARK = re.compile(r"[^“”‘’()\n,。、;:!?《》 ]{2,24}(?=[”’(),。、;!?\n]|$)")
_LONGEST = 16
"""Characters up to which what stands between a word and the next mark is taken for a name that nobody else found."""


class Renamings:
    """Reads the renamings of a document among its chosen names."""

    def __init__(self, words: Renamed, delimited: Delimited) -> None:
        """Compile the words; ``delimited`` finds names that nobody else found."""
        self._several = words.several
        self._unless = words.unless
        self._delimited = delimited
        into, from_, bracketed = (_any(part) for part in (words.into, words.from_, words.bracketed))
        self._word = re.compile(into) if into else None
        self._into = re.compile(rf"(?P<gap>[^“”()\n,。、;:!?]{{0,8}}?)(?:{into})[“‘]?") if into else None
        self._from = re.compile(rf",?[\u3400-\u9fff]?(?:{from_})[:]?[“‘]?") if from_ else None
        self._bracketed = re.compile(rf"\((?:{bracketed})[:]?[“‘]?") if bracketed else None

    def read(self, reading: Reading, chosen: list[Candidate]) -> Iterable[Alias]:
        """Yield older names with the newer ones.

        Args:
            reading: what is known of the text.
            chosen: the names chosen in it.
        """
        key = reading.key
        ordered = sorted(chosen, key=lambda candidate: (candidate.start, -candidate.end))
        at = {candidate.start: candidate for candidate in reversed(ordered)}
        read: set[int] = set()
        for candidate in ordered:
            form = key[candidate.start : candidate.end]
            end = candidate.end + (key[candidate.end : candidate.end + 1] in ("”", "’"))
            match = self._into.match(key, end) if self._into else None
            if match and not self._denied(match["gap"]):
                read.add(match.end())
                yield from self._renamed(key, candidate.type, form, match.end(), at, newer=False)
                continue
            for pattern in (self._from, self._bracketed):
                if pattern and (match := pattern.match(key, end)):
                    yield from self._renamed(key, candidate.type, form, match.end(), at, newer=True)
                    break
        for match in self._word.finditer(key) if self._word else ():
            end = match.end() + (key[match.end() : match.end() + 1] in ("“", "‘"))
            start = self._delimited.start(reading, match.start())
            if end not in read and start < match.start():
                yield from self._renamed(key, "", key[start : match.start()], end, at, newer=False)

    def _renamed(
        self, key: str, kind: str, form: str, start: int, at: dict[int, Candidate], *, newer: bool
    ) -> Iterable[Alias]:
        """The other name begins at ``start``; ``newer`` tells whether ``form`` is the newer one of the two."""
        other = self._name(key, start, at)
        if not other or other == form or self._denied(form[-2:]):
            return
        found = at[start].type if start in at and at[start].end - start == len(other) else ""
        now, before = (form, other) if newer else (other, form)
        kind = (kind or found) if newer else (found or kind)
        kind = kind or self._delimited.type_of(now) or self._delimited.type_of(before)
        if kind:
            yield Alias(kind, before, now, f"{form}…{key[start - 2 : start]}{other}", RENAMED)

    def _denied(self, gap: str) -> bool:
        return any(word in gap for word in self._unless)

    def _name(self, key: str, start: int, at: dict[int, Candidate]) -> str:
        """The name that begins right at a place: a chosen one, else what stands before the next mark.

        Empty if it is only one of several names.
        """
        whole = _TO_MARK.match(key, start)
        text = whole[0] if whole and len(whole[0]) <= _LONGEST else ""
        inside = any(len(word) == 1 and word in text[1:-1] for word in self._several)
        if start in at and (inside or not text or self._delimited.type_of(text) != at[start].type):
            text, inside = key[start : at[start].end], False
        after = key[start + len(text) : start + len(text) + 4].lstrip("”’")
        return "" if inside or not text or after.startswith(self._several) else text


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))

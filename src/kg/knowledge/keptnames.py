"""Known names as bytes and back: a row is decoded when it is asked for, and all rows once many were.

A build that reads one document asks for some rows of many; to make values of all takes longer than all else that it
loads. A row is found by a hash of its id in a sorted column and compared with it; a form is found by the matcher.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Any

import daachorse

from kg.garbage import no_collections
from kg.keeping.packing import packed, unpacked
from kg.knowledge.gazetteer import Entry, Gazetteer

LAYOUT = f"1 {sys.byteorder} {Entry._fields}"
"""What the bytes hang on: the number of this way to write, and the machine's order of bytes."""

MANY, SHARE = 4_000, 20
"""How often something is looked for, at least and as a share of the rows, until all is decoded, which takes as long as
to look for one row in eight."""

_OWN = ("id", "name", "aliases", "code", "line")
_REPEATED = ("type", "kind", "container", "source", "path")
"""Columns that say the same in many rows: each text stands once."""

_CONTAINER = _REPEATED.index("container")

_Ids = tuple[str, ...]


def names_to_bytes(gazetteer: Gazetteer) -> bytes:
    """All rows and forms of a gazetteer, with what finds a row."""
    entries = list(gazetteer.entries.values())
    number = {entry.id: index for index, entry in enumerate(entries)}
    texts: list[list[str]] = []
    numbers = array("I")
    for name in _REPEATED:
        column = [getattr(entry, name) for entry in entries]
        place = {text: index for index, text in enumerate(dict.fromkeys(column))}
        texts.append(list(place))
        numbers.extend(place[text] for text in column)
    rows, ends = bytearray(), array("I", [0])
    for entry in entries:  # one by one: all values of orjson at once would hold some forty times what they fill
        rows += packed([getattr(entry, name) for name in _OWN])
        rows += b","
        ends.append(len(rows))
    several = list(dict.fromkeys(ids for ids in gazetteer.forms.values() if len(ids) > 1))
    group = {ids: len(entries) + index for index, ids in enumerate(several)}
    hashes = sorted((_hash(entry_id), index) for entry_id, index in number.items())
    sections = [
        array("Q", [told for told, _ in hashes]).tobytes(),
        array("I", [index for _, index in hashes]).tobytes(),
        numbers.tobytes(),
        ends.tobytes(),
        array("I", [group[ids] if len(ids) > 1 else number[ids[0]] for ids in gazetteer.forms.values()]).tobytes(),
        bytes(rows[:-1]),
        packed(list(gazetteer.forms)),
    ]
    head = packed([texts, [[number[one] for one in ids] for ids in several], list(map(len, sections))])
    return b"\n".join((head, b"".join(sections)))


class KeptGazetteer(Gazetteer):
    """The gazetteer that was made bytes of, with the same entries and forms in the same order."""

    def __init__(self, content: bytes, matcher: bytes) -> None:
        """Decode nothing yet but what is told of all rows.

        Args:
            content: what `names_to_bytes` gave.
            matcher: what `Gazetteer.matcher` gave.

        Raises:
            ValueError: these are no such bytes.
        """
        self._content: _Content | None = _Content(content)
        self._asked = 0
        self._many = max(MANY, self._content.sizes()[0] // SHARE)
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(matcher)
        sizes = self._content.sizes()
        self.entries = _Rows(self, sizes[0])
        self.forms = _Forms(self, sizes[1])
        self._ids = _Owners(self, sizes[1])
        self._outer = {}

    def contained(self, containers: Collection[str]) -> list[str]:
        """The ids of the entries that some entries contain, in their order."""
        return self._content.contained(containers) if self._content else super().contained(containers)

    def row(self, entry_id: str) -> Entry | None:
        """The entry of an id, if there is one."""
        content = self._looked()
        return content.row(entry_id) if content else self.entries.get(entry_id)

    def owners(self, form: int) -> _Ids:
        """The ids of the entries that have a form, which is told by its number."""
        content = self._looked()
        return content.owners(form) if content else self._ids[form]

    def form(self, form: str) -> int | None:
        """The number of a form, if it is one."""
        self._looked()
        try:
            found = self._matcher.find_overlapping(form) if self.forms else ()
        except UnicodeEncodeError:  # a lone surrogate stands in no form
            return None
        return next((number for start, end, number in found if start == 0 and end == len(form)), None)

    def complete(self) -> tuple[Mapping[str, Entry], Mapping[str, _Ids]]:
        """Decode all entries and forms, for whoever asks from now on."""
        if self._content:
            self.entries, self.forms = self._content.whole()
            self._ids = list(self.forms.values())
            self._content = None
        return self.entries, self.forms

    def _looked(self) -> _Content | None:
        """What rows are decoded from one by one, as long as few are."""
        self._asked += 1
        if self._asked == self._many:
            self.complete()
        return self._content


class _Content:
    """Columns of numbers in the bytes of a gazetteer, and what they lead to."""

    def __init__(self, content: bytes) -> None:
        start = content.index(b"\n") + 1
        self._texts, self._several, sizes = unpacked(content[: start - 1])
        parts = [memoryview(content)[one:other] for one, other in pairwise(accumulate(sizes, initial=start))]
        self._hashes = parts[0].cast("Q")
        self._places, self._numbers, self._starts, self._owners = (part.cast("I") for part in parts[1:5])
        self._rows, self._forms = parts[5:]
        self._count = len(self._hashes)
        self._found: dict[int, Entry] = {}

    def sizes(self) -> tuple[int, int]:
        """How many rows there are, and how many forms."""
        return self._count, len(self._owners)

    def entry(self, row: int) -> Entry:
        """The entry of a row by its number."""
        if row not in self._found:
            own = bytes(self._rows[self._starts[row] : self._starts[row + 1] - 1])  # without the comma
            entry_id, name, aliases, code, line = unpacked(own)
            numbers = self._numbers[row :: self._count]
            kind, finer, container, source, path = (texts[at] for texts, at in zip(self._texts, numbers, strict=True))
            self._found[row] = Entry(entry_id, kind, name, tuple(aliases), finer, container, code, source, path, line)
        return self._found[row]

    def row(self, entry_id: str) -> Entry | None:
        """The entry of an id, if there is one."""
        told = _hash(entry_id)
        at = bisect_left(self._hashes, told)
        while at < self._count and self._hashes[at] == told:
            if (entry := self.entry(self._places[at])).id == entry_id:
                return entry
            at += 1
        return None

    def owners(self, form: int) -> _Ids:
        """The ids of the entries that have a form, which is told by its number."""
        owner = self._owners[form]
        rows = (owner,) if owner < self._count else self._several[owner - self._count]
        return tuple([self.entry(row).id for row in rows])

    def contained(self, containers: Collection[str]) -> list[str]:
        """The ids of the entries that some entries contain, in their order."""
        wanted = {number for number, text in enumerate(self._texts[_CONTAINER]) if text in containers}
        column = self._column(_CONTAINER) if wanted else ()
        return [self.entry(row).id for row, number in enumerate(column) if number in wanted]

    @no_collections()
    def whole(self) -> tuple[dict[str, Entry], dict[str, _Ids]]:
        """All entries by id, and the ids of entries by form."""
        own = [*zip(*unpacked(b"".join((b"[", self._rows, b"]"))), strict=True)] or [()] * len(_OWN)
        columns: dict[str, Any] = dict(zip(_OWN, own, strict=True))
        columns["aliases"] = map(tuple, columns["aliases"])
        for index, name in enumerate(_REPEATED):
            texts = self._texts[index]
            columns[name] = [texts[at] for at in self._column(index)]
        rows = zip(*(columns[name] for name in Entry._fields), strict=True)
        # As `Entry._make` does, without a call of Python for each of many rows.
        entries = dict(zip(columns["id"], map(partial(tuple.__new__, Entry), rows), strict=True))
        ids = list(entries)
        claims = [*((entry_id,) for entry_id in ids), *(tuple([ids[row] for row in rows]) for rows in self._several)]
        owners = [claims[owner] for owner in self._owners]
        return entries, dict(zip(unpacked(bytes(self._forms)), owners, strict=True))

    def _column(self, index: int) -> memoryview[int]:
        """A column of numbers of texts."""
        return self._numbers[index * self._count : (index + 1) * self._count]


class _Rows(Mapping[str, Entry]):
    """The entries by id."""

    def __init__(self, kept: KeptGazetteer, size: int) -> None:
        self._kept, self._size = kept, size

    def __getitem__(self, entry_id: str) -> Entry:
        if (entry := self._kept.row(entry_id)) is None:
            raise KeyError(entry_id)
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept.complete()[0])

    def __len__(self) -> int:
        return self._size


class _Forms(Mapping[str, _Ids]):
    """The ids of entries by form."""

    def __init__(self, kept: KeptGazetteer, size: int) -> None:
        self._kept, self._size = kept, size

    def __getitem__(self, form: str) -> _Ids:
        if (number := self._kept.form(form)) is None:
            raise KeyError(form)
        return self._kept.owners(number)

    def __contains__(self, form: object) -> bool:
        return isinstance(form, str) and self._kept.form(form) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept.complete()[1])

    def __len__(self) -> int:
        return self._size


class _Owners(Sequence[_Ids]):
    """The ids of entries by the number of a form."""

    def __init__(self, kept: KeptGazetteer, size: int) -> None:
        self._kept, self._size = kept, size

    def __getitem__(self, form: Any) -> Any:
        return self._kept.owners(form)

    def __len__(self) -> int:
        return self._size


def _hash(entry_id: str) -> int:
    return int.from_bytes(blake2b(entry_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")

"""The evidence for each name that is proposed: who proposes it, how sure the tagger is, what stands in and beside it.

Each piece of evidence is a short text that says what was seen, and of what type the name would be. What is seen is
mostly what was seen before: so each sight is put into words once, and what the words are worth is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from kg.names.reading import Candidate, Proposed
from kg.tagging.margins import Margin, margins
from kg.tagging.tagger import Tagging

Place = tuple[int, int, str]
"""Start, end and type of a candidate."""

KNOWN = "gazetteer"
_FIRST_LETTER = itemgetter(slice(1))
_REMEMBERED = 100_000  # sights of one sort; then all of them are forgotten


class _Sights(dict[Any, Any]):
    """What is seen → what it is worth; filled as it is asked."""

    def __init__(self, worth_of: Callable[[Any], Any]) -> None:
        self._worth_of = worth_of

    def __missing__(self, seen: Any) -> Any:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[seen] = self._worth_of(seen)
        return found


class _Kind:
    """The sights of names of one type."""

    def __init__(self, kind: str, worth: Callable[[str], Any], nothing: Any) -> None:
        def sights(words: Callable[[Any], Sequence[str]]) -> _Sights:
            return _Sights(lambda seen: sum(map(worth, words(seen)), nothing))

        # What is told in one piece, or two, is new most often: it is looked up without a list.
        self.witnesses = sights(lambda seen: _witnessed(kind, *seen))
        self.beside = sights(lambda seen: [f"beside {relation} {seen[0]} {kind}" for relation in seen[1]])
        self.length = _Sights(lambda length: worth(f"length {length} {kind}"))
        self.ends = _Sights(lambda last: worth(f"ends {last[-1]} {kind}") + worth(f"ends {last} {kind}"))
        self.begins = _Sights(lambda first: worth(f"begins {first} {kind}"))
        self.in_words = worth(f"between words {kind}")
        self.between = _Sights(lambda seen: worth(f"between {seen[0]} {seen[1]} {kind}"))
        self.margin = sights(lambda seen: _measured(kind, *seen))
        self.tags_beside = _Sights(
            lambda seen: worth(f"tag before {seen[0]} {kind}") + worth(f"tag behind {seen[1]} {kind}")
        )
        self.word_before = _Sights(lambda word: worth(f"word before {word} {kind}"))
        self.word_behind = _Sights(lambda word: worth(f"word behind {word} {kind}"))
        self.tags_in = sights(lambda seen: _tagged(kind, *seen))
        self.letters = sights(lambda seen: [f"holds {letter} {kind} {seen[0]}" for letter in sorted(seen[1])])
        self.longer = sights(lambda tags: [f"holds word {tag} {kind}" for tag in sorted(tags) if tag])


class Scale:
    """What all evidence for a candidate is worth together."""

    def __init__(self, worth: Callable[[str], Any], nothing: Any = 0) -> None:
        """Take what tells the worth of a piece, anything that can be added to ``nothing``."""
        self._worth = worth
        self._nothing = nothing
        self._kinds: dict[str, _Kind] = {}

    def weigh(
        self,
        proposed: Proposed,
        places: Mapping[Place, Sequence[Candidate]],
        tagging: Tagging,
        types: Sequence[str],
        measured: Iterable[Margin] | None = None,
    ) -> Iterator[Any]:
        """Yield what all evidence for or against each place is worth together.

        Args:
            proposed: the text, and what the sources but the tagger see in it.
            places: the candidates by place.
            tagging: what the tagger says.
            types: the types in the order of the tagger's labels.
            measured: the margins of the places, if they are known: of several texts they are told faster together.
        """
        measured = margins([(tagging, list(places))], types) if measured is None else measured
        for name in types:
            if name not in self._kinds:
                self._kinds[name] = _Kind(name, self._worth, self._nothing)
        key, tags = proposed.reading.key, tagging.words.tags
        starts, ends = tagging.words.starts.tolist(), tagging.words.ends.tolist()
        letters = list(map(_FIRST_LETTER, tags))
        # A longer word of the dictionary says more than single characters, which names are made of.
        longer = tagging.words.longer
        around = ["", *tags, ""]
        chosen = {(one.start, one.end, one.type) for one in proposed.chosen}
        sure = _Cover([one for one in tagging.names if one.sure])
        for (place, witnesses), (first, last, margin) in zip(places.items(), measured, strict=True):
            start, end, type_ = place
            kind = self._kinds[type_]
            level, said, known = _testimonies(witnesses)
            behind = last + 1
            before, after = key[start - 1 : start], key[end : end + 1]
            in_words = before.isalnum() or after.isalnum()
            yield (
                kind.witnesses[level, place in chosen, said]
                + kind.beside[level, sure.relations(place)]
                + kind.length[end - start if end - start < 16 else 16]
                + kind.ends[key[end - 2 if end - start > 1 else start : end]]
                + kind.begins[key[start]]
                + (kind.in_words if in_words else kind.between[before, after])
                + kind.margin[margin]
                + kind.tags_beside[around[first], around[behind + 1]]
                + kind.word_before[key[starts[first - 1] : start] if first else ""]
                + kind.word_behind[key[end : ends[behind]] if behind < len(ends) else ""]
                + kind.tags_in[tags[first], tags[last], first == last, known]
                + kind.letters[level, frozenset(letters[first:behind])]
                + kind.longer[frozenset(longer[first:behind])]
            )


def worth_in(table: Mapping[str, int]) -> Callable[[str], int]:
    """What a table says that a piece of evidence is worth; pieces that are missing are worth nothing."""
    return _Worth(table).__getitem__


class _Worth(dict[str, int]):
    def __missing__(self, piece: str) -> int:
        return 0


def evidence(
    proposed: Proposed, places: Mapping[Place, Sequence[Candidate]], tagging: Tagging, types: Sequence[str]
) -> Iterator[tuple[Place, list[str]]]:
    """Yield each place with all pieces of evidence for or against it; arguments as for `Scale.weigh`."""
    listing = Scale(lambda piece: [piece], [])
    yield from zip(places, listing.weigh(proposed, places, tagging, types), strict=True)


def _testimonies(witnesses: Sequence[Candidate]) -> tuple[str, tuple[str, ...], bool]:
    """How sure the tagger is, who else proposes a place, and whether a known name is among that."""
    if len(witnesses) == 1 and witnesses[0].source == "tagger":
        return witnesses[0].rule, (), False
    level, known = "unseen", False
    said: list[str] = []
    for one in witnesses:
        if one.source == "tagger":
            level = one.rule
        elif one.source == KNOWN:
            known = True
            told = one.rule or ("several" if len(one.entries) > 1 else "")
            said.append(f"{KNOWN}, {told}" if told else KNOWN)
        else:
            known = known or one.source.startswith(KNOWN)
            said.append(f"{one.source}: {one.rule}{'' if one.sure else '?'}")
    return level, tuple(sorted(set(said)) if len(said) > 1 else said), known


def _witnessed(kind: str, level: str, is_chosen: bool, said: Sequence[str]) -> list[str]:
    pieces = ["always", f"level {level} {kind}", f"chosen {is_chosen} {level} {kind}"]
    pieces += [f"source {one}" for one in said]
    pieces += [f"source {one} {kind}" for one in said]
    return [*pieces, f"sources {' & '.join(said)} {level}"]


def _tagged(kind: str, first: str, last: str, alone: bool, known: bool) -> list[str]:
    return [f"tag first {first} {kind}", f"tag last {last} {kind}", f"one word {first if alone else ''} {kind} {known}"]


def _measured(kind: str, total: int, mean: int, least: int) -> list[str]:
    return [f"margin {total}", f"margin {total} {kind}", f"mean {mean}", f"least {least}"]


_ALONE = ("none",)


class _Cover:
    """The tagger's sure names by place, for telling how a candidate lies to them."""

    def __init__(self, names: Sequence[Candidate]) -> None:
        self._at = {position: name for name in names for position in range(name.start, name.end)}

    def relations(self, place: Place) -> tuple[str, ...]:
        start, end, kind = place
        first, last = self._at.get(start), self._at.get(end - 1)
        if first is last and (first is None or (first.start == start and first.end == end and first.type == kind)):
            return _ALONE
        found = set()
        for name in (first,) if first is last else (first, last):
            if name is None or (name.start, name.end, name.type) == place:
                continue
            if (name.start, name.end) == (start, end):
                relation = "same"
            elif name.start <= start and end <= name.end:
                relation = "inside"
            elif start <= name.start and name.end <= end:
                relation = "around"
            else:
                relation = "across"
            found.add(f"{relation} {name.type == kind}")
        return tuple(sorted(found)) if found else _ALONE

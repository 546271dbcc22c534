"""Known names that get in each other's way: containers in a circle, shared names, names that are ordinary words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches

from kg.checks.remark import FAULT, WARNING, Remark, placed
from kg.errors import Fault, Location
from kg.knowledge import decisions
from kg.knowledge.gazetteer import COLUMNS, Entry
from kg.ontology import Ontology
from kg.segment import default_segmenter
from kg.tablefile import Places
from kg.text import fold

CYCLE, SHARED, COMMON, UNKNOWN = "container cycle", "shared name", "common word", "unknown name"

SHORT = 3
"""Characters up to which a name is held against the dictionary: hardly any longer one is an ordinary word."""

_NAMELIKE = re.compile(r"n.*|[jlix]|eng")
"""Tags of the dictionary that names have: nouns, short forms, idioms and set phrases, foreign words."""

_HAN = re.compile(r"[\u3400-\u9fff]+")


def container_cycles(ontology: Ontology) -> Iterator[Remark]:
    """Yield a fault for each circle of rows that contain each other, with the whole chain."""
    entries = ontology.gazetteer.entries
    places = Places(ontology.folder, COLUMNS)
    done: set[str] = set()
    for first in entries.values():
        chain: dict[str, Entry] = {}
        entry: Entry | None = first
        while entry and entry.id not in done and entry.id not in chain:
            chain[entry.id] = entry
            entry = entries.get(entry.container)
        if entry and entry.id in chain:
            ids = list(chain)
            yield _cycle(ontology, places, [chain[one] for one in ids[ids.index(entry.id) :]])
        done.update(chain)


def _cycle(ontology: Ontology, places: Places, circle: list[Entry]) -> Remark:
    start = min(range(len(circle)), key=lambda index: circle[index].location)
    circle = [*circle[start:], *circle[:start]]
    chain = " in ".join(f"'{entry.name}' ({entry.path}:{entry.line})" for entry in circle)
    message = f"containers in a circle: {chain} in '{circle[0].name}'"
    hint = "nothing lies in itself: empty or correct the container of one of these rows"
    return Remark(
        Fault(placed(ontology, places.of(circle[0].location, "container")), message, hint), FAULT, CYCLE, circle[0].name
    )


def shared_names(ontology: Ontology) -> Iterator[Remark]:
    """Yield a warning for each name that two rows of one type claim.

    Rows that lie in different containers are true homonyms (鼓楼区 of 福州, of 南京) and are not told.
    """
    gazetteer = ontology.gazetteer
    places = Places(ontology.folder, COLUMNS)
    for form, ids in gazetteer.forms.items():
        if len(ids) < 2:
            continue
        by_type: dict[str, list[Entry]] = defaultdict(list)
        for entry_id in ids:
            by_type[gazetteer.entries[entry_id].type].append(gazetteer.entries[entry_id])
        for entries in by_type.values():
            containers = {entry.container for entry in entries}
            if len(entries) > 1 and (len(containers) < len(entries) or "" in containers):
                yield _shared(ontology, places, form, sorted(entries, key=lambda entry: entry.location))


def _shared(ontology: Ontology, places: Places, form: str, entries: list[Entry]) -> Remark:
    *others, last = entries
    claims = ", ".join(f"'{entry.name}' ({placed(ontology, entry.location)})" for entry in others)
    message = f"'{form}' is claimed by '{last.name}' and by {claims}"
    hint = "join the rows if they are one thing, take the name from one, or give each its container"
    return Remark(Fault(_place(ontology, places, last, form), message, hint), WARNING, SHARED, form)


def common_words(ontology: Ontology) -> Iterator[Remark]:
    """Yield a warning for each short name that the dictionary has as an ordinary word, such as a verb.

    Such a name is found in every text that uses the word. One of a single character nearly always means something else,
    and is hardly ever taken for the name.

    Args:
        ontology: whose names.
    """
    segmenter = default_segmenter()
    gazetteer = ontology.gazetteer
    places = Places(ontology.folder, COLUMNS)
    for form, ids in gazetteer.forms.items():
        if len(form) > SHORT or not _HAN.fullmatch(form):
            continue
        words = list(segmenter(form))
        lone = len(form) == 1
        if not lone and (len(words) != 1 or _NAMELIKE.fullmatch(words[0][1]) or not segmenter.knows(form)):
            continue
        for entry_id in ids:
            entry = gazetteer.entries[entry_id]
            of = "" if form == entry.name else f" of '{entry.name}'"
            why = "one character" if lone else f"an ordinary word (tagged {words[0][1]} in the dictionary)"
            message = f"the name '{form}'{of} is {why}"
            hint = f"take it out; or, if texts mean the name by it, accept it in check.yaml ({COMMON}: [{form}])"
            yield Remark(Fault(_place(ontology, places, entry, form), message, hint), WARNING, COMMON, form)


def _place(ontology: Ontology, places: Places, entry: Entry, form: str) -> Location:
    """Where a form of a row stands: in its name, or among its other names."""
    alias = next((alias for alias in entry.aliases if fold(alias) == form), "")
    if not alias or fold(entry.name) == form:
        return placed(ontology, places.of(entry.location, "name"))
    return placed(ontology, places.of(entry.location, "aliases", alias))


def unknown_decisions(ontology: Ontology) -> Iterator[Remark]:
    """Yield a warning for each name of ``decisions.tsv`` that no file knows: it decides only where a document has it.

    What names a document (``003.txt#…``) is written for that document, and is not told.
    """
    known = ontology.gazetteer.forms
    places = Places(ontology.folder, decisions.COLUMNS)
    told = 0  # searching all names for a near one is slow: it is done for the first warnings only
    for row in ontology.decisions.rows:
        for column, named in (("name", row.name), ("other", row.other)):
            if named.document or named.key in known:
                continue
            told += 1
            near = (
                get_close_matches(named.key, (form for form in known if form[:1] == named.key[:1])) if told < 9 else []
            )
            message = f"'{named}' is no known name: it counts only where a document has it so"
            hint = f"did you mean '{near[0]}'?" if near else "correct it."
            hint += f" If it is meant so, accept it in check.yaml ({UNKNOWN}: [{named.text}])"
            place = placed(ontology, places.of(row.location, column))
            yield Remark(Fault(place, message, hint), WARNING, UNKNOWN, named.key)

"""Mentions → entities: which names mean one thing, over all documents, and why.

Names are compared by folded key and type, so scripts never part them. A gazetteer row joins all its forms; a short
form that a document declares joins its name, unless documents disagree about what it is short for. Ids come from the
canonical name, so that they do not depend on the order of documents or on who else is in the graph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from kg.extract import Extraction
from kg.gazetteer import Entry, Gazetteer
from kg.model import Entity, Mention, Merge
from kg.text import display, fold

Identity = tuple[str, str]
"""Type, and the gazetteer row's id or the key: what a mention by itself says about which thing it means."""

HANS, HANT = "zh-Hans", "zh-Hant"
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities, sorted by id, and the entity that each identity belongs to."""

    entities: tuple[Entity, ...]
    entity_of: dict[Identity, str]

    def entity_id(self, mention: Mention) -> str:
        """The id of the entity that a mention names."""
        return self.entity_of[identity(mention)]


def identity(mention: Mention) -> Identity:
    """What a mention by itself says about the thing it names."""
    return mention.type, mention.entry or mention.key


def resolve(extractions: Iterable[Extraction], gazetteer: Gazetteer) -> Resolution:
    """Decide which mentions of all documents name one thing.

    The result depends on the set of extractions only, not on their order.
    """
    extractions = sorted(extractions, key=lambda extraction: extraction.document.id)
    mentions: dict[Identity, list[tuple[str, Mention]]] = defaultdict(list)
    ends: set[Identity] = set()
    for extraction in extractions:
        for mention in extraction.mentions:
            mentions[identity(mention)].append((extraction.document.id, mention))
        for relation in extraction.relations:
            for mention in (relation.subject, relation.object):
                ends.add(identity(mention))
                if mention.source != "reference" and mention.nested:
                    mentions.setdefault(identity(mention), [])
    declared = _declared(extractions, gazetteer)
    told = _told(extractions, gazetteer)
    groups = _join(mentions.keys() | ends, declared)
    entities = []
    entity_of: dict[Identity, str] = {}
    for members in groups:
        entity = _entity(members, mentions, told, gazetteer)
        entities.append(entity)
        entity_of.update(dict.fromkeys(members, entity.id))
    return Resolution(tuple(sorted(entities, key=lambda entity: entity.id)), entity_of)


def _declared(extractions: list[Extraction], gazetteer: Gazetteer) -> dict[Identity, Identity]:
    """Short forms that documents declare, with what they stand for; those that they disagree about are left out."""
    found: dict[Identity, set[Identity]] = defaultdict(set)
    for extraction in extractions:
        for alias in extraction.aliases:
            short = _known(gazetteer, alias.type, alias.alias)
            name = _known(gazetteer, alias.type, alias.key)
            if short != name:
                found[short].add(name)
    return {short: name for short, names in found.items() if len(names) == 1 for name in names}


def _told(extractions: list[Extraction], gazetteer: Gazetteer) -> dict[Identity, dict[str, str]]:
    """The folded short forms that documents declare for each name, with the first document and place that do."""
    found: dict[Identity, dict[str, str]] = defaultdict(dict)
    for extraction in extractions:
        for alias in extraction.aliases:
            name = _known(gazetteer, alias.type, alias.key)
            found[name].setdefault(alias.alias, f"{extraction.document.id}: {alias.quote}")
    return found


def _known(gazetteer: Gazetteer, kind: str, key: str) -> Identity:
    entries = [entry for entry in gazetteer.forms.get(key, ()) if gazetteer.entries[entry].type == kind]
    return kind, entries[0] if len(entries) == 1 else key


def _join(identities: Iterable[Identity], declared: dict[Identity, Identity]) -> list[list[Identity]]:
    """Connected components of identities under the declared short forms."""
    parent = {one: one for one in identities}

    def root(one: Identity) -> Identity:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for short, name in sorted(declared.items()):
        if short in parent and name in parent:
            first, second = sorted((root(short), root(name)))
            parent[second] = first
    groups: dict[Identity, list[Identity]] = defaultdict(list)
    for one in sorted(parent):
        groups[root(one)].append(one)
    return list(groups.values())


def _entity(
    members: list[Identity],
    mentions: dict[Identity, list[tuple[str, Mention]]],
    told: dict[Identity, dict[str, str]],
    gazetteer: Gazetteer,
) -> Entity:
    kind = members[0][0]
    entries = [gazetteer.entries[key] for _, key in members if key in gazetteer.entries]
    found = [pair for member in members for pair in mentions.get(member, ())]
    entry = entries[0] if entries else None
    surfaces = Counter(display(mention.text) for _, mention in found)
    name = entry.name if entry else _fullest(surfaces) or members[0][1]
    forms = {fold(name): name}
    for form in [*sorted(surfaces, key=lambda s: (-surfaces[s], s)), *(alias for e in entries for alias in e.aliases)]:
        forms.setdefault(fold(form), form)
    seen = {(fold(surface), _script(surface)): surface for surface in sorted(surfaces)}
    labels: set[tuple[str, str]] = set()
    for key, form in forms.items():
        labels |= _both_scripts(key, form, seen)
    hans = seen.get((fold(name), HANS)) or to_hans(name)
    hant = seen.get((fold(name), HANT)) or to_hant(name)
    counts = Counter(document for document, _ in found)
    kinds = Counter(mention.kind for _, mention in found if mention.kind)
    finer = entry.kind if entry else (min(kinds, key=lambda one: (-kinds[one], one)) if kinds else "")
    return Entity(
        _entity_id(kind, entry.id if entry else max(members, key=lambda m: (len(m[1]), m[1]))[1]),
        kind,
        hans,
        hant,
        tuple(sorted(labels - {(HANS, hans), (HANT, hant), ("", hans)})),
        (finer,) if finer else (),
        entry.code if entry else "",
        tuple(sorted(counts.items())),
        tuple(sorted(_merges(members, surfaces, name, entries, told))),
    )


def _entity_id(kind: str, canonical: str) -> str:
    """A short hash of what the thing is called: 64 bits, as nothing else tells two things apart."""
    text = canonical if canonical.startswith(f"{kind}:") else f"{kind}:{canonical}"
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _fullest(surfaces: Counter[str]) -> str:
    """The longest form by its key; of its spellings the most frequent."""
    return max(surfaces, key=lambda s: (len(fold(s)), surfaces[s], s), default="")


def _merges(
    members: list[Identity],
    surfaces: Counter[str],
    name: str,
    entries: list[Entry],
    told: dict[Identity, dict[str, str]],
) -> Iterable[Merge]:
    """Why each form that differs from the preferred name belongs to the entity."""
    rows = {fold(form): entry for entry in entries for form in (entry.name, *entry.aliases)}
    declared = {short: place for member in reversed(members) for short, place in told.get(member, {}).items()}
    for surface in surfaces:
        key = fold(surface)
        if surface == name:
            continue
        if key == fold(name):
            yield Merge(surface, "script" if _HAN.search(surface) else "spelling", name)
        elif key in rows:
            yield Merge(surface, "gazetteer", str(rows[key].location))
        elif key in declared:
            yield Merge(surface, "declared", declared[key])


def _both_scripts(key: str, form: str, seen: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """A form's labels: in both scripts if it is Chinese, as the texts have it where they do, else converted."""
    if not _HAN.search(form):
        return {("", form)}
    return {(HANS, seen.get((key, HANS)) or to_hans(form)), (HANT, seen.get((key, HANT)) or to_hant(form))}


def _script(text: str) -> str:
    """The script that a text is surely in; empty if it could be both."""
    if to_hans(text) != text:
        return HANT
    return HANS if to_hant(text) != text else ""


def to_hans(text: str) -> str:
    """Convert to simplified script (OpenCC t2s)."""
    return str(_converter("t2s").convert(text))


def to_hant(text: str) -> str:
    """Convert to traditional script (OpenCC s2t); text that is traditional already stays as it is."""
    return text if to_hans(text) != text else str(_converter("s2t").convert(text))


@cache
def _converter(name: str):  # type: ignore[no-untyped-def]  # OpenCC has no types
    import opencc

    return opencc.OpenCC(name)

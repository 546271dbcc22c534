"""``ontology/identity.yaml``: when two names are one thing and when one name is two.

`kg.knowledge.identityfile` loads it; `kg.forms.shortforms`, `kg.apart.containers` and `kg.apart.posts` apply it within
a document, `kg.resolution` over all documents. Every word is folded when it is loaded, so that the file may be written
in either script.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.knowledge.partings import Homonyms, Namesakes, Nations
from kg.knowledge.shortening import AfterMark, Declared, Formal, Heads, Patterned, Routes, Shortened, Tails, Units


@dataclass(frozen=True, slots=True)
class Renamed:
    """Words that say that a thing changed its name.

    ``several`` behind the old name shows that this was only one of several; ``unless`` before the word that the change
    is not made, or not yet; ``approved`` behind a body that another one has changed. ``when`` are patterns of what may
    stand before the other name; ``now`` stands for the newer name,
    ``bracketed_now`` before it in a bracket. Older names with an ending that is ``peculiar`` are so though short. Words
    that are ``weak`` or ``weak_from`` count only before a name that is chosen or quoted; ``planned`` before a name show
    that its change is none yet, ``beside`` that another thing changed. ``is_`` and ``predecessor`` stand around the
    newer name (甲|是|乙|的前身), ``of`` before it where the older one stands first, ``abolished`` and ``established``
    before a place and what takes its place. ``this`` with a noun and ``its`` stand for the thing named before
    (该报曾用名…), ``adverbs`` before a word of renaming; ``level`` is a pattern of places that are given another rank.
    ``then`` are patterns of times at which a thing was ``called`` otherwise; ``formed`` stands behind words for a
    change (甲升格|而成), ``grown`` tells one alone, and so do ``on`` and ``grounds`` around a name; ``erstwhile``
    stands before what a thing was; ``craft`` behind the quoted name of a ship (“海鸥”|轮); ``is_now`` before what
    a thing is called today.
    """

    into: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    bracketed: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    bracketed_now: tuple[str, ...] = ()
    peculiar: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    weak_from: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    is_: tuple[str, ...] = ()
    predecessor: tuple[str, ...] = ()
    abolished: tuple[str, ...] = ()
    established: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    this: tuple[str, ...] = ()
    its: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    formed: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    erstwhile: tuple[str, ...] = ()
    craft: tuple[str, ...] = ()
    is_now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """Everything the file says. Empty rules join nothing but equal names and tell nothing apart."""

    renamed: Renamed = field(default_factory=Renamed)
    formal: tuple[Formal, ...] = ()
    parts: tuple[AfterMark, ...] = ()
    shortened: tuple[Shortened, ...] = ()
    tails: tuple[Tails, ...] = ()
    heads: tuple[Heads, ...] = ()
    units: tuple[Units, ...] = ()
    patterned: tuple[Patterned, ...] = ()
    routes: Routes = field(default_factory=Routes)
    declared: Declared = field(default_factory=Declared)
    homonyms: Homonyms = field(default_factory=Homonyms)
    nations: Nations = field(default_factory=Nations)
    namesakes: Namesakes = field(default_factory=Namesakes)

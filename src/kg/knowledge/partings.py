"""What tells things of one name apart, as ``ontology/identity.yaml`` says it: places, and lives of namesakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Homonyms:
    """How names that several things share are told apart by the place that they belong to.

    ``containers`` are the types of such places, ``behind`` the endings, by type, of names that a place right before
    always tells apart; ``generic`` the pieces of names that say only a kind of thing, for ``types``; ``bare`` what
    stands for the place itself at their head, with the endings that its own name can have; ``ends`` endings of places;
    ``joining`` what may stand between a place and a name that is meant of it though another one is better known;
    ``bodies`` are those that every place has, which are names behind what stands for a place named before, unless
    one of ``no_body`` follows (``posts`` may follow one right behind its place); ``sole`` endings of those of which a
    place has just one; bodies that end in one of ``bureaus`` are those of cities and counties, and not of what lies in
    these, within the places ``undivided``; names of the classes ``bearers`` bear names of places that their texts need
    not speak of; ``owned`` those that each thing of a type has (the 组委会 of an event). ``watchwords`` with one of the
    endings in ``everywhere``, by type, are names that things of many towns have (劳动公园).
    Of rows of one name that of the first class of ``foremost`` is meant where nothing tells another; ``listing`` and
    ``ways`` stand between places of one rank. A known place is not meant right behind one that it does not lie in: of
    classes of ``towns`` only where that is one of ``states``, of ``wide`` ones only where what they are known to lie in
    ends as ``urban`` says. Nor is a known body there that it is not in: one of the classes ``local``, or of
    ``national`` behind another country. ``outer`` are the classes of what is no part of a known body's name right
    behind it (contests). A short name of one of the classes ``teams`` is that of another team which the text names,
    and whose name it ends but for an ending of ``team``. ``annual`` are events that are held every year, by the year of
    the first one.
    """

    containers: frozenset[str] = frozenset()
    behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    bare: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ends: tuple[str, ...] = ()
    joining: frozenset[str] = frozenset()
    bodies: tuple[str, ...] = ()
    no_body: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    owned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    foremost: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    urban: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    national: tuple[str, ...] = ()
    outer: frozenset[str] = frozenset()
    bearers: frozenset[str] = frozenset()
    teams: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    annual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sole: tuple[str, ...] = ()
    bureaus: tuple[str, ...] = ()
    undivided: frozenset[str] = frozenset()
    watchwords: tuple[str, ...] = ()
    everywhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def is_common(self, kind: str, name: str) -> bool:
        """Tell whether a name of a type is one that things of many towns have."""
        ends = self.everywhere.get(kind, ())
        if not name.endswith(ends):
            return False  # nearly all
        return any(name[: -len(end)] in self.watchwords for end in ends if name.endswith(end))


@dataclass(frozen=True, slots=True)
class Region:
    """A region in which ``names`` that are better known of others mean what is its own, in texts written there.

    ``words`` are those by which a text in traditional script shows it: by two, or by one where it does not name the
    home country and only organs of that have the names.
    """

    words: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Nations:
    """Organs of a ``type`` that many countries have by one name, ``organs``: that of ``home`` where none is told.

    ``kind`` is the class of countries; ``territories`` are no countries but have such organs of their own. Those that
    stand ``alone`` are names though they have no row, where another country is named before them. ``joining`` may stand
    between a country and its organ, ``at`` between an organ and the place where it acts. ``ours`` are words
    of texts that speak for the home country, ``answers`` those of what its organs say about other countries,
    ``datelines`` those behind the place from where a report comes, which is then what it speaks of. ``regions`` have
    other things too that bear the names of those elsewhere.
    """

    type: str = ""
    home: str = ""
    kind: str = ""
    territories: tuple[str, ...] = ()
    organs: frozenset[str] = frozenset()
    alone: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    regions: Mapping[str, Region] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occupation:
    """A group of things that persons are said to be.

    ``words`` say it right before or behind a name, ``at`` before a title that does not say it by itself, ``does``
    behind a name of which nothing else tells; ``goes_with`` are the groups that go together with it in one life, itself
    among them. One that is ``divided`` has fields, of which a person has one; one that is ``unlisted`` has nobody a row
    for.
    """

    name: str
    words: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    goes_with: tuple[str, ...] = ()
    divided: bool = False
    unlisted: bool = False
    eras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Namesakes:
    """How persons of one name are told apart by their posts and by what they are said to be.

    ``bodies`` are the types that posts are at; ``bridges`` endings of bodies that count as the place they lie in, and
    ``organs`` the classes of those of foreign states;
    ``is_`` the words that may stand between a person and the body behind it, ``adverbs`` what may stand before them;
    ``died``, ``born`` and ``past`` are signs of years of death and birth and of ages that are past (``young`` is one of
    these where somebody died in the sentence); ``age`` stands
    behind an age, unless one of ``apart`` follows; ``today`` before an age and ``own`` behind it show that it is the
    person's; ``year`` stands behind years in which persons do what is told, unless ``memory`` shows that it is past;
    ``joints`` stand between posts of one person, ``of`` between what it is and its name; ``common`` are surnames that
    very many share; ``fields`` have the words by which they are told; ``known`` are the occupations of known persons
    with common names.
    """

    type: str = ""
    bodies: frozenset[str] = frozenset()
    bridges: tuple[str, ...] = ()
    organs: frozenset[str] = frozenset()
    is_: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    died: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    young: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    memory: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    of: str = ""
    common: frozenset[str] = frozenset()
    occupations: tuple[Occupation, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

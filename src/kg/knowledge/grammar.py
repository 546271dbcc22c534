"""``ontology/grammar.yaml``: how names are built, as `kg.knowledge.grammarfile` reads it and `kg.names` applies it.

Every word is folded when it is loaded, so that the file may be written in either script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from kg.knowledge.standins import Reference

NEEDS = ("name", "domestic", "national", "proper", "own", "any")

KNOWN = ("inside", "before", "type", "same", "behind")

QUALIFIERS = {"date": frozenset({"year", "month", "day"}), "amount": frozenset({"number", "scale", "unit"})}
"""What patterns tell beside relations, and the groups that these may have."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Which words may stand inside a name, between its beginning and its ending."""

    tags: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    unions: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    organs: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    clinging: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    lookalikes: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    peoples: frozenset[str] = frozenset()
    undivided: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    traded: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    said_of: frozenset[str] = frozenset()
    affairs: frozenset[str] = frozenset()
    camps: frozenset[str] = frozenset()
    quarters: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Singles:
    """Names of one character, by what they stand for, and the words that they are read behind.

    ``forms`` are regular expressions for runs of such names that what stands around them shows: 赣鄂|三省. One of
    ``others`` stands for the only thing of that class which the text names and which begins so: 中巴 in a text on 巴西.
    """

    type: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    behind: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    forms: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """Short names of a type that only stand at the head of names of another one: 港 in 港府, 俄 in 俄外交部.

    ``names`` has what each stands for, ``ends`` the endings of such longer names, and ``never`` what begins some of
    them and is no such head: 法务 of 法务部.
    """

    type: str = ""
    begins: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suffix:
    """A group of endings that make names of one type. ``needs`` and ``least`` say what must stand before the ending.

    Words in ``through`` and with ``tags`` end the way left from other endings, not from these: 产业|培育|行动方案.
    Endings of one character in ``within`` end words of the dictionary too: 畜牧局, 拖拉机厂. Up to ``coined``
    characters behind a division are part of the name, whatever they are: 杭州|未迟|网络科技有限公司. With a word of
    ``posts`` right behind it an ending is part of a post: 青州市人民医院|骨科|主任.
    """

    name: str
    type: str
    kind: str
    needs: str
    least: int
    words: tuple[str, ...]
    through: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    coined: int = 0
    posts: tuple[str, ...] = ()
    worth: int = 0


@dataclass(frozen=True, slots=True)
class Extension:
    """How names of a type go on behind their ending: 算力中心|二期, 行动计划|(2025-2027年)."""

    type: str
    forms: tuple[re.Pattern[str], ...]


_compiled = cache(re.compile)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Names that have a form of their own (*ST九发, 十八届四中全会), as a regular expression over the folded text.

    ``worth`` is as for suffixes. It is looked for only where one of the words of ``has`` stands in the text, if any
    are given: to look for a word takes a hundredth of the time. With ``known`` "inside" a name of this form has a known
    name in it; with "before" the form is what stands behind a known name, which begins the whole (南非|大选), with
    "type" behind one of the form's own type, and with "same" behind one that it is the longer form of; with "behind"
    the form stands right behind a known division that is no part of it. Where ``whole`` is set it takes the place of
    all names in it, however sure they are.
    """

    name: str
    type: str
    kind: str
    form: str
    worth: int = 0
    has: tuple[str, ...] = ()
    known: str = ""
    whole: bool = False

    @property
    def expression(self) -> re.Pattern[str]:
        """The form, compiled when it is first looked for: to compile all of them takes a tenth of a second."""
        return _compiled(self.form)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type and class for names with one of these words: endings of titles, heads behind quotes, or series."""

    type: str
    kind: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Persons:
    """What persons' names look like and what stands around them."""

    surnames: frozenset[str] = frozenset()
    double_surnames: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    given_first: frozenset[str] = frozenset()
    given_last: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    given_third: frozenset[str] = frozenset()
    given_ends: frozenset[str] = frozenset()
    edges: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()
    bylines_before: frozenset[str] = frozenset()
    bylines_after: frozenset[str] = frozenset()
    bylines_never: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    foreign_never_last: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bylines:
    """Names of these classes before ``after`` (a dateline may stand between) or behind ``before`` only sign a text."""

    classes: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """Types whose unknown members of lists are read, the words that end a list, and a member's greatest length."""

    types: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    longest: int = 12


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Known names that are ordinary words nearly always; what stands ``before`` or ``behind`` one that is a name.

    Of a list, whose members one of ``marks`` parts, one is a name that stands beside another; of ``classes`` one is
    wherever the text names another of its class. So are the words ``things`` in a sentence with one of ``told``, and
    names elsewhere: 苹果 beside 果农.
    """

    words: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stem:
    """Endings that names of a type lose in their short forms; a stem has at least ``least`` characters."""

    type: str
    ends: tuple[str, ...]
    least: int


@dataclass(frozen=True)
class Grammar:
    """Everything the file says. An empty grammar finds nothing."""

    titles: frozenset[str] = frozenset()
    inside: Inside = field(default_factory=Inside)
    ordinals: tuple[re.Pattern[str], ...] = ()
    nameless: tuple[re.Pattern[str], ...] = ()
    seams: tuple[re.Pattern[str], ...] = ()
    ordinal_types: frozenset[str] = frozenset()
    singles: tuple[Singles, ...] = ()
    heads: tuple[Heads, ...] = ()
    suffixes: tuple[Suffix, ...] = ()
    extensions: tuple[Extension, ...] = ()
    title_otherwise: str = ""
    title_others: tuple[re.Pattern[str], ...] = ()
    title_kinds: tuple[Kind, ...] = ()
    plain_title: str = r"\b\B"
    quoted_longest: int = 0
    quoted_reach: int = 0
    quoted: tuple[Kind, ...] = ()
    number: str = ""
    numbered: tuple[Kind, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    lists: Lists = field(default_factory=Lists)
    persons: Persons = field(default_factory=Persons)
    person_type: str = ""
    bylines: Bylines = field(default_factory=Bylines)
    unnamed: tuple[re.Pattern[str], ...] = ()
    everyday: frozenset[str] = frozenset()
    ordinary: Ordinary = field(default_factory=Ordinary)
    introduced: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    short_kinds: tuple[Kind, ...] = ()
    stems: tuple[Stem, ...] = ()
    references: tuple[Reference, ...] = ()
    tag_types: Mapping[str, str] = field(default_factory=dict)
    tag_ends: tuple[str, ...] = ()
    tag_least: int = 2
    tag_never: frozenset[str] = frozenset()
    qualifiers: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    caution: Mapping[str, int] = field(default_factory=dict)
    alone: Mapping[str, int] = field(default_factory=dict)
    branches: tuple[Kind, ...] = ()
    unended: tuple[Kind, ...] = ()
    used_as: Mapping[str, frozenset[str]] = field(default_factory=dict)
    coded: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)

    @cached_property
    def worth(self) -> Mapping[str, int]:
        """What is added for names that a group of endings or a pattern reads, by its name."""
        return {one.name: one.worth for one in self.suffixes} | {one.name: one.worth for one in self.patterns}

    @cached_property
    def outweighing(self) -> frozenset[str]:
        """The patterns whose names take the place of all names in them."""
        return frozenset(one.name for one in self.patterns if one.whole)

    @cached_property
    def branch_ends(self) -> Mapping[str, tuple[str, ...]]:
        """What names of branches end in, by their type."""
        return {one.type: tuple(one.words) for one in self.branches}

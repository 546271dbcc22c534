"""The values that an explanation is made of. All ranges are of the original text, half-open, in code points."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Entity, Qualifier


@dataclass(frozen=True, slots=True)
class ExplainedToken:
    """A word as the segmenter cut it, with its tag; ``text`` is folded, as the segmenter saw it."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class ExplainedName:
    """A name that was chosen.

    ``row`` says where the gazetteer row stands that is meant; ``note`` what else one has to know: that several rows
    have this form, whom a back reference stands for, what a short form is short for or an
    older name was followed by, what tells it apart from others. ``parts`` are nested names.
    """

    start: int
    end: int
    text: str
    type: str
    kind: str
    source: str
    rule: str
    entry: str
    row: str
    note: str = ""
    parts: tuple[ExplainedName, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedLoser:
    """A name that was proposed, or could have been, and was not taken; ``winner`` is the text that has its place."""

    start: int
    end: int
    text: str
    type: str
    source: str
    rule: str
    winner: str
    why: str


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """What a rule read, and the statement that came of it.

    ``statement`` is subject, relation and object by the labels of the entities, empty if none came of it; ``note``
    tells why then. ``also`` are other rules that read the same and are less sure, or see no doubt.
    """

    rule: str
    place: str
    relation: str
    subject: str
    object: str
    trigger: str
    modality: str
    confidence: float
    qualifiers: tuple[Qualifier, ...] = ()
    statement: tuple[str, str, str] | tuple[()] = ()
    also: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule whose trigger stands in the sentence and that gave nothing.

    ``step`` is the first condition that failed (one of `kg.explanation.diagnose.STEPS`), ``why`` what was wrong with
    it, ``also`` the other conditions that failed; ``would`` are the pairs that it would have joined otherwise.
    ``near`` tells whether somebody may have expected a relation, ``possible`` that at least names of both arguments'
    types stand in the trigger's clause and no other rule read the relation there.
    """

    rule: str
    relation: str
    place: str
    trigger: str
    start: int
    end: int
    step: str
    why: str
    also: tuple[str, ...]
    would: tuple[tuple[str, str], ...]
    near: bool
    possible: bool


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """One sentence, ``number`` counted from 1, with everything that was found or nearly found in it."""

    number: int
    start: int
    end: int
    text: str
    tokens: tuple[ExplainedToken, ...]
    names: tuple[ExplainedName, ...]
    losers: tuple[ExplainedLoser, ...]
    findings: tuple[ExplainedFinding, ...]
    misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a text gave and why.

    ``short_forms`` are the short forms and older names that it tells itself: the form, the name, the place.
    """

    document: str
    sentences: tuple[ExplainedSentence, ...]
    short_forms: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityExplanation:
    """One entity, with the reason of each merge, and the names of its statements as subject, relation, object.

    ``apart`` are the other entities of its type that bear one of its names and are kept apart from it, each with what
    the graph states of it, shortly: 退休教师李建华 beside 短跑选手李建华.
    """

    entity: Entity
    statements: tuple[tuple[str, str, str, str], ...]
    apart: tuple[tuple[Entity, tuple[str, ...]], ...] = ()

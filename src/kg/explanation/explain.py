"""Why a text gave what it gave: its words, names, rules and statements, sentence by sentence, as values.

`explain_text` tells it of a text, `explain_entity` of one entity of a graph. All ranges are of the original text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.datafile import suggestion
from kg.errors import InputError, UsageError
from kg.explanation.diagnose import UNFIT, Diagnosis, Diagnostician, Miss
from kg.explanation.explained import (
    EntityExplanation,
    ExplainedFinding,
    ExplainedLoser,
    ExplainedName,
    ExplainedSentence,
    ExplainedToken,
    Explanation,
    NearMiss,
)
from kg.explanation.losers import Loser, losers
from kg.extract import Extraction, Extractor
from kg.gazetteer import Entry, Gazetteer
from kg.graph import entity_named
from kg.mentions import NameFinder, Names
from kg.model import Document, Graph, Mention, Qualifier, Relation, Span
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build
from kg.readers import SUFFIXES
from kg.reading import Name
from kg.relations import Finding
from kg.resolve import Resolved, resolve
from kg.segment import Segmenter, default_segmenter
from kg.text import display, fold


class Explainer:
    """The ontology compiled for explaining. Make one and use it for all texts."""

    def __init__(self, ontology: Ontology, segmenter: Segmenter | None = None) -> None:
        """Compile names and rules as `kg.extract.Extractor` does."""
        segmenter = segmenter or default_segmenter()
        self.ontology = ontology
        self._extractor = Extractor(ontology, segmenter)
        self._names = NameFinder(
            ontology.gazetteer,
            ontology.grammar,
            segmenter,
            ontology.table,
            ontology.sources,
            ontology.schema.types,
            ontology.identity,
        )
        self._diagnostician = Diagnostician(ontology.rules, ontology.schema)

    def explain(self, document: Document, sentence: int | None = None, notes: tuple[str, ...] = ()) -> Explanation:
        """Explain a document, or one of its sentences (counted from 1) in the light of the whole; ``notes`` go with it.

        Raises:
            UsageError: there is no such sentence.
            InputError: there is no text.
        """
        if not document.text.strip():
            raise InputError(document.id, "the text is empty")
        found = self._names.find(document)
        extraction = self._extractor.extract(document)
        spans = list(found.text.sentences())
        if sentence is not None and not 1 <= sentence <= len(spans):
            raise UsageError(f"--sentence {sentence}: the text has {len(spans)} sentences, counted from 1")
        resolution = resolve([extraction], self.ontology.gazetteer, self.ontology.decisions)
        lost = list(losers(found, self.ontology.grammar))
        diagnoses = self._diagnostician.diagnose(found.text.key, spans, found.names)
        whole = _Whole(found, extraction, resolution, self.ontology)
        sentences = tuple(
            whole.sentence(number, diagnosis, lost)
            for number, diagnosis in enumerate(diagnoses, start=1)
            if sentence in (None, number)
        )
        shown = " ".join(one.text for one in sentences) if sentence else ""
        aliases = tuple(
            (alias.alias, alias.key, display(alias.quote))
            for alias in found.aliases
            if not sentence or alias.alias in fold(shown)
        )
        return Explanation(document.id, sentences, aliases, notes)


def explain_text(text: str, ontology: Ontology | None = None, sentence: int | None = None) -> Explanation:
    """Tell what a text gives and why.

    Args:
        text: the text, read as one document.
        ontology: the knowledge to read with; by default the one that comes with the package.
        sentence: give only this sentence, counted from 1; the others are read nevertheless.

    Raises:
        UsageError: there is no such sentence.
        InputError: there is no text.
    """
    return Explainer(ontology or load_ontology()).explain(Document("text", text), sentence)


def explain_entity(
    graph: Graph | Sequence[Path | str], name: str, ontology: Ontology | None = None
) -> EntityExplanation:
    """Tell which names belong to an entity and why.

    Args:
        graph: the graph, or the paths of documents to build it from (none: those that come with the package).
        name: any name of the entity, in either script.
        ontology: the knowledge to read documents with.

    Raises:
        InputError: no entity of the graph has this name.
    """
    if not isinstance(graph, Graph):
        graph = build(graph, ontology=ontology)
    entity = entity_named(graph, name.strip())
    if entity is None:
        labels = {label for one in graph.entities for label in (one.label_hans, one.label_hant)}
        labels |= {label for one in graph.entities for _, label in one.labels}
        raise InputError(name, "no entity of the graph has this name", suggestion(name, labels) if labels else "")
    called = {one.id: one.label_hans for one in graph.entities}
    statements = sorted(
        (called[s.subject], s.relation, called[s.object], s.modality or (f"known from {s.source}" if s.source else ""))
        for s in graph.statements
        if entity.id in (s.subject, s.object)
    )
    return EntityExplanation(entity, tuple(statements))


def path_note(argument: str) -> str:
    """A note on an argument that looks like a path but is none, so that it was read as text; empty if it does not."""
    looks = os.sep in argument or argument.lower().endswith(tuple(SUFFIXES))
    return f"{argument}: no such file; it was read as text" if looks and not any(map(str.isspace, argument)) else ""


class _Whole:
    """One document with everything that was read in it, cut into sentences."""

    def __init__(self, found: Names, extraction: Extraction, resolution: Resolved, ontology: Ontology) -> None:
        self.found = found
        self.text = found.text
        self.resolution = resolution
        self.document = extraction.document.id
        self.gazetteer = ontology.gazetteer
        self.folder = ontology.folder
        self.symmetric = {name for name, info in ontology.schema.relations.items() if info.symmetric}
        self.labels = {entity.id: entity.label_hans for entity in resolution.entities}
        self.relations: dict[tuple[str, Mention, Mention], Relation] = {
            (relation.rule, relation.subject, relation.object): relation for relation in extraction.relations
        }
        self.short = {alias.alias: alias for alias in found.aliases}

    def sentence(self, number: int, diagnosis: Diagnosis, lost: list[Loser]) -> ExplainedSentence:
        span = diagnosis.scene.span
        original = self.text.span(span.start, span.end)
        tokens = self.found.reading.tokens
        words = zip(tokens.starts, tokens.ends, tokens.tags, strict=True)
        return ExplainedSentence(
            number,
            original.start,
            original.end,
            display(self.text.original[original.start : original.end]),
            tuple(
                ExplainedToken(*self._range(start, end), self.text.key[start:end], tag)
                for start, end, tag in words
                if span.start <= start < span.end and self.text.key[start:end].strip()
            ),
            tuple(self._name(name) for name in diagnosis.scene.names),
            tuple(self._loser(loser) for loser in lost if span.start <= loser.start < span.end),
            tuple(self._findings(diagnosis)),
            tuple(self._misses(diagnosis.misses)),
        )

    def _range(self, start: int, end: int) -> tuple[int, int]:
        span = self.text.span(start, end)
        return span.start, span.end

    def _shown(self, start: int, end: int) -> str:
        span = self.text.span(start, end)
        return display(self.text.original[span.start : span.end])

    def _place(self, path: str, line: int, folder: str) -> str:
        return f"{folder}/{Path(path).name}:{line}"

    def _name(self, name: Name) -> ExplainedName:
        mention = name.mention
        entry = self.gazetteer.entries.get(mention.entry)
        rule = "" if mention.source == "reference" else mention.rule
        return ExplainedName(
            mention.start,
            mention.end,
            display(mention.text),
            mention.type,
            mention.kind,
            mention.source,
            rule,
            mention.entry,
            self._place(entry.path, entry.line, "gazetteer") if entry else "",
            self._note(name, entry),
            tuple(self._name(part) for part in name.parts),
        )

    def _note(self, name: Name, entry: Entry | None) -> str:
        mention = name.mention
        form = self.text.key[name.start : name.end]
        if mention.source == "reference":
            return f"stands for {display(mention.rule)}"
        if mention.key != form:
            return f"short for {entry.name if entry else mention.key}"
        rows = [row for row in self.gazetteer.forms.get(form, ()) if self.gazetteer.entries[row].type == mention.type]
        if len(rows) > 1:
            others = ", ".join(_row(self.gazetteer, row) for row in rows[:4])
            told = "its container is named in the text" if entry else "the text does not tell which"
            return f"{len(rows)} rows have this name ({others}{', …' if len(rows) > 4 else ''}): {told}"
        return f"known as {entry.name}" if entry and fold(entry.name) != form else ""

    def _loser(self, loser: Loser) -> ExplainedLoser:
        winner = self._shown(*loser.winner) if loser.winner else ""
        place = self._range(loser.start, loser.end)
        text = self._shown(loser.start, loser.end)
        return ExplainedLoser(*place, text, loser.type, loser.source, loser.rule, winner, loser.why)

    def _findings(self, diagnosis: Diagnosis) -> Iterator[ExplainedFinding]:
        for finding in diagnosis.findings:
            relation = self.relations.get((finding.rule.name, finding.subject.mention, finding.object.mention))
            qualifiers = relation.qualifiers if relation else ()
            statement = self._statement(finding)
            also = [_called(one) for one in diagnosis.outdone if _says(one) == _says(finding)]
            yield self._finding(finding, qualifiers, statement, tuple(dict.fromkeys(also)))

    def _finding(
        self,
        finding: Finding,
        qualifiers: tuple[Qualifier, ...],
        statement: tuple[str, str, str] | tuple[()],
        also: tuple[str, ...],
    ) -> ExplainedFinding:
        rule = finding.rule
        return ExplainedFinding(
            rule.name,
            self._place(rule.location.path, rule.location.line, "rules"),
            rule.relation,
            display(finding.subject.mention.text),
            display(finding.object.mention.text),
            self._shown(finding.trigger.start, finding.trigger.end) if finding.trigger else "",
            finding.modality,
            rule.confidence,
            qualifiers,
            statement,
            also,
            "" if statement else "no statement: both names mean one entity",
        )

    def _statement(self, finding: Finding) -> tuple[str, str, str] | tuple[()]:
        try:
            subject = self.resolution.entity_id(finding.subject.mention, self.document)
            target = self.resolution.entity_id(finding.object.mention, self.document)
        except KeyError:  # pragma: no cover - every end of a relation is resolved
            return ()
        if subject == target:
            return ()
        if finding.rule.relation in self.symmetric and target < subject:
            subject, target = target, subject
        return self.labels[subject], finding.rule.relation, self.labels[target]

    def _misses(self, misses: Iterable[Miss]) -> Iterator[NearMiss]:
        order = sorted(misses, key=lambda miss: (not miss.near, not miss.pairs, miss.trigger, miss.rule.name))
        for miss in order:
            unfit = miss.reasons[0].step in UNFIT
            yield NearMiss(
                miss.rule.name,
                miss.rule.relation,
                self._place(miss.rule.location.path, miss.rule.location.line, "rules"),
                self._shown(miss.trigger.start, miss.trigger.end),
                *self._range(miss.trigger.start, miss.trigger.end),
                miss.reasons[0].step,
                miss.reasons[0].message,
                tuple(reason.message for reason in miss.reasons[1:]),
                tuple((display(s.mention.text), display(o.mention.text)) for s, o in miss.pairs if not unfit),
                miss.near,
                miss.possible,
            )


def _row(gazetteer: Gazetteer, entry_id: str) -> str:
    outer = next(gazetteer.containers(entry_id), None)
    name = gazetteer.entries[entry_id].name
    return f"{outer.name}/{name}" if outer else name


def _says(finding: Finding) -> tuple[str, Span, Span]:
    subject, target = finding.subject, finding.object
    return finding.rule.relation, Span(subject.start, subject.end), Span(target.start, target.end)


def _called(finding: Finding) -> str:
    return f"{finding.rule.name} ({', '.join(filter(None, (finding.modality, str(finding.rule.confidence))))})"

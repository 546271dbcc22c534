"""One sentence of a document explained: its words, its names, what was found and what was missed, as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.explanation.diagnose import UNFIT, Diagnosis, Miss
from kg.explanation.explained import (
    ExplainedFinding,
    ExplainedLoser,
    ExplainedName,
    ExplainedSentence,
    ExplainedToken,
    NearMiss,
)
from kg.explanation.losers import Loser
from kg.extraction import Extraction
from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.mentions import Names
from kg.model import Mention, Qualifier, Relation, Span
from kg.names.reading import REFERENCE, RENAMED, Name
from kg.ontology import Ontology
from kg.relations.reader import Finding
from kg.resolve import Resolved
from kg.text import display, fold


class Whole:
    """One document with everything that was read in it.

    Args:
        found: its names.
        extraction: what was read in it.
        resolution: which entities its names mean, it being the only document.
        ontology: what it was read with.
    """

    def __init__(self, found: Names, extraction: Extraction, resolution: Resolved, ontology: Ontology) -> None:
        """Look up what each sentence will need."""
        self.text = found.text
        self.tokens = found.reading.tokens
        self.resolution = resolution
        self.document = extraction.document.id
        self.older = {alias.alias for alias in found.aliases if alias.reason == RENAMED}
        self.gazetteer = ontology.gazetteer
        self.symmetric = {name for name, info in ontology.schema.relations.items() if info.symmetric}
        self.labels = {entity.id: entity.label_hans for entity in resolution.entities}
        self.relations: dict[tuple[str, Mention, Mention], Relation] = {
            (relation.rule, relation.subject, relation.object): relation for relation in extraction.relations
        }

    def sentence(self, number: int, diagnosis: Diagnosis, lost: list[Loser]) -> ExplainedSentence:
        """Tell of one sentence.

        Args:
            number: which it is, counted from 1.
            diagnosis: which rules stated something in it, and which did not.
            lost: the names of the document that were not taken.
        """
        span = diagnosis.scene.span
        original = self.text.span(span.start, span.end)
        words = zip(self.tokens.starts, self.tokens.ends, self.tokens.tags, strict=True)
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
        rule = "" if mention.source == REFERENCE else mention.rule
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
        if mention.source == REFERENCE:
            return f"stands for {display(mention.rule)}"
        if mention.key != form:
            return self._other_form(form, entry.name if entry else mention.key)
        rows = self.gazetteer.rows(form, mention.type)
        if len(rows) > 1:
            others = ", ".join(_row(self.gazetteer, row) for row in rows[:4])
            told = "its container is named in the text" if entry else "the text does not tell which"
            return f"{len(rows)} rows have this name ({others}{', …' if len(rows) > 4 else ''}): {told}"
        return f"known as {entry.name}" if entry and fold(entry.name) != form else ""

    def _other_form(self, form: str, key: str) -> str:
        """Why a name has another key than its form."""
        name, apart, what = key.partition("@")
        if apart and name == form:
            alone = "nothing tells which one is meant: it holds in this text alone"
            return alone if what == self.document else f"told apart from others of this name: {what}"
        return f"{'older name of' if form in self.older else 'short for'} {name}"

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
    outer = next(iter(gazetteer.containers(entry_id)), None)
    name = gazetteer.entries[entry_id].name
    return f"{outer.name}/{name}" if outer else name


def _says(finding: Finding) -> tuple[str, Span, Span]:
    subject, target = finding.subject, finding.object
    return finding.rule.relation, Span(subject.start, subject.end), Span(target.start, target.end)


def _called(finding: Finding) -> str:
    return f"{finding.rule.name} ({', '.join(filter(None, (finding.modality, str(finding.rule.confidence))))})"

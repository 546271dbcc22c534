"""A graph against gold: what is right, what is wrong, what was missed.

An entity is right if its type is right and one of its labels is one of the forms that the reader found in that
document; a second entity for the same thing is wrong. A relation is right if both ends and its name are. Symmetric
relations hold both ways, and where two relations that state a container both fit the ends' types, either will do.
Statements with a modality are no plain facts and are left out. P is the share of what was given that is right, R the
share of what there is that was given, F1 their harmonic mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.errors import InputError, UsageError
from kg.evaluation.given import Given, GivenDocument, GivenName, GivenRelation, given_by_graph, sources_of
from kg.evaluation.gold import Gold
from kg.evaluation.scores import MISSED, NAME, RELATION, RIGHT, WRONG, Evaluation, Judged
from kg.model import Document
from kg.ontology import Ontology
from kg.resolve import resolve, to_hans
from kg.schema import Schema

_SIGNS = re.compile(r"[\s《》〈〉“”‘’「」『』\"'·•・\-—–()（）]+")
_Triple = tuple[str, str, str]


def evaluate(golds: Sequence[Gold], given: Given, schema: Schema) -> Evaluation:
    """Judge what a graph says of the gold's documents.

    Args:
        golds: what a careful reader found, by document.
        given: what the graph says; see `kg.evaluation.given`.
        schema: which relations are symmetric, and which state a container.

    Raises:
        InputError: there is no gold, or the graph has none of its documents.
    """
    if not golds:
        raise InputError("gold", "holds no document", "name gold files, or another --part")
    absent = tuple(gold.document for gold in golds if given.find(gold.document) is None)
    if len(absent) == len(golds):
        has = ", ".join(sorted(given.documents)[:3]) or "none"
        named = f"the gold's are {', '.join(absent[:3])}, the graph's {has}"
        raise InputError(
            "gold",
            f"the graph has none of its {len(golds)} documents: {named}",
            "build the graph from the texts that the gold is of",
        )
    judged = [
        one
        for gold in golds
        for one in _Judge(gold, given.find(gold.document) or GivenDocument(), given.labels, schema).judge()
    ]
    return Evaluation(tuple(gold.document for gold in golds), tuple(sorted(judged)), absent, given.has_sources)


def read_and_evaluate(
    golds: Sequence[Gold], ontology: Ontology, workers: int | None = None, *, given_names: bool = False
) -> Evaluation:
    """Build the graph of the gold's own texts and judge it; so the readers of names are known too.

    Args:
        golds: gold that holds its texts.
        ontology: the knowledge to read with.
        workers: processes to use; by default one per core.
        given_names: take the names from the gold, so that the rules are judged alone (in one process).

    Raises:
        UsageError: a document's text is not in the gold.
        InputError: there is no gold.
    """
    from kg.engines import extract_all
    from kg.evaluation.givennames import extract_with_names
    from kg.graph import graph_of

    for gold in golds:
        if not gold.text.strip():
            hint = "give the graph of its text: --graph graph.ttl"
            raise UsageError(f"{gold.location}: the gold of {gold.document} does not hold its text\n  hint: {hint}")
    if given_names:
        extractions = list(extract_with_names(golds, ontology))
    else:
        documents = [Document(gold.document, gold.text) for gold in golds]
        extractions = extract_all(documents, ontology, workers=workers) if documents else []
    resolved = resolve(extractions, ontology.gazetteer, ontology.decisions)
    graph = graph_of(extractions, resolved, ontology.gazetteer, ontology.schema)
    return evaluate(golds, given_by_graph(graph, sources_of(extractions, resolved)), ontology.schema)


class _Judge:
    """Matches one document's names with the gold's, one to one, and then compares what joins them."""

    def __init__(self, gold: Gold, given: GivenDocument, labels: dict[str, str], schema: Schema) -> None:
        self.gold, self.given, self.labels, self.schema = gold, given, labels, schema
        self.entities = {entity.id: entity for entity in gold.entities}
        self.match, self.means = self._matched()

    def judge(self) -> Iterator[Judged]:
        yield from self._names()
        yield from self._relations()

    def _matched(self) -> tuple[dict[str, str], dict[str, str]]:
        """Given name → gold entity that it is rightly, and → gold entity that it means whatever its type."""
        by_form: dict[str, set[str]] = defaultdict(set)
        for entity in self.gold.entities:
            for surface in entity.surfaces:
                by_form[fold_label(surface)].add(entity.id)
        pairs: list[tuple[int, str, str, GivenName]] = []
        for name in self.given.names:
            longest: dict[str, int] = {}
            for form in {fold_label(label) for label in name.labels} - {""}:
                for entity_id in by_form.get(form, ()):
                    longest[entity_id] = max(longest.get(entity_id, 0), len(form))
            pairs += [(-length, name.id, entity_id, name) for entity_id, length in longest.items()]
        pairs.sort(key=lambda pair: pair[:3])
        match: dict[str, str] = {}
        for _, name_id, entity_id, name in pairs:
            free = name_id not in match and entity_id not in match.values()
            if free and self.entities[entity_id].type in name.types:
                match[name_id] = entity_id
        means: dict[str, str] = {}
        for _, name_id, entity_id, _ in pairs:
            means.setdefault(name_id, match.get(name_id, entity_id))
        return match, means

    def _names(self) -> Iterator[Judged]:
        for name in self.given.names:
            means = self.means.get(name.id, "")
            if name.id in self.match:
                entity = self.entities[means]
                yield self._judged(NAME, RIGHT, entity.type, entity.name, name.sources, means)
            else:
                text = name.label + self._meant(means)
                yield self._judged(NAME, WRONG, "/".join(sorted(name.types)), text, name.sources, means)
        for entity in self.gold.entities:
            if entity.id not in self.match.values():
                yield self._judged(NAME, MISSED, entity.type, entity.name, (), entity.id)

    def _meant(self, entity_id: str) -> str:
        """What a wrong name says by its form: the thing that it is a second entity for, or of which it errs in type."""
        if not entity_id:
            return ""
        entity = self.entities[entity_id]
        again = entity_id in self.match.values()
        return f" (again {entity.name})" if again else f" ({entity.name} is {entity.type})"

    def _relations(self) -> Iterator[Judged]:
        wanted = {(one.head, one.relation, one.tail): one.evidence for one in reversed(self.gold.relations)}
        got: dict[_Triple, list[GivenRelation]] = defaultdict(list)
        for one in self.given.relations:
            triple = self._end(one.subject), one.relation, self._end(one.object)
            got[self._as_wanted(triple, wanted)].append(one)
        for triple, ones in got.items():
            verdict = RIGHT if triple in wanted else WRONG
            rules = tuple(sorted({rule for one in ones for rule in one.rules}))
            confidence = max(one.confidence for one in ones)
            shown, quote = self._shown(triple), ones[0].quote
            yield self._judged(RELATION, verdict, triple[1], shown, rules, quote=quote, confidence=confidence)
        for triple, evidence in wanted.items():
            if triple not in got:
                yield self._judged(RELATION, MISSED, triple[1], self._shown(triple), quote=evidence or self.gold.text)

    def _as_wanted(self, triple: _Triple, wanted: Iterable[_Triple]) -> _Triple:
        """The gold's relation that says the same as a given one, if there is one; else the given one."""
        head, relation, tail = triple
        info = self.schema.relations.get(relation)
        if triple in wanted or info is None:
            return triple
        if info.symmetric and (tail, relation, head) in wanted:
            return tail, relation, head
        if info.states_container and head in self.entities and tail in self.entities:
            ends = self.entities[head].type, self.entities[tail].type
            for other in sorted(self.schema.relations.values(), key=lambda one: one.name):
                fits = other.states_container and other.admits(*ends) and info.admits(*ends)
                if fits and (head, other.name, tail) in wanted:
                    return head, other.name, tail
        return triple

    def _end(self, entity_id: str) -> str:
        return self.means.get(entity_id, "?" + entity_id)

    def _shown(self, triple: _Triple) -> str:
        head, tail = (
            self.entities[end].name if end in self.entities else self.labels.get(end.removeprefix("?"), end)
            for end in (triple[0], triple[2])
        )
        return f"{head} → {tail}"

    def _judged(
        self,
        level: str,
        verdict: str,
        kind: str,
        text: str,
        by: tuple[str, ...] = (),
        means: str = "",
        *,
        quote: str = "",
        confidence: float = 0.0,
    ) -> Judged:
        place, quote = str(self.gold.location), " ".join(quote.split())
        return Judged(self.gold.document, level, verdict, kind, text, by, means, quote, place, confidence)


@lru_cache(maxsize=100_000)
def fold_label(text: str) -> str:
    """Fold a label for comparing it with the gold's forms: scripts, case, brackets, hyphens and white space apart."""
    return _SIGNS.sub("", to_hans(unicodedata.normalize("NFKC", text)).casefold())

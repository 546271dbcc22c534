"""Annotated examples → the tagger's table and its network, by cross-validation: the library twin of ``kg train``.

The weights of evidence must not be learnt from what the tagger says of paragraphs that it was trained on, for of those
it is too sure. So the paragraphs are dealt into folds; the tagger that speaks of a fold was trained on the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from kg.errors import UsageError
from kg.evaluation.gold import Gold
from kg.evaluation.scores import Score
from kg.evidence import Place, Scale, evidence, worth_in
from kg.mentions import NameFinder
from kg.names.reading import Candidate
from kg.ontology import Ontology
from kg.segment import default_segmenter
from kg.tagging.features import FAMILIES, TEMPLATES
from kg.tagging.table import Table
from kg.tagging.tagger import Tagger, Tagging
from kg.tagging.wordgroups import FILE as GROUPS
from kg.tagging.wordgroups import load_groups
from kg.training.exchange import exchanged
from kg.training.jobs import learn_tables
from kg.training.learner import learn_worth, without
from kg.training.samples import Sample, read_samples
from kg.training.trained import Measured, Trained
from kg.weighing import choose_by_weight, pool, weigh

LEAST_PARAGRAPHS = 30
"""Fewer annotated paragraphs teach nothing that would hold elsewhere."""


@dataclass(frozen=True, slots=True)
class _Fold:
    """A part of the paragraphs, and the table and the weights of evidence that were learnt without it."""

    samples: Sequence[Sample]
    table: Table
    finder: NameFinder
    worth: dict[str, int] = field(default_factory=dict)


def train(
    ontology: Ontology,
    golds: Sequence[Gold],
    *,
    folds: int = 3,
    multiply: bool = True,
    workers: int = 2,
    progress: Callable[[str], None] = lambda step: None,
) -> Trained:
    """Train the tagger and weigh the sources of names.

    Args:
        ontology: whose other sources of names, and whose types.
        golds: annotated paragraphs; those without text are left out.
        folds: parts of the cross-validation, two at least.
        multiply: train on each paragraph once more with its names exchanged.
        workers: processes that train side by side.
        progress: is told in words what begins.

    Raises:
        UsageError: there are too few paragraphs or folds, or the training library is not installed.
    """
    _ask_for_enough(golds, folds)
    types = tuple(sorted(ontology.schema.types))
    progress("reading the examples")
    finder = NameFinder(
        ontology.gazetteer, ontology.grammar, default_segmenter(), sources=ontology.sources, types=types
    )
    with_text = [gold for gold in golds if gold.text]
    groups = load_groups(ontology.folder / GROUPS)
    samples = read_samples(with_text, finder, types, groups)
    more = read_samples(exchanged(with_text), finder, types, groups) if multiply else []
    dealt = _deal(samples, folds)
    *tables, final = learn_tables(samples, more, types, dealt, workers, progress)
    parts = [
        _Fold([sample for sample in samples if dealt[sample.document] == number], table, finder)
        for number, table in enumerate(tables)
    ]
    progress("weighing the sources")
    worth = _weigh_parts(parts, types)
    progress("measuring")
    sources = ("gazetteer", "grammar", "jieba", "tagger", *(one.name for one in ontology.sources))
    return _measured(replace(final, worth=worth, groups=groups), samples, parts, _Judge(types), sources)


def _ask_for_enough(golds: Sequence[Gold], folds: int) -> None:
    annotated = sum(bool(gold.text and (gold.marks or gold.entities)) for gold in golds)
    if annotated < LEAST_PARAGRAPHS:
        raise UsageError(
            f"{annotated} annotated paragraphs with names are too few to train on\n"
            f"  hint: give {LEAST_PARAGRAPHS} at least, as annotated text"
        )
    if folds < 2:
        raise UsageError(f"{folds} is too small a number of folds\n  hint: two at least")


def _weigh_parts(parts: Sequence[_Fold], types: Sequence[str]) -> dict[str, int]:
    """What evidence is worth; each part is given what the others say of that."""
    rows = [list(_rows(part, types)) for part in parts]
    for number, part in enumerate(parts):
        part.worth.update(learn_worth(row for other, part in enumerate(rows) if other != number for row in part))
    return learn_worth(row for part in rows for row in part)


def _measured(
    table: Table, samples: Sequence[Sample], parts: Sequence[_Fold], judge: _Judge, sources: Sequence[str]
) -> Trained:
    """The table that was trained on all samples, with what cross-validation says of it."""
    weighed = judge.weighed(parts)
    about = {
        "paragraphs": len(samples),
        "examples": _digest(samples),
        "folds": len(parts),
        "F1 by cross-validation": round(weighed.total.f1, 3),
    }
    first = parts[:1]
    return Trained(
        table=replace(table, about=about),
        paragraphs=len(samples),
        folds=len(parts),
        before=judge.before(parts),
        tagger=judge.tagger(parts),
        weighed=weighed,
        first=judge.weighed(first),
        families={
            family: judge.weighed(first, hidden=[TEMPLATES.index(template) for template in templates]).total.f1
            for family, templates in FAMILIES.items()
        },
        sources={source: judge.weighed(first, silent=source).total.f1 for source in sources},
    )


def _deal(samples: Sequence[Sample], folds: int) -> dict[str, int]:
    """Document → fold. Paragraphs of one series of files (``sport-01.txt``, ``sport-02.txt``) stay together.

    They have one author and one subject: so each fold asks how good the others' knowledge is on texts of another kind.
    Where there are fewer series than folds, paragraphs are dealt one by one.
    """
    documents = [sample.document for sample in samples]
    series = {document: _series(document) for document in documents}
    if len(set(series.values())) < folds:
        series = {document: document for document in documents}
    sizes = Counter(series[document] for document in documents)
    load = [0] * folds
    fold: dict[str, int] = {}
    for name, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        fold[name] = load.index(min(load))
        load[fold[name]] += size
    return {document: fold[series[document]] for document in documents}


def _series(document: str) -> str:
    """What the names of a series of files begin with: their first word or number."""
    found = re.search(r"[^\W\d_]+|\d+", document)
    return found[0] if found else document


def _digest(samples: Iterable[Sample]) -> str:
    """A sum of what was trained on, by which a table tells whether the examples have changed since."""
    texts = sorted(f"{sample.proposed.text.original}{sorted(sample.names)}" for sample in samples)
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def _rows(part: _Fold, types: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """The evidence for each candidate of a fold, and whether it is right."""
    tagger = Tagger(part.table)
    for sample in part.samples:
        proposed = sample.proposed
        tagging = tagger.score(sample.words, sample.features)
        places = pool([*proposed.candidates, *part.finder.of_the_story(proposed, tagging.names)])
        for place, pieces in evidence(proposed, places, tagging, types):
            yield pieces, place in sample.names


class _Judge:
    """Measures names by place on paragraphs that the tables have not seen."""

    def __init__(self, types: Sequence[str]) -> None:
        self._types = types

    def before(self, parts: Iterable[_Fold]) -> Measured:
        return self._measure((sample, sample.proposed.chosen) for part in parts for sample in part.samples)

    def tagger(self, parts: Iterable[_Fold]) -> Measured:
        return self._measure(
            (sample, [name for name in self._tag(part, sample, ()).names if name.sure])
            for part in parts
            for sample in part.samples
        )

    def weighed(self, parts: Iterable[_Fold], hidden: Sequence[int] = (), silent: str = "") -> Measured:
        """All sources; ``hidden`` are templates that say nothing, ``silent`` is a source that proposes nothing."""
        return self._measure(
            (sample, self._weigh(part, sample, hidden, silent)) for part in parts for sample in part.samples
        )

    def _tag(self, part: _Fold, sample: Sample, hidden: Sequence[int]) -> Tagging:
        features = without(sample.features, hidden) if hidden else sample.features
        return Tagger(part.table).score(sample.words, features)

    def _weigh(self, part: _Fold, sample: Sample, hidden: Sequence[int], silent: str) -> list[Candidate]:
        tagging = self._tag(part, sample, hidden)
        proposed = sample.proposed
        names = [] if silent == "tagger" else part.finder.of_the_story(proposed, tagging.names)
        places = pool([one for one in (*proposed.candidates, *names) if one.source != silent])
        heard = replace(proposed, chosen=tuple(one for one in proposed.chosen if one.source != silent))
        scale = Scale(worth_in(part.worth))
        return choose_by_weight(weigh(heard, places, tagging, self._types, scale, part.finder.grammar))

    def _measure(self, found: Iterable[tuple[Sample, Iterable[Candidate]]]) -> Measured:
        right, given, gold = Counter[str](), Counter[str](), Counter[str]()
        for sample, names in found:
            places: set[Place] = {(name.start, name.end, name.type) for name in names}
            given.update(kind for _, _, kind in places)
            gold.update(kind for _, _, kind in sample.names)
            right.update(kind for _, _, kind in places & sample.names)
        scores = {kind: Score(right[kind], given[kind], gold[kind]) for kind in self._types}
        return Measured(Score(right.total(), given.total(), gold.total()), scores)

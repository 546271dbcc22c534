"""One choice among candidates: the greatest sum of what the evidence is worth, without overlap."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.evidence import Scale, evidence, worth_in
from kg.extraction import Extractor
from kg.knowledge.grammar import Grammar
from kg.mentions import NameFinder
from kg.model import Document
from kg.names.reading import SEVERAL_TYPES, Candidate
from kg.ontology import Ontology
from kg.segment import default_segmenter
from kg.tagging.margins import margins
from kg.tagging.tagger import Tagger
from kg.weighing import THRESHOLD, choose_by_weight, likelihood, pool, weigh, with_scores
from small_ontology import reader

candidates = st.lists(
    st.builds(
        lambda start, length, score: Candidate(start, start + length, "Firm", "grammar", score=score),
        st.integers(0, 8),
        st.integers(1, 4),
        st.integers(THRESHOLD - 500, 3000),
    ),
    max_size=8,
)


def apart(chosen: tuple[Candidate, ...]) -> bool:
    ordered = sorted(chosen, key=lambda one: one.start)
    return all(a.end <= b.start for a, b in itertools.pairwise(ordered))


@given(candidates)
def test_no_other_choice_without_overlap_weighs_more(given_: list[Candidate]) -> None:
    chosen = choose_by_weight(given_)

    def weight(some: tuple[Candidate, ...]) -> int:
        return sum(one.score - THRESHOLD for one in some)

    best = max(
        weight(some) for size in range(len(given_) + 1) for some in itertools.combinations(given_, size) if apart(some)
    )
    assert apart(tuple(chosen))
    assert weight(tuple(chosen)) == best
    assert all(one.score > THRESHOLD for one in chosen)


def test_all_evidence_for_a_name_weighs_what_its_pieces_weigh(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    assert ontology.table is not None
    types, worth = ontology.table.types, ontology.table.worth
    proposed = finder.propose("北京市海淀区的费伯渊昨日走访“听羽”系统实验室，费伯渊说清华大学也在。")
    (tagging,) = Tagger(ontology.table).tag([proposed])
    places = pool([*proposed.candidates, *tagging.names])

    weighed = list(Scale(worth_in(worth)).weigh(proposed, places, tagging, types))

    told = list(evidence(proposed, places, tagging, types))
    assert [place for place, _ in told] == list(places)
    assert weighed == [sum(worth.get(piece, 0) for piece in pieces) for _, pieces in told]
    assert any(weighed)


def test_places_of_several_texts_have_the_margins_that_they_have_in_each(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    assert ontology.table is not None
    types = ontology.table.types
    texts = ("北京市海淀区的费伯渊昨日走访“听羽”系统实验室。", "", "他来了。", "青云科技聚焦人工智能，清华大学也在。")
    proposed = [finder.propose(text) for text in texts]
    tagged = [
        (tagging, list(pool([*one.candidates, *tagging.names])))
        for one, tagging in zip(proposed, Tagger(ontology.table).tag(proposed), strict=True)
    ]

    together = list(margins(tagged, types))

    assert together == [margin for one in tagged for margin in margins([one], types)]
    assert len(together) == sum(len(places) for _, places in tagged) > 4


@given(candidates)
def test_the_order_of_candidates_does_not_matter(given_: list[Candidate]) -> None:
    assert choose_by_weight(given_) == choose_by_weight(given_[::-1])


def test_witnesses_of_one_place_and_type_are_one_candidate() -> None:
    several = [Candidate(0, 2, "Firm", "jieba"), Candidate(0, 2, "Firm", "gazetteer"), Candidate(0, 2, "Port", "jieba")]

    places = pool(several)

    assert {place: [one.source for one in witnesses] for place, witnesses in places.items()} == {
        (0, 2, "Firm"): ["gazetteer", "jieba"],
        (0, 2, "Port"): ["jieba"],
    }


def test_a_further_place_weighs_what_the_best_place_of_the_name_does() -> None:
    chosen = [Candidate(0, 2, "Firm", "grammar", score=900), Candidate(4, 6, "Firm", "grammar", score=2000)]

    (further,) = with_scores("栖云和他栖云在栖云", [Candidate(7, 9, "Firm", "document")], chosen)

    assert further.score == 2000


def test_a_known_name_of_several_types_is_proposed_with_each_and_trusted_in_none(tmp_path: Path) -> None:
    rows = {"Firm": ["青屿港务公司\t青屿\t\t\t\te"], "Port": ["青屿\t\t\t\t\te"]}
    proposed = reader(tmp_path, tables=rows).names.propose("青屿到了。")  # type: ignore[arg-type]

    assert [(one.type, one.rule) for one in proposed.candidates] == [("Firm", SEVERAL_TYPES), ("Port", SEVERAL_TYPES)]
    assert [one.type for one in proposed.chosen] == ["Firm"]  # without a tagger, the first in the alphabet


def test_what_is_one_word_of_the_dictionary_is_told_by_its_tag(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    assert ontology.table is not None
    proposed = finder.propose("他去北京。")
    (tagging,) = Tagger(ontology.table).tag([proposed])

    told = dict(evidence(proposed, pool(proposed.candidates), tagging, ontology.table.types))

    assert "one word ns Place True" in told[2, 4, "Place"]


@given(st.integers(-4000, 4000), st.integers(-4000, 4000))
def test_what_weighs_more_is_likelier_a_name_and_what_was_not_weighed_is_one(first: int, second: int) -> None:
    one, other = (likelihood(Candidate(0, 2, "Firm", "grammar", score=score or 1)) for score in (first, second))

    assert 0 < one < 1
    assert (first or 1) >= (second or 1) or one < other
    assert likelihood(Candidate(0, 2, "Firm", "grammar")) == 1


def test_a_name_of_a_type_that_asks_for_caution_needs_more_evidence(ontology: Ontology) -> None:
    table = ontology.table
    assert table is not None
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    proposed = finder.propose("青云科技聚焦人工智能，也做语义通信和物流分拣。")
    tagging = Tagger(table).tag([proposed])[0]
    places, scale = pool([*proposed.candidates, *tagging.names]), Scale(worth_in(table.worth))

    def scores(caution: dict[str, int]) -> dict[tuple[str, str], int]:
        grammar = replace(ontology.grammar, caution=caution, branches=())
        weighed = weigh(proposed, places, tagging, table.types, scale, grammar)
        return {(proposed.text.key[one.start : one.end], one.type): one.score for one in weighed}

    plain, wary = scores({}), scores({"Technology": 100})

    uncapped = {place: score for place, score in plain.items() if abs(score) < 3900}
    assert any(kind == "Technology" for _, kind in uncapped)
    assert {place: wary[place] for place in uncapped} == {
        place: score - 100 * (place[1] == "Technology") for place, score in uncapped.items()
    }


def test_names_of_a_group_weigh_more_by_what_the_group_is_worth(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter(), ontology.table)
    table = ontology.table
    assert table is not None
    proposed = finder.propose("杭州跻身全球城市绿色竞争力榜单第五名。")
    (tagging,) = Tagger(table).tag([proposed])
    places, scale = pool(proposed.candidates), Scale(worth_in(table.worth))
    grammar = ontology.grammar
    patterns = tuple(replace(one, worth=0) for one in grammar.patterns)

    def score(of: Grammar) -> int:
        weighed = weigh(proposed, places, tagging, table.types, scale, of)
        return next(one.score for one in weighed if one.type == "Product" and one.end - one.start > 8)

    worth = next(one.worth for one in grammar.patterns if one.name == "wide ranking")
    assert score(grammar) == score(replace(grammar, patterns=patterns)) + worth


def test_a_known_name_that_is_an_everyday_word_needs_more_than_the_gazetteer(extractor: Extractor) -> None:
    """Another form of the same row in the text is enough."""
    plain = extractor.extract(Document("a", "这份心动让观众难忘，花海中蝴蝶飞舞。"))
    firm = extractor.extract(Document("b", "心动公司发布财报，心动股价上涨。"))

    assert [one.text for one in plain.mentions] == []
    assert [one.text for one in firm.mentions] == ["心动公司", "心动"]


def test_what_only_the_tagger_proposes_has_to_be_worth_more_for_types_that_shade_into_words(ontology: Ontology) -> None:
    """The grammar says by how much."""
    text = "公司在下一代电池、深层地热等领域开展合作。"

    def told(alone: dict[str, int]) -> list[str]:
        grammar = replace(ontology.grammar, alone=alone)
        finder = NameFinder(ontology.gazetteer, grammar, default_segmenter(), ontology.table)
        return [one.mention.text for one in finder.find(Document("a", text)).names]

    assert told({}) == ["深层地热"]
    assert told({"Technology": 4000}) == []

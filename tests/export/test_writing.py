"""What is written in pieces, or ranked in arrays, is what it would be as a whole."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kg.export.ranking import Ranking
from kg.export.writing import Made, dumps, pieces
from kg.model import Entity, Graph

TEXT = st.text(st.sampled_from("a中\"<&>'\u2028\ud800\0"), max_size=3)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def made(value: object) -> object:
    """The same with every list in a dictionary made as it is written."""
    if isinstance(value, dict):
        return {key: made(one) for key, one in value.items()}
    return Made(lambda: value) if isinstance(value, list) else value


@given(PLAIN)
def test_json_in_pieces_is_that_of_the_whole(value: object) -> None:
    assert "".join(pieces(value)) == "".join(pieces(made(value))) == dumps(value)


def test_a_long_list_that_is_made_as_it_is_written_has_its_commas() -> None:
    assert "".join(pieces({"a": Made(lambda: range(2500)), "b": []})) == dumps({"a": [*range(2500)], "b": []})


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 3), min_size=1),
    st.lists(st.tuples(st.text("abc", max_size=3), st.text("abc", max_size=3))),
)
def test_entities_are_ranked_by_facts_mentions_and_id(mentions: dict[str, int], facts: list[tuple[str, str]]) -> None:
    entities = tuple(Entity(one, "t", one, one, documents=(("d", count),)) for one, count in mentions.items())
    degree = Counter(end for pair in facts for end in pair)

    ranking = Ranking(Graph(entities=entities), facts)

    assert ranking.first(2) == sorted(mentions, key=lambda one: (-degree[one], -mentions[one], one))[:2]
    assert [ranking.ids[place] for place in ranking.order] == ranking.first(len(mentions))
    assert [ranking.mentions[ranking.number[one]] for one in mentions] == [*mentions.values()]

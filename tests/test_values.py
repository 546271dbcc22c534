"""Values that are quick to make compare, hash and travel as frozen dataclasses do."""

from __future__ import annotations

import pickle

import pytest

from kg.values import value


@value
class Spot:
    """A value of two fields."""

    start: int
    end: int = 0


def test_values_of_equal_fields_are_equal_and_hash_alike() -> None:
    assert Spot(1, 2) == Spot(1, 2) != Spot(2, 1)
    assert len({Spot(1, 2), Spot(1, 2), Spot(1)}) == 2


def test_a_value_has_no_room_for_other_fields() -> None:
    with pytest.raises(AttributeError):
        Spot(1).middle = 3  # type: ignore[attr-defined]


def test_a_value_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Spot(1, 2))) == Spot(1, 2)  # noqa: S301


@value(order=True)
class Step:
    """A value that has an order."""

    start: int
    end: int = 0


def test_values_have_the_order_of_their_fields_only_where_it_is_asked_for() -> None:
    assert sorted([Step(2), Step(1, 3), Step(1)]) == [Step(1), Step(1, 3), Step(2)]
    with pytest.raises(TypeError):
        sorted([Spot(2), Spot(1)])  # type: ignore[type-var]

"""Counting many forms at once gives what counting each by itself gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.forms import counting
from kg.forms.counting import holders, occurrences, places

TEXTS = st.text(alphabet="云海天泽", max_size=40)
FORMS = st.sets(st.text(alphabet="云海天泽", min_size=1, max_size=4), max_size=6)


BY_ONE_SCAN, ONE_BY_ONE = -1, 10**9


@pytest.fixture(scope="module", params=[BY_ONE_SCAN, ONE_BY_ONE], ids=["by one scan", "one by one"], autouse=True)
def _ways(request: pytest.FixtureRequest) -> Iterator[None]:
    few, counting.FEW = counting.FEW, request.param
    yield
    counting.FEW = few


@given(TEXTS, FORMS)
def test_forms_are_counted_as_one_by_one(text: str, forms: set[str]) -> None:
    counts = occurrences(text, forms) if forms else {}

    assert {form: counts[form] for form in forms} == {form: text.count(form) for form in forms}


@given(FORMS, FORMS)
def test_forms_are_found_in_names_as_one_by_one(forms: set[str], names: set[str]) -> None:
    found = holders(forms, names)

    assert {form: set(found.get(form, ())) for form in forms} == {
        form: {name for name in names if form in name} for form in forms
    }


@given(TEXTS, FORMS)
def test_places_are_found_as_one_by_one(text: str, forms: set[str]) -> None:
    found = list(places(text, forms)) if forms else []

    assert found == sorted(found, key=lambda place: (place[1], place[0]))
    assert found == sorted(
        (
            (start, start + len(form), form)
            for form in forms
            for start in range(len(text))
            if text.startswith(form, start)
        ),
        key=lambda place: (place[1], place[0]),
    )

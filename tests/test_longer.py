"""Longer names of known bodies are theirs, but for those of firms that only share a short form."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("川大华西口腔医院", "四川大学华西口腔医院"),
        ("泰国朱拉隆功大学", "朱拉隆功大学"),
        ("江西铜业股份有限公司", ""),
        ("上海电气控股集团有限公司", ""),
        ("江西铜业集团", "江西铜业"),
    ],
)
def test_a_longer_name_of_a_known_body_is_its_own(extractor: Extractor, name: str, known: str) -> None:
    derivation = extractor.names._short_forms.derivation
    found = derivation.known("Organization", name)
    rows = extractor.names.gazetteer.rows

    assert bool(found) == bool(known)
    assert rows(found, "Organization") == rows(known, "Organization")

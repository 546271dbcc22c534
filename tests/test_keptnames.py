"""Known names that are decoded when they are asked for are those that were kept, however they are asked for."""

from __future__ import annotations

import pytest

from kg.knowledge import keptnames
from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.knowledge.keptnames import KeptGazetteer, names_to_bytes
from kg.ontology import Ontology


def _entry(entry_id: str, *aliases: str, container: str = "", code: str = "", line: int = 2) -> Entry:
    kind, _, name = entry_id.partition("@")[0].partition(":")
    return Entry(entry_id, kind, name, aliases, "", container, code, "editors", f"gazetteer/{kind}.tsv", line)


ROWS = [
    _entry("Place:青屿", "青岛屿", line=2),
    _entry("Place:白沙@青屿", "白沙镇", container="Place:青屿", line=3),
    _entry("Place:白沙@赤洲", "白沙镇", container="Place:赤洲", line=4),
    _entry("Place:赤洲", code="gb2260:999", line=5),
    _entry("Firm:北溟造船公司", "北溟", "青屿", container="Place:青屿", line=2),
]
ABSENT = ["", "\0", "Place:", "Place:青", "白", "白沙", "Place:白沙镇", "北溟造船", "\ud800"]


def _kept(whole: Gazetteer) -> KeptGazetteer:
    return KeptGazetteer(names_to_bytes(whole), whole.matcher())


@pytest.fixture
def whole() -> Gazetteer:
    return Gazetteer(ROWS)


@pytest.mark.parametrize("many", [1, 5, 10_000], ids=["all at once", "all soon", "one by one"])
def test_each_name_is_found_as_in_what_was_kept(whole: Gazetteer, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keptnames, "MANY", many)
    kept = _kept(whole)
    entries, forms = kept.entries, kept.forms  # as they were before all was decoded

    for asked in (*whole.entries, *whole.forms, *ABSENT):
        for one in (kept.entries, entries):
            assert one.get(asked) == whole.entries.get(asked)
            assert (asked in one) == (asked in whole.entries)
        for other in (kept.forms, forms):
            assert other.get(asked) == whole.forms.get(asked)
            assert (asked in other) == (asked in whole.forms)
    text = "北溟造船公司在青屿白沙镇，不在赤洲。"
    assert kept.find(text) == whole.find(text) != []
    assert kept.rows("青屿", "Place") == ("Place:青屿",)
    assert [one.id for one in kept.containers("Firm:北溟造船公司")] == ["Place:青屿"]
    with pytest.raises(KeyError):
        kept.entries["Place:none"]


@pytest.mark.parametrize("many", [1, 10_000])
def test_what_entries_contain_is_told_in_order(whole: Gazetteer, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keptnames, "MANY", many)
    kept = _kept(whole)
    kept.row("Place:青屿")

    for containers in (set(), {"Place:青屿"}, {"Place:赤洲", "Place:青屿", "Place:none"}):
        assert kept.contained(containers) == whole.contained(containers)
    assert kept.contained({"Place:青屿"}) == ["Place:白沙@青屿", "Firm:北溟造船公司"]


def test_all_is_there_in_its_order(whole: Gazetteer) -> None:
    kept = _kept(whole)

    assert (len(kept.entries), len(kept.forms)) == (len(whole.entries), len(whole.forms))
    assert list(kept.forms.items()) == list(whole.forms.items())
    assert list(kept.entries.items()) == list(whole.entries.items())
    assert names_to_bytes(kept) == names_to_bytes(_kept(kept)) == names_to_bytes(whole)


def test_ids_of_the_same_hash_are_told_apart(whole: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keptnames, "_hash", lambda entry_id: len(entry_id) % 2)

    kept = _kept(whole)

    assert [kept.entries.get(one) for one in (*whole.entries, "Place:none")] == [*ROWS, None]


def test_a_gazetteer_without_rows_is_kept_too() -> None:
    kept = _kept(Gazetteer(()))

    assert kept.find("青屿\0") == []
    assert "\0" not in kept.forms
    assert not kept.forms
    assert dict(kept.entries) == {}


def test_few_questions_decode_few_rows(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = _kept(ontology.gazetteer)
    monkeypatch.delattr(keptnames._Content, "whole")

    for entry_id in list(ontology.gazetteer.entries)[::500]:
        assert kept.entries[entry_id] == ontology.gazetteer.entries[entry_id]
    text = "北京大学在北京市海淀区，上海交通大学在上海市。"
    assert kept.find(text) == ontology.gazetteer.find(text)

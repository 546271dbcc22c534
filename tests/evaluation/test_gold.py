"""Gold JSON and collections of gold: read and checked, and taken apart without a rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.evaluation.annotated import read_gold, select_part
from kg.evaluation.gold import Gold, GoldError, part_of
from kg.schema import Schema

# Gold JSON


def gold_json(**changes: object) -> str:
    ship = {"id": "e1", "type": "Ship", "name": "乙号", "surfaces": ["乙号"]}
    yard = {"id": "e2", "type": "Firm", "name": "甲厂", "surfaces": ["甲厂"]}
    built = {"head": "e1", "type": "builtBy", "tail": "e2"}
    document = {"doc": "a.txt", "text": "甲厂建造乙号。", "entities": [ship, yard], "relations": [built]}
    return json.dumps([{"doc": "b.txt", "entities": [], "relations": []}, {**document, **changes}], indent=1)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{", "gold.json:1:2: is not JSON"),
        ("[]", "gold.json: holds no document"),
        ("[3]", "gold.json:1: has not the form of gold"),
        ('[{"doc": "a"}]', "gold.json:1: lacks 'entities'"),
        (gold_json(text="别的。"), "gold.json:15: a.txt: 乙号 does not stand in the text"),
        (gold_json(relations=[{"head": "e1", "type": "builtBy", "tail": "e9"}]), "no entity has the id 'e9'"),
        (gold_json(relations=[{"head": "e2", "type": "builtBy", "tail": "e2"}]), "Firm cannot be its subject"),
        (gold_json(relations=[{"head": "e1", "type": "builtBy", "tail": "e2"}] * 2), "is stated twice"),
        (
            gold_json(relations=[{"head": "e1", "type": "builtBy", "tail": "e2", "evidence": "无"}]),
            "its evidence does not stand in the text",
        ),
    ],
)
def test_a_fault_of_gold_json_is_told_with_its_line(source: str, told: str, tmp_path: Path, schema: Schema) -> None:
    path = tmp_path / "gold.json"
    path.write_text(source, encoding="utf-8")

    with pytest.raises(GoldError) as error:
        read_gold([path], schema)

    assert told in str(error.value)


def test_a_document_that_stands_twice_in_the_gold_is_a_fault(folder: Path, schema: Schema) -> None:
    with pytest.raises(GoldError, match="is in the gold twice"):
        read_gold([folder / "examples", folder / "examples" / "a.txt"], schema)


def test_gold_that_cannot_be_read_is_told(tmp_path: Path, schema: Schema) -> None:
    with pytest.raises(InputError, match="holds no gold"):
        read_gold([tmp_path], schema)
    with pytest.raises(InputError, match="No such file"):
        read_gold([tmp_path / "none.txt"], schema)
    (tmp_path / "notes.md").write_text("text", encoding="utf-8")
    with pytest.raises(InputError, match="is no gold"):
        read_gold([tmp_path / "notes.md"], schema)
    (tmp_path / "old.txt").write_bytes("甲厂".encode("gb18030"))
    with pytest.raises(InputError, match="is not UTF-8"):
        read_gold([tmp_path / "old.txt"], schema)


# Parts


@given(texts=st.lists(st.text(max_size=20), unique=True, max_size=20))
def test_the_parts_take_a_collection_apart_without_a_rest(texts: list[str]) -> None:
    golds = [Gold(f"{number}", text, (), ()) for number, text in enumerate(texts)]

    assert sorted(g.document for part in ("dev", "train") for g in select_part(golds, part)) == sorted(
        g.document for g in select_part(golds, "all")
    )


def test_the_part_of_a_text_never_changes() -> None:
    assert [part_of(f"{number}") for number in range(30)].index("dev") == 18

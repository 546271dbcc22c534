"""Saved runs: read back as they were, and held against a new one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError, OutputError
from kg.evaluation.runs import compare, load_run, save_run, to_json
from kg.evaluation.scores import MISSED, RIGHT, WRONG
from kg.schema import Schema
from ships_gold import judge, name_of

# Runs


def test_a_saved_run_is_read_back_as_it_was(schema: Schema, tmp_path: Path) -> None:
    result = judge(schema, (name_of("1", "Firm", "甲厂"),))
    save_run(result, tmp_path / "old.json")
    save_run(result, tmp_path / "old.json")

    assert load_run(tmp_path / "old.json") == result
    assert json.loads(to_json(result))["ent"]["right"] == 1


def test_what_got_better_and_worse_is_told(schema: Schema) -> None:
    before = judge(schema, (name_of("1", "Firm", "甲厂"), name_of("8", "Firm", "新闻")))
    after = judge(schema, (name_of("2", "Firm", "丙厂"), name_of("9", "Ship", "昨天号")))

    comparison = compare(before, after)

    assert [(c.judged.text, c.before, c.after) for c in comparison.better] == [
        ("丙厂", MISSED, RIGHT),
        ("新闻", WRONG, ""),
    ]
    assert [(c.judged.text, c.before, c.after) for c in comparison.worse] == [
        ("甲厂", RIGHT, MISSED),
        ("昨天号", "", WRONG),
    ]
    assert compare(before, before).changes == ()


def test_no_other_file_is_overwritten_by_a_run(schema: Schema, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="no saved evaluation"):
        save_run(judge(schema, ()), tmp_path / "notes.txt")

    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_run_that_cannot_be_written_leaves_the_one_before(
    schema: Schema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_run(judge(schema, ()), tmp_path / "old.json")
    before = (tmp_path / "old.json").read_bytes()

    def half(path: Path, text: str, **_: str) -> None:
        path.write_bytes(text.encode()[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(OutputError, match="No space left"):
        save_run(judge(schema, ()), tmp_path / "old.json")

    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]
    assert (tmp_path / "old.json").read_bytes() == before


@pytest.mark.parametrize("text", ["", "[]", "3", "{}", '{"format": "other"}', "\x80"])
def test_a_file_that_is_no_run_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(text, encoding="utf-8")

    with pytest.raises(InputError):
        load_run(tmp_path / "old.json")

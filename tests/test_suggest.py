"""Suggestions: names and triggers that the texts have and the ontology lacks, in a form that can be pasted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kg.check import check_ontology
from kg.commands.suggest import suggest as command
from kg.errors import InputError, UsageError
from kg.ontology import Ontology
from kg.suggestion.suggest import Suggestions, suggest
from small_ontology import BUILT, GRAMMAR, write_ontology

ENDINGS = """
inside:
  tags: [n, nz, ns, nt, nr, vn, eng]
  proper: [ns, nt, nz, eng]
suffixes:
  - {name: firm, type: Firm, needs: proper, least: 4, words: [船务公司]}
"""
NEWS = (
    "BlueWave的船长昨天说，长风破浪号停靠青屿深水港。北京船务公司、南屏船务公司和BlueWave都在场。",
    "船企BlueWave宣布，碧海明珠号停靠白沙河口港。北京船务公司没有表态。“海上丝带”引人注目，“海上丝带”还会再来。",
)


def folder(tmp_path: Path, news: tuple[str, ...] = NEWS) -> tuple[Path, Path]:
    """A folder of news, and the small ontology with endings."""
    texts = tmp_path / "news"
    texts.mkdir()
    for number, text in enumerate(news):
        (texts / f"{number}.txt").write_text(text, encoding="utf-8")
    return texts, write_ontology(tmp_path, BUILT, grammar=GRAMMAR + ENDINGS)


def found(tmp_path: Path, news: tuple[str, ...] = NEWS) -> tuple[Suggestions, Path]:
    texts, root = folder(tmp_path, news)
    return suggest([texts], ontology=root), root


def test_latin_names_built_names_and_quoted_names_are_suggested(tmp_path: Path) -> None:
    suggestions, _ = found(tmp_path)
    names = {name.name: name for name in suggestions.names}

    assert {"BlueWave", "北京船务公司", "海上丝带"} <= names.keys()
    assert (names["BlueWave"].documents, names["BlueWave"].count) == (2, 3)
    assert names["北京船务公司"].type == "Firm"
    assert "quoted" in names["海上丝带"].evidence
    assert "BlueWave" in names["BlueWave"].quote


def test_known_names_and_names_seen_once_are_not_suggested(tmp_path: Path) -> None:
    suggestions, _ = found(tmp_path, ("南屏船务公司、南屏船务公司与BlueWave。",))

    assert suggestions.names == ()


def test_names_in_more_documents_go_first(tmp_path: Path) -> None:
    suggestions, _ = found(tmp_path, ("见GreenSea，又见BlueWave、BlueWave、BlueWave。", "见GreenSea。", "见GreenSea。"))

    assert [name.name for name in suggestions.names] == ["GreenSea", "BlueWave"]


def test_rows_can_be_pasted_into_the_gazetteer_and_are_known_from_then_on(tmp_path: Path) -> None:
    suggestions, root = found(tmp_path)
    for kind, table in suggestions.tables().items():
        (root / "gazetteer" / f"{kind}.new.tsv").write_text(table, encoding="utf-8")

    check_ontology(root)

    assert all(name.row.split("\t")[-1] == "editors" for name in suggestions.names)
    assert suggest([tmp_path / "news"], ontology=root).names == ()


def test_a_verb_between_names_that_a_relation_may_join_is_a_trigger(tmp_path: Path) -> None:
    suggestions, _ = found(tmp_path)
    trigger = suggestions.triggers[0]

    assert (trigger.word, trigger.relation, trigger.order) == ("停靠", "callsAt", "active")
    assert (trigger.documents, trigger.count, trigger.total) == (2, 2, 2)
    assert "<subject Ship:长风破浪号><trigger:停靠><object Port:青屿深水港>。" in trigger.examples


def test_the_order_of_the_names_decides_which_is_the_subject(tmp_path: Path) -> None:
    suggestions, _ = found(tmp_path, ("北溟造船公司2025年制造长风破浪号。",))
    trigger = suggestions.triggers[0]

    assert (trigger.word, trigger.order) == ("制造", "inverse")
    assert (trigger.relation, trigger.others) == ("builtBy", ("leads",))


def test_the_skeleton_is_a_sound_rule_that_reads_its_examples(tmp_path: Path) -> None:
    suggestions, root = found(tmp_path)
    for number, trigger in enumerate(suggestions.triggers):
        (root / "rules" / f"new{number}.yaml").write_text(trigger.rule, encoding="utf-8")

    check_ontology(root)

    assert "停靠" not in {trigger.word for trigger in suggest([tmp_path / "news"], ontology=root).triggers}


def test_a_verb_that_only_denies_or_plans_gives_no_example_and_no_trigger(tmp_path: Path) -> None:
    suggestions, _ = found(tmp_path, ("长风破浪号未停靠青屿深水港。",))

    assert suggestions.triggers == ()


def test_marks_in_the_text_do_no_harm(tmp_path: Path) -> None:
    suggestions, _ = found(tmp_path, ('a<b>c 长风破浪号停靠"青屿深水港" > < : # <subject:x>。\t',))

    assert suggestions.names == ()


def test_wrong_calls_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no path"):
        suggest([])
    with pytest.raises(UsageError, match="below 0"):
        suggest([tmp_path], names=-1)
    with pytest.raises(InputError):
        suggest([tmp_path / "missing"], ontology=write_ontology(tmp_path))


def test_the_command_gives_a_program_what_the_library_gives(tmp_path: Path) -> None:
    texts, root = folder(tmp_path)
    app = typer.Typer()
    app.command()(command)
    json_run = CliRunner().invoke(app, [str(texts), "--ontology", str(root), "--format", "json"])
    plain_run = CliRunner().invoke(app, [str(texts), "--ontology", str(root)])
    expected = suggest([texts], ontology=root)

    assert [name["row"] for name in json.loads(json_run.output)["names"]] == [name.row for name in expected.names]
    assert all(trigger.rule in plain_run.output for trigger in expected.triggers)
    assert "# gazetteer/Firm.tsv\nname\taliases\t" in plain_run.output


def test_the_newspaper_pages_suggest_rows_that_the_gazetteer_lacks(ontology: Ontology, pages: list[Path]) -> None:
    suggestions = suggest(pages, ontology=ontology)
    known = {entry.name for entry in ontology.gazetteer.entries.values()}

    assert len(suggestions.names) >= 10
    assert all(len(name.row.split("\t")) == 6 and name.name not in known for name in suggestions.names)
    assert suggestions == suggest(pages, ontology=ontology)

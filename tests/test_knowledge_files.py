"""Grammar and rule files: every planted fault is told with file, line, column, what was expected, and a remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ontology import load_ontology
from small_ontology import ALLIED, BUILT, GRAMMAR, SHARED, faults, write_ontology


def told(folder: Path, rules: str = "", **parts: str) -> list[str]:
    return faults(write_ontology(folder, rules, **parts))  # type: ignore[arg-type]


def changed(old: str, new: str) -> str:
    """The sound rule with one piece replaced."""
    assert BUILT.count(old) == 1
    return BUILT.replace(old, new)


RULE_FAULTS = [
    # a key, a word list, a type or a relation that is not known: with the nearest one that is
    (
        changed("trigger: [", "triger: ["),
        "3:5",
        "rule 'builtBy.active': unknown key 'triger'",
        "did you mean 'trigger'?",
    ),
    (changed("{position: before}", "{postion: before}"), "5:16", "unknown key 'postion'", "did you mean 'position'?"),
    (changed("position: before", "position: befor"), "5:26", "unknown value 'befor'", "did you mean 'before'?"),
    (changed("[建造]", "[$fillrs]"), "3:15", "unknown word list '$fillrs'", "did you mean 'fillers'?"),
    (
        changed("{position: after}", "{position: after, type: Shp}"),
        "6:40",
        "unknown value 'Shp'",
        "did you mean 'Ship'?",
    ),
    (
        changed("    trigger", "    relation: kg:biltBy\n    trigger"),
        "3:15",
        "'biltBy' is no relation",
        "did you mean 'builtBy'?",
    ),
    ("relation: biltBy\nrules: []\n", "1:11", "'biltBy' is no relation", "did you mean 'builtBy'?"),
    ("relation: biltBy\n", "1:11", "'biltBy' is no relation", "did you mean 'builtBy'?"),
    # what does not fit the relation
    (
        changed("{position: before}", "{position: before, type: Port}"),
        "5:40",
        "object has type Port, but the range of builtBy is Firm",
        "",
    ),
    (
        changed("{position: after}", "{position: after, type: [Ship, Firm]}"),
        "6:40",
        "subject has type Firm, but the domain of builtBy is Ship",
        "",
    ),
    (changed("{position: after}", "{position: after, class: Shipyard}"), "6:41", "unknown value 'Shipyard'", "Ferry"),
    # what is missing
    (re.sub(r"    examples.*\n", "", BUILT), "2:5", "has no example", "give at least one sentence"),
    (changed("      subject: {position: after}\n", ""), "5:7", "argument 'subject' is missing", ""),
    (
        changed("- name: builtBy.active\n    trigger", "- trigger"),
        "2:5",
        "rule: 'name' is missing",
        "relation.construction",
    ),
    (changed("{position: before}", "{}"), "5:7", "both arguments need a 'position'", ""),
    (
        changed("    trigger: [建造]\n", ""),
        "5:16",
        "the subject of a rule without trigger has a position",
        "only the object",
    ),
    # what is given twice
    (changed("    arguments", "    trigger: [造]\n    arguments"), "4:5", "key 'trigger' is given twice", "keep one"),
    (BUILT + BUILT.split("\n", 1)[1], "8:5", "rule 'builtBy.active' is given twice", "builtBy.yaml:2:5"),
    # numbers, flags and choices out of bounds
    (changed("{position: before}", "{position: before, within: -1}"), "5:42", "-1 is out of range", "from 0 to 500"),
    (
        changed("    arguments", "    confidence: high\n    arguments"),
        "4:17",
        "expected a number, found text 'high'",
        "",
    ),
    (changed("    arguments", "    confidence: 1.5\n    arguments"), "4:17", "1.5 is out of range", "from 0 to 1"),
    (changed("{position: before}", "{position: before, parts: often}"), "5:41", "expected true or false", ""),
    (changed("    arguments", "    modality: wished\n    arguments"), "4:15", "unknown value 'wished'", "planned"),
    (
        changed("    arguments", "    unless: [{words: [], position: infront}]\n    arguments"),
        "4:36",
        "'infront'",
        "known:",
    ),
    (changed("    arguments", "    unless: [{position: before}]\n    arguments"), "4:14", "'words'", ""),
    # examples whose marks are wrong
    (changed("<subject:乙号>", "<subjct:乙号>"), "7:16", "'subjct' is neither a role", ""),
    (changed("<subject:乙号>", "<subject:乙号"), "7:16", "a '<' is not closed", ""),
    (changed("<subject:乙号>", "<subject:>"), "7:16", "an empty mark", ""),
    (changed("<subject:乙号>", "乙号>"), "7:16", "a '>' closes nothing", ""),
    # what is no YAML, or another shape
    (changed("[建造]", "[建造"), "4:14", "not valid YAML", "indentation"),
    (changed("    trigger", "\ttrigger"), "3:1", "not valid YAML", "is indented with a tab: use spaces"),
    (changed("trigger: [", "trigger：["), "4:5", "not valid YAML", "a full-width colon behind its key"),
    (changed("[建造]", "[建造，承建]"), "3:15", "a full-width comma stands in the word '建造，承建'", "between words"),
    ("rules: 建造\n", "1:8", "rule: expected a mapping, found text", ""),
]


@pytest.mark.parametrize(("rules", "place", "message", "hint"), RULE_FAULTS, ids=[case[2] for case in RULE_FAULTS])
def test_a_fault_of_a_rule_is_told_with_place_expectation_and_remedy(
    tmp_path: Path, rules: str, place: str, message: str, hint: str
) -> None:
    text = "\n".join(told(tmp_path, rules))

    assert f"rules/builtBy.yaml:{place}: " in text
    assert message in text
    assert hint in text
    assert "'builtBy.active'" in text or "name: builtBy.active" not in rules or "not valid YAML" in text


def test_a_rule_without_trigger_and_position_is_told(tmp_path: Path) -> None:
    rules = changed("    trigger: [建造]\n", "").replace("{position: after}", "{}").replace("{position: before}", "{}")

    assert "the object needs a 'position' seen from the subject" in told(tmp_path, rules)[0]


def test_a_rule_name_is_unique_over_all_files(tmp_path: Path) -> None:
    root = write_ontology(tmp_path, {"builtBy": BUILT, "more": "relation: builtBy\n" + BUILT})

    assert "the other one is at rules/builtBy.yaml:2:5" in faults(root)[0]


def test_an_example_with_several_possible_types_asks_for_one(tmp_path: Path) -> None:
    rules = """\
rules:
  - name: locatedIn.in
    trigger: [设在]
    arguments: {subject: {position: before}, object: {position: after}}
    examples: ["<subject:甲厂><trigger:设在><object:乙港>。"]
"""

    (fault,) = faults(write_ontology(tmp_path, {"locatedIn": rules}))

    assert fault.startswith("rules/locatedIn.yaml:5:16: rule 'locatedIn.in': examples: the subject can be Firm or Port")
    assert "<subject Firm:…>" in fault


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    root = write_ontology(
        tmp_path,
        {"builtBy": changed("trigger: [", "triger: ["), "alliesWith": ALLIED.replace("list", "lists")},
        grammar=GRAMMAR.replace("Firm", "Frim"),
        shared=SHARED.replace("negated", "denied"),
        tables={"Port": ["甲港\t\t\t\t\t"]},
    )

    files = {re.match(r"[\w/.]+", fault)[0] for fault in faults(root)}  # type: ignore[index]

    assert files == {
        "gazetteer/Port.tsv",
        "grammar.yaml",
        "rules/_shared.yaml",
        "rules/builtBy.yaml",
        "rules/alliesWith.yaml",
    }


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "hint"),
    [
        ("references:", "refrences:", "3:1", "unknown key 'refrences'", "did you mean 'references'?"),
        ("type: Firm", "type: Frim", "4:12", "unknown value 'Frim'", "did you mean 'Firm'?"),
        ("[该公司]", "[$bodies]", "4:26", "unknown word list '$bodies'", ""),
        ("去年", "(去年", "11:7", "not a regular expression", ""),
        ("- 去年", "- [去年", "12:9", "not valid YAML", "indentation"),
        ("words: [该船]", "words: [该船], words: [本船]", "5:31", "key 'words' is given twice", "keep one"),
        ("words: [该船]", "at_start: sometimes", "5:28", "expected true or false", ""),
        ("references:", "numbered: {number: '(甲)号'}\nreferences:", "3:20", "a part of a larger expression", "(?:…)"),
        ("(?P<year>20", "(?P<yaer>20", "8:7", "unknown group 'yaer'", "did you mean 'year'?"),
        ("  amount:", "  sum:", "12:3", "unknown key 'sum'", "known: amount, date"),
        (
            "references:",
            "singles: [{type: Port}]\nreferences:",
            "3:11",
            "singles: 'names' is missing",
            "add 'names: …'",
        ),
        ("references:", "? [甲]\n: 乙\nreferences:", "3:3", "expected text as a key, found a list", ""),
        ("references:", "bylines: {classes: [Frim]}\nreferences:", "3:21", "unknown value 'Frim'", "known:"),
    ],
)
def test_a_fault_of_the_grammar_is_told_with_place_expectation_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, message: str, hint: str
) -> None:
    assert old in GRAMMAR

    text = "\n".join(told(tmp_path, grammar=GRAMMAR.replace(old, new, 1)))

    assert f"grammar.yaml:{place}: " in text
    assert message in text
    assert hint in text


def test_words_of_rules_may_be_in_either_script(tmp_path: Path) -> None:
    root = write_ontology(tmp_path, changed("[建造]", "[建造, 監造]"))

    assert load_ontology(root).rules.rules[0].triggers == ("建造", "监造")


def test_an_ontology_without_rules_grammar_and_names_is_sound(tmp_path: Path) -> None:
    root = write_ontology(tmp_path, tables={})
    (root / "grammar.yaml").unlink()
    (root / "rules" / "_shared.yaml").unlink()

    assert faults(root) == []


@given(st.integers(0, len(BUILT) - 1), st.sampled_from(":-[]{}#&*!|>'\"%@`, \n\tx"))
@settings(deadline=None, max_examples=60)
def test_a_slip_of_the_keyboard_anywhere_gives_faults_or_a_sound_rule_but_no_crash(
    tmp_path_factory: pytest.TempPathFactory, position: int, character: str
) -> None:
    slipped = BUILT[:position] + character + BUILT[position + 1 :]
    root = write_ontology(tmp_path_factory.mktemp("slip"), slipped)

    told = faults(root)

    assert all(fault.startswith("rules/builtBy.yaml") and len(fault) > 24 for fault in told)

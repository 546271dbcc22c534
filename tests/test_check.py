"""``kg check``: every planted fault is told with its place and a remedy, and what may be meant is only warned of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.check import Inspection, check_ontology, inspect_ontology
from kg.errors import OntologyError
from kg.schema import load_schema
from kg.validation.shapes import shapes_text
from small_ontology import ALLIED, BUILT, SHARED, TABLES, write_ontology

SECOND = BUILT.replace("builtBy.active", "builtBy.more")


def rows(kind: str, *lines: str) -> dict[str, Iterable[str]]:
    """The small ontology's tables with more rows of one type."""
    return {**TABLES, kind: (*TABLES[kind], *lines)}


def looked_at(folder: Path, rules: dict[str, str] | str = BUILT, **parts: object) -> Inspection:
    """Inspect a small ontology with these rules."""
    return inspect_ontology(write_ontology(folder, rules, **parts))  # type: ignore[arg-type]


def told(folder: Path, inspection: Inspection, severity: str = "fault") -> list[str]:
    remarks = inspection.faults if severity == "fault" else inspection.warnings
    return [str(remark.fault).replace(f"{folder}/ontology/", "") for remark in remarks]


def changed(old: str, new: str, text: str = BUILT) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def two(second: str) -> str:
    """The sound rule with a second one behind it."""
    return BUILT + second.split("\n", 1)[1]


def test_a_sound_ontology_has_no_fault_and_no_warning(tmp_path: Path) -> None:
    inspection = looked_at(tmp_path, {"builtBy": BUILT, "alliesWith": ALLIED})

    assert (inspection.faults, inspection.warnings) == ((), ())
    assert (inspection.rules, inspection.examples, inspection.counterexamples) == (2, 2, 0)
    assert inspection.names == 13
    assert inspection.error(strict=True) is None


PLANTED = [
    pytest.param(
        {"rules": changed("trigger: [", "triger: [")},
        "rules/builtBy.yaml:3:5: rule 'builtBy.active': unknown key 'triger'\n  hint: did you mean 'trigger'?",
        id="misspelt key",
    ),
    pytest.param(
        {"rules": changed("[建造]", "[$fillrs]")},
        "rules/builtBy.yaml:3:15: rule 'builtBy.active': trigger: unknown word list '$fillrs'\n"
        "  hint: did you mean 'fillers'?",
        id="unknown word list",
    ),
    pytest.param(
        {"rules": changed("{position: after}", "{position: after, type: Port}")},
        "rules/builtBy.yaml:6:40: rule 'builtBy.active': subject has type Port, but the domain of builtBy is Ship",
        id="wrong domain",
    ),
    pytest.param(
        {"rules": changed("了<subject", "，没有<subject").replace("建造>，", "建造>。")},
        "rules/builtBy.yaml:7:16: rule 'builtBy.active': the example gives nothing: 甲厂建造。没有乙号。",
        id="example that fails",
    ),
    pytest.param(
        {"tables": rows("Port", "铜锣小港\t\t\t青屿深水巷\t\teditors")},
        "gazetteer/Port.tsv:5:8: container '青屿深水巷' is no row\n  hint: did you mean '青屿深水港'?",
        id="container that does not exist",
    ),
    pytest.param(
        {"tables": rows("Port", "铜锣小港\t\t\t玉带新港\t\teditors", "玉带新港\t\t\t铜锣小港\t\teditors")},
        "gazetteer/Port.tsv:5:8: containers in a circle: '铜锣小港' (gazetteer/Port.tsv:5) in "
        "'玉带新港' (gazetteer/Port.tsv:6) in '铜锣小港'\n  hint: nothing lies in itself: empty or correct",
        id="cycle of containers",
    ),
    pytest.param(
        {"tables": rows("Port", "铜锣小港\t\t\t铜锣小港\t\teditors")},
        "gazetteer/Port.tsv:5:8: containers in a circle: '铜锣小港' (gazetteer/Port.tsv:5) in '铜锣小港'",
        id="row that contains itself",
    ),
    pytest.param(
        {"rules": two(SECOND)},
        "rules/builtBy.yaml:8:5: rule 'builtBy.more' is shadowed by 'builtBy.active' (rules/builtBy.yaml:2:5)\n"
        "  hint: it has the same arguments and no trigger of its own",
        id="rule shadowed by another",
    ),
    pytest.param(
        {"rules": changed("    arguments", "    pseudo: [建造师, 建造]\n    arguments")},
        "rules/builtBy.yaml:4:19: rule 'builtBy.active': trigger '建造' can never fire: it is a pseudo-trigger too\n"
        "  hint: keep it in one of the two lists",
        id="trigger shadowed by a pseudo-trigger",
    ),
    pytest.param(
        {"rules": changed("    arguments", "    pseudo: [建造师, $list]\n    arguments") + "words: {list: [建造]}\n"},
        "rules/builtBy.yaml:4:19: rule 'builtBy.active': trigger '建造' can never fire",
        id="trigger shadowed by a word list",
    ),
    pytest.param(
        {"rules": changed("    arguments", "    unless:\n      - {words: [为], pseudo: [因为, 为]}\n    arguments")},
        "rules/builtBy.yaml:2:5: rule 'builtBy.active': the word '为' can never count: it is one of its pseudo words",
        id="word of a condition shadowed by its own pseudo word",
    ),
    pytest.param(
        {"shared": changed("pseudo: [未来]", "pseudo: [未来, 未]", SHARED)},
        "rules/_shared.yaml:11:67: the cue '未' (negated) can never count: it is one of its pseudo words too",
        id="cue shadowed by its own pseudo word",
    ),
]


@pytest.mark.parametrize(("planted", "message"), PLANTED)
def test_a_planted_fault_is_told_with_place_and_remedy(
    tmp_path: Path, planted: dict[str, object], message: str
) -> None:
    inspection = looked_at(tmp_path, **planted)  # type: ignore[arg-type]

    assert any(message in text for text in told(tmp_path, inspection)), told(tmp_path, inspection)
    with pytest.raises(OntologyError):
        check_ontology(tmp_path / "ontology")


def test_an_alias_of_two_rows_of_one_type_is_warned_of_with_both_places(tmp_path: Path) -> None:
    inspection = looked_at(tmp_path, tables=rows("Ship", "明珠二号\t碧海明珠号\t\t\t\teditors"))

    (text,) = told(tmp_path, inspection, "warning")

    assert text.startswith(
        "gazetteer/Ship.tsv:5:6: '碧海明珠号' is claimed by '明珠二号' and by '碧海明珠号' (gazetteer/Ship.tsv:3)"
    )
    assert "hint: join the rows if they are one thing" in text
    assert inspection.faults == ()


@pytest.mark.parametrize(
    "tables",
    [
        rows("Port", "铜锣湾东港\t铜锣湾\t\t青屿深水港\t\teditors", "铜锣湾西港\t铜锣湾\t\t赤洲群岛\t\teditors"),
        rows("Ship", "白沙号\t白沙河口港\t\t\t\teditors"),
    ],
    ids=["in different containers", "of different types"],
)
def test_true_homonyms_are_not_warned_of(tmp_path: Path, tables: dict[str, Iterable[str]]) -> None:
    assert told(tmp_path, looked_at(tmp_path, tables=tables), "warning") == []


@pytest.mark.parametrize(("word", "folded"), [("发展", "发展"), ("公開", "公开")])
def test_a_short_name_that_is_an_ordinary_word_is_warned_of(tmp_path: Path, word: str, folded: str) -> None:
    inspection = looked_at(tmp_path, tables=rows("Firm", f"东海造船公司\t{word}\t\t\t\teditors"))

    (text,) = told(tmp_path, inspection, "warning")

    assert text.startswith(f"gazetteer/Firm.tsv:5:8: the name '{folded}' of '东海造船公司' is an ordinary word")
    assert f"accept it in check.yaml (common word: [{folded}])" in text


def test_a_name_of_one_character_is_warned_of_whatever_the_dictionary_says(tmp_path: Path) -> None:
    inspection = looked_at(tmp_path, tables=rows("Firm", "东海造船公司\t溟\t\t\t\teditors"))

    (text,) = told(tmp_path, inspection, "warning")

    assert text.startswith("gazetteer/Firm.tsv:5:8: the name '溟' of '东海造船公司' is one character\n")
    assert "accept it in check.yaml (common word: [溟])" in text


@pytest.mark.parametrize("word", ["北京", "溟造", "FS", "发展造船"])
def test_a_name_that_is_a_name_in_the_dictionary_or_not_in_it_is_not_warned_of(tmp_path: Path, word: str) -> None:
    inspection = looked_at(tmp_path, tables=rows("Firm", f"东海造船公司\t{word}\t\t\t\teditors"))

    assert inspection.warnings == ()


def test_a_rule_that_none_of_its_examples_needs_is_warned_of(tmp_path: Path) -> None:
    wider = SECOND.replace("[建造]", "[建造, 承建]").replace("after}", "after, within: 30}")
    inspection = looked_at(tmp_path, two(wider))

    texts = told(tmp_path, inspection, "warning")

    assert texts[0].startswith(
        "rules/builtBy.yaml:2:5: rule 'builtBy.active': none of its examples needs it: "
        "all are read the same by 'builtBy.more'"
    )
    assert "hint: add an example that this rule alone reads" in texts[0]
    assert inspection.faults == ()


def test_a_rule_with_an_example_that_only_it_reads_is_not_warned_of(tmp_path: Path) -> None:
    own = SECOND.replace("建造", "承建")

    assert told(tmp_path, looked_at(tmp_path, two(own)), "warning") == []


@pytest.mark.parametrize(
    "second",
    [
        SECOND.replace("[建造]", "[建造, 承建]").replace("{position: after}", "{position: after, within: 3}"),
        SECOND.replace("    trigger", "    confidence: 0.95\n    trigger"),
        SECOND.replace("    trigger", "    qualifiers: {role: trigger}\n    trigger"),
        SECOND.replace("    trigger", "    modality: planned\n    trigger"),
    ],
    ids=["other arguments", "more confident", "tells a role", "tells a plan"],
)
def test_a_rule_that_adds_something_is_not_shadowed(tmp_path: Path, second: str) -> None:
    assert not any("'builtBy.more' is shadowed" in text for text in told(tmp_path, looked_at(tmp_path, two(second))))


def test_a_narrower_rule_is_shadowed_by_a_wider_one_wherever_they_stand(tmp_path: Path) -> None:
    wider = SECOND.replace("[建造]", "[建造, 承建]")

    (text,) = told(tmp_path, looked_at(tmp_path, two(wider)))

    assert text.startswith("rules/builtBy.yaml:2:5: rule 'builtBy.active' is shadowed by 'builtBy.more'")


# -- warnings that are meant ---------------------------------------------------------------------------------------


def accept(folder: Path, text: str) -> Inspection:
    """Inspect an ontology with a common word and this ``check.yaml``."""
    root = write_ontology(folder, BUILT, tables=rows("Firm", "东海造船公司\t发展\t\t\t\teditors"))  # type: ignore[arg-type]
    (root / "check.yaml").write_text(text, encoding="utf-8")
    return inspect_ontology(root)


def test_a_warning_can_be_accepted_and_is_told_again_once_it_is_stale(tmp_path: Path) -> None:
    inspection = accept(tmp_path, "accepted:\n  common word: [發展, 展开, 北溟造船]\n")

    assert told(tmp_path, inspection, "warning") == [
        "check.yaml:2:21: '展开' is accepted as common word, but no such warning is left\n  hint: take it out"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "accepted:\n  comon word: [发展]\n",
            "check.yaml:2:3: accepted: unknown key 'comon word'\n  hint: did you mean",
        ),
        ("acepted: {}\n", "check.yaml:1:1: check.yaml: unknown key 'acepted'\n  hint: did you mean 'accepted'?"),
        ("accepted: [\n", "check.yaml:2:1: not valid YAML"),
    ],
)
def test_a_fault_of_the_acceptances_is_told(tmp_path: Path, text: str, message: str) -> None:
    assert told(tmp_path, accept(tmp_path, text))[0].startswith(message)


def test_the_shipped_ontology_has_no_fault() -> None:
    inspection = inspect_ontology()

    assert [str(remark.fault) for remark in inspection.faults] == []


def test_annotated_paragraphs_are_read_with_place_and_remedy(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path, BUILT)
    (folder / "examples").mkdir()
    (folder / "examples" / "port.txt").write_text("# ok\n[甲厂|Z]建造了[乙号|S。\n", encoding="utf-8")
    (folder / "examples" / "notes.md").write_text("[甲厂|Z]", encoding="utf-8")

    found = told(tmp_path, inspect_ontology(folder))

    assert [line.split(": ")[0] for line in found] == ["examples/port.txt:2", "examples/port.txt:2:5"]
    assert all("\n  hint: " in line for line in found)


def test_annotated_paragraphs_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path, BUILT)
    (folder / "examples").mkdir()
    (folder / "examples" / "port.txt").write_bytes("甲厂建造了乙号。".encode("gb18030"))

    (found,) = told(tmp_path, inspect_ontology(folder))

    remedy = "it may be GB18030 or Big5, which Windows calls ANSI: save it as UTF-8"
    assert found == f"examples/port.txt: is not UTF-8 (byte 0)\n  hint: {remedy}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("foo bar\n", "shapes.ttl:1:1: is not Turtle"),
        ("<urn:a> <urn:b> 5 .\n", "shapes.ttl: holds no shape of SHACL"),
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n<urn:a> a sh:NodeShape ; sh:property [ sh:minCount 1 ] .\n",
            "shapes.ttl:3: in <urn:a>: Less than 1 values",
        ),
    ],
    ids=["no Turtle", "no shapes", "no sound SHACL"],
)
def test_shapes_of_ones_own_are_checked(tmp_path: Path, text: str, message: str) -> None:
    folder = write_ontology(tmp_path, BUILT)
    (folder / "shapes.ttl").write_text(text, encoding="utf-8")

    (found,) = told(tmp_path, inspect_ontology(folder))

    assert found.startswith(message)


def test_shapes_that_were_made_of_another_schema_are_warned_of(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path, BUILT)
    made = shapes_text(load_schema(folder / "kg.ttl"))
    (folder / "shapes.ttl").write_text(made, encoding="utf-8")
    assert inspect_ontology(folder).warnings == ()

    (folder / "shapes.ttl").write_text(made.replace("builtBy", "madeBy"), encoding="utf-8")
    (found,) = told(tmp_path, inspect_ontology(folder), "warning")

    assert found.startswith("shapes.ttl:1: these shapes were made of another kg.ttl")


def test_a_file_that_nothing_reads_is_warned_of_until_it_is_accepted(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path, BUILT)
    for name in ("rules/more.yml", "gazetteer/Ship.csv", "grammar.yml", "gazetteer/README.md", "gazetteer/.Ship.tsv"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / "rules" / "old").mkdir()

    found = [line.split(": ")[0] for line in told(tmp_path, inspect_ontology(folder), "warning")]
    assert found == ["gazetteer/Ship.csv", "grammar.yml", "rules/more.yml", "rules/old"]

    accepted = "accepted:\n  unread file: [rules/more.yml, rules/old, grammar.yml, gazetteer/Ship.csv]\n"
    (folder / "check.yaml").write_text(accepted, encoding="utf-8")
    assert inspect_ontology(folder).warnings == ()

"""Known names: what the matcher finds, which homonym is meant, and how faults of the tables are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.knowledge.gazetteer import Entry, Gazetteer, row_name
from kg.ontology import Ontology
from kg.text import fold
from small_ontology import HEADER, TABLES, faults, read, reader, write_ontology

NUMBER = r"[一二三四五六七八九十百〇零]+"


def entry(name: str, *aliases: str, kind: str = "Firm") -> Entry:
    return Entry(f"{kind}:{fold(name)}", kind, name, aliases, "", "", "", "editors", "gazetteer/Firm.tsv", 2)


def found(gazetteer: Gazetteer, text: str) -> list[str]:
    key = fold(text)
    return [key[match.start : match.end] for match in gazetteer.find(key)]


def port_faults(folder: Path, *rows: str, header: str = HEADER) -> list[str]:
    """The faults of a table of ports with these rows after the header; the first row stands in line 2."""
    root = write_ontology(folder, tables={})
    (root / "gazetteer" / "Port.tsv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return faults(root)


def test_a_row_in_one_script_matches_texts_in_both() -> None:
    gazetteer = Gazetteer([entry("远星航运公司", "遠星")])

    assert found(gazetteer, "遠星航運公司與远星航运公司") == ["远星", "远星航运公司", "远星", "远星航运公司"]


def test_names_that_overlap_or_touch_are_all_found() -> None:
    gazetteer = Gazetteer([entry("白沙河口"), entry("河口港"), entry("港"), entry("白沙河口港")])

    assert sorted(found(gazetteer, "白沙河口港")) == ["河口港", "港", "白沙河口", "白沙河口港"]


def test_of_the_rows_that_share_a_form_those_of_a_type_are_told() -> None:
    gazetteer = Gazetteer([entry("白沙"), entry("白沙航运", "白沙"), entry("白沙", kind="Port")])

    assert gazetteer.rows("白沙", "Firm") == ("Firm:白沙", "Firm:白沙航运")
    assert gazetteer.rows("白沙", "Port") == ("Port:白沙",)
    assert gazetteer.rows("黑沙", "Port") == ()


@pytest.mark.parametrize(("row", "name"), [("Port:白沙", "白沙"), ("Port:白沙@北海", "白沙"), ("", "")])
def test_the_name_in_the_id_of_a_row_is_told(row: str, name: str) -> None:
    assert row_name(row) == name


@pytest.mark.parametrize("text", ["MYFARSTARS", "FarStars", "unFarStar", "FarStar船务", "(FarStar)", "FarStar2"])
def test_latin_names_are_not_found_inside_words(text: str) -> None:
    gazetteer = Gazetteer([entry("远星航运公司", "FarStar")])

    assert ("FarStar" in found(gazetteer, text)) == (text in {"FarStar船务", "(FarStar)", "FarStar2"})


@pytest.mark.parametrize(("text", "is_there"), [("3号", True), ("2013号", False), ("13号", False), ("A3号", True)])
def test_names_that_begin_with_a_number_are_not_found_inside_one(text: str, is_there: bool) -> None:
    assert ("3号" in found(Gazetteer([entry("3号")]), text)) == is_there


@given(st.lists(st.text("东南西北海港船星", min_size=1, max_size=4), min_size=1, max_size=5), st.data())
@settings(deadline=None)
def test_every_name_is_found_wherever_it_stands(names: list[str], data: st.DataObject) -> None:
    gazetteer = Gazetteer(entry(name) for name in names)
    text = "，".join(data.draw(st.permutations(names)))

    assert set(names) <= set(found(gazetteer, text))


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer([]).find("远星航运公司") == []


def test_containers_are_listed_from_the_nearest_outwards(tmp_path: Path) -> None:
    gazetteer = reader(tmp_path).ontology.gazetteer

    assert [one.name for one in gazetteer.containers("Firm:远星航运公司")] == ["青屿深水港", "赤洲群岛"]


def test_containers_in_a_circle_do_no_harm(tmp_path: Path) -> None:
    gazetteer = reader(
        tmp_path, tables={"Port": ["甲港\t\t\t乙港\t\teditors", "乙港\t\t\t甲港\t\teditors"]}
    ).ontology.gazetteer  # type: ignore[arg-type]

    assert [one.name for one in gazetteer.containers("Port:甲港")] == ["乙港"]


HOMONYMS = {
    "Port": [
        "赤洲群岛\t\t\t\t\teditors",
        "黛洲群岛\t\t\t\t\teditors",
        "望海新码头\t\t\t赤洲群岛\tnum:1\teditors",
        "望海新码头\t\t\t黛洲群岛\tnum:2\teditors",
    ]
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("黛洲群岛今日开港，望海新码头同日启用。", "Port:望海新码头@黛洲群岛"),
        ("赤洲群岛今日开港，望海新码头同日启用。", "Port:望海新码头@赤洲群岛"),
        ("望海新码头今日启用。", ""),
        ("黛洲群岛和赤洲群岛都有望海新码头。", ""),
    ],
)
def test_of_homonyms_the_one_is_meant_whose_container_the_text_names(tmp_path: Path, text: str, meant: str) -> None:
    extraction = read(reader(tmp_path, tables=HOMONYMS), text)  # type: ignore[arg-type]

    assert [mention.entry for mention in extraction.mentions if mention.text == "望海新码头"] == [meant]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_sound_tables_have_no_fault_whatever_their_comments_and_line_ends(tmp_path: Path, encoding: str) -> None:
    text = "\r\n".join(["# ports", HEADER, "", "甲港\t\t\t\t\teditors", "# more", "乙港\t\t\t甲港\t\teditors"])
    root = write_ontology(tmp_path, tables={})
    (root / "gazetteer" / "Port.east.tsv").write_text(text, encoding=encoding, newline="")

    assert faults(root) == []


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        (["甲港\t\t\t\t\t编者\t多"], "2:11", "expected 6 cells, found 7"),
        (["甲港\t\t\t\teditors"], "2:14", "expected 6 cells, found 5"),
        (["甲港\t\t\t\t\teditors", "乙港\t\tHarbour\t\t\teditors"], "3:5", "'Harbour' is no class of Port"),
        (["甲港\t\tFerry\t\t\teditors"], "2:5", "'Ferry' is no class of Port"),
        (["甲港\t\t\t\t\t"], "2:8", "'甲港' has no source"),
        (["\t\t\t\t\teditors"], "2:1", "the name is empty"),
        (["港" * 81 + "\t\t\t\t\teditors"], "2:1", "a name of 81 characters"),
        (["甲港\t小港|" + "港" * 81 + "\t\t\t\teditors"], "2:7", "a name of 81 characters"),
        (["甲港\t\t\t\t\teditors", " 甲港\t\t\t\t\teditors"], "3:2", "'甲港' is given twice"),
        (["甲港\t\t\t 乙港\t\teditors\r"], "2:7", "container '乙港' is no row"),
        (["甲港\t\t\t\t110108\teditors"], "2:7", "'110108' is no code"),
    ],
)
def test_a_fault_of_a_row_is_told_with_its_line_and_column(
    tmp_path: Path, rows: list[str], place: str, message: str
) -> None:
    told = port_faults(tmp_path, *rows)

    assert len(told) == 1
    assert told[0].startswith(f"gazetteer/Port.tsv:{place}: {message}")
    assert "hint: " in told[0]


def test_a_wrong_header_is_told_with_the_right_one(tmp_path: Path) -> None:
    told = port_faults(tmp_path, "甲港\t\t\t\t\teditors", header=HEADER.replace("class", "kind"))

    assert told == [
        "gazetteer/Port.tsv:1:14: the header is missing or wrong\n"
        "  hint: the first line must be: name aliases class container code source (tab separated)"
    ]


def test_a_table_that_lost_its_content_is_told(tmp_path: Path) -> None:
    told = port_faults(tmp_path, header="# nothing is left")

    assert told[0].startswith("gazetteer/Port.tsv: the header is missing: the table is empty\n  hint: the first line")


def test_a_container_that_several_rows_have_is_told_with_their_places_and_mended_by_the_parent(tmp_path: Path) -> None:
    rows = [*HOMONYMS["Port"], "一号泊位\t\t\t望海新码头\t\teditors"]

    told = port_faults(tmp_path, *rows)

    assert len(told) == 1
    assert told[0].startswith("gazetteer/Port.tsv:6:8: container '望海新码头' is ambiguous")
    assert "gazetteer/Port.tsv:4, gazetteer/Port.tsv:5" in told[0]
    assert "parent/name" in told[0]
    assert port_faults(tmp_path, *rows[:-1], "一号泊位\t\t\t黛洲群岛/望海新码头\t\teditors") == []


def test_a_repeated_row_is_told_with_the_place_of_the_other(tmp_path: Path) -> None:
    told = port_faults(tmp_path, "甲港\t\t\t\t\teditors", "# a comment", "甲港\t\t\t\t\teditors")

    assert told[0].startswith("gazetteer/Port.tsv:4:1: ")
    assert "the other one is at gazetteer/Port.tsv:2" in told[0]


def test_a_misspelt_container_class_or_file_gets_the_nearest_word_as_a_hint(tmp_path: Path) -> None:
    assert (
        "did you mean '青屿深水港'?"
        in port_faults(tmp_path, "青屿深水港\t\t\t\t\teditors", "甲港\t\t\t青屿深水巷\t\teditors")[0]
    )
    root = write_ontology(tmp_path / "b", tables={"Sihp": ["甲号\t\t\t\t\teditors"]})
    assert faults(root) == ["gazetteer/Sihp.tsv: 'Sihp' is no type\n  hint: did you mean 'Ship'?"]


@pytest.mark.parametrize(
    ("encoding", "place", "seen"),
    [
        ("gb18030", len(HEADER) + 1, "it may be GB18030 or Big5, which Windows calls ANSI: "),
        ("utf-16", 0, "it looks like UTF-16, as spreadsheets write Unicode text: "),
        ("iso2022_jp", None, ""),
    ],
)
def test_a_table_that_is_not_utf8_is_told_with_the_remedy(
    tmp_path: Path, encoding: str, place: int | None, seen: str
) -> None:
    root = write_ontology(tmp_path, tables={})
    content = f"{HEADER}\n青山\t\t\t\t\teditors\n".encode(encoding)
    (root / "gazetteer" / "Port.tsv").write_bytes(content + (b"\xff" if place is None else b""))

    place = len(content) if place is None else place
    assert faults(root) == [f"gazetteer/Port.tsv: is not UTF-8 (byte {place})\n  hint: {seen}save it as UTF-8"]


@pytest.mark.parametrize(
    ("row", "place", "message", "hint"),
    [
        ("甲\0港\t\t\t\t\teditors", "2:1", "the cell holds a character U+0000", "save the file as text in UTF-8"),
        ('甲港\t"乙""港"\t\t\t\teditors', "2:4", 'the cell is in quotation marks: "乙""港"', "take them out"),
        ("甲港\t乙港｜丙港\t\t\t\teditors", "2:4", "'乙港｜丙港' has a full-width bar", "write | in half width"),
    ],
)
def test_what_a_spreadsheet_or_keyboard_puts_into_a_cell_is_told_with_the_remedy(
    tmp_path: Path, row: str, place: str, message: str, hint: str
) -> None:
    (told,) = port_faults(tmp_path, row)

    assert told.startswith(f"gazetteer/Port.tsv:{place}: {message}\n  hint: ")
    assert hint in told
    assert port_faults(tmp_path, '"甲"港\t乙、丙港\t\t\t\teditors') == []


def test_all_faults_of_all_tables_come_at_once(tmp_path: Path) -> None:
    tables = {"Port": ["甲港\t\t\t\t\t", "乙港\t\tX\t\t\teditors"], "Firm": ["甲公司\t\t\t无港\t\teditors"]}

    told = faults(write_ontology(tmp_path, tables={**TABLES, **tables}))

    assert {fault.split(": ")[0] for fault in told} >= {
        "gazetteer/Firm.tsv:2:7",
        "gazetteer/Port.tsv:2:8",
        "gazetteer/Port.tsv:3:5",
    }


# -- the tables that the project comes with ------------------------------------------------------------------------


def test_no_place_is_a_row_of_its_own_under_its_name_without_its_unit(ontology: Ontology) -> None:
    entries = ontology.gazetteer.entries.values()
    divisions = {"Town", "District", "City"}
    named = {(one.name, one.container) for one in entries if one.type == "Place" and one.kind in divisions}

    twice = {
        one.name
        for one in entries
        if one.type == "Place" and one.kind in divisions
        for unit in "镇乡市区"
        if (one.name + unit, one.container) in named
    }

    assert twice == set()


@pytest.mark.parametrize(
    ("form", "row"),
    [("罗东", "罗东镇"), ("羅東鎮", "罗东镇"), ("内湖", "内湖区"), ("镰仓市", "镰仓"), ("襄樊市", "襄阳市")],
)
def test_a_place_is_one_row_under_all_its_forms(ontology: Ontology, form: str, row: str) -> None:
    assert ontology.gazetteer.forms[fold(form)] == (f"Place:{row}",)


@pytest.mark.parametrize("forms", [("政大", "政治大学"), ("成大", "成功大学"), ("台北故宫", "国立故宫博物院")])
def test_a_body_is_one_row_under_all_its_forms(ontology: Ontology, forms: tuple[str, str]) -> None:
    first, second = (ontology.gazetteer.forms[fold(form)] for form in forms)

    assert first == second
    assert len(first) == 1


def test_no_row_takes_a_group_and_a_listed_company_for_one(ontology: Ontology) -> None:
    groups = ("集团有限公司", "集团有限责任公司", "（集团）有限责任公司")
    rows = {entry.name: (entry.name, *entry.aliases) for entry in ontology.gazetteer.entries.values()}
    both = [
        name
        for name, forms in rows.items()
        if any(form.endswith(groups) for form in forms) and any(form.endswith("股份有限公司") for form in forms)
    ]

    assert both == []


ONE_THING = {"美国男篮": "梦一队 and 梦八队 are its teams of two years"}


def test_no_row_takes_things_of_two_numbers_for_one(ontology: Ontology) -> None:
    confused = {
        entry.name: forms
        for entry in ontology.gazetteer.entries.values()
        if entry.name not in ONE_THING and (forms := of_two_numbers(entry.name, *entry.aliases))
    }

    assert confused == {}


def of_two_numbers(*forms: str) -> list[str]:
    """Forms that differ in nothing but a number in Chinese figures: 实践二十号, 实践二十五号."""
    numbers: dict[str, set[str]] = {}
    for form in forms:
        if shape := re.sub(NUMBER, "#", form).strip("《》“”"):
            numbers.setdefault(shape, set()).add("".join(re.findall(NUMBER, form)))
    return [shape for shape, found in numbers.items() if "#" in shape and len(found) > 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("实践二十号", "实践二十五号"),
        ("张衡一号", "张衡二号"),
        ("流浪地球", "流浪地球2"),
        ("世界女排联赛", "世界男排联赛"),
        ("香港创新科技署", "香港创新科技局"),
        ("地坛公园", "日坛公园"),
        ("金熊奖", "银熊奖"),
        ("格力集团", "格力电器"),
        ("茅台集团", "贵州茅台"),
        ("三一集团", "三一重工"),
        ("欧洲理事会", "欧盟理事会"),
        ("房利美", "房地美"),
    ],
)
def test_bodies_that_are_often_confused_are_two_rows(ontology: Ontology, one: str, other: str) -> None:
    first, second = (ontology.gazetteer.forms[fold(form)] for form in (one, other))

    assert not {*first} & {*second}

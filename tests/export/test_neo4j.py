"""The files for Neo4j: sound headers, whole rows, a script that loads them."""

from __future__ import annotations

import csv
import re
import subprocess
from io import StringIO
from pathlib import Path

from hypothesis import given

from formats_made import hostile
from graphs import BASE, hostile_graph, small_schema
from kg.export import FORMATS

# Neo4j


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_the_files_for_neo4j_hold_nodes_and_the_edges_between_them(out: Path) -> None:
    entities, documents = rows(out / "neo4j-entities.csv"), rows(out / "neo4j-documents.csv")
    facts, mentions = rows(out / "neo4j-facts.csv"), rows(out / "neo4j-mentions.csv")
    known = {row["iri:ID(thing)"] for row in (*entities, *documents)}

    assert (len(entities), len(documents), len(facts), len(mentions)) == (6, 2, 5, 6)
    assert len(known) == 8
    assert {row[end] for row in (*facts, *mentions) for end in (":START_ID(thing)", ":END_ID(thing)")} <= known
    assert "Entity;Organization;University" in {row[":LABEL"] for row in entities}
    assert {(row["date"], row["role"]) for row in facts} == {("2024-03", ""), ("", "院长"), ("", "")}
    assert {row[":TYPE"] for row in facts} == {"focusesOn", "foundedBy", "partOf", "locatedIn", "affiliatedWith"}


def test_the_headers_keep_to_the_grammar_of_the_import_tool(out: Path) -> None:
    field = re.compile(r"\w*(:(ID|START_ID|END_ID)\(\w+\)|:LABEL|:TYPE|:(int|double|string)(\[\])?)?")
    heads = {
        path.name: path.read_text(encoding="utf-8").split("\n", 1)[0].split(",") for path in out.glob("neo4j-*.csv")
    }

    assert [name for head in heads.values() for name in head if not field.fullmatch(name)] == []


def test_the_script_loads_every_file_and_is_sound(out: Path) -> None:
    script = out / "neo4j-load.sh"
    text = script.read_text(encoding="utf-8")

    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert set(re.findall(r"neo4j-\w+\.csv", text)) == {path.name for path in out.glob("neo4j-*.csv")}


def test_the_script_hands_the_files_to_the_import_tool(out: Path, tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    done = subprocess.run(
        ["sh", str(out / "neo4j-load.sh"), "news"], env={"NEO4J_ADMIN": str(tool), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = done.stdout.splitlines()

    assert told[:5] == [str(out), "database", "import", "full", "news"]
    assert all((out / argument.split("=")[1]).is_file() for argument in told if ".csv" in argument)


@given(hostile)
def test_a_csv_reader_finds_every_quote_as_it_was(text: str) -> None:
    writer = FORMATS["neo4j"]["neo4j-facts.csv"]
    out = StringIO(newline="")
    writer(hostile_graph("x", text), out, base=BASE, schema=small_schema())
    ((quote),) = [row["evidence"] for row in csv.DictReader(StringIO(out.getvalue(), newline=""), strict=True)]

    assert quote == re.sub("[\ud800-\udfff\0]", "\ufffd", text)

"""The page in a real browser: tables and pictures that are saved."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from browsing import Show, downloaded, one, visible
from graphs import small_graph
from kg.model import DocumentInfo, Entity, Graph, Statement

# -- export -----------------------------------------------------------------------------------------------------------


def test_the_visible_statements_are_saved_as_a_table(show: Show, downloads: Path) -> None:
    (downloads / "statements.csv").unlink(missing_ok=True)
    driver = show(small_graph())
    driver.execute_script("kgPage.filter({ support: 1 })")
    one(driver, "#save summary").click()
    one(driver, "#save-table").click()
    text = downloaded(driver, downloads / "statements.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    founded = next(row for row in rows if row["relation"] == "foundedBy")

    assert len(rows) == visible(driver)[1] == 5
    assert founded["subject_hant"] == "中關村泛聯移動通信技術創新應用研究院"
    assert founded["quote"] == "2024年3月，泛联院由北京邮电大学发起成立。"
    assert (founded["support"], founded["confidence"]) == ("2", "0.95")
    assert founded["documents"] == founded["quote_document"] == "news/003.txt"
    assert (founded["date"], founded["role"]) == ("2024年3月", "")
    assert next(row for row in rows if row["relation"] == "affiliatedWith")["role"] == "院长"
    assert founded["object_iri"].startswith("https://example.org/kg/entity/")


def test_documents_whose_names_have_spaces_are_told_apart_in_the_table(show: Show) -> None:
    names = ("第1版 要闻.pdf", "第2版 经济.pdf")
    entities = (Entity("a", "Place", "甲", "甲"), Entity("b", "Place", "乙", "乙"))
    statements = (Statement("a", "partOf", "b", "", 2, documents=names),)
    driver = show(Graph(tuple(map(DocumentInfo, names)), entities, statements))
    table = driver.execute_script("return tableOf(kgPage.model, makeWords(readJson('words')), [0])")
    row = next(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))

    assert row["documents"].split("; ") == [*names]
    assert (row["quote"], row["quote_document"], row["date"], row["role"]) == ("", "", "", "")


def test_a_name_never_becomes_a_formula_of_a_spreadsheet(show: Show) -> None:
    name = '=HYPERLINK("http://x","a,b")'
    entities = (Entity("a", "Place", name, name), Entity("b", "Place", "乙\n丙", "乙"))
    driver = show(Graph(entities=entities, statements=(Statement("a", "partOf", "b", "", 1),)))
    words = "makeWords(readJson('words'))"
    table = driver.execute_script(f"return tableOf(kgPage.model, {words}, [0])")
    row = next(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))

    assert row["subject"] == "'" + name
    assert row["object"] == "乙\n丙"


def test_the_view_is_saved_as_a_picture(show: Show, downloads: Path) -> None:
    (downloads / "graph.png").unlink(missing_ok=True)
    driver = show(small_graph())
    one(driver, "#save summary").click()
    one(driver, "#save-picture").click()
    picture = downloaded(driver, downloads / "graph.png")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    size = driver.execute_script(
        "const canvas = document.querySelector('#network canvas'); return [canvas.width, canvas.height]"
    )

    assert picture.startswith(b"\x89PNG")
    assert [width, height] == size

"""The page in a real browser: filters and what they leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from browsing import FANLIAN, Show, by, legend, one, search, texts, visible
from graphs import small_graph
from kg.model import Entity, Graph

# -- filters: what is left on the canvas of six entities and six statements -------------------------------------------


def label(driver: Any, text: str) -> Any:
    """A tick of the filters by its label."""
    return next(item for item in by(driver, "#filter-body .tick") if item.text.split("\n")[0] == text)


def slide(driver: Any, name: str, value: str) -> None:
    driver.execute_script(
        "const slider = document.querySelector(`[data-key=${arguments[0]}]`); slider.value = arguments[1];"
        "slider.dispatchEvent(new Event('input')); slider.dispatchEvent(new Event('change'))",
        name,
        value,
    )


def pick(driver: Any, name: str, day: str) -> None:
    driver.execute_script(
        "const field = document.querySelector(`[data-key=${arguments[0]}]`); field.value = arguments[1];"
        "field.dispatchEvent(new Event('change'))",
        name,
        day,
    )


FILTERS: dict[str, tuple[Callable[[Any], object], int, int]] = {
    "type": (legend, 0, 0),
    "relation": (lambda driver: label(driver, "位于").click(), 4, 4),
    "support": (lambda driver: slide(driver, "ms", "2"), 2, 1),
    "confidence": (lambda driver: slide(driver, "mc", "0.9"), 4, 3),
    "only the gazetteer says it": (lambda driver: label(driver, "只来自词表").click(), 5, 5),
    "modality": (lambda driver: label(driver, "可能").click(), 5, 5),
    "document": (lambda driver: label(driver, "泛联院成立").click(), 5, 5),
    "document without statements": (lambda driver: label(driver, "新闻/引“号” 4.txt").click(), 0, 0),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_hides_says_so_and_is_reset(show: Show, name: str) -> None:
    act, entities, statements = FILTERS[name]
    driver = show(small_graph())
    before = visible(driver)
    one(driver, "#show-filters").click()
    act(driver)
    names, edges = visible(driver)
    told = one(driver, "#notice").text
    number = one(driver, "#filter-count").text
    one(driver, "#reset").click()

    assert (len(before[0]), before[1]) == (6, 6)
    assert (len(names), edges) == (entities, statements)
    assert f"{6 - entities} 个实体、{6 - statements} 条关系" in told
    assert number == "1"
    assert visible(driver) == before
    assert not one(driver, "#notice").is_displayed()


def test_each_filter_has_its_count_beside_it(show: Show) -> None:
    driver = show(small_graph())
    one(driver, "#show-filters").click()
    counts = dict(text.split("\n") for text in texts(driver, "#filter-body .tick"))
    types = dict(text.split("\n") for text in texts(driver, "#legend .chip"))

    assert counts["位于"] == "2"
    assert counts["文中陈述"] == "4"
    assert counts["泛联院成立"] == "5"
    assert types["机构"] == types["地点"] == "2"


@pytest.mark.parametrize("written", ["2025-01-02", "20250102", "2025/1/2 08:30", "2025年1月2日", "2025-01", "2025"])
def test_documents_are_chosen_by_their_days_however_these_are_written(show: Show, written: str) -> None:
    graph = small_graph()
    first, second = graph.documents
    last = replace(graph.statements[-1], documents=(second.id,))
    driver = show(
        Graph((first, replace(second, date=written)), graph.entities, (*graph.statements[:-1], last), graph.run)
    )
    one(driver, "#show-filters").click()
    pick(driver, "ds", "2025-01-01")
    later = visible(driver)
    address = driver.execute_script("return location.hash")
    pick(driver, "ds", "")
    pick(driver, "du", "2024-12-31")
    earlier = visible(driver)

    assert (sorted(later[0]), later[1]) == (sorted(["张三", FANLIAN]), 1)
    assert "ds=2025-01-01" in address
    assert earlier[1] == 4
    assert driver.execute_script("return kgPage.model.days[0]") == ["2024-03-05", "2024-03-05"]


def test_days_are_not_asked_for_where_no_document_tells_its_own(show: Show) -> None:
    driver = show(small_graph())  # one of two has a date
    one(driver, "#show-filters").click()

    assert not by(driver, "input[type=date]")


def test_the_panel_says_what_filters_keep_from_it(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "泛联院", "ENTER")
    one(driver, "#show-filters").click()
    slide(driver, "mc", "0.9")
    told = one(driver, "#content .withheld").text
    listed = len(by(driver, "#content .statement"))
    one(driver, "#content .withheld button").click()

    assert "3 条" in told
    assert listed == 2
    assert len(by(driver, "#content .statement")) == 5


def test_entities_without_relations_are_shown_when_asked_for(show: Show) -> None:
    graph = small_graph()
    lone = Entity("Place-9", "Place", "孤岛市", "孤島市")
    driver = show(Graph(graph.documents, (*graph.entities, lone), graph.statements))
    before = visible(driver)[0]
    one(driver, "#singles").click()

    assert "孤岛市" not in before
    assert "孤岛市" in visible(driver)[0]


@pytest.mark.parametrize(
    ("script", "shown"),
    [("hans", ["张三"]), ("hant", ["張三"]), ("both", ["张三", "張三"]), ("", ["张三"])],
)
def test_names_are_shown_in_the_script_chosen(show: Show, script: str, shown: list[str]) -> None:
    driver = show(small_graph())
    one(driver, "#show-filters").click()
    one(driver, f"[data-key=lb{script}]").click()
    captions = driver.execute_script(
        "const drawn = new Set(); const old = CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {"
        " drawn.add(text); old.call(this, text, ...rest); };"
        "kgPage.network.redraw();"
        "return new Promise((done) => setTimeout(() => {"
        " CanvasRenderingContext2D.prototype.fillText = old; done([...drawn]); }, 400))"
    )

    assert sorted({"张三", "張三"} & set(captions)) == sorted(shown)

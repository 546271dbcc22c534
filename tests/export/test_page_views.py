"""The page in a real browser: getting about, paths, links."""

from __future__ import annotations

from typing import Any

import pytest

from browsing import (
    FANLIAN,
    Show,
    by,
    click_canvas,
    heading,
    legend,
    one,
    panel,
    press,
    search,
    settle,
    texts,
    until,
    visible,
    wait,
)
from graphs import small_graph
from kg.export import drawing
from kg.model import Entity, Graph, Statement

SHOWN = "document.querySelector('#content h2').textContent === arguments[0]"
"""What the panel tells of has this name."""


def test_names_in_the_panel_lead_on_back_and_forward(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "张三", "ENTER")
    by(driver, ".statement .entity")[0].click()
    there = heading(driver)
    one(driver, "#back").click()
    until(driver, SHOWN, "张三")
    one(driver, "#forward").click()
    until(driver, SHOWN, FANLIAN)

    assert there == FANLIAN


def test_a_click_on_a_node_tells_of_it_and_a_click_beside_ends_it(show: Show) -> None:
    driver = show(small_graph())
    click_canvas(driver, "kgPage.network.spot(0)")
    chosen = heading(driver)
    click_canvas(driver, "({x: 3, y: 3})")

    assert chosen == FANLIAN
    assert heading(driver) == one(driver, "#home").text


def test_a_click_on_an_edge_tells_of_the_statement(show: Show) -> None:
    driver = show(small_graph())
    click_canvas(driver, "(([a, b]) => ({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2}))([0, 4].map(kgPage.network.spot))")

    assert "上海市" in panel(driver)
    assert len(by(driver, "blockquote")) == 1
    assert texts(driver, "blockquote mark.o") == ["上海"]
    assert one(driver, ".badge.modality").text == "可能"


# -- getting about ----------------------------------------------------------------------------------------------------


def chain() -> Graph:
    """Six entities in a row, the last two joined by a denied statement, and a longer way round."""
    names = "甲乙丙丁戊己"
    entities = tuple(Entity(f"e{n}", "Place", name, name) for n, name in enumerate(names))
    pairs = [(0, 1), (2, 1), (2, 3), (3, 4), (0, 5), (4, 5)]
    facts = [Statement(f"e{a}", "partOf", f"e{b}", "negated" if (a, b) == (4, 5) else "", 1) for a, b in pairs]
    return Graph(entities=entities, statements=tuple(sorted(facts, key=lambda fact: (fact.subject, fact.object))))


def steps(driver: Any) -> list[str]:
    return texts(driver, ".steps > li > .entity")


def test_the_shortest_path_is_found_along_what_the_filters_let_through(show: Show) -> None:
    driver = show(chain())
    search(driver, "甲", "ENTER")
    one(driver, "#do-path").click()
    press(driver, "#end-to", "戊", "ENTER")
    short = steps(driver)
    driver.execute_script("kgPage.filter({ kinds: new Set(['negated']) })")
    plain = steps(driver)
    one(driver, "#swap").click()
    back = steps(driver)
    driver.execute_script("kgPage.filter({ relations: new Set([0]) })")

    assert short == ["甲", "己", "戊"]
    assert plain == ["甲", "乙", "丙", "丁", "戊"]
    assert back == plain[::-1]
    assert "没有路径" in panel(driver)


def test_a_double_click_draws_the_neighbours(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "DRAWN", 2)
    driver = show(small_graph())
    before = visible(driver)
    click_canvas(driver, "kgPage.network.spot(0)", times=2)
    spots = driver.execute_script("return [0, 1, 2, 4, 5].map(kgPage.network.spot).map(({ x, y }) => `${x},${y}`)")

    assert len(before[0]) == 2
    assert len(visible(driver)[0]) == 5
    assert len(set(spots)) == 5, "each has its own place"
    assert heading(driver) == FANLIAN


def test_an_entity_is_hidden_and_comes_back(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "泛联院", "ENTER")
    one(driver, "#do-hide").click()
    names, edges = visible(driver)
    one(driver, "#reset").click()

    assert FANLIAN not in names
    assert edges == 1
    assert len(visible(driver)[0]) == 6


def test_motion_can_be_switched_on_and_off(show: Show) -> None:
    driver = show(small_graph())
    button = one(driver, "#physics")
    states, spots = [button.get_attribute("aria-pressed")], []
    for _ in range(2):
        button.click()
        wait(driver, 300)
        states.append(button.get_attribute("aria-pressed"))
        spots.append(driver.execute_script("return kgPage.network.spot(0)"))
    wait(driver, 300)

    assert states == ["false", "true", "false"]
    assert driver.execute_script("return kgPage.network.spot(0)") == spots[1], "it stands still again"


def test_zoom_and_fit_move_the_view(show: Show) -> None:
    driver = show(small_graph())
    scales = []
    for button in ("#zoom-in", "#zoom-in", "#zoom-out", "#fit"):
        one(driver, button).click()
        settle(driver)
        scales.append(driver.execute_script("return kgPage.network.view().scale"))

    assert scales[1] > scales[2]
    assert scales[0] == pytest.approx(scales[2])
    assert scales[3] < scales[0]


VIEW = """
const { kind, place, ends, types, relations, kinds, documents } = kgPage.state;
const { support, confidence, script, singles, gone, grown } = kgPage.state;
const sets = [types, relations, kinds, documents, gone, grown].map((set) => [...set].sort());
return JSON.stringify([kind, place, ends, sets, support, confidence, script, singles]);
"""


def test_a_link_opens_the_same_view(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "DRAWN", 4)
    driver = show(small_graph())
    driver.execute_script(
        "kgPage.filter({ types: new Set([1]), relations: new Set([2]), kinds: new Set(['possible']),"
        "gone: new Set([3]), documents: new Set([0, 1]), support: 1, confidence: 0.65,"
        "script: 'both', singles: true });"
        "kgPage.expand(0)"
    )
    settle(driver)
    one(driver, "#zoom-in").click()
    settle(driver)
    first = driver.execute_script(VIEW), visible(driver), driver.current_url, panel(driver)
    driver = show(small_graph(), "#" + first[2].partition("#")[2])
    settle(driver)
    again = driver.execute_script(VIEW), visible(driver), driver.current_url, panel(driver)

    assert "v=" in first[2]
    assert "ht=" in first[2]
    assert first == again


def test_a_link_to_a_path_opens_it(show: Show) -> None:
    driver = show(chain(), "#a=e0&b=e3")

    assert steps(driver) == ["甲", "乙", "丙", "丁"]


def test_back_undoes_a_filter(show: Show) -> None:
    driver = show(small_graph())
    legend(driver)
    hidden = visible(driver)[1]
    driver.back()
    wait(driver)

    assert (hidden, visible(driver)[1]) == (0, 6)


def test_a_fragment_that_names_nothing_shows_the_overview(show: Show) -> None:
    driver = show(small_graph(), "#e=%zz&ms=-3&mc=abc&v=1,2&ht=__proto__&lb=x")

    assert heading(driver) == one(driver, "#home").text
    assert visible(driver)[1] == 6

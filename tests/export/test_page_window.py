"""The page in a real browser: windows of other shapes, paper, and names that leave nodes and lines free."""

from __future__ import annotations

from typing import Any

import pytest

from browsing import Show, by, one, search, settle, until, wait
from graphs import small_graph
from kg.model import Entity, Graph, Statement

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
WIDE = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}

ON_NODES = """
const { network, model } = kgPage, spots = network.visibleNodes().map((id) => ({ id, ...network.spot(id) }));
const inside = (box, spot) => spot.x > box.left && spot.x < box.right && spot.y > box.top && spot.y < box.bottom;
return network.written().filter((box) => spots.some((spot) => spot.id !== box.id && inside(box, spot)))
  .map((box) => model.entities[box.id].hans);
"""

ON_LINES = """
const { network, model } = kgPage, boxes = new Map(network.written().map((box) => [box.id, box]));
const inside = (box, spot) => spot.x > box.left && spot.x < box.right && spot.y > box.top && spot.y < box.bottom;
const at = (from, to, share) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
return model.statements.map(({ subject, object }) => [boxes.get(subject), ...[subject, object].map(network.spot)])
  .filter(([box, from, to]) => [0.2, 0.3, 0.4, 0.5, 0.6].some((share) => inside(box, at(from, to, share)))).length;
"""


UNDER_CONTROLS = """
const canvas = document.getElementById("network").getBoundingClientRect();
const over = document.querySelector(".controls").getBoundingClientRect();
const meet = (box) => box.left + canvas.left < over.right && over.left < box.right + canvas.left
  && box.top + canvas.top < over.bottom && over.top < box.bottom + canvas.top;
return kgPage.network.written().filter(meet).length;
"""


def star(points: int) -> Graph:
    """One entity that many others are part of."""
    names = ["枢纽研究院", *(f"第{n}联合实验室" for n in range(points))]
    entities = tuple(Entity(f"e{n:03}", "Organization", name, name) for n, name in enumerate(names))
    statements = tuple(Statement(f"e{n:03}", "partOf", "e000", "", 1) for n in range(1, points + 1))
    return Graph(entities=entities, statements=statements)


def resize(driver: Any, size: dict[str, Any]) -> None:
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def spread(driver: Any) -> list[float]:
    spots = "const spots = kgPage.network.visibleNodes().map(kgPage.network.spot);"
    ends = "const ends = (axis) => spots.map((spot) => spot[axis]);"
    reach = "return ['x', 'y'].map((axis) => Math.max(...ends(axis)) - Math.min(...ends(axis)));"
    found: list[float] = driver.execute_script(spots + ends + reach)
    return found


def test_only_the_best_connected_have_their_names_over_nodes(show: Show, browser: Any) -> None:
    resize(browser, PHONE)
    driver = show(star(150))
    settle(driver)
    written = driver.execute_script("return kgPage.network.written().length")

    assert written > 5
    assert set(driver.execute_script(ON_NODES)) <= {"枢纽研究院"}


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "laptop"])
def test_no_name_lies_under_the_buttons_however_near_one_looks(show: Show, browser: Any, size: dict[str, Any]) -> None:
    resize(browser, size)
    driver = show(star(150))
    settle(driver)
    found = []
    for _ in range(5):
        found.append(driver.execute_script(UNDER_CONTROLS))
        one(driver, "#zoom-in").click()
        settle(driver)

    assert found == [0] * 5


def test_names_stand_beside_the_lines_of_a_small_graph(show: Show) -> None:
    driver = show(star(4))
    settle(driver)

    assert driver.execute_script("return kgPage.network.written().length") == 5
    assert driver.execute_script(ON_LINES) == 0


def test_the_drawing_lies_on_its_side_in_a_high_window(show: Show, browser: Any) -> None:
    wide = spread(show(small_graph()))
    resize(browser, PHONE)
    high = spread(show(small_graph()))

    assert (wide[0] > wide[1]) == (high[0] < high[1])


def test_a_link_shows_the_same_place_in_a_window_of_another_shape(show: Show, browser: Any) -> None:
    driver = show(small_graph())
    search(driver, "张三", "ENTER")
    settle(driver)
    one(driver, "#zoom-in").click()
    settle(driver)
    first, link = driver.execute_script("return kgPage.network.view()"), driver.current_url.partition("#")[2]
    browser.get("about:blank")
    resize(browser, PHONE)
    driver = show(small_graph(), "#" + link)
    settle(driver)
    again = driver.execute_script("return kgPage.network.view()")

    assert again == pytest.approx(first, abs=8), "but for what the panel takes of the height"


def test_what_was_in_view_stays_so_when_the_window_changes(show: Show) -> None:
    driver = show(small_graph())
    resize(driver, {**WIDE, "width": 640, "height": 700})
    until(
        driver,
        "(({ clientWidth: w, clientHeight: h }) => kgPage.network.visibleNodes().map(kgPage.network.spot)"
        ".every(({ x, y }) => x > 0 && y > 0 && x < w && y < h))(document.querySelector('#network'))",
    )


def test_half_of_a_low_window_is_left_to_the_drawing(show: Show) -> None:
    driver = show(small_graph())
    resize(driver, {**WIDE, "width": 640, "height": 400})
    search(driver, "泛联院", "ENTER")
    wait(driver)
    stage, content = (one(driver, name).rect for name in ("#stage", "#content"))

    assert stage["height"] > 200
    assert stage["width"] > 300
    assert content["height"] > 200
    assert driver.execute_script("return document.documentElement.scrollWidth") == 640


def test_paper_gets_the_drawing_and_all_of_the_panel(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "泛联院", "ENTER")
    wait(driver)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    seen = [item.get_attribute("id") for item in by(driver, "button, input, summary.tool") if item.is_displayed()]
    cut = driver.execute_script(
        "const { scrollHeight, clientHeight } = document.querySelector('#content'); return scrollHeight - clientHeight"
    )
    reach = driver.execute_script(
        "return document.documentElement.scrollHeight - document.querySelector('#panel').getBoundingClientRect().bottom"
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    assert not {name for name in seen if name}
    assert cut == 0
    assert reach > -1


def test_a_name_without_end_takes_four_lines_of_a_list(show: Show) -> None:
    graph = star(1)
    name = "关于进一步推进若干重大事项的实施意见" * 20
    long = Entity("e001", "Policy", name, name)
    driver = show(Graph(entities=(graph.entities[0], long), statements=graph.statements))
    heights = driver.execute_script(
        "return [...document.querySelectorAll('#content .entity')].map((row) => row.offsetHeight)"
    )

    assert max(heights) < 120

"""The page in a real browser: without one, these tests say so and are skipped."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graphs import BASE, hostile_graph, small_graph
from kg.export import html
from kg.export.html import write_html
from kg.model import Graph
from kg.ontology import default_data
from kg.schema import Schema, load_schema
from test_html import HOSTILE

CHROMIUM = Path("/usr/bin/chromium")
CHROMEDRIVER = Path("/usr/bin/chromedriver")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(default_data("ontology") / "kg.ttl")


def page(graph: Graph, schema: Schema) -> str:
    out = io.StringIO()
    write_html(graph, out, base=BASE, schema=schema)
    return out.getvalue()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    selenium = pytest.importorskip("selenium", reason="selenium is not installed: the page is not tried in a browser")
    if not (CHROMIUM.exists() and CHROMEDRIVER.exists()):
        pytest.skip(f"no {CHROMIUM} or no {CHROMEDRIVER}: the page is not tried in a browser")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    assert selenium
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,860",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": "zh-CN"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(CHROMEDRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def show(browser: Any, schema: Schema, tmp_path: Path) -> Iterator[Callable[[Graph], Any]]:
    """Opens the page of a graph; afterwards the browser must have had nothing to complain about or to load."""
    browser.get("about:blank")
    for kind in ("browser", "performance"):
        browser.get_log(kind)

    def open_(graph: Graph) -> Any:
        path = tmp_path / "graph.html"
        path.write_text(page(graph, schema), encoding="utf-8", newline="\n")
        browser.get(path.as_uri())
        return browser

    yield open_
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    assert [url for url in asked if url.split(":")[0] not in ("file", "data", "about")] == []
    assert [url for url in asked if url.startswith("file:") and not url.endswith("graph.html")] == []
    assert browser.get_log("browser") == []


def by(driver: Any, selector: str) -> list[Any]:
    return list(driver.find_elements("css selector", selector))


def search(driver: Any, text: str, *keys: str) -> None:
    from selenium.webdriver.common.keys import Keys

    box = by(driver, "#search")[0]
    box.clear()
    box.send_keys(text, *(getattr(Keys, key) for key in keys))


def panel(driver: Any) -> str:
    return str(by(driver, "#content")[0].get_attribute("textContent"))


@pytest.mark.parametrize("typed", ["中关村泛联", "中關村泛聯", "泛聯院", "zgc-FANLIAN"])
def test_search_in_either_script_opens_the_panel_with_its_quotes(show: Callable[[Graph], Any], typed: str) -> None:
    driver = show(small_graph())
    search(driver, typed, "ENTER")

    assert by(driver, "#content h2")[0].text == "中关村泛联移动通信技术创新应用研究院"
    assert "中關村泛聯移動通信技術創新應用研究院" in panel(driver)
    assert "泛联院由北京邮电大学发起成立" in panel(driver)
    assert "foundedBy.passive" in panel(driver)
    assert {mark.text for mark in by(driver, "blockquote mark.s")} >= {"泛联院"}


def test_arrow_keys_choose_among_suggestions(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    search(driver, "北")
    options = [item.text for item in by(driver, "#found [role=option]")]
    search(driver, "海", "ARROW_DOWN", "ARROW_UP", "ENTER")

    assert len(options) == 1
    assert by(driver, "#content h2")[0].text in {"海淀区", "上海市"}


def test_names_in_the_panel_lead_on_and_back(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    search(driver, "张三", "ENTER")
    by(driver, ".statement button.entity")[0].click()
    there = by(driver, "#content h2")[0].text
    driver.back()

    assert there == "中关村泛联移动通信技术创新应用研究院"
    assert by(driver, "#content h2")[0].text == "张三"


def test_a_click_on_a_node_tells_of_it_and_a_click_beside_ends_it(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    click_canvas(driver, "kgPage.network.spot(0)")
    chosen = by(driver, "#content h2")[0].text
    click_canvas(driver, "({x: 3, y: 3})")

    assert chosen == "中关村泛联移动通信技术创新应用研究院"
    assert by(driver, "#content h2")[0].text == by(driver, "#home")[0].text


def test_a_click_on_an_edge_tells_of_the_statement(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    middle = "(([a, b]) => ({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2}))([0, 4].map(kgPage.network.spot))"
    click_canvas(driver, middle)

    assert "上海市" in panel(driver)
    assert len(by(driver, "blockquote")) == 1
    assert by(driver, ".badge.modality")[0].text == "可能"


def click_canvas(driver: Any, spot: str) -> None:
    """Click where a script says, as a user would; wait until the panel has followed."""
    from selenium.webdriver.common.action_chains import ActionChains

    driver.execute_async_script("setTimeout(arguments[0], 500)")  # the end of a movement of the view
    x, y = driver.execute_script(
        f"const spot = {spot}, box = document.querySelector('#network').getBoundingClientRect();"
        "return [box.x + spot.x, box.y + spot.y]"
    )
    actions = ActionChains(driver)
    actions.w3c_actions.pointer_action.move_to_location(round(x), round(y)).click()
    actions.perform()
    driver.execute_async_script("setTimeout(arguments[0], 400)")  # a tap counts when no second one follows


def test_the_legend_hides_and_shows_a_type(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    chip = by(driver, "#legend .chip")[0]
    before = chip.get_attribute("aria-pressed")
    chip.click()

    assert (before, chip.get_attribute("aria-pressed")) == ("true", "false")


def test_the_interface_speaks_three_languages(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    titles = []
    for button in range(3):
        by(driver, "#languages button")[button].click()
        titles.append((driver.title, driver.execute_script("return document.documentElement.lang")))

    assert titles == [("知识图谱", "zh-Hans"), ("知識圖譜", "zh-Hant"), ("Knowledge graph", "en")]


def test_every_button_says_what_it_does(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    search(driver, "泛联院", "ENTER")
    seen = [button for button in by(driver, "button") if button.is_displayed()]

    assert [button.get_attribute("outerHTML") for button in seen if not button.accessible_name.strip()] == []


def test_motion_can_be_switched_on_and_off(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    button = by(driver, "#physics")[0]
    states = [button.get_attribute("aria-pressed")]
    for _ in range(2):
        button.click()
        states.append(button.get_attribute("aria-pressed"))

    assert states == ["false", "true", "false"]


def test_entities_beyond_the_core_are_found_and_then_drawn(
    show: Callable[[Graph], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "CORE", 3)
    driver = show(small_graph())
    told = by(driver, "#notice")[0].text
    before = driver.execute_script("return kgPage.network.count()")
    search(driver, "海淀", "ENTER")

    assert "3" in told
    assert "6" in told
    assert before == 3
    assert driver.execute_script("return kgPage.network.count()") == 4


@pytest.mark.parametrize("graph", [Graph(), Graph(entities=small_graph().entities)], ids=["empty", "without relations"])
def test_a_graph_with_nothing_to_draw_says_so(show: Callable[[Graph], Any], graph: Graph) -> None:
    driver = show(graph)

    assert "没有" in by(driver, "#notice")[0].text
    assert "没有" in panel(driver)


def test_the_page_fits_a_narrow_window(show: Callable[[Graph], Any]) -> None:
    driver = show(small_graph())
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    search(driver, "泛联院", "ENTER")
    width = driver.execute_script("return document.documentElement.scrollWidth")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert width == 400


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_do_nothing(show: Callable[[Graph], Any], text: str) -> None:
    driver = show(hostile_graph(text, text))
    for row in range(3):
        driver.execute_script(
            "const rows = document.querySelectorAll('#content button');"
            "if (rows[arguments[0]]) rows[arguments[0]].click()",
            row,
        )
        driver.execute_async_script("setTimeout(arguments[0], 60)")
    for kind in "esdtr":
        driver.execute_script(
            "const key = {e: 'entities', s: 'statements', d: 'documents', t: 'types', r: 'relations'}[arguments[0]];"
            "const id = JSON.parse(document.getElementById('graph').textContent)[key][0].id;"
            "location.hash = '#' + arguments[0] + '=' + encodeURIComponent(id.toWellFormed())",
            kind,
        )
        driver.execute_async_script("setTimeout(arguments[0], 60)")
        assert by(driver, "#content h2")

    links = driver.execute_script("return [...document.querySelectorAll('a')].map((link) => link.protocol)")
    foreign = driver.execute_script("return document.querySelectorAll('img, iframe, b, #content script').length")

    assert set(links) <= {"http:", "https:"}
    assert foreign == 0

"""The page in a real Chromium: how tests open it, type into it and read it."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from graphs import BASE
from kg.export.html import write_html
from kg.model import Graph
from kg.ontology import default_data
from kg.schema import load_schema

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CHROMEDRIVER = Path(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"))

Show = Callable[..., Any]

FANLIAN = "中关村泛联移动通信技术创新应用研究院"
"""What the search for 泛联院 finds in the small graph."""


def missing() -> str:
    """What keeps the page from being tried in a browser, if anything does."""
    wanted = [str(path) for path in (CHROMIUM, CHROMEDRIVER) if not path.exists()]
    if find_spec("selenium") is None:
        wanted.append("selenium")
    return ", ".join(wanted)


def start(folder: Path) -> Any:
    """A headless Chromium with a fresh profile, its downloads in a folder, that keeps a log of what it loads."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,860",
        f"--user-data-dir={folder / 'profile'}",
    ):
        options.add_argument(argument)
    downloads = {"download.default_directory": str(folder), "download.prompt_for_download": False}
    options.add_experimental_option("prefs", {"intl.accept_languages": "zh-CN", **downloads})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(str(CHROMEDRIVER)))


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chromium")


@pytest.fixture(scope="session")
def browser(downloads: Path) -> Iterator[Any]:
    """One browser for all tests of the page. Without one they are skipped, or fail if KG_BROWSER=required."""
    if missing():
        told = f"the page is not tried in a browser: no {missing()} (Debian: apt install chromium chromium-driver)"
        if os.environ.get("KG_BROWSER") == "required":
            pytest.fail(told)
        pytest.skip(told)
    driver = start(downloads)
    yield driver
    driver.quit()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Show]:
    """Opens the page of a graph; afterwards the browser must have had nothing to complain about or to load."""
    browser.get("about:blank")
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    schema = load_schema(default_data("ontology") / "kg.ttl")

    def open_(graph: Graph, fragment: str = "") -> Any:
        path = tmp_path / "graph.html"
        out = io.StringIO()
        write_html(graph, out, base=BASE, schema=schema)
        path.write_text(out.getvalue(), encoding="utf-8", newline="\n")
        browser.get(path.as_uri() + fragment)
        return browser

    yield open_
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    assert [url for url in asked if url.split(":")[0] not in ("file", "data", "about", "blob")] == []
    assert [url for url in asked if url.startswith("file:") and not url.split("#")[0].endswith("graph.html")] == []
    assert browser.get_log("browser") == []


def by(driver: Any, selector: str) -> list[Any]:
    return list(driver.find_elements("css selector", selector))


def one(driver: Any, selector: str) -> Any:
    (element,) = by(driver, selector)
    return element


def texts(driver: Any, selector: str) -> list[str]:
    return [element.text for element in by(driver, selector)]


def search(driver: Any, text: str, *keys: str) -> None:
    press(driver, "#search", text, *keys)


def press(driver: Any, selector: str, text: str = "", *keys: str) -> None:
    """Type a text into a field in place of what is there, then press keys by their names."""
    from selenium.webdriver.common.keys import Keys

    box = one(driver, selector)
    box.clear()
    box.send_keys(text, *(getattr(Keys, key) for key in keys))


def key(driver: Any, *keys: str) -> None:
    """Press keys while the drawing has the keyboard; names of more than one letter are Selenium's."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    driver.execute_script("document.querySelector('#network [tabindex]').focus()")
    for name in keys:
        ActionChains(driver).send_keys(getattr(Keys, name) if len(name) > 1 else name).perform()


def panel(driver: Any) -> str:
    return str(one(driver, "#content").get_attribute("textContent"))


def heading(driver: Any) -> str:
    return str(one(driver, "#content h2").text)


def wait(driver: Any, milliseconds: int = 450) -> None:
    """Let a movement of the view, or the time in which a second click may follow, come to its end."""
    driver.execute_async_script("setTimeout(arguments[1], arguments[0])", milliseconds)


def settle(driver: Any) -> None:
    """Let the view come to rest and the address follow: both stay for thirty frames, however slow these come."""
    driver.execute_async_script(
        "let last = '', same = 0; const done = arguments[0];"
        "requestAnimationFrame(function look() {"
        "  const now = JSON.stringify([kgPage.network.view(), location.hash]);"
        "  same = now === last ? same + 1 : 0; last = now;"
        "  if (same < 30) requestAnimationFrame(look); else done();"
        "})"
    )


def until(driver: Any, condition: str, *arguments: Any, seconds: float = 20) -> None:
    """Wait until an expression of the page is true; its ``arguments[0]``, … are what is given."""
    from selenium.common.exceptions import TimeoutException
    from selenium.webdriver.support.wait import WebDriverWait

    try:
        holds = WebDriverWait(driver, seconds, 0.02).until
        holds(lambda page: page.execute_script(f"return Boolean({condition})", *arguments))
    except TimeoutException:
        raise AssertionError(f"{condition} does not come to hold for {arguments}") from None


def click_canvas(driver: Any, spot: str, times: int = 1) -> None:
    """Click where a script says, as a user would; wait until the panel has followed."""
    from selenium.webdriver.common.action_chains import ActionChains

    wait(driver)
    x, y = driver.execute_script(
        f"const spot = {spot}, box = document.querySelector('#network').getBoundingClientRect();"
        "return [box.x + spot.x, box.y + spot.y]"
    )
    actions = ActionChains(driver)
    pointer = actions.w3c_actions.pointer_action.move_to_location(round(x), round(y))
    for _ in range(times):
        pointer.click()
    actions.perform()
    wait(driver)


def visible(driver: Any) -> tuple[list[str], int]:
    """The names on the canvas, sorted, and how many edges."""
    names = driver.execute_script(
        "return kgPage.network.visibleNodes().map((place) => kgPage.model.entities[place].hans).sort()"
    )
    return names, driver.execute_script("return kgPage.network.visibleEdges().length")


def downloaded(driver: Any, path: Path) -> bytes:
    """A file that the page saved; waits for it."""
    for _ in range(50):
        if path.exists() and path.stat().st_size:
            break
        wait(driver, 100)
    return path.read_bytes()


def legend(driver: Any) -> None:
    """Hide the organizations by a click on the legend."""
    next(chip for chip in by(driver, "#legend .chip") if chip.text.startswith("机构")).click()

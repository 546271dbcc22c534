"""The query editor in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from browsing import by
from served import Server

# -- the editor in a real browser -------------------------------------------------------------------------------------


@pytest.fixture
def window(browser: Any, server: Server) -> Iterator[Any]:
    """A browser whose pages must complain of nothing and ask nobody but the server."""
    browser.get("about:blank")
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    yield browser
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    assert [url for url in asked if not url.startswith((server.address, "data:", "about:", "blob:"))] == []


def text_of(window: Any, selector: str, holds: str) -> str:
    from selenium.webdriver.support.wait import WebDriverWait

    def found(_: Any) -> bool:
        return any(holds in str(one.get_attribute("textContent")) for one in by(window, selector))

    WebDriverWait(window, 20).until(found)
    return str(by(window, selector)[0].get_attribute("textContent"))


def test_a_question_of_the_list_is_answered_at_a_click(window: Any, server: Server) -> None:
    window.get(f"{server.address}query?lang=zh-Hans")
    by(window, "aside a[href*='name=founders']")[0].click()
    shown = text_of(window, "#answer", "北京邮电大学")

    assert "2024年3月" in shown
    assert "1" in by(window, "#status")[0].text
    assert window.get_log("browser") == []


def test_a_link_in_an_answer_leads_to_the_explorer_at_the_thing(window: Any, server: Server) -> None:
    window.get(f"{server.address}query?query=" + quote("SELECT ?s { ?s skos:prefLabel '张三'@zh-Hans }"))
    text_of(window, "#answer", "entity:Person-3c")
    by(window, "#answer a")[0].click()

    assert "张三" in text_of(window, "#content h2", "张三")
    assert window.current_url.split("&v=")[0] == f"{server.address}#e=Person-3c"  # v= is where one looks, once drawn


def test_a_mistake_is_shown_in_the_editor(window: Any, server: Server) -> None:
    window.get(f"{server.address}query")
    area = by(window, "#query")[0]
    area.clear()
    area.send_keys("SELECT * { ?s ?p }")
    by(window, "#run")[0].click()

    assert "line 1, column 18" in text_of(window, "#fault", "cannot stand here")
    assert by(window, ".save")[0].get_attribute("disabled") == "true"


def test_triples_and_truth_values_are_shown(window: Any, server: Server) -> None:
    window.get(f"{server.address}query?query=" + quote("DESCRIBE entity:Person-3c"))
    turtle = text_of(window, "#answer pre", "entity:Person-3c")
    window.get(f"{server.address}query?lang=en&query=" + quote("ASK { ?s ?p <b><i>x</i> }"))
    fault = text_of(window, "#fault", "not SPARQL")
    window.get(f"{server.address}query?lang=en&query=" + quote("ASK { ?s ?p ?o }"))

    assert "kg:affiliatedWith" in turtle
    assert "<i>" in fault
    assert text_of(window, "#status", "Yes.") == "Yes."


def test_a_query_can_be_stopped(window: Any, server: Server) -> None:
    from served import ENDLESS

    window.get(f"{server.address}query?lang=en&query=" + quote(ENDLESS))
    text_of(window, "#status", "Running")
    by(window, "#stop")[0].click()

    assert text_of(window, "#status", "Stopped.") == "Stopped."

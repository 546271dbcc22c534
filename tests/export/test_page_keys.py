"""The page in a real browser: the keyboard."""

from __future__ import annotations

import pytest

from browsing import FANLIAN, Show, heading, key, one, search, settle, visible
from graphs import small_graph
from kg.export import drawing

# -- the keyboard -----------------------------------------------------------------------------------------------------


def test_the_keyboard_alone_finds_follows_expands_and_leaves(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "DRAWN", 2)
    driver = show(small_graph())
    key(driver, "/")
    focused = driver.execute_script("return document.activeElement.id")
    search(driver, "张三", "ENTER")
    key(driver, "n", "ENTER")
    followed = heading(driver)
    key(driver, "x")
    drawn = len(visible(driver)[0])
    key(driver, "h")
    hidden = visible(driver)[0]
    key(driver, "?")
    helped = one(driver, "#help-box").is_displayed()
    key(driver, "ESCAPE")
    key(driver, "s")
    path = driver.execute_script("return kgPage.state.kind")

    assert focused == "search"
    assert followed == FANLIAN
    assert drawn == 5
    assert FANLIAN not in hidden
    assert helped
    assert not one(driver, "#help-box").is_displayed()
    assert path == "", "nothing was chosen"


def test_arrows_move_and_signs_zoom_and_escape_leads_home(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "张三", "ENTER")
    settle(driver)
    views = []
    for name in ("ARROW_RIGHT", "+", "0"):
        key(driver, name)
        settle(driver)
        views.append(driver.execute_script("return kgPage.network.view()"))
    key(driver, "ESCAPE")

    assert views[1]["scale"] > views[0]["scale"]
    assert views[2] != views[1]
    assert heading(driver) == one(driver, "#home").text


def test_letters_typed_into_a_field_are_text(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "xhsf?/")

    assert one(driver, "#search").get_attribute("value") == "xhsf?/"
    assert visible(driver)[1] == 6
    assert not one(driver, "#filters").is_displayed()

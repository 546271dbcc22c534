"""The page in a real browser: filters, getting about, links, export, the keyboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browsing import Show, by, click_canvas, downloaded, heading, key, one, panel, press, search, texts, visible, wait
from graphs import small_graph
from kg.export import drawing
from kg.model import Entity, Graph, Statement

FANLIAN = "中关村泛联移动通信技术创新应用研究院"


def test_names_in_the_panel_lead_on_back_and_forward(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "张三", "ENTER")
    by(driver, ".statement .entity")[0].click()
    there = heading(driver)
    one(driver, "#back").click()
    wait(driver)
    back = heading(driver)
    one(driver, "#forward").click()
    wait(driver)

    assert (there, back, heading(driver)) == (FANLIAN, "张三", FANLIAN)


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


# -- filters: what is left on the canvas of six entities and six statements -------------------------------------------


def label(driver: Any, text: str) -> Any:
    """A tick of the filters by its label."""
    return next(item for item in by(driver, "#filter-body .tick") if item.text.split("\n")[0] == text)


def legend(driver: Any) -> None:
    next(chip for chip in by(driver, "#legend .chip") if chip.text.startswith("机构")).click()


def slide(driver: Any, name: str, value: str) -> None:
    driver.execute_script(
        "const slider = document.querySelector(`[data-key=${arguments[0]}]`); slider.value = arguments[1];"
        "slider.dispatchEvent(new Event('input')); slider.dispatchEvent(new Event('change'))",
        name,
        value,
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
    monkeypatch.setattr(drawing, "CORE", 2)
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
        wait(driver, 600)
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
    monkeypatch.setattr(drawing, "CORE", 4)
    driver = show(small_graph())
    driver.execute_script(
        "kgPage.filter({ types: new Set([1]), relations: new Set([2]), kinds: new Set(['possible']),"
        "gone: new Set([3]), documents: new Set([0, 1]), support: 1, confidence: 0.65,"
        "script: 'both', singles: true });"
        "kgPage.expand(0)"
    )
    wait(driver, 600)
    one(driver, "#zoom-in").click()
    wait(driver, 600)
    first = driver.execute_script(VIEW), visible(driver), driver.current_url, panel(driver)
    driver = show(small_graph(), "#" + first[2].partition("#")[2])
    wait(driver, 600)
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
    assert founded["documents"] == "news/003.txt"
    assert founded["object_iri"].startswith("https://example.org/kg/entity/")


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


# -- the keyboard -----------------------------------------------------------------------------------------------------


def test_the_keyboard_alone_finds_follows_expands_and_leaves(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "CORE", 2)
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
    wait(driver, 600)
    views = []
    for name in ("ARROW_RIGHT", "+", "0"):
        key(driver, name)
        wait(driver, 600)
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

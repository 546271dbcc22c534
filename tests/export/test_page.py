"""The page in a real browser: finding, reading, appearance, safety."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from browsing import FANLIAN, Show, by, heading, one, panel, search, settle, texts, until, visible, wait
from graphs import hostile_graph, small_graph
from kg.export import drawing
from kg.model import Entity, Evidence, Graph, Span, Statement
from test_html import HOSTILE


@pytest.mark.parametrize("typed", ["中关村泛联", "中關村泛聯", "泛聯院", "泛联院", "zgc-FANLIAN", "zgcfl", "fly"])
def test_search_in_either_script_or_by_initials_opens_the_panel_with_its_quotes(show: Show, typed: str) -> None:
    driver = show(small_graph())
    search(driver, typed, "ENTER")

    assert heading(driver) == FANLIAN
    assert "中關村泛聯移動通信技術創新應用研究院" in panel(driver)
    assert "泛联院由北京邮电大学发起成立" in panel(driver)
    assert "foundedBy.passive" in panel(driver)
    assert {mark.text for mark in by(driver, "blockquote mark.s")} >= {"泛联院"}


def test_arrow_keys_choose_among_suggestions(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "北")
    options = texts(driver, "#found [role=option]")
    search(driver, "海", "ARROW_DOWN", "ARROW_UP", "ENTER")

    assert len(options) == 1
    assert heading(driver) in {"海淀区", "上海市"}


def test_a_name_that_is_not_there_is_said_to_be_missing(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "不存在", "ENTER")

    assert texts(driver, "#found li") == ["没有这个名称"]
    assert by(driver, "#panel.chosen") == []


def test_the_chosen_entity_stands_in_the_middle_with_its_neighbours_in_view(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "张三", "ENTER")
    settle(driver)
    inside = driver.execute_script(
        "const box = document.querySelector('#network').getBoundingClientRect();"
        "return [2, 0].map(kgPage.network.spot).every(({ x, y }) => x > 0 && y > 0 && x < box.width && y < box.height)"
    )

    assert heading(driver) == "张三"
    assert inside


def test_the_panel_groups_relations_by_kind_and_direction(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "泛联院", "ENTER")
    groups = [text.split("\n") for text in texts(driver, "#content h4")]

    assert sorted(len(by(driver, f"#content h4.{way}")) for way in ("in", "out")) == [1, 4]
    assert all(group[-1].endswith("1") for group in groups)
    assert "院长" in panel(driver)
    assert "2024年3月" in panel(driver)
    assert "置信度 0.95" in panel(driver)
    assert "另外" not in panel(driver)


def test_names_in_a_quote_lead_on(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "泛联院", "ENTER")
    quote = next(item for item in by(driver, "blockquote") if "张三" in item.text)
    named = [link.text for link in quote.find_elements("css selector", "a.named")]
    next(link for link in quote.find_elements("css selector", "a") if link.text == "张三").click()

    assert "上海" not in named, "上海市 is a name of the document, 上海 is not"
    assert heading(driver) == "张三"


def test_what_one_sentence_states_shares_its_quote(show: Show) -> None:
    text = "泛联院由北京邮电大学和中国移动发起成立。"
    places = {
        name: Span(text.index(name), text.index(name) + len(name)) for name in ("泛联院", "北京邮电大学", "中国移动")
    }
    names = list(places)
    facts = [
        Statement(
            names[0],
            "foundedBy",
            name,
            "",
            1,
            0.9,
            (Evidence("d", 0, 20, places[names[0]], places[name], text, "r"),),
            ("d",),
        )
        for name in names[1:]
    ]
    entities = tuple(sorted((Entity(name, "Organization", name, name) for name in names), key=lambda one: one.id))
    driver = show(Graph((), entities, tuple(facts)))
    search(driver, "泛联院", "ENTER")

    assert texts(driver, "blockquote") == [text]
    assert {mark.text for mark in by(driver, "mark.o")} == set(names[1:])
    assert len(by(driver, "#content .badge.confidence")) == 2


def test_a_copy_button_copies_the_quote_with_its_source(show: Show) -> None:
    driver = show(small_graph())
    driver.execute_script(
        "const clipboard = { writeText: async (text) => { window.copied = text; } };"
        "Object.defineProperty(navigator, 'clipboard', { value: clipboard })"
    )
    search(driver, "张三", "ENTER")
    one(driver, "figure .copy").click()
    quote = driver.execute_script("return window.copied")
    by(driver, "details.about summary")[0].click()
    one(driver, "details.about .copy").click()

    assert quote.startswith("院长“张三”表示")
    assert "泛联院成立" in quote
    assert one(driver, "#told").text == "已复制"
    assert driver.execute_script("return window.copied") == "https://example.org/kg/entity/Person-3c"


def test_the_interface_speaks_three_languages(show: Show) -> None:
    driver = show(small_graph())
    titles = []
    for button in range(3):
        by(driver, "#languages button")[button].click()
        titles.append((driver.title, driver.execute_script("return document.documentElement.lang")))

    assert titles == [("知识图谱", "zh-Hans"), ("知識圖譜", "zh-Hant"), ("Knowledge graph", "en")]


def test_all_words_of_the_interface_are_there_in_each_language(show: Show) -> None:
    driver = show(small_graph())
    sets = driver.execute_script("return Object.values(readJson('words')).map((words) => Object.keys(words).sort())")

    assert sets[0] == sets[1] == sets[2]


@pytest.mark.parametrize("width", [1280, 390], ids=["laptop", "phone"])
@pytest.mark.parametrize("opened", ["", "泛联院", "path", "filters", "help"])
def test_every_button_link_and_field_says_what_it_is_for(show: Show, opened: str, width: int) -> None:
    driver = show(small_graph())
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    if opened in ("path", "filters", "help"):
        one(driver, {"path": "#find-path", "filters": "#show-filters", "help": "#help"}[opened]).click()
    elif opened:
        search(driver, opened, "ENTER")
    within = "dialog button" if opened == "help" else "button, a, input, summary, [role=application]"
    seen = [item for item in by(driver, within) if item.is_displayed()]

    assert seen
    assert [item.get_attribute("outerHTML") for item in seen if not item.accessible_name.strip()] == []


def test_headings_make_an_outline(show: Show) -> None:
    driver = show(small_graph())
    search(driver, "泛联院", "ENTER")
    levels = [int(item.tag_name[1]) for item in by(driver, "h1, #content h2, #content h3, #content h4")]

    assert levels[:3] == [1, 2, 3]
    assert all(later - sooner <= 1 for sooner, later in pairwise(levels))


def colours(driver: object) -> list[list[float]]:
    """Of the visible texts of the page: ink and ground, as red, green and blue."""
    return driver.execute_script(  # type: ignore[attr-defined,no-any-return]
        """
        const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
        const ground = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const found = rgb(getComputedStyle(at).backgroundColor);
            if (found.length === 3 || found[3] === 1) return found.slice(0, 3);
          }
          return [255, 255, 255];
        };
        return [...document.querySelectorAll('p, h1, h2, h3, h4, .label, .extra, .badge, code, summary, button')]
          .filter((element) => element.checkVisibility() && element.textContent.trim() && !element.disabled)
          .map((element) => [...rgb(getComputedStyle(element).color).slice(0, 3), ...ground(element)]);
        """
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_level_aa_in_light_and_dark(show: Show, scheme: str) -> None:
    from test_colours import contrast

    driver = show(small_graph())
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    search(driver, "泛联院", "ENTER")
    pairs = [
        ["#" + "".join(f"{round(part):02x}" for part in row[at : at + 3]) for at in (0, 3)] for row in colours(driver)
    ]
    dark = sum(int(pairs[0][1][at : at + 2], 16) for at in (1, 3, 5)) < 300

    assert dark == (scheme == "dark")
    assert len(pairs) > 30
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_canvas_follows_the_colour_scheme(show: Show, scheme: str) -> None:
    driver = show(small_graph())
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    wait(driver)
    corner = driver.execute_script(
        "return [...kgPage.network.picture().getContext('2d').getImageData(1, 1, 1, 1).data].slice(0, 3)"
    )

    assert (sum(corner) < 300) == (scheme == "dark")


def test_the_page_fits_a_narrow_window(show: Show) -> None:
    driver = show(small_graph())
    size = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    search(driver, "泛联院", "ENTER")
    one(driver, "#show-filters").click()
    width = driver.execute_script("return document.documentElement.scrollWidth")
    cut = driver.execute_script(
        "const all = [...document.querySelectorAll('.top button, .top input, .bar button')];"
        "const boxes = all.filter((item) => item.checkVisibility()).map((item) => item.getBoundingClientRect());"
        "return boxes.filter((box) => box.left < 0 || box.right > 400).length"
    )

    assert width == 400
    assert cut == 0


@pytest.mark.parametrize("language", range(3), ids=["hans", "hant", "en"])
def test_the_title_leaves_room_for_the_buttons_on_a_phone(show: Show, language: int) -> None:
    driver = show(small_graph())
    size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    by(driver, "#languages button")[language].click()
    title, *buttons = (
        driver.execute_script(
            "const { left, right, top, bottom } = arguments[0].getBoundingClientRect();"
            "return { left, right, top, bottom }",
            item,
        )
        for item in (one(driver, "h1"), *by(driver, ".tools button, .tools summary, .languages button"))
    )

    assert not any(
        box["left"] < title["right"] and box["top"] < title["bottom"] and title["top"] < box["bottom"]
        for box in buttons
    )


def test_a_name_of_several_languages_is_listed_once(show: Show) -> None:
    graph = small_graph()
    first = graph.entities[0]
    names = (*first.labels, ("zh-Hant", "泛联院"), ("en", "ZGC-Fanlian"), ("zh-Hant", first.label_hans))
    driver = show(replace(graph, entities=(replace(first, labels=names), *graph.entities[1:])))
    search(driver, "泛联院", "ENTER")

    assert texts(driver, ".aliases li") == ["泛联院", "泛聯院", "ZGC-Fanlian"]


def test_entities_beyond_the_core_are_found_and_then_drawn(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "DRAWN", 3)
    driver = show(small_graph())
    told = one(driver, "#notice").text
    before = driver.execute_script("return kgPage.network.count()")
    search(driver, "海淀", "ENTER")

    assert "3 个实体（共 6 个）" in told
    assert before == 3
    assert driver.execute_script("return kgPage.network.count()") == 4


@pytest.mark.parametrize("graph", [Graph(), Graph(entities=small_graph().entities)], ids=["empty", "without relations"])
def test_a_graph_with_nothing_to_draw_says_so(show: Show, graph: Graph) -> None:
    driver = show(graph)

    assert "没有" in one(driver, "#notice").text
    assert "没有" in panel(driver)
    assert len(visible(driver)[0]) == len(graph.entities)


def test_a_graph_of_one_entity_shows_it(show: Show) -> None:
    driver = show(Graph(entities=small_graph().entities[:1]))
    search(driver, "泛联院", "ENTER")

    assert visible(driver)[0] == [FANLIAN]
    assert "没有读到这个实体的关系" in panel(driver)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_do_nothing(show: Show, text: str) -> None:
    driver = show(hostile_graph(text, text))
    driver.execute_script("document.querySelector('#show-filters').click()")
    for kind, column in (
        ("e", "entities"),
        ("s", "statements"),
        ("d", "documents"),
        ("t", "types"),
        ("r", "relations"),
    ):
        driver.execute_script(
            "const id = kgPage.model[arguments[1]][0].id;"
            "location.hash = `#${arguments[0]}=${encodeURIComponent(id.toWellFormed())}`",
            kind,
            column,
        )
        until(driver, "kgPage.state.kind === arguments[0] && document.querySelector('#content h2')", kind)
    driver.execute_script("kgPage.path(0, 1)")
    driver.execute_script("kgPage.search(kgPage.model.entities[0].hans.slice(0, 20))")
    driver.execute_script("kgPage.filter({ script: 'both', documents: new Set([0]) })")
    found = driver.execute_script("return document.querySelectorAll('#found [role=option]').length")

    links = driver.execute_script("return [...document.querySelectorAll('a')].map((link) => link.protocol)")
    foreign = driver.execute_script("return document.querySelectorAll('img, iframe, b, #content script').length")

    assert found == 2
    assert set(links) <= {"http:", "https:", "file:"}
    assert foreign == 0
    assert "<img" not in driver.execute_script("return document.querySelector('#network').innerHTML")

"""The site of the pages is built with no link broken, holds every page, and asks nothing of the network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from pages import PAGES, ROOT, run


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = run(["mkdocs", "build", "--quiet", "--site-dir", str(folder)], ROOT)

    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_in_the_site_and_its_menu(site: Path) -> None:
    guests = {"README.md": "index", "README.zh.md": "readme.zh", "CONTRIBUTING.md": "contributing"}
    pages = {guests.get(page.name, page.stem) + ".html" for page in PAGES}
    menu = {link.get("href") for link in html.parse(site / "cli.html").iterfind(".//nav//a")}

    assert {page for page in pages if not (site / page).is_file()} == set()
    assert pages - menu - {"cli.html"} == set()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = [
        element.get(name, "")
        for page in site.rglob("*.html")
        for element in html.parse(page).iter("script", "link", "img", "iframe", "source")
        for name in ("src", "href")
    ]
    styles = [url for sheet in site.rglob("*.css") for url in re.findall(r"url\(([^)]*)\)", sheet.read_text("utf-8"))]

    assert [url for url in (*loaded, *styles) if re.match(r"""["']?(https?:)?//""", url)] == []
    assert len(loaded) > 50


def test_links_of_the_site_lead_to_pages_of_the_site(site: Path) -> None:
    broken = [
        (page.name, target)
        for page in site.glob("*.html")
        for link in html.parse(page).iterfind(".//article//a")
        for target in [(link.get("href") or "").partition("#")[0]]
        if target and not re.match(r"[a-z]+:", target) and not (page.parent / target).exists()
    ]

    assert broken == []

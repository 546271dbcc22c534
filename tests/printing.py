"""The same text printed to PDF by different producers, in columns: what the PDF reader is measured on."""

from __future__ import annotations

import base64
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import pytest

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SCRIPTS = {"zh-Hans": "t2s", "zh-Hant": "s2t"}
HEAD, FOOT = "新闻日报　第 {} 版", "— {} —"
WIDTH, HEIGHT, EM = 842, 1191, 11

_REPORTLAB = {"zh-Hans": "STSong-Light", "zh-Hant": "MSung-Light"}
_NOTO = {"zh-Hans": "Noto Sans CJK SC", "zh-Hant": "Noto Sans CJK TC"}
_CHARACTERS = {1: 66, 2: 32, 5: 12}  # of a line, by the number of columns
_ROWS = 40
_OPENS_NO_LINE = "，。、；：！？”）》"


@cache
def paragraphs(script: str) -> tuple[str, ...]:
    """The paragraphs of the sample documents, in one script and without the line breaks they were set with."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    blocks = (re.sub(r"\s+", "", block) for block in re.split(r"\n\s*\n", text))
    return tuple(opencc.OpenCC(SCRIPTS[script]).convert(block) for block in blocks if len(block) > 30)


def share_of_runs(script: str, text: str) -> float:
    """The share of the six-character runs of the source's paragraphs that stand in a text within one paragraph."""
    wanted = Counter(run for paragraph in paragraphs(script) for run in _runs(paragraph))
    found = Counter(run for line in text.split("\n") for run in _runs(line))
    return sum(min(count, found[run]) for run, count in wanted.items()) / wanted.total()


def _runs(paragraph: str) -> Iterator[str]:
    closed = re.sub(r"\s", "", paragraph)
    return (closed[index : index + 6] for index in range(len(closed) - 5))


def by_chromium(browser: Any, path: Path, script: str, columns: int, *, vertical: bool = False) -> None:
    """Let a running Chromium print a web page with columns, or with lines that run from top to bottom."""
    writing = "writing-mode: vertical-rl;" if vertical else ""
    style = f"font: 10pt '{_NOTO[script]}'; column-count: {columns}; text-align: justify; {writing}"
    source = path.with_suffix(".html")
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs(script))
    source.write_text(
        f"<!doctype html><html lang={script}><meta charset=utf-8><style>@page {{ size: A3; margin: 15mm }}"
        f"body {{ {style} }} p {{ text-indent: 2em; margin: 0 }} h1 {{ column-span: all }}</style>"
        f"<h1>科技园区的一年</h1>{body}",
        encoding="utf-8",
    )
    browser.get(source.as_uri())
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    path.write_bytes(base64.b64decode(printed["data"]))


def by_reportlab(path: Path, script: str, columns: int) -> None:
    """Draw the lines one by one, straight across the columns, in a font that the file only names."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    font = _REPORTLAB[script]
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setTitle("科技园区的一年")
    for page in _pages(script, columns):
        canvas.setFont(font, EM)
        _draw(page, lambda x, y, text: canvas.drawString(x, HEIGHT - y, text))
        canvas.showPage()
    canvas.save()


def by_cairo(path: Path, script: str, columns: int) -> None:
    """Draw the lines one by one, straight across the columns, in a font of which the file holds a part."""
    cairo = pytest.importorskip("cairocffi", exc_type=OSError)
    surface = cairo.PDFSurface(str(path), WIDTH, HEIGHT)
    context = cairo.Context(surface)
    context.select_font_face(_NOTO[script])
    context.set_font_size(EM)

    def show(x: float, y: float, text: str) -> None:
        context.move_to(x, y)
        context.show_text(text)

    for page in _pages(script, columns):
        _draw(page, show)
        surface.show_page()
    surface.finish()


_Page = tuple[int, list[list[str]], int]


def _pages(script: str, columns: int) -> Iterator[_Page]:
    characters = _CHARACTERS[columns]
    lines = [line for paragraph in paragraphs(script) for line in _set(paragraph, characters)]
    size = columns * _ROWS
    for number, start in enumerate(range(0, len(lines), size), start=1):
        page = lines[start : start + size]
        yield number, [page[index : index + _ROWS] for index in range(0, len(page), _ROWS)], characters


def _set(paragraph: str, characters: int) -> Sequence[str]:
    """The lines of a paragraph: indented, filled, with marks hanging out where they may not begin a line."""
    lines, line, width = [], "　　", 2.0
    for piece in re.findall(r"[A-Za-z0-9]+|.", paragraph):
        needed = sum(0.5 if character < "\u2000" else 1 for character in piece)
        if width + needed > characters and (piece not in _OPENS_NO_LINE or width > characters):
            lines.append(line)
            line, width = "", 0.0
        line += piece
        width += needed
    return [*lines, line]


def _draw(page: _Page, show: Callable[[float, float, str], None]) -> None:
    number, columns, characters = page
    show(350, 30, HEAD.format(number))
    show(400, HEIGHT - 25, FOOT.format(number))
    for row in range(_ROWS):
        for index, column in enumerate(columns):
            if row < len(column):
                show(40 + index * (characters + 2.2) * EM, 70 + row * EM * 1.6, column[row])

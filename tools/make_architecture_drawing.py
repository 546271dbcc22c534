"""Draw docs/images/architecture.svg: the modules in the order in which they may import each other, as stages.

python tools/make_architecture_drawing.py

The order is that of ``tests/test_architecture.py``; here stands only where each stage begins.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs/images/architecture.svg"

STAGES = {
    "version": ("Ground", "errors, values, files with places"),
    "schema": ("Knowledge", "the ontology folder, checked"),
    "names": ("Names", "text → mentions"),
    "examples": ("Relations", "mentions → what rules read"),
    "ontology": ("One document", "Document → Extraction, kept for the next build"),
    "resolution": ("The graph", "extractions → entities, statements"),
    "querying": ("Around it", "questions, files in, files out"),
    "pipeline": ("The whole", "paths or texts → graph and files"),
    "serving": ("Services", "server, shapes, scores, checks, explanation"),
    "progress": ("The command line", "parse, call one function, print"),
}
"""First module of a stage → its title, and what it takes and gives."""

_WIDTH, _LEFT, _LINE, _CELL, _TOP = 960, 210, 26, 8.2, 16


def order() -> list[str]:
    """The modules of ``kg``, each of which may import only those before it."""
    sys.path.insert(0, str(ROOT / "tests"))
    from test_architecture import ORDER

    return ORDER


def stages(modules: list[str]) -> dict[str, list[str]]:
    """The modules of each stage, by the stage's first."""
    if missing := [first for first in STAGES if first not in modules]:
        raise SystemExit(f"no module {', '.join(missing)}: a stage of {Path(__file__).name} begins with it")
    found: dict[str, list[str]] = {}
    for module in modules:
        if module in STAGES:
            found[module] = []
        next(reversed(found.values())).append(module)
    return found


def drawing(modules: list[str]) -> str:
    """The drawing as SVG."""
    parts: list[str] = []
    y = _TOP
    for number, (first, members) in enumerate(stages(modules).items()):
        rows = _rows(members)
        height = max(len(rows) * _LINE + 14, 62)
        title, does = STAGES[first]
        if number:
            parts.append(f'<path class="way" d="M{_WIDTH / 2} {y - 15} v11 m-4 -4 l4 4 l4 -4"/>')
        parts.append(f'<rect class="stage" x="8" y="{y}" width="{_WIDTH - 16}" height="{height}" rx="6"/>')
        parts.append(f'<text class="title" x="22" y="{y + 22}">{escape(title)}</text>')
        parts += [
            f'<text class="does" x="22" y="{y + 38 + 13 * line}">{escape(words)}</text>'
            for line, words in enumerate(_broken(does))
        ]
        for line, row in enumerate(rows):
            x = float(_LEFT)
            for module in row:
                width = len(module) * _CELL + 14
                top = y + 8 + line * _LINE
                parts.append(f'<rect class="module" x="{x:g}" y="{top}" width="{width:g}" height="20" rx="4"/>')
                parts.append(f'<text class="name" x="{x + width / 2:g}" y="{top + 14}">{escape(module)}</text>')
                x += width + 8
        y += height + 18
    return _HEAD.format(width=_WIDTH, height=y) + "\n".join(parts) + "\n</svg>\n"


def _rows(members: list[str]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    x = float(_LEFT)
    for module in members:
        width = len(module) * _CELL + 22
        if x + width > _WIDTH - 16:
            rows.append([])
            x = float(_LEFT)
        rows[-1].append(module)
        x += width
    return rows


def _broken(text: str, most: int = 30) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > most:
            lines.append("")
        lines[-1] += f"{word} "
    return [line.strip() for line in lines]


_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>The modules of kg in ten stages; each imports only what stands before it</title>
<style>
rect.ground {{ fill: #ffffff }}
rect.stage {{ fill: #f4f6fa; stroke: #3c60b4; stroke-width: 1 }}
rect.module {{ fill: #ffffff; stroke: #9aa7bd; stroke-width: 1 }}
path.way {{ fill: none; stroke: #3c60b4; stroke-width: 1.5 }}
text {{ font-family: ui-sans-serif, system-ui, sans-serif; fill: #1c2330 }}
text.title {{ font-size: 15px; font-weight: 600 }}
text.does {{ font-size: 11px; fill: #4a5568 }}
text.name {{ font-size: 12.5px; font-family: ui-monospace, monospace; text-anchor: middle }}
</style>
<rect class="ground" width="{width}" height="{height}"/>
"""


def main() -> None:
    """Write the file."""
    FILE.write_text(drawing(order()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

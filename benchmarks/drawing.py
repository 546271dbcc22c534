"""Figures as a picture: panels of bars and of lines, written as plain SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, MARGIN, LABELS, VALUES = 470, 14, 184, 72
"""Of a panel, its edge, the labels before its bars and the values behind them, in units of the picture."""
HEAD, BAR, LINES = 52, 22, 150
"""Heights: of a panel's title, of a bar with the space below it, of the field of a line."""

STYLE = """\
rect.ground { fill: #ffffff }
rect.panel { fill: #f4f6fa; stroke: #9aa7bd; stroke-width: 1 }
rect.ours { fill: #3c60b4 }
rect.other { fill: #9aa7bd }
path.axis { fill: none; stroke: #9aa7bd; stroke-width: 1 }
path.line { fill: none; stroke: #3c60b4; stroke-width: 2 }
circle { fill: #3c60b4 }
text { font-family: ui-sans-serif, system-ui, sans-serif; font-size: 12px; fill: #1c2330 }
text.title { font-size: 14px; font-weight: 600 }
text.unit { font-size: 11px; fill: #4a5568 }
text.end { text-anchor: end }
text.middle { text-anchor: middle }
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it stands for, how long it is, and whether it is one of ours."""

    label: str
    value: float
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Panel:
    """Some figures under a title: bars, or a line through points of x and y; both axes begin at zero."""

    title: str
    unit: str
    bars: tuple[Bar, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    x_unit: str = ""

    @property
    def height(self) -> int:
        """Of the whole panel."""
        return HEAD + (LINES + 40 if self.points else BAR * len(self.bars)) + 10


def drawing(title: str, panels: Sequence[Panel]) -> str:
    """The picture: panels two by two, those beside each other of one height."""
    rows = [panels[first : first + 2] for first in range(0, len(panels), 2)]
    parts: list[str] = []
    y = MARGIN
    for row in rows:
        height = max(panel.height for panel in row)
        for column, panel in enumerate(row):
            x = MARGIN + column * (WIDTH + MARGIN)
            parts.append(f'<g transform="translate({x} {y})">')
            parts.append(f'<rect class="panel" width="{WIDTH}" height="{height}" rx="6"/>')
            parts += [_text(16, 24, panel.title, "title"), _text(16, 41, panel.unit, "unit")]
            parts += [*_bars(panel.bars), *_line(panel.points, panel.x_unit), "</g>"]
        y += height + MARGIN
    width = 2 * WIDTH + 3 * MARGIN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" role="img">'
    ground = f'<rect class="ground" width="{width}" height="{y}"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<style>\n{STYLE}</style>", ground, *parts, "</svg>\n"])


def short(value: float) -> str:
    """A number with three digits that count, in groups of thousands."""
    if not value:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}" if digits else f"{round(value, 2 - math.floor(math.log10(abs(value)))):,.0f}"


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'


def _bars(bars: Sequence[Bar]) -> Iterator[str]:
    longest = max((bar.value for bar in bars), default=0) or 1
    for number, bar in enumerate(bars):
        y = HEAD + number * BAR
        length = (WIDTH - LABELS - VALUES) * bar.value / longest
        yield _text(LABELS - 8, y + 12, bar.label, "end")
        yield f'<rect class="{"ours" if bar.ours else "other"}" x="{LABELS}" y="{y}" width="{length:.1f}" height="16"/>'
        yield _text(LABELS + length + 6, y + 12, short(bar.value), "value")


def _line(points: Sequence[tuple[float, float]], x_unit: str) -> Iterator[str]:
    if not points:
        return
    left, top, wide = 34, HEAD + 14, WIDTH - 90
    most_x, most_y = (max(values) or 1 for values in zip(*points, strict=True))
    places = [(left + wide * x / most_x, top + (LINES - 14) * (1 - y / most_y), x, y) for x, y in points]
    ground = HEAD + LINES
    yield f'<path class="axis" d="M{left} {HEAD} V{ground} H{left + wide + 20}"/>'
    yield '<path class="line" d="M' + " L".join(f"{x:.1f} {y:.1f}" for x, y, _, _ in places) + '"/>'
    shown = -math.inf
    for x, y, of_x, of_y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        yield _text(x, y - 8, short(of_y), "middle")
        if x - shown > 44:  # numbers below the axis must not run into each other
            yield _text(x, ground + 16, short(of_x), "middle")
            shown = x
    yield _text(left + wide / 2, ground + 32, x_unit, "unit middle")

"""The graph as one HTML page that works from disk: the network, and behind each edge the sentences that state it.

pyvis holds the network and renders the page from our own template; vis-network, which it carries, is written into the
file with its licence notice. A content security policy lets exactly the scripts and the style of this file run, each
named by its hash, and nothing be loaded. The graph itself stands in the page as JSON, never as markup or script.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kg.export.island import dumps, island
from kg.export.layout import positions
from kg.model import Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.schema import Schema

CORE = 1500
"""So many entities are drawn at most; the others are found by search and drawn when they are chosen."""

_PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("dom.js", "model.js", "labels.js", "network.js", "panel.js", "lists.js", "search.js", "app.js")
_LINE = 9.0  # a label is broken after so many wide characters; labels.js does the same
_EM = 12.0  # pixels of a wide character in a label


def write_html(graph: Graph, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write a graph as one HTML page.

    The same graph gives the same bytes. At most ``CORE`` entities are placed on the canvas, those with the most
    relations and mentions; the page says so.

    Args:
        graph: What to show.
        out: A text stream that encodes as UTF-8 and keeps line ends as they are.
        base: The IRI below which the entities lie.
        schema: Labels, colours and symbols of types and relations.
    """
    from pyvis.network import Network  # slow to load: it brings IPython

    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    bundled = Path(net.template_dir)
    data = island(graph, base=base, schema=schema)
    net.nodes, net.edges = _drawing(graph, data)  # add_edge would look through all nodes for each edge
    net.options = _OPTIONS
    script = _vis(bundled)
    own = "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    style = (_PAGE / "style.css").read_text(encoding="utf-8")
    net.set_template_dir(str(_PAGE), "template.html")
    net.templateEnv.policies["json.dumps_function"] = lambda value, **_: dumps(value)
    net.templateEnv.globals.update(
        graph=data,
        words=json.loads((_PAGE / "words.json").read_text(encoding="utf-8")),
        library=script,
        script=own,
        style=style,
        policy=_policy(scripts=(script, own), style=style),
    )
    out.write(net.generate_html())
    out.write("\n")


_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "multiselect": False,
        "hideEdgesOnDrag": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "zoomSpeed": 0.7,
    },
    "nodes": {"borderWidth": 2, "borderWidthSelected": 4},
    "edges": {"arrowStrikethrough": False, "selectionWidth": 1.5, "hoverWidth": 1, "smooth": False},
}


def _policy(*, scripts: Sequence[str], style: str) -> str:
    """Build the content security policy: our own scripts and style by their hash, images as data, nothing else."""

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"

    return (
        f"default-src 'none'; script-src {' '.join(map(digest, scripts))}; style-src {digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _vis(bundled: Path) -> str:
    """Read the newest vis-network that pyvis carries, without its reference to a source map (a file that is not there).

    Its style sheet is left out: it is for toolbars and pop-ups that this page does not use.
    """

    def version(folder: Path) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d+", folder.name))

    folder = max((bundled / "lib").glob("vis-*"), key=version)
    text = (folder / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=.*", "", text).replace("\r\n", "\n").strip()


def _drawing(graph: Graph, data: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """Give the nodes and edges for pyvis. Only nodes of the core have a place; ids are places in the page's lists."""
    statements = data["statements"]
    degree: Counter[int] = Counter()
    support: Counter[int] = Counter()
    for statement in statements:
        for end in {statement["subject"], statement["object"]}:
            degree[end] += statement["subject"] != statement["object"]
            support[end] += statement["support"]
    entities = graph.entities
    rank = sorted(
        range(len(entities)),
        key=lambda place: (-degree[place], -support[place], -entities[place].mentions, entities[place].id),
    )
    core = rank[:CORE]
    sizes = [min(24, 6 + round(2 * math.sqrt(entity.mentions))) for entity in entities]
    boxes = [_box(entities[place].label_hans or entities[place].label_hant, sizes[place]) for place in core]
    number = {place: row for row, place in enumerate(core)}
    pairs = [
        (number[s["subject"]], number[s["object"]]) for s in statements if number.keys() >= {s["subject"], s["object"]}
    ]
    spots = dict(zip(core, zip(positions(boxes, pairs), boxes, strict=True), strict=True))
    nodes: list[Any] = []
    for place, entity in enumerate(entities):
        type_ = data["types"][data["entities"][place]["type"]]
        node: dict[str, Any] = {
            "id": place,
            "label": (entity.label_hans or entity.label_hant)[:40],
            "shape": type_["shape"],
            "color": type_["colour"],
            "size": sizes[place],
        }
        if place in spots:
            (x, y), (_, height) = spots[place]
            node["x"], node["y"] = x, y - round(height / 2) + sizes[place] + 4  # the box holds the label below the node
        nodes.append(node)
    return nodes, _edges(data)


def _edges(data: dict[str, Any]) -> list[Any]:
    """Give an edge for each statement; several between the same two entities bend apart."""
    edges: list[Any] = []
    seen: Counter[tuple[int, int]] = Counter()
    for place, statement in enumerate(data["statements"]):
        source, target = statement["subject"], statement["object"]
        relation = data["relations"][statement["relation"]]
        edge: dict[str, Any] = {
            "id": place,
            "from": source,
            "to": target,
            "label": relation["labels"].get("zh-Hans", relation["id"]),
            "width": min(6.0, 0.75 + 0.75 * statement["support"].bit_length()),
        }
        if not relation.get("symmetric"):
            edge["arrows"] = "to"
        if "modality" in statement:
            edge["dashes"] = [7, 6]
        elif "source" in statement and "evidence" not in statement:
            edge["dashes"] = [2, 4]
        pair = (min(source, target), max(source, target))
        if seen[pair] and source != target:
            clockwise = (seen[pair] % 2 == 1) == (source < target)
            bend = min(0.9, 0.16 * ((seen[pair] + 1) // 2))
            edge["smooth"] = {"enabled": True, "type": "curvedCW" if clockwise else "curvedCCW", "roundness": bend}
        seen[pair] += 1
        edges.append(edge)
    return edges


def _box(label: str, size: int) -> tuple[float, float]:
    """Estimate the width and height of a node with its label below, at the natural scale of the drawing."""
    length = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.56 for sign in label[:40])
    lines = 2 if length > _LINE else 1
    width = max(min(length, _LINE) * _EM, 2.0 * size) + 14
    return width, 2.0 * size + lines * 15 + 14

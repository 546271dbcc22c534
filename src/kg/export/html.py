"""The graph as one HTML page that works from disk: the network, and behind each edge the sentences that state it.

pyvis holds the network and renders the page from our own template; vis-network, which it carries, is written into the
file with its licence notice. A content security policy lets exactly the scripts and the style of this file run, each
named by its hash, and nothing be loaded. The graph itself stands in the page as JSON, never as markup or script.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kg.export.core import core_of
from kg.export.drawing import drawing
from kg.export.island import island
from kg.export.writing import dumps, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.graphview import GraphView
    from kg.schema import Schema

_PAGE = Path(__file__).parent / "page"
_SCRIPTS = (
    "dom.js",
    "words.js",
    "model.js",
    "state.js",
    "sieve.js",
    "paths.js",
    "labels.js",
    "shapes.js",
    "captions.js",
    "network.js",
    "quotes.js",
    "panel.js",
    "lists.js",
    "finder.js",
    "search.js",
    "route.js",
    "filters.js",
    "saving.js",
    "keys.js",
    "app.js",
)


def write_html(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write a graph as one HTML page.

    The same graph gives the same bytes. Of a large graph only the first entities are drawn at once (``drawing.py``), of
    a very large one the page holds the core alone (``core.py``); it says so.

    Args:
        graph: What to show.
        out: A text stream that encodes as UTF-8 and keeps line ends as they are.
        base: The IRI below which the entities lie.
        schema: Labels, colours and symbols of types and relations.
    """
    from pyvis.network import Network  # slow to load: it brings IPython

    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    bundled = Path(net.template_dir)
    held = core_of(graph)
    data = island(held, base=base, schema=schema)
    picture = drawing(held, data["graph"])
    net.nodes, net.edges = picture["nodes"], picture["edges"]  # add_edge would look through all nodes for each edge
    net.options = _OPTIONS
    script = _vis(bundled)
    own = "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    style = (_PAGE / "style.css").read_text(encoding="utf-8")
    net.set_template_dir(str(_PAGE), "template.html")
    large: list[Callable[[], Any]] = [lambda: data["graph"], *data["evidence"], *data["merges"]]
    late = [_Late(number) for number in range(len(large))]
    net.templateEnv.policies["json.dumps_function"] = lambda value, **_: (
        f"\0{value.number}\0" if isinstance(value, _Late) else dumps(value)
    )
    net.templateEnv.globals.update(
        graph=late[0],
        evidence=late[1 : len(data["evidence"]) + 1],
        merges=late[len(data["evidence"]) + 1 :],
        looks={key: picture[key] for key in ("looks", "look", "sizes")},
        words=json.loads((_PAGE / "words.json").read_text(encoding="utf-8")),
        library=script,
        script=own,
        style=style,
        policy=_policy(scripts=(script, own), style=style),
    )
    for place, text in enumerate(net.generate_html().split("\0")):
        if place % 2:
            out.writelines(piece.replace("'", "\\u0027") for piece in pieces(large[int(text)]()))
        else:
            out.write(text)
    out.write("\n")


@dataclass(frozen=True, slots=True)
class _Late:
    """Stands in the page, between two NUL, for a value that is written when the page is: it may be large."""

    number: int


_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "multiselect": False,
        "hideEdgesOnDrag": False,
        "keyboard": False,  # keys.js has the keys
        "zoomSpeed": 0.7,
    },
    "nodes": {"borderWidth": 2, "borderWidthSelected": 4},
    "edges": {"arrowStrikethrough": False, "selectionWidth": 1.2, "hoverWidth": 1, "smooth": False},
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

"""Knowledge graphs from Chinese news and policy text, with the sentence and the rule behind every edge.

`build` makes a graph of documents; `entity_named` finds a thing in it by any of its names, `to_networkx` gives it to
networkx. The parts are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.version import __version__

if TYPE_CHECKING:
    from kg.graph import entity_named, to_networkx
    from kg.pipeline import build

__all__ = ["__version__", "build", "entity_named", "to_networkx"]

_HOMES = {"build": "kg.pipeline", "entity_named": "kg.graph", "to_networkx": "kg.graph"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute '{name}'")

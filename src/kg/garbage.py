"""Fewer searches for cyclic garbage while much is made that holds no cycles.

The ontology is some half a million objects that live to the end, and what is read in documents holds no cycles either:
looking through all of it again and again took a quarter of the time.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 200_000
"""Objects made and not yet gone after which the youngest are searched; Python's own figure is 700."""

_RARE = (RARELY, 20, 100)

_alone = False
"""Whether the process does nothing else, so that how it collects garbage is ours to say."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Search for cyclic garbage rarely while the block runs; afterwards as often as before."""
    before = gc.get_threshold()
    gc.set_threshold(*_RARE)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def no_collections() -> Iterator[None]:
    """Search for no cyclic garbage while the block runs, which makes many things that live to the end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if _alone:
            gc.freeze()  # or the next search would look through all of it, and find nothing
        if enabled:
            gc.enable()


def collect_rarely() -> None:
    """Search for cyclic garbage rarely from now on, and not at the end: for processes that do nothing else.

    What lives to the end is given back with the process; Python would look through all of it twice before.
    """
    global _alone
    _alone = True
    gc.set_threshold(*_RARE)
    atexit.register(gc.freeze)

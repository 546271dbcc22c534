"""Which Latin letters a Chinese character may begin with in pinyin, so that names are found by their initials.

A character with several readings stands under each of its letters: the page cannot know which one a name means, and a
reader who types one of them is right. The letters are in ``initials.json``, which ``tools/make_initials.py`` makes.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE = Path(__file__).with_name("initials.json")


def initials(texts: Iterable[str]) -> dict[str, str]:
    """Give the characters of some texts by the first letter of their readings.

    Args:
        texts: Names in either script.

    Returns:
        Letter → the characters, sorted, of which a reading begins with it. ``zh``, ``ch`` and ``sh`` count as one
        letter. Characters without a reading are left out.
    """
    used = {sign for text in texts for sign in text}
    found = {letter: "".join(sorted(used & signs)) for letter, signs in _letters().items()}
    return {letter: signs for letter, signs in found.items() if signs}


@cache
def _letters() -> dict[str, frozenset[str]]:
    letters: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return {letter: frozenset(signs) for letter, signs in sorted(letters.items())}

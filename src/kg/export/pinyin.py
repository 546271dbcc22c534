"""Which Latin letters a Chinese character may begin with in pinyin, so that names are found by their initials.

A character with several readings stands under each of its letters: the page cannot know which one a name means, and a
reader who types one of them is right.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def initials(texts: Iterable[str]) -> dict[str, str]:
    """Give the characters of some texts by the first letter of their readings.

    Args:
        texts: Names in either script.

    Returns:
        Letter → the characters, sorted, of which a reading begins with it. ``zh``, ``ch`` and ``sh`` count as one
        letter. Characters without a reading are left out.
    """
    from pypinyin import Style, pinyin

    letters: dict[str, list[str]] = {}
    for sign in sorted({sign for text in texts for sign in text if sign >= "\u2e80"}):
        readings = pinyin(sign, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
        for letter in sorted({reading for found in readings for reading in found} & set(ascii_lowercase)):
            letters.setdefault(letter, []).append(sign)
    return {letter: "".join(signs) for letter, signs in sorted(letters.items())}

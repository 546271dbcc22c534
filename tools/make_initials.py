"""Make src/kg/export/initials.json: the Latin letters that Chinese characters may begin with in pinyin.

    python tools/make_initials.py

The readings are those of pypinyin (MIT), of all characters that its table has. The page needs nothing else of it, and
reading its tables took a seventh of a short build.
"""

from __future__ import annotations

import json
from pathlib import Path
from string import ascii_lowercase

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

FILE = Path(__file__).parent.parent / "src" / "kg" / "export" / "initials.json"


def initials() -> dict[str, str]:
    """Letter → the characters, in order, of which a reading begins with it."""
    letters: dict[str, list[str]] = {}
    for sign in map(chr, sorted(PINYIN_DICT)):
        readings = pinyin(sign, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
        for letter in {reading for found in readings for reading in found} & set(ascii_lowercase):
            letters.setdefault(letter, []).append(sign)
    return {letter: "".join(signs) for letter, signs in sorted(letters.items())}


if __name__ == "__main__":
    FILE.write_text(json.dumps(initials(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

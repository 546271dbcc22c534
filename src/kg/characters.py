"""What single characters are folded to: compatibility forms, radicals, variants, and traditional to simplified ones."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Blocks whose characters have compatibility forms that news text really holds (Unicode 15, NFKC): Latin-1 signs,
# letterlike, enclosed numbers, CJK compatibility and radicals, vertical and full-width forms, mathematical letters,
# supplements.
_COMPATIBILITY_BLOCKS = (
    (0x00A0, 0x0100),
    (0x2000, 0x2070),
    (0x2100, 0x2190),
    (0x2460, 0x2500),
    (0x2E80, 0x2FE0),
    (0x3000, 0x3400),
    (0xF900, 0xFB00),
    (0xFE30, 0xFE50),
    (0xFF00, 0xFFF0),
    (0x1D400, 0x1D800),
    (0x2F800, 0x2FA20),
)
_HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_SAMPLE = 500  # characters of a text that tell its script
_SHORT = 64  # characters up to which looking up each is faster than a column of all
_KEPT = "…"  # its compatibility form is three full stops, which would end sentences


@cache
def folded_forms() -> dict[int, str]:
    """The one-to-one part of folding: compatibility forms, radicals and variants, then traditional to simplified."""
    table: dict[int, str] = {}
    for first, last in _COMPATIBILITY_BLOCKS:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code):
                table[code] = folded
    han = _simplified()
    table.update((code, han.get(ord(character), character)) for code, character in list(table.items()))
    table.update((code, simplified) for code, simplified in han.items() if code not in table)
    for source, target in _variants():
        table[ord(source)] = han.get(ord(target), target)
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))  # halves of a surrogate pair, which no library takes
    # What one step gives can have a form of its own: ｢ → 「 → “.
    return {code: table.get(ord(form), form) for code, form in table.items()}


def folded(text: str) -> str:
    """A text with the one-to-one part of folding done to each of its characters."""
    if len(text) < _SHORT:
        return text.translate(folded_forms())
    import numpy as np  # most commands fold no long text, and loading it takes longer than all else they do

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return _table().take(codes).tobytes().decode("utf-32-le", "surrogatepass")


def is_traditional(text: str) -> bool:
    """Tell whether a text is in traditional script: whether one in ten of its characters has a simplified form.

    Of the characters of traditional news some three in ten have one, of simplified news next to none.
    """
    forms, sample = folded_forms(), text[:_SAMPLE]
    other = sum("\u3400" <= character <= "\u9fff" and ord(character) in forms for character in sample)
    return other * 10 > len(sample)


@cache
def _table() -> NDArray[np.uint32]:
    """What each character is folded to, by code points."""
    import numpy as np

    table = np.arange(sys.maxunicode + 1, dtype="<u4")
    forms = folded_forms()
    table[list(forms)] = [ord(form) for form in forms.values()]
    return table


@cache
def ordinary_forms() -> dict[int, str]:
    """Radicals and compatibility ideographs → the characters that they stand for."""
    table = {
        code: form
        for first, last in ((0x2F00, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20))
        for code in range(first, last)
        if len(form := unicodedata.normalize("NFKC", chr(code))) == 1 and form != chr(code)
    }
    table.update((ord(form), target) for form, target in _variants() if "\u2e80" <= form <= "\u2eff")
    return table


@cache
def expansions() -> dict[str, str]:
    """Characters whose compatibility form is longer than one character (㈱ → (株))."""
    expansions = {}
    for first, last in _COMPATIBILITY_BLOCKS:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) > 1 and chr(code) not in _KEPT:
                expansions[chr(code)] = folded
    return expansions


@cache
def traditional_forms() -> dict[int, str]:
    """What simplified characters are in traditional script where no phrase says otherwise."""
    return _by_themselves("s2tw")


def _simplified() -> dict[int, str]:
    """Simplified form of each Han character that has another one."""
    return _by_themselves("t2s")


@cache
def converter(conversion: str):  # type: ignore[no-untyped-def]  # OpenCC has no types
    """OpenCC's own converter: ``t2s``, ``s2tw`` and the like.

    By its name alone OpenCC would take a file of that name from the folder in which one works, if there is one.
    """
    import opencc

    own = sorted(Path(opencc.__file__).parent.rglob(f"{conversion}.json"))
    return opencc.OpenCC(str(own[0]) if own else conversion)


def _by_themselves(conversion: str) -> dict[int, str]:
    """What a conversion of OpenCC makes of each Han character that it changes, each by itself."""
    characters = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last)]
    converted = converter(conversion).convert("\n".join(characters)).split("\n")
    return {
        ord(before): after
        for before, after in zip(characters, converted, strict=True)
        if before != after and len(after) == 1
    }


def _variants() -> list[tuple[str, str]]:
    lines = files("kg").joinpath("characters.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(source, target) for source, target in pairs]

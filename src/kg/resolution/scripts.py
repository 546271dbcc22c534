"""Labels in both scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

HANS, HANT = "zh-Hans", "zh-Hant"
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def both_scripts(key: str, form: str, seen: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """A form's labels: in both scripts if it is Chinese, as the texts have it where they do, else converted.

    Args:
        key: the folded form.
        form: the form.
        seen: the spellings that the texts have, by folded form and script.
    """
    if not HAN.search(form):
        return {("", form)}
    return {(HANS, seen.get((key, HANS)) or to_hans(form)), (HANT, seen.get((key, HANT)) or to_hant(form))}


def in_both_scripts(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Texts in simplified and in traditional script: the same as `to_hans` and `to_hant` of each, all at once."""
    hans = _converted("t2s", texts)
    same = [text for text, simplified in zip(texts, hans, strict=True) if text == simplified]
    other = dict(zip(same, _converted("s2t", same), strict=True))
    return [(simplified, other.get(text, text)) for text, simplified in zip(texts, hans, strict=True)]


def script(text: str) -> str:
    """The script that a text is surely in; empty if it could be both."""
    if to_hans(text) != text:
        return HANT
    return HANS if to_hant(text) != text else ""


@lru_cache(maxsize=1 << 16)
def to_hans(text: str) -> str:
    """Convert to simplified script (OpenCC t2s). The names of an entity are asked for several times."""
    return str(_converter("t2s").convert(text))


@lru_cache(maxsize=1 << 16)
def to_hant(text: str) -> str:
    """Convert to traditional script (OpenCC s2t); text that is traditional already stays as it is."""
    return text if to_hans(text) != text else str(_converter("s2t").convert(text))


def _converted(name: str, texts: Sequence[str]) -> list[str]:
    """Convert texts, put together where that can be undone: no word of OpenCC's reaches over the end of a line."""
    convert = _converter(name).convert
    together = "\n".join(texts)
    found = str(convert(together)).split("\n") if together.count("\n") == len(texts) - 1 else []
    return found if len(found) == len(texts) else [str(convert(text)) for text in texts]


@cache
def _converter(name: str):  # type: ignore[no-untyped-def]  # OpenCC has no types
    import opencc

    return opencc.OpenCC(name)

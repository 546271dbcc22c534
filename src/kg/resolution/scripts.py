"""Labels in both scripts.

Traditional labels that no text has are made with the characters that papers print today, in Taiwan and for the most
part in Hong Kong, too (OpenCC's s2tw), not with those of older dictionaries. Its phrases are found from left to right
whatever word they cut into, and so put rare characters into names: where a word of the segmenter's lies across such a
phrase, the word is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.characters import converter, traditional_forms
from kg.segment import default_segmenter

HANS, HANT = "zh-Hans", "zh-Hant"
_LONG_NAME, _PLACE = 5, 2  # characters
_WHOLE = re.compile("[^\ud800-\udfff]+")
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
    other = {text: _by_words(text, found) for text, found in zip(same, _converted("s2tw", same), strict=True)}
    return [(simplified, other.get(text, text)) for text, simplified in zip(texts, hans, strict=True)]


def script(text: str) -> str:
    """The script that a text is surely in; empty if it could be both."""
    if to_hans(text) != text:
        return HANT
    return HANS if to_hant(text) != text else ""


@lru_cache(maxsize=1 << 16)
def to_hans(text: str) -> str:
    """Convert to simplified script (OpenCC t2s). The names of an entity are asked for several times."""
    return _convert("t2s", text)


@lru_cache(maxsize=1 << 16)
def to_hant(text: str) -> str:
    """Convert to traditional script (OpenCC s2tw); text that is traditional already stays as it is."""
    return text if to_hans(text) != text else _by_words(text, _convert("s2tw", text))


def _by_words(text: str, converted: str) -> str:
    """A conversion without the rare characters of phrases that cut into the text's words.

    Args:
        text: in simplified script.
        converted: what OpenCC makes of it.
    """
    usual = text.translate(traditional_forms())
    if usual == converted or not len(text) == len(usual) == len(converted):
        return converted
    pieces, start = [], 0
    for word in _words(text):
        end = start + len(word)
        piece = converted[start:end]
        if len(word) > 1 and piece != usual[start:end] == _convert("s2tw", word):
            # A phrase that keeps a character as it is stands in OpenCC's table for a name, and is right.
            piece = "".join(
                own if put not in (own, plain) else put
                for plain, own, put in zip(word, usual[start:end], piece, strict=True)
            )
        pieces.append(piece)
        start = end
    return "".join(pieces)


def _words(text: str) -> Iterator[str]:
    """The words of a text, side by side; those that are long names, which mostly begin with a place, in two parts."""
    for word, _ in default_segmenter()(text):
        yield from (word[:_PLACE], word[_PLACE:]) if len(word) >= _LONG_NAME else (word,)


def _converted(name: str, texts: Sequence[str]) -> list[str]:
    """Convert texts, put together where that can be undone: no word of OpenCC's reaches over the end of a line."""
    together = "\n".join(texts)
    found = _convert(name, together).split("\n") if together.count("\n") == len(texts) - 1 else []
    return found if len(found) == len(texts) else [_convert(name, text) for text in texts]


def _convert(name: str, text: str) -> str:
    """Convert a text, but halves of surrogate pairs, which OpenCC does not take: these stay."""
    convert = converter(name).convert
    try:
        return str(convert(text))
    except UnicodeEncodeError:
        return _WHOLE.sub(lambda run: str(convert(run[0])), text)

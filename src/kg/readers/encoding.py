"""Bytes → text: which encoding a file is in, found out from the bytes alone.

A byte order mark decides; then strict UTF-8, which hardly any other text passes; then GB18030 against Big5. Almost
every pair of bytes is a character in both of these, but only the right one gives characters that people use: the
reading with the larger share of frequent characters wins. On the wrong side that share stays under a tenth.
"""

from __future__ import annotations

import codecs
from functools import cache
from importlib.resources import files

from kg.errors import InputError

# The longer mark first: UTF-32's in little-endian order begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Big5 with the Hong Kong characters first; cp950 has a few symbols (€) that it lacks.
_LEGACY = ("gb18030", "big5hkscs", "cp950")
_CONTROLS = bytes(range(0x20)).translate(None, b"\t\n\v\f\r") + b"\x7f"
_MOST_CONTROLS = 0.05  # pages out of PDFs have a stray one here and there
_SAMPLE = 100_000  # characters judged; more would not change the verdict
_LEAST_SHARE = 0.1  # five newspaper pages: 0.69–0.78 read rightly, at most 0.041 read wrongly
_REMEDY = "save it as UTF-8"


def decode(data: bytes, path: str = "<data>") -> tuple[str, str]:
    """Read ``data`` as text.

    Line ends stay as they are; a byte order mark is dropped.

    Args:
        data: The whole content of a file.
        path: What an error calls it.

    Returns:
        The text, and the encoding it was in by Python's name: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-32``,
        ``gb18030``, ``big5hkscs`` or ``cp950``.

    Raises:
        InputError: The bytes are no text ("binary file"), or text in no encoding known here; the reason then says at
            which byte (from 0) the reading broke off.
    """
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, name, path), encoding
    if _is_binary(data):
        raise _binary(path)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        utf8_offset = error.start
    readings = [(text, encoding) for encoding in _LEGACY if (text := _decode_or_none(data, encoding)) is not None]
    # On equal shares the first of _LEGACY stands, because max() keeps it.
    share, text, encoding = max(
        ((frequent_share(text), text, encoding) for text, encoding in readings),
        key=lambda reading: reading[0],
        default=(0.0, "", ""),
    )
    if share < _LEAST_SHARE:
        reason = f"unknown encoding: not UTF-8 (from byte {utf8_offset}), and no Chinese as GB18030 or Big5"
        raise InputError(path, reason, _REMEDY)
    return text, encoding


def frequent_share(text: str) -> float:
    """The share (0 to 1) of frequent Chinese characters among those of ``text`` that are not ASCII; 0 if none is."""
    foreign = [character for character in text[:_SAMPLE] if character > "\x7f"]
    if not foreign:
        return 0.0
    frequent = frequent_characters()
    return sum(character in frequent for character in foreign) / len(foreign)


@cache
def frequent_characters() -> frozenset[str]:
    """The most frequent characters of both scripts; ``frequent.txt`` tells how they were counted."""
    lines = files("kg.readers").joinpath("frequent.txt").read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


def _decode_marked(data: bytes, encoding: str, name: str, path: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # This one codec counts from behind the mark.
        offset = error.start + (len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0)
        raise InputError(path, f"broken {name} at byte {offset}, though its mark says {name}", _REMEDY) from None
    if "\0" in text:
        raise _binary(path)
    return text


def _decode_or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return b"\0" in data or controls > _MOST_CONTROLS * len(data)


def _binary(path: str) -> InputError:
    return InputError(path, "binary file", "give the text that it holds, as UTF-8")

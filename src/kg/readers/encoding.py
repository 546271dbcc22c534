"""Bytes → text: which encoding a file is in, found out from the bytes alone.

A byte order mark decides; then strict UTF-8, which hardly any other text passes; then GB18030 against Big5 against
UTF-16 without its mark. Almost every pair of bytes is a character in each of these, but only the right one gives
characters that people use: the reading with the larger share of frequent characters wins. On the wrong side that share
stays under a tenth. What no encoding reads as a whole, `kg.readers.mending` tries with its few bad bytes marked.
"""

from __future__ import annotations

import codecs

from kg.errors import InputError, UsageError
from kg.readers.mending import MARKING, forced, mended
from kg.readers.shares import LEAST_SHARE, LEGACY, SAMPLE, Decoded, frequent_share

# The longer mark first: UTF-32's in little-endian order begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_BEGINNINGS = tuple(mark for mark, _, _ in _MARKS)
_WIDE = ("utf-16-le", "utf-16-be")
_LEAST_WIDE_SHARE = 0.3  # any bytes of even length are near to UTF-16: more evidence is asked for
_CONTROLS = bytes(range(0x20)).translate(None, b"\t\n\v\f\r") + b"\x7f"
_MOST_CONTROLS = 0.05  # pages out of PDFs have a stray one here and there
_REMEDY = "save it as UTF-8, or name its encoding with --encoding"
# What pages and people call an encoding → the superset of it that is really used under that name.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "ascii": "utf-8", "iso8859-1": "cp1252"}


def decode(data: bytes, path: str = "<data>", encoding: str = "", declared: str = "") -> Decoded:
    """Read ``data`` as text.

    Line ends stay as they are; a byte order mark is dropped. A few bytes that are no text become U+FFFD, one for each,
    and are noted.

    Args:
        data: The whole content of a file.
        path: What an error calls it.
        encoding: The encoding that it is in, whatever it looks like; empty to find it out.
        declared: The encoding that it says it is in; believed if the bytes bear it out.

    Returns:
        The text, and the encoding it was in by Python's name: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-32``,
        ``gb18030``, ``big5hkscs``, ``cp950``, ``utf-16-le`` or ``utf-16-be``; with a `+` between two for a mixed file.

    Raises:
        InputError: The bytes are no text ("binary file"), or text in no encoding known here; the reason then says at
            which byte (from 0) the reading broke off.
        UsageError: ``encoding`` is none that is known.
    """
    if encoding:
        return forced(data, known(encoding))
    if marked := _as_marked(data, path):
        return marked
    if declared and (text := _as_declared(data, declared)) is not None:
        return Decoded(text, known(declared))
    is_binary = _is_binary(data)
    if not is_binary and (text := _or_none(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    readings = [(reading, wide) for wide in _WIDE if (reading := _or_none(data, wide)) is not None]
    wide = _best(readings, _LEAST_WIDE_SHARE)
    if is_binary:
        if wide is None or "\0" in wide.text:
            raise _binary(path, data.find(b"\0") if _or_none(data, "utf-8") else -1)
        return wide
    offset = _first_fault(data)
    readings = [(text, legacy) for legacy in LEGACY if (text := _or_none(data, legacy)) is not None]
    if wide:
        readings.append((wide.text, wide.encoding))
    found = _best(readings, LEAST_SHARE) or mended(data, ("utf-8", *LEGACY))
    if found is None:
        reason = f"unknown encoding: not UTF-8 (from byte {offset}), and no Chinese as GB18030 or Big5"
        raise InputError(path, reason, _REMEDY)
    return found


def known(encoding: str) -> str:
    """Python's name of an encoding, or of the superset of it that is used under its name.

    Raises:
        UsageError: There is none of that name, or it is none of text.
    """
    try:
        name = codecs.lookup(encoding).name
        b"a".decode(name, MARKING)  # of some codecs it is no text that comes out, and some cannot mend
    except (LookupError, ValueError, TypeError) as error:
        hint = "name one that Python knows, for example: utf-8, gb18030, big5hkscs, utf-16"
        raise UsageError(f"encoding '{encoding}': unknown\n  hint: {hint}") from error
    return _SUPERSETS.get(name, name)


def _as_marked(data: bytes, path: str) -> Decoded | None:
    """The text in the encoding whose mark it begins with, if it begins with one."""
    if not data.startswith(_BEGINNINGS):  # hardly any file has a mark
        return None
    for mark, marked, name in _MARKS:
        if data.startswith(mark):
            found = mended(data, (marked,)) if _or_none(data, marked) is None else None
            text = found.text if found else _or_none(data, marked)
            if text is None:
                raise InputError(path, f"broken {name}, though its mark says {name}", _REMEDY)
            if "\0" in text:
                raise _binary(path)
            return found or Decoded(text, marked)
    return None


def _best(readings: list[tuple[str, str]], least: float) -> Decoded | None:
    """The reading with the largest share of frequent characters, if it has the least one; of equals the first."""
    shares = [frequent_share(text) for text, _ in readings]
    best = max(range(len(readings)), key=shares.__getitem__, default=None)
    return Decoded(*readings[best]) if best is not None and shares[best] >= least else None


def _as_declared(data: bytes, declared: str) -> str | None:
    """The text in the encoding that it says it is in, unless the bytes speak against that."""
    try:
        text = _or_none(data, known(declared))
    except UsageError:
        return None
    if text is None or "\0" in text:
        return None
    foreign = sum(character > "\x7f" for character in text[:SAMPLE])
    return text if foreign < 20 or frequent_share(text) >= LEAST_SHARE else None


def _or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _first_fault(data: bytes) -> int:
    """The first byte that is no UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _is_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return b"\0" in data or controls > _MOST_CONTROLS * len(data)


def _binary(path: str, nul: int = -1) -> InputError:
    """Refuse a file; ``nul`` is the byte (from 0) of its first NUL, if nothing else speaks against text in UTF-8."""
    hint = f"if it is text, take out its NUL characters: the first is byte {nul}"
    return InputError(path, "binary file", hint if nul >= 0 else "give the text that it holds, as UTF-8")

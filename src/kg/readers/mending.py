"""Bytes that no encoding reads as a whole → text with the bad bytes marked, or lines in two encodings."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from kg.readers.shares import LEAST_SHARE, LEGACY, Decoded, frequent_share

_MOST_BAD = 0.02  # of the characters that are not ASCII
_FEW = 2  # bad bytes that are few in however short a text, if it has ten sound characters for each
_MARK = "\ufffd"
_BAD = "\udfff"  # half a surrogate pair: no decoder gives it, so that marks of the text itself are not counted
MARKING = "kg.mark"
"""The name by which decoders know how bad bytes are marked."""
_MARKED = ("utf-8-sig", "utf-16", "utf-32")  # a mark of the file has told
_TRUSTED = ("utf-8", *_MARKED)  # their sound sequences are evidence enough


def forced(data: bytes, encoding: str) -> Decoded:
    """Read ``data`` in an encoding, come what may; what is none of its bytes becomes U+FFFD and is noted."""
    text, bad, first = _marked(data, encoding)
    return Decoded(text.removeprefix("\ufeff"), encoding, _told(bad, first, encoding))


def mended(data: bytes, encodings: Sequence[str]) -> Decoded | None:
    """Read ``data`` in the first of some encodings in which few bytes are bad, or line by line in two of them.

    Returns:
        The text with U+FFFD for each bad byte, which the notes tell; None if no reading is worth having.
    """
    for encoding in encodings:
        text, bad, first = _marked(data, encoding)
        # In the older encodings, and in UTF-8 without a mark, ASCII says nothing of which encoding it is.
        telling = len(text) if encoding in _MARKED else sum(character > "\x7f" for character in text)
        sound = telling - text.count(_MARK)
        few = bad <= _MOST_BAD * sound or (bad <= _FEW and sound >= (10 if encoding in LEGACY else 2) * bad)
        if few and (encoding in _TRUSTED or frequent_share(text) >= LEAST_SHARE):
            return Decoded(text, encoding, _told(bad, first, encoding))
        if encoding == "utf-8" and (mixed := _by_lines(data)):
            return mixed
    return None


def _marked(data: bytes, encoding: str) -> tuple[str, int, int]:
    """The text with U+FFFD for each bad byte, how many there are, and which (from 0) is the first."""
    try:
        return data.decode(encoding), 0, -1
    except UnicodeDecodeError as error:
        # This one codec counts from behind the mark.
        first = error.start + (len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0)
    text = data.decode(encoding, MARKING)
    return text.replace(_BAD, _MARK), text.count(_BAD), first


def _mark_bad(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wide = error.encoding.lower().startswith(("utf-16", "utf16", "utf-32", "utf32"))
    return _BAD, error.end if wide else error.start + 1


codecs.register_error(MARKING, _mark_bad)


def _told(bad: int, first: int, encoding: str) -> tuple[str, ...]:
    if not bad:
        return ()
    bytes_ = "1 byte is" if bad == 1 else f"{bad} bytes are"
    return (f"{bytes_} no {encoding}, the first at byte {first}; U+FFFD stands for each",)


def _by_lines(data: bytes) -> Decoded | None:
    """A file of UTF-8 lines and of lines in an older encoding. A line feed is one byte in all of them."""
    lines = data.split(b"\n")
    texts: list[str | None] = []
    for line in lines:
        try:
            texts.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            texts.append(None)
    rest = [line for line, text in zip(lines, texts, strict=True) if text is None]
    if not rest or len(rest) == len(lines):
        return None
    for encoding in sorted(LEGACY, key=lambda encoding: -frequent_share(b"\n".join(rest).decode(encoding, "replace"))):
        try:
            read = iter([line.decode(encoding) for line in rest])
        except UnicodeDecodeError:
            continue
        if frequent_share(b"\n".join(rest).decode(encoding)) < LEAST_SHARE:
            return None
        text = "\n".join(next(read) if text is None else text for text in texts)
        return Decoded(text, f"utf-8+{encoding}", (f"{len(rest)} of {len(lines)} lines are {encoding}, not utf-8",))
    return None

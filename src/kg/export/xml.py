"""Text that may stand in XML 1.0: what it cannot hold becomes U+FFFD, what it would change on reading is escaped."""

from __future__ import annotations

import re

# What XML 1.0 (section 2.2) has no way to write, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile('[^\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]*')  # what stands for itself wherever it is
# The standard library's functions for this load its client of HTTP, which takes longer than all else here.
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})  # a bare one would become a line feed
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({"\n": "&#10;", "\t": "&#9;"})


def text(value: object) -> str:
    """Escape a value as the text of an element."""
    value = str(value)
    return value if _PLAIN.fullmatch(value) else _FORBIDDEN.sub("\ufffd", value).translate(_IN_TEXT)


def attribute(value: object) -> str:
    """Escape a value as an attribute, with its quotes."""
    value = str(value)
    if _PLAIN.fullmatch(value):
        return f'"{value}"'
    escaped = _FORBIDDEN.sub("\ufffd", value).translate(_IN_ATTRIBUTE)
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', "&quot;") + '"'

"""Text that may stand in XML 1.0: what it cannot hold becomes U+FFFD, what it would change on reading is escaped."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 (section 2.2) has no way to write, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile('[^\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]*')  # what stands for itself wherever it is


def text(value: object) -> str:
    """Escape a value as the text of an element."""
    value = str(value)
    if _PLAIN.fullmatch(value):
        return value
    # A bare carriage return would be read back as a line feed.
    return escape(_FORBIDDEN.sub("\ufffd", value), {"\r": "&#13;"})


def attribute(value: object) -> str:
    """Escape a value as an attribute, with its quotes."""
    return quoteattr(_FORBIDDEN.sub("\ufffd", str(value)), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})

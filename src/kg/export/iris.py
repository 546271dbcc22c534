"""Where things live: the IRIs of documents, entities and statements below one base, and what may stand in an IRI.

An identifier becomes the last part of an IRI (its *path*) by percent-encoding, never by dropping characters, so that
two documents never share one IRI, nor do two entities whose ids are safe.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from ipaddress import AddressValueError, IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.errors import UsageError
from kg.graph import key

if TYPE_CHECKING:
    from kg.model import Statement

BASE_IRI = "https://example.org/kg/"
"""What IRIs begin with unless somebody says otherwise."""

_PLAIN = r"A-Za-z0-9._~!$&'()*+,;=:@"
# RFC 3987, section 2.2, `ucschar`: every letter of the world, but no private use and no noncharacters.
_UCSCHAR = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)
)
_PCHAR = rf"(?:[{_PLAIN}{_UCSCHAR}-]|%[0-9A-Fa-f]{{2}})"
_HOST = rf"(?:\[(?P<address>[0-9A-Fa-f:.]+)\]|(?:[A-Za-z0-9._~!$&'()*+,;={_UCSCHAR}-]|%[0-9A-Fa-f]{{2}})+)"
_WEB_IRI = (
    rf"https?://(?:(?:(?!@){_PCHAR})*@)?{_HOST}(?::[0-9]{{1,5}})?(?:/(?:{_PCHAR}|/)*)?"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
)
_URN = rf"urn:[A-Za-z0-9][A-Za-z0-9-]{{1,31}}:(?:{_PCHAR}|/)*#?"
# What most web IRIs are: to say so of them, the pattern for all need not be compiled, which takes some 50 ms.
_ORDINARY_IRI = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]*)*[#/]?")
# White space of any script may stand in an IRI, but no reader of line-wise formats and no eye can tell it from a break.
_UNSAFE = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|\s|[^%{_PLAIN}{_UCSCHAR}/-]")


@cache
def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def is_web_iri(text: str) -> bool:
    """Say whether a text is an absolute http or https IRI (RFC 3987) without white space: one that any reader takes."""
    if _ORDINARY_IRI.fullmatch(text):
        return True
    match = _any_case(_WEB_IRI).fullmatch(text)
    if match is None or re.search(r"\s", text):
        return False
    if match["address"] is None:
        return True
    try:
        IPv6Address(match["address"])
    except AddressValueError:
        return False
    return True


def validate_base(base: str) -> str:
    """Check the IRI that all exported things lie below.

    Args:
        base: An absolute ``http``, ``https`` or ``urn`` IRI that ends in ``/`` or ``#``.

    Returns:
        The same text.

    Raises:
        UsageError: If it is anything else.
    """
    if not isinstance(base, str):
        raise UsageError(f"base IRI {base!r}: is no str\n  hint: give one like https://example.org/kg/")
    if not (is_web_iri(base) or _any_case(_URN).fullmatch(base)):
        raise UsageError(
            f"base IRI {base!r}: not an absolute http, https or urn IRI; give one like https://example.org/kg/"
        )
    if not base.endswith(("/", "#")):
        raise UsageError(f"base IRI {base!r}: must end in '/' or '#', as names are appended to it; try {base + '/'!r}")
    return base


def escape(identifier: str) -> str:
    """Percent-encode what must not stand in the path of an IRI; what is safe already (``%E5`` too) stays as it is."""
    return _UNSAFE.sub(lambda match: quote(match[0].encode("utf-8", "surrogatepass"), safe=""), identifier)


def document_path(identifier: str) -> str:
    """Give the IRI of a document, relative to the base. Only ASCII letters, digits and ``-._~/`` are not encoded."""
    encoded = quote(identifier.encode("utf-8", "surrogatepass"), safe="/")
    # A reader that resolves IRIs would take the segments "." and ".." for steps in a folder.
    return "document/" + re.sub(r"(?<![^/])\.{1,2}(?![^/])", lambda match: "%2E" * len(match[0]), encoded)


def entity_path(identifier: str) -> str:
    """Give the IRI of an entity, relative to the base."""
    return "entity/" + escape(identifier)


def statement_name(statement: Statement) -> str:
    """Name a statement by what it says: 20 hexadecimal digits of the BLAKE2b hash of its ends, relation and modality.

    Its evidence, support and confidence take no part, so that the name outlives the arrival of further documents.
    """
    content = "\0".join(key(statement))
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def statement_path(statement: Statement) -> str:
    """Give the IRI of a statement, relative to the base."""
    return "statement/" + statement_name(statement)

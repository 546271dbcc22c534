"""Addresses of pages and of mail in a text: what they hold are no names of the story."""

from __future__ import annotations

import re

_HOST = r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,9}"
_PAGE = rf"(?:[a-z][a-z0-9+.-]{{1,9}}://|\bwww\.){_HOST}(?::\d+)?(?:[/?#][\w.~:/?#@$&*+=%-]*)?"
_MAIL = rf"[\w.+-]{{1,64}}@{_HOST}\.[a-z]{{2,}}"
_ADDRESS = re.compile(f"{_PAGE}|{_MAIL}", re.IGNORECASE | re.ASCII)
_SIGNS = ("://", "www.", "WWW.", "@")


def in_addresses(key: str) -> frozenset[int]:
    """The positions of a text's key that lie in addresses: https://www.example.org/news, desk@example.org."""
    if not any(sign in key for sign in _SIGNS):
        return frozenset()
    return frozenset(position for found in _ADDRESS.finditer(key) for position in range(*found.span()))

"""The refusal of queries that would ask another server (``SERVICE``), with the parser itself as the judge.

Text alone does not tell a keyword: in ``FILTER(?a<?b)SERVICE#>`` a reader of single words sees an IRI that begins at
``<``. So each ``service`` in the query, in whatever case, is replaced by a word of the same length that stands
nowhere in it. In a string, a comment, an IRI or a name that changes no structure, and the query is still SPARQL. As a
keyword it means nothing, and the query is none any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from string import ascii_lowercase

from kg.querying.failures import QueryError
from kg.querying.syntax import syntax_error

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_IN_WORD = re.compile(r"\S*?(service)", re.IGNORECASE | re.ASCII)


class RemoteQueryError(QueryError):
    """A query would ask another server."""


def refuse_remote(text: str, prefixes: Mapping[str, str], name: str = "query", base: str | None = None) -> None:
    """Refuse a query that would ask another server. Nothing is sent anywhere to find out.

    Args:
        text: the query.
        prefixes: those that it need not declare.
        name: what to call it in messages.
        base: what its relative IRIs are relative to; None if it may have none.

    Raises:
        RemoteQueryError: it has a ``SERVICE`` clause, wherever in it; with its place.
        QueryError: it has the word, and is no SPARQL query anyway.
    """
    if not _SERVICE.search(text):
        return
    import pyoxigraph

    lowered = text.lower()
    words = ("s" + "".join(letters) for letters in product(ascii_lowercase, repeat=6))
    word = next(word for word in words if word not in lowered)
    changed = _SERVICE.sub(word, text)
    try:
        # Nothing is in this store, and nothing in the changed query can ask for more.
        pyoxigraph.Store().query(changed, base_iri=base, prefixes=dict(prefixes))
    except SyntaxError as error:
        told = syntax_error(error, changed, prefixes, name, base)
        lines = text.split("\n")
        # What is written without a space may be several words: the place is that of the first.
        at = _IN_WORD.match(lines[told.line - 1], told.column - 1) if told.line else None
        if at:
            reason = "SERVICE would ask another server, which kg never does"
            hint = "leave the SERVICE clause out"
            raise RemoteQueryError(reason, hint, name=name, line=told.line, column=at.start(1) + 1) from error
        reason, hint = (part.replace(word, "SERVICE") for part in (told.reason, told.hint))
        raise QueryError(reason, hint, name=name, line=told.line, column=told.column) from error
    except (ValueError, RuntimeError, OSError):
        return  # it is SPARQL; what fails is to answer it

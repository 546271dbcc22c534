"""Content negotiation: which of the forms that the server can give its client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Offer:
    """A form that can be given, and the media type that it goes by."""

    media_type: str
    form: str

    @property
    def content_type(self) -> str:
        """The media type as a header says it; texts are in UTF-8, JSON and XML say so themselves."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


ROWS = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("text/csv", "csv"),
    Offer("text/tab-separated-values", "tsv"),
    Offer("application/json", "json"),
    Offer("application/xml", "xml"),
    Offer("text/xml", "xml"),
)
"""Forms of rows and truth values, the first the one for clients that do not care."""

GRAPHS = (
    Offer("text/turtle", "ttl"),
    Offer("application/n-triples", "nt"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/rdf+xml", "rdf"),
    Offer("application/json", "jsonld"),
    Offer("application/x-turtle", "ttl"),
    Offer("text/n3", "ttl"),
)
"""Forms of triples, likewise. All Turtle is N3."""

PAGE = (Offer("text/html", "html"), Offer("application/xhtml+xml", "html"))
"""What browsers ask for."""


def accepted(request: Request) -> str:
    """What a request says that its client takes; empty if it says nothing."""
    return ", ".join(request.headers.getlist("accept"))


def choose(accept: str, offers: Sequence[Offer]) -> Offer | None:
    """Choose the offer that an ``Accept`` header likes best.

    Args:
        accept: what `accepted` gave; empty for a request that takes all.
        offers: what can be given, the preferred ones first.

    Returns:
        The offer with the highest weight, of several the first; None if none is acceptable.
    """
    ranges = _ranges(accept)
    if not ranges:
        return offers[0]
    weighed = [(_weight(offer.media_type, ranges), -place) for place, offer in enumerate(offers)]
    weight, place = max(weighed)
    return offers[-place] if weight > 0 else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                weight = _number(value.strip())
        if media_range:
            ranges.append(("*/*" if media_range == "*" else media_range, weight))
    return ranges


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _weight(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most specific range that a media type falls in; of several the greatest."""
    kind = media_type.partition("/")[0]
    for asked in (media_type, f"{kind}/*", "*/*"):
        weights = [weight for media_range, weight in ranges if media_range == asked]
        if weights:
            return max(weights)
    return 0.0

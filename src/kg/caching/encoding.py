"""Extractions as bytes and back: JSON of plain lists, compressed. No class is named in them and no code can be.

Each value is a list of fields in the order that its class declares; `LAYOUT` names these orders, so that what was
written with others is never read. Mentions stand once, and relations point to them by number.
"""

from __future__ import annotations

import zlib
from operator import attrgetter
from typing import Any

from kg.apart.posts import Post
from kg.extraction import Extraction
from kg.keeping.packing import packed, unpacked
from kg.keeping.plain import layout
from kg.model import DocumentInfo, Mention, Qualifier, Relation, Span
from kg.names.reading import Alias

FORMAT = 1
"""The number of this way to write. A change of the code below wants another one."""

_CLASSES = (Extraction, DocumentInfo, Mention, Relation, Span, Qualifier, Alias, Post)

_FIELDS_OF: dict[type[Any], attrgetter[Any]] = {}

LAYOUT = f"{FORMAT};{layout(_CLASSES)}"
"""What the bytes hang on: the number of this way to write, and the fields of each class."""

_FAST = 1
"""zlib's level: the least, since reading and writing again is what is to be saved."""


def encoded(extraction: Extraction) -> bytes:
    """An extraction as bytes."""
    number: dict[Mention, int] = {}
    mentions = [number.setdefault(mention, len(number)) for mention in extraction.mentions]
    relations = [
        [
            relation.relation,
            number.setdefault(relation.subject, len(number)),
            number.setdefault(relation.object, len(number)),
            relation.rule,
            [relation.span.start, relation.span.end],
            relation.quote,
            relation.modality,
            [_row(qualifier) for qualifier in relation.qualifiers],
            relation.confidence,
            relation.prefix,
            relation.suffix,
        ]
        for relation in extraction.relations
    ]
    value = [
        _row(extraction.document),
        [_row(mention) for mention in number],
        mentions,
        relations,
        [_row(alias) for alias in extraction.aliases],
        [_row(alias) for alias in extraction.offers],
        [_row(post) for post in extraction.posts],
    ]
    return zlib.compress(packed(value), _FAST)


def decoded(content: bytes) -> Extraction:
    """What `encoded` made bytes of.

    Raises:
        ValueError: these are no such bytes.
    """
    try:
        info, table, numbers, relations, aliases, offers, posts = unpacked(zlib.decompress(content))
        mentions = [Mention(*row) for row in table]
        return Extraction(
            DocumentInfo(*info),
            tuple([mentions[number] for number in numbers]),
            tuple([_relation(row, mentions) for row in relations]),
            tuple([Alias(*row) for row in aliases]),
            tuple([Alias(*row) for row in offers]),
            tuple([Post(*row) for row in posts]),
        )
    except (zlib.error, TypeError, IndexError, ValueError) as error:
        raise ValueError(f"no extraction: {error}") from error


def plain_alias(alias: Alias) -> list[Any]:
    """A form of a name as a plain value; ``Alias(*value)`` is the way back."""
    return [alias.type, alias.alias, alias.key, alias.quote, alias.reason, alias.everywhere]


def _relation(row: list[Any], mentions: list[Mention]) -> Relation:
    relation, subject, target, rule, span, quote, modality, qualifiers, confidence, prefix, suffix = row
    return Relation(
        relation,
        mentions[subject],
        mentions[target],
        rule,
        Span(*span),
        quote,
        modality,
        tuple([Qualifier(*one) for one in qualifiers]),
        confidence,
        prefix,
        suffix,
    )


def _row(value: DocumentInfo | Mention | Qualifier | Alias | Post) -> Any:
    """The fields of a value that holds plain ones alone."""
    fields_of = _FIELDS_OF.get(type(value))
    if fields_of is None:
        fields_of = _FIELDS_OF[type(value)] = attrgetter(*value.__dataclass_fields__)
    return fields_of(value)

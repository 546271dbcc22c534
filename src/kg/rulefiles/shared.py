"""A file of what all rules share: word lists, and how statements are written."""

from __future__ import annotations

from kg.datafile import Node
from kg.rulefiles.fields import Source
from kg.rules import CUE_SCOPES, MODALITIES, Context, Cue

_CUE_KEYS = ("modality", "words", "position", "within", "pseudo", "scope", "stops")


def read_shared(source: Source, context: Context) -> Context:
    """Read the file's word lists into the source, and its context.

    Args:
        source: the file.
        context: what holds where the file gives none.
    """
    root = source.read(("words", "context"), "shared file")
    if root is None or "context" not in root:
        return context
    fields = source.fields(root.node("context"), tuple(Context.__dataclass_fields__), "context")
    types = source.schema.types
    return Context(
        connectors=fields.words("connectors"),
        prepositions=fields.words("prepositions"),
        pseudo=fields.words("pseudo"),
        attributive=fields.words("attributive"),
        distributive=fields.words("distributive"),
        pairing=fields.words("pairing"),
        breaks=fields.text("breaks", context.breaks),
        chains=fields.choices("chains", types),
        links=fields.words("links"),
        attributes=fields.choices("attributes", types),
        attributed=fields.choices("attributed", types),
        titled=fields.choices("titled", types),
        titles=fields.words("titles"),
        cues=tuple(_cue(source, item) for item in fields.items("cues")),
    )


def _cue(source: Source, node: Node) -> Cue:
    fields = source.fields(node, _CUE_KEYS, "cue")
    fields.needs("modality", "words")
    return Cue(
        modality=fields.choice("modality", MODALITIES),
        words=fields.words("words"),
        position=fields.choice("position", ("before", "after"), "before"),
        within=int(fields.number("within", 8)),
        pseudo=fields.words("pseudo"),
        scope=fields.choice("scope", CUE_SCOPES, "clause"),
        stops=frozenset(fields.choices("stops", source.schema.types)),
    )

"""Texts that a program holds already → their graph, without files. `kg.extract` is `extract` of this module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock

from kg.engines.local import read_in_turn
from kg.errors import UsageError
from kg.extraction import Extractor
from kg.fingerprint import fingerprint
from kg.graph import build_graph
from kg.model import Document, Graph
from kg.ontology import Ontology, load_ontology

_ONLY = "text"
"""The id of the document if a single text is given."""

_kept: dict[str, tuple[Ontology, Extractor]] = {}
"""The ontology used last, compiled: compiling it costs some hundred times as much as reading a paragraph."""

_keeping = Lock()


def extract(
    texts: str | Document | Mapping[str, str] | Iterable[str | Document],
    *,
    ontology: Ontology | Path | str | None = None,
) -> Graph:
    """Read texts into a graph, in this process; nothing is read from or written to disk but the ontology.

    The ontology is loaded at the first call and kept for the next ones with the same.

    Args:
        texts: a text; or a `Document`, which may have a title, a date and an address; or several: a mapping of ids to
            texts, or texts and documents in any order. A text without an id is called by its number among those
            given, from 1, or ``text`` if it is the only one and stands by itself.
        ontology: the knowledge to read with, or its folder; by default the one that comes with the package. A folder
            is read again only if another ontology was used meanwhile; `kg.load_ontology` reads it anew.

    Returns:
        The graph of all texts together: what one of them declares of names holds in the others, as in `kg.build`.
        Offsets of evidence count code points of the text that was given.

    Raises:
        UsageError: something else than text was given, or two documents have one id.
        OntologyError: the ontology has faults.
        InputError: a text could not be read.
    """
    documents = list(_documents(texts))
    ids: set[str] = set()
    for document in documents:
        if not document.id.strip():
            raise UsageError(
                f"document id {document.id!r}: an id is not empty\n  hint: an id tells where evidence stands"
            )
        if document.id in ids:
            raise UsageError(f"document id '{document.id}' is given twice\n  hint: an id tells where evidence stands")
        ids.add(document.id)
    loaded, extractor = _extractor(ontology)
    extractions = read_in_turn(documents, extractor)
    graph = build_graph(extractions, loaded.gazetteer, loaded.schema, loaded.decisions)
    return replace(graph, run=fingerprint(loaded, graph.documents))


def _documents(texts: object) -> Iterator[Document]:
    if isinstance(texts, str | Document):
        yield _document(_ONLY, texts)
    elif isinstance(texts, Mapping):
        for identifier, text in texts.items():
            if not isinstance(identifier, str):
                raise UsageError(f"document id {identifier!r}: an id is a str, not {type(identifier).__name__}")
            yield _document(identifier, text)
    elif isinstance(texts, Iterable) and not isinstance(texts, bytes | bytearray):
        for number, text in enumerate(texts, 1):
            yield _document(str(number), text)
    else:
        yield _document(_ONLY, texts)


def _document(identifier: str, text: object) -> Document:
    if isinstance(text, Document):
        return text
    if isinstance(text, str):
        return Document(identifier, text)
    hint = "kg.build reads files" if isinstance(text, Path) else "a text is a str; decode bytes, leave out what is none"
    raise UsageError(f"text {identifier!r}: {type(text).__name__} is no text\n  hint: {hint}")


def _extractor(ontology: Ontology | Path | str | None) -> tuple[Ontology, Extractor]:
    """The compiled ontology, made anew only if another one was used last."""
    if not isinstance(ontology, Ontology | Path | str | None):
        raise UsageError(f"ontology: {type(ontology).__name__} is neither an Ontology nor a folder of one")
    with _keeping:
        name = "" if ontology is None else f"given {id(ontology)}"
        if isinstance(ontology, Path | str):
            name = f"folder {Path(ontology).resolve()}"
        if name not in _kept:
            folder = Path(ontology) if isinstance(ontology, Path | str) else None
            loaded = ontology if isinstance(ontology, Ontology) else load_ontology(folder)
            compiled = loaded, Extractor(loaded)
            _kept.clear()
            _kept[name] = compiled  # it holds the ontology, whose id can therefore not become another's
        return _kept[name]

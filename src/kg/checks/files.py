"""Files of an ontology folder that loading passes over: annotated paragraphs, shapes, and what nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.checks.remark import FAULT, WARNING, Remark
from kg.datafile import data_files
from kg.errors import Fault, InputError, Location, OntologyError
from kg.evaluation.annotated import SUFFIXES, read_gold
from kg.ontology import Ontology
from kg.text import fold
from kg.validation.shapes import is_made, shapes_text
from kg.validation.validate import SHAPES, shapes_faults

ANNOTATED, SHAPE, STALE_SHAPES, UNREAD = "annotated text", "shapes", "stale shapes", "unread file"

_EXAMPLES = "examples"
_READ = {"gazetteer": (".tsv",), "rules": (".yaml",), "queries": (".rq",), _EXAMPLES: SUFFIXES}
"""Folder → the suffixes of the files that are read in it."""

_SINGLE = {
    "kg": ".ttl",
    "shapes": ".ttl",
    "grammar": ".yaml",
    "identity": ".yaml",
    "decisions": ".tsv",
    "check": ".yaml",
}
"""Stems of the files beside those folders → their suffixes."""

_ALSO = (".md", ".license")
"""Suffixes of files that are for people, and may stand anywhere."""


def annotated_texts(ontology: Ontology) -> Iterator[Remark]:
    """Yield a fault for each mistake in the annotated paragraphs that ``kg eval`` and ``kg train`` read."""
    folder = ontology.folder / _EXAMPLES
    if not any(path.suffix.lower() in SUFFIXES for path in data_files(folder, "*")):
        return
    try:
        read_gold([folder], ontology.schema)
    except OntologyError as error:
        yield from (Remark(fault, FAULT, ANNOTATED, "") for fault in error.faults)
    except InputError as error:
        yield Remark(Fault(Location(error.path), error.reason, error.hint), FAULT, ANNOTATED, "")


def shapes(ontology: Ontology) -> Iterator[Remark]:
    """Yield the faults of a ``shapes.ttl`` that somebody wrote, and a warning if it was made of another ``kg.ttl``."""
    path = ontology.folder / SHAPES
    if not path.is_file():
        return
    if not is_made(path):
        yield from (Remark(fault, FAULT, SHAPE, "") for fault in shapes_faults(path))
    elif path.read_text(encoding="utf-8") != shapes_text(ontology.schema):
        message = "these shapes were made of another kg.ttl: other programs would judge by what that said"
        hint = "take the file out: kg check GRAPH makes the shapes of kg.ttl by itself"
        yield Remark(Fault(Location(str(path), 1), message, hint), WARNING, STALE_SHAPES, "")


def unread_files(ontology: Ontology) -> Iterator[Remark]:
    """Yield a warning for each file that looks like one of an ontology and is read by nothing."""
    for path in data_files(ontology.folder, "*"):
        wanted = _SINGLE.get(path.stem.lower())
        if wanted and path.suffix.lower() not in (wanted, *_ALSO) and path.is_file():
            yield _unread(ontology.folder, path, f"it is read as {path.stem.lower()}{wanted}")
    for name, suffixes in _READ.items():
        for path in data_files(ontology.folder / name, "*"):
            if path.is_dir():
                yield _unread(ontology.folder, path, f"folders in {name}/ are passed over: put its files there")
            elif path.suffix not in (*suffixes, *_ALSO):
                yield _unread(ontology.folder, path, f"files of {name}/ end in {' or '.join(suffixes)}")


def _unread(folder: Path, path: Path, why: str) -> Remark:
    message = "nothing reads this " + ("folder" if path.is_dir() else "file")
    about = fold(path.relative_to(folder).as_posix())
    return Remark(Fault(Location(str(path)), message, f"{why}; rename it or move it out"), WARNING, UNREAD, about)

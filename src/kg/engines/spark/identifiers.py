"""Documents whose id another one has already: who comes first keeps it, as in one process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.engines.spark.documents import Place
from kg.engines.spark.frames import Frames
from kg.engines.spark.inputs import Root
from kg.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

MOST = 1_000_000
"""So many documents with an id of others are told apart; with more, the ids are none."""


def own_ids(frames: Frames, read: DataFrame, roots: Sequence[Root]) -> tuple[dict[Place, str], dict[Place, InputError]]:
    """Find documents with the id of another one, and give the later ones the name of their root before it.

    Only documents that share an id, and those that have an id which could be given so, come to the driver.

    Args:
        frames: where tables are made.
        read: rows of the first round that are documents.
        roots: what was read.

    Returns:
        The new ids by place, and what is wrong where the new id is taken, too, or an id stands twice in one file.

    Raises:
        InputError: there are too many of them.
    """
    from pyspark.sql import functions as f

    shared = read.groupBy("id").count().where(f.col("count") > 1).select("id").limit(MOST + 1)
    wanted = {row.id for row in shared.collect()}
    if len(wanted) > MOST:
        raise InputError("the documents", f"more than {MOST:,} ids stand twice", "ids must be unique: --id-column")
    names = {root.number: _name(root) for root in roots}
    several: list[tuple[Place, str, str]] = []
    asked: set[str] = set()
    while new := wanted - asked:
        ids = frames.table([(one,) for one in sorted(new)], {"id": "string"})
        found = read.join(ids, "id", "left_semi").select(*Place._fields, "id", "path")
        rows = [(Place(*row[:5]), row.id, row.path) for row in found.collect()]
        several += rows
        asked |= new
        wanted = {f"{names[place.root]}/{name}" for place, name, _ in rows}
    return own_places(several, names)


def own_places(
    several: Iterable[tuple[Place, str, str]], names: Mapping[int, str]
) -> tuple[dict[Place, str], dict[Place, InputError]]:
    """Give each of some documents an id of its own, in the order of their places.

    Args:
        several: places, ids and paths of all documents with an id that could be taken.
        names: what stands before an id that is taken, by the number of the root.

    Returns:
        As `own_ids`.
    """
    taken: set[str] = set()
    inside: set[tuple[int, str, str]] = set()
    renamed: dict[Place, str] = {}
    wrong: dict[Place, InputError] = {}
    for place, name, path in sorted(several):
        if (place.root, place.file, name) in inside:
            wrong[place] = InputError(path, f"repeated id {name!r}", "ids must be unique")
            continue
        inside.add((place.root, place.file, name))
        free = next((one for one in (name, f"{names[place.root]}/{name}") if one not in taken), None)
        if free is None:
            wrong[place] = InputError(path, f"id {name!r} is taken by another document", "rename one of them")
            continue
        taken.add(free)
        if free != name:
            renamed[place] = free
    return renamed, wrong


def _name(root: Root) -> str:
    """The name of the folder that a root is, or lies in."""
    path = PurePosixPath(root.top.rpartition(":")[2])
    return (path.parent if root.is_file else path).name

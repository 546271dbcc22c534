"""Rows between Python and Spark: what columns there are, and tuples as Arrow's batches and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pyarrow

Value = TypeVar("Value")

Columns = Mapping[str, str]
"""Names of columns and their types, as Spark calls them."""

MOST_ROWS = 1_000
MOST_BYTES = 8_000_000
"""A batch ends with the row that reaches one of these; of bytes, texts and binary values are counted."""


def ddl(columns: Columns) -> str:
    """The columns as Spark wants to be told of them."""
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def schema(columns: Columns) -> pyarrow.Schema:
    """The columns as Arrow wants to be told of them."""
    import pyarrow

    kinds = {
        "string": pyarrow.string(),
        "binary": pyarrow.binary(),
        "boolean": pyarrow.bool_(),
        "int": pyarrow.int32(),
        "long": pyarrow.int64(),
        "double": pyarrow.float64(),
        "array<int>": pyarrow.list_(pyarrow.int32()),
    }
    return pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])


def batches(rows: Iterable[tuple[Any, ...]], columns: Columns) -> Iterator[pyarrow.RecordBatch]:
    """Rows as batches, none of them much larger than the limits."""
    import pyarrow

    told = schema(columns)

    def batch(some: list[tuple[Any, ...]]) -> pyarrow.RecordBatch:
        values = zip(*some, strict=True)
        return pyarrow.record_batch(
            [pyarrow.array(value, field.type) for value, field in zip(values, told, strict=True)], schema=told
        )

    some: list[tuple[Any, ...]] = []
    size = 0
    for row in rows:
        some.append(row)
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(some) >= MOST_ROWS or size >= MOST_BYTES:
            yield batch(some)
            some, size = [], 0
    if some:
        yield batch(some)


def portions(values: Iterable[Value], most: int) -> Iterator[list[Value]]:
    """Values some at a time, in their order."""
    stream = iter(values)
    return iter(lambda: list(islice(stream, most)), [])


def rows(incoming: Iterable[pyarrow.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    """The rows of batches, in their order."""
    for batch in incoming:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

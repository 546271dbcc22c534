"""Frames of Spark as a build wants them: mapped by workers, kept on their disks, sorted; and small ones from here."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeVar

from kg.engines.spark.columns import Columns, ddl, schema
from kg.engines.spark.worker import Sent

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

    Incoming = Iterator[pyarrow.RecordBatch]

Value = TypeVar("Value")


def mapped(frame: DataFrame, work: Callable[[Incoming], Incoming], columns: Columns) -> DataFrame:
    """What workers make of the rows of a frame, partition by partition."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions of pandas, which is not used here
        return frame.mapInArrow(work, ddl(columns))


def sorted_by(frame: DataFrame, *columns: str, then: Sequence[str] = ()) -> DataFrame:
    """A frame in order of some columns over all its partitions. Texts go by their code points, as in Python.

    Args:
        frame: what is to be sorted.
        columns: what it is sorted by. Rows that have the same values here are all in one partition.
        then: what such rows are sorted by.
    """
    return frame.repartitionByRange(*columns).sortWithinPartitions(*columns, *then)


class Frames:
    """Makes frames that last as long as a build."""

    def __init__(self, session: SparkSession, stack: ExitStack) -> None:
        """Let go of all of them at the end of the stack's context."""
        self.session = session
        self._stack = stack
        self._sent = 0

    def kept(self, frame: DataFrame) -> DataFrame:
        """A frame that is worked out now, and once, and kept on the disks of the workers.

        A worker that is lost takes its part with it; Spark then works this part out again.
        """
        from pyspark import StorageLevel

        kept = frame.persist(StorageLevel.DISK_ONLY)
        self._stack.callback(kept.unpersist)
        kept.count()
        return kept

    def table(self, rows: Sequence[tuple[Any, ...]], columns: Columns) -> DataFrame:
        """A frame of rows that are here, all in one partition if they are few."""
        import pyarrow

        told = schema(columns)
        values = zip(*rows, strict=True) if rows else [()] * len(columns)
        arrays = [pyarrow.array(list(value), field.type) for value, field in zip(values, told, strict=True)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.session.createDataFrame(pyarrow.table(arrays, schema=told), ddl(columns))

    def line(self, text: str) -> DataFrame:
        """A frame of one line of text."""
        return self.table([(text,)], {"text": "string"}).coalesce(1)

    def sent(self, value: Value) -> Sent[Value]:
        """A value that every worker gets."""
        broadcast = self.session.sparkContext.broadcast(value)
        self._stack.callback(broadcast.unpersist)
        self._sent += 1
        number = f"{self.session.sparkContext.applicationId} {time.monotonic_ns()} {self._sent}"
        return Sent(number, broadcast)

"""Where the files go: a folder here, or one on a file system that Spark writes to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError
from kg.export import TURTLE
from kg.export.atomic import Claim, claimed, write_all
from kg.report import REPORT_FILE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_FOLDER = ".kg-parts"
_REMOTE = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:/")


def is_remote(out: Path | str) -> bool:
    """Tell whether an output is a URI of a file system that Spark writes to, and no folder here."""
    return bool(_REMOTE.match(str(out)))


class Output:
    """A folder that gets ``graph.ttl``, a file or a folder of its parts, and ``report.json``."""

    def __init__(self, session: SparkSession, claim: Claim | str) -> None:
        """Write to a claimed folder here, or below a URI."""
        self._session = session
        self._claim = claim

    def write(self, lines: DataFrame, size: int, report: Callable[[Mapping[str, int]], str]) -> list[str]:
        """Write lines in the order of their partitions, and then what tells of them.

        Args:
            lines: one column of text.
            size: the number of bytes that they take with their line ends.
            report: gives the report, from the sizes of what was written.

        Returns:
            What was written.

        Raises:
            OutputError: it cannot be, or not all of it has come to the folder.
        """
        if isinstance(self._claim, Claim):
            return self._write_here(lines, size, report, self._claim)
        return self._write_there(lines, size, report, self._claim)

    def _write_here(
        self, lines: DataFrame, size: int, report: Callable[[Mapping[str, int]], str], claim: Claim
    ) -> list[str]:
        parts = claim.directory.resolve() / _FOLDER
        shutil.rmtree(parts, ignore_errors=True)
        try:
            lines.write.text(parts.as_uri())
            found = sorted(parts.glob("part-*"))
            whole = sum(path.stat().st_size for path in found)
            if whole != size:
                hint = "a folder that all nodes share, or a URI such as hdfs://HOST/DIR"
                reason = f"only {whole:,} of {size:,} bytes have come here"
                raise OutputError(f"{claim.directory}: {reason}\n  hint: give --out {hint}")

            def seal(path: Path) -> None:
                path.write_text(report({TURTLE: size}), encoding="utf-8", newline="\n")

            return [*map(str, write_all(claim, {TURTLE: partial(_join, found)}, (REPORT_FILE, seal)))]
        finally:
            shutil.rmtree(parts, ignore_errors=True)

    def _write_there(
        self, lines: DataFrame, size: int, report: Callable[[Mapping[str, int]], str], out: str
    ) -> list[str]:
        java: Any = self._session.sparkContext._jvm
        path = java.org.apache.hadoop.fs.Path
        folder, fresh = path(out), path(f"{out.rstrip('/')}/{_FOLDER}")
        target, told = path(folder, TURTLE), path(folder, REPORT_FILE)
        try:
            system = folder.getFileSystem(self._session._jsc.hadoopConfiguration())
            system.delete(fresh, True)
            lines.write.text(str(fresh.toString()))
            system.delete(told, False)
            system.delete(target, True)
            if not system.rename(fresh, target):
                raise OutputError(
                    f"{out}: {_FOLDER} cannot be renamed to {TURTLE}\n  hint: rename it by hand; it is whole"
                )
            stream = system.create(told, True)
            stream.write(bytearray(report({TURTLE: size}).encode()))
            stream.close()
        except OutputError:
            raise
        except Exception as error:
            reason = str(getattr(error, "java_exception", error)).splitlines()[0]
            raise OutputError(
                f"{out}: cannot be written: {reason}\n  hint: see docs/spark.md for file systems"
            ) from None
        return [str(target.toString()), str(told.toString())]


@contextmanager
def output(session: SparkSession, out: Path | str) -> Iterator[Output]:
    """Claim a place to write to.

    Raises:
        OutputError: it cannot be written to, or another process writes there.
    """
    if is_remote(out):
        yield Output(session, str(out))
        return
    with claimed(Path(re.sub("^file:(//)?", "", str(out)))) as claim:
        yield Output(session, claim)


def _join(parts: list[Path], target: Path) -> None:
    with target.open("wb") as whole:
        for part in parts:
            with part.open("rb") as stream:
                shutil.copyfileobj(stream, whole, 1 << 20)
            with suppress(OSError):
                part.unlink()  # both do not have to fit on the disk

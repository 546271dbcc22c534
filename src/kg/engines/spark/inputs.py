"""Paths → rows for the first round of reading, by Spark's own readers: whatever file system Spark reads will do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.engines.spark.documents import TABLE, of_files, of_lines, of_table
from kg.engines.spark.frames import mapped
from kg.engines.spark.reading import READ, reading_by
from kg.engines.spark.worker import Shipped
from kg.errors import InputError, UsageError
from kg.readers import SUFFIXES, Options
from kg.readers.rows import chosen
from kg.readers.telling import no_reader, nothing_read

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
TABLES = (".parquet",)
READABLE = frozenset({*SUFFIXES, *TABLES})

_GLOB = re.compile(r"[\\\[\]{}*?]")
_TOLD_AT_MOST = 1_000
"""Files that cannot be read are told one by one up to this number of each suffix."""


@dataclass(frozen=True, slots=True)
class Root:
    """A path to read: how Spark is to be asked for it, what ids are made from, and whether it is one file."""

    number: int
    path: str
    top: str
    is_file: bool


def roots(session: SparkSession, paths: Sequence[Path | str]) -> list[Root]:
    """The paths as Spark sees them.

    Raises:
        UsageError: a path is standard input.
        InputError: a path is not there, or Spark knows no such file system.
    """
    java: Any = session.sparkContext._jvm
    conf = session._jsc.hadoopConfiguration()
    here = str(conf.get("fs.defaultFS", "file:///")).startswith("file:")
    found = []
    for number, given in enumerate(paths):
        text = str(given)
        if text == "-":
            raise UsageError("--engine spark reads no standard input\n  hint: write it to a file first")
        if here and ":" not in text.partition("/")[0]:
            text = os.path.abspath(text)  # Java may have been started in another folder
        try:
            path = java.org.apache.hadoop.fs.Path(text)
            system = path.getFileSystem(conf)
            top = system.makeQualified(path)
            if not system.exists(top):
                raise InputError(text, "no such file or folder", "check the spelling, and the file system it is on")
            found.append(Root(number, text, str(top.toString()), bool(system.getFileStatus(top).isFile())))
        except InputError:
            raise
        except Exception as error:  # whatever Java says of a path or a file system
            reason = str(getattr(error, "java_exception", error)).splitlines()[0]
            raise InputError(text, f"cannot be reached: {reason}", "see docs/spark.md for file systems") from None
    return found


class Inputs:
    """The files below some paths, told apart by what reads them."""

    def __init__(self, session: SparkSession, paths: Sequence[Path | str], options: Options) -> None:
        """List them; errors are those of `roots`."""
        self._session = session
        self._options = options
        self.problems: list[InputError] = []
        self._read: list[tuple[Root, str, list[str]]] = []
        self.roots = roots(session, paths)
        for root in self.roots:
            self._look_at(root)

    def read(self, shipped: Shipped, timeout: float) -> DataFrame:
        """What the first round of reading gives, as rows of `kg.engines.spark.reading.READ`.

        Args:
            shipped: what to read with.
            timeout: seconds that one document may take.

        Raises:
            InputError: there is nothing to read.
        """
        found: DataFrame | None = None
        for one in self._frames(shipped, timeout):
            found = one if found is None else found.union(one)
        if found is None:
            raise nothing_read(" ".join(root.path for root in self.roots), self.problems, READABLE)
        return found

    def _frames(self, shipped: Shipped, timeout: float) -> Iterator[DataFrame]:
        for root, kind, suffixes in self._read:
            if kind == "lines":
                yield mapped(self._lines(root, suffixes), reading_by(of_lines, shipped, self._options, timeout), READ)
            elif kind == "table":
                yield mapped(self._table(root, suffixes), reading_by(of_table, shipped, self._options, timeout), READ)
            else:
                yield mapped(self._files(root, suffixes), reading_by(of_files, shipped, self._options, timeout), READ)

    def _look_at(self, root: Root) -> None:
        """Find what there is below a path: the suffixes, as they are spelled, and what is too large."""
        from pyspark.sql import functions as f

        listed = self._load("binaryFile", root, []).select("path", "length")
        ending = f.regexp_extract("path", r"((?:\.jsonl|\.ndjson)?\.[^./]*)$", 1).alias("suffix")
        by_kind: dict[str, list[str]] = {}
        for row in sorted(
            listed.groupBy(ending).agg(f.count("*").alias("files"), f.min("path").alias("one")).collect()
        ):
            lower = row.suffix.lower()
            if lower in LINES:
                by_kind.setdefault("lines", []).append(row.suffix)
            elif lower in TABLES:
                by_kind.setdefault("table", []).append(row.suffix)
            elif f".{lower.rpartition('.')[2]}" in SUFFIXES:
                by_kind.setdefault("files", []).append(row.suffix)
            else:
                more = f" ({row.files} of them)" if row.files > 1 else ""
                self.problems.append(no_reader(_shown(row.one), lower, READABLE, more))
        large = listed.where(f.col("length") > self._options.most_bytes).where(_is_whole_file()).limit(_TOLD_AT_MOST)
        for row in sorted(large.collect()) if by_kind.get("files") else ():
            size = f"{self._options.most_bytes / (1 << 20):,.0f} MB"
            self.problems.append(InputError(_shown(row.path), f"larger than {size}", "split it into smaller files"))
        self._read += [(root, kind, suffixes) for kind, suffixes in sorted(by_kind.items())]

    def _load(self, form: str, root: Root, suffixes: Sequence[str], **settings: str) -> DataFrame:
        reader = self._session.read.format(form).option("recursiveFileLookup", "true")
        for name, value in settings.items():
            reader = reader.option(name, value)
        if suffixes and not root.is_file:
            reader = reader.option("pathGlobFilter", "*{" + ",".join(_escaped(one) for one in suffixes) + "}")
        return reader.load(_escaped(root.path))

    def _files(self, root: Root, suffixes: Sequence[str]) -> DataFrame:
        from pyspark.sql import functions as f

        files = self._load("binaryFile", root, suffixes).where(f.col("length") <= self._options.most_bytes)
        return files.select(*_of_file(root, f.col("path")), "content")

    def _lines(self, root: Root, suffixes: Sequence[str]) -> DataFrame:
        from pyspark.sql import functions as f

        lines = self._load("text", root, suffixes, lineSep="\n")
        return lines.select(*_in_file(root), f.col("value").cast("binary"))

    def _table(self, root: Root, suffixes: Sequence[str]) -> DataFrame:
        """The rows of Parquet files.

        Raises:
            UsageError: a column that is needed is not there.
        """
        from pyspark.sql import functions as f

        table = self._load("parquet", root, suffixes)
        options = {"id": self._options.id_column, "text": self._options.text_column}
        names = {kept: chosen(option, table.columns) for kept, option in options.items()}
        for name in names.values():
            if name not in table.columns:
                hint = f"--text-column and --id-column name them; there are: {', '.join(table.columns[:20])}"
                raise UsageError(f"{root.path}: no column '{name}'\n  hint: {hint}")
        wanted = [names.get(name, name) for name in TABLE]
        columns = [
            (f.col(f"`{name}`").cast("string") if name in table.columns else f.lit(None).cast("string")).alias(kept)
            for name, kept in zip(wanted, TABLE, strict=True)
        ]
        return table.select(*_in_file(root), *columns)


def _is_whole_file() -> Column:
    from pyspark.sql import functions as f

    return ~f.lower("path").rlike(r"(\.jsonl|\.ndjson)(\.gz)?$|\.parquet$")


def _of_file(root: Root, path: Column) -> list[Column]:
    """The number of the root, the file's id below it, and its path."""
    from pyspark.sql import functions as f

    below = f.lit(root.top.rpartition("/")[0] if root.is_file else root.top)
    name = f.substring(path, f.length(below) + 2, f.length(path))
    return [f.lit(root.number).alias("root"), name.alias("file"), f.regexp_replace(path, "^file:/+", "/").alias("path")]


def _in_file(root: Root) -> list[Column]:
    """Where a row stands: the file, the part of it that Spark read, and the row's number there, which grows with it."""
    from pyspark.sql import functions as f

    path = f.expr("url_decode(replace(_metadata.file_path, '+', '%2B'))")  # it is told as a URL, but no form's
    place = [f.col("_metadata.file_block_start").alias("block"), f.monotonically_increasing_id().alias("row")]
    return [*_of_file(root, path), *place]


def _escaped(path: str) -> str:
    """A path in which nothing is taken for a pattern."""
    return _GLOB.sub(lambda match: "\\" + match[0], path)


def _shown(path: str) -> str:
    return re.sub("^file:/+", "/", path)

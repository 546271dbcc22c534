"""The engine for clusters: the same bytes from Spark. ``build`` is all of it; see docs/spark.md."""

from kg.engines.spark.build import FORMATS, build
from kg.engines.spark.summed import Summed

__all__ = ["FORMATS", "Summed", "build"]

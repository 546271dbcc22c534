"""Engines run `extract` over many documents. Each gives the same extractions; only where the work is done differs.

A distributed engine (Spark) will stand beside `local`, over the same `Extractor`.
"""

from kg.engines.local import extract_all

__all__ = ["extract_all"]

"""Engines run `extract` over many documents. Each gives the same rows; only where the work is done differs."""

from kg.engines.local import extract_all, read_into

__all__ = ["extract_all", "read_into"]

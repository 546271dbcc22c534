"""Folding names again and again."""

from __future__ import annotations

from functools import lru_cache

from kg.text import fold

folded = lru_cache(maxsize=1 << 16)(fold)
"""`kg.text.fold`, remembered: few forms are most of the uses."""

"""What one run worked out, kept for the next: by content, in a private folder, as plain values that are checked."""

from kg.caching.extractions import ExtractionCache, extraction_cache

__all__ = ["ExtractionCache", "extraction_cache"]

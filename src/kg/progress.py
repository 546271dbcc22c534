"""Progress on standard error while documents are read; nothing where standard error is no terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import DocumentInfo


class Progress:
    """A line that counts documents and characters. Use as a context; `document_done` is the engine's callback."""

    def __init__(self, *, enabled: bool) -> None:
        """Show nothing unless ``enabled``."""
        self.documents = 0
        self.characters = 0
        self.enabled = enabled
        self._status = None
        if enabled:
            from rich.console import Console

            self._status = Console(stderr=True).status("reading …")

    def __enter__(self) -> Progress:
        """Begin to show."""
        if self._status:
            self._status.start()
        return self

    def __exit__(self, *raised: object) -> None:
        """Clear the line."""
        if self._status:
            self._status.stop()

    def document_done(self, info: DocumentInfo) -> None:
        """Count a document that was read."""
        self.documents += 1
        self.characters += info.characters
        if self._status:
            self._status.update(f"{self.documents} documents, {self.characters:,} characters")

"""Reading some documents in this process; one that cannot be read does not end the reading of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.engines.alarm import TooLongError, within
from kg.engines.portions import Portions
from kg.errors import InputError, KgError
from kg.extract import Extraction, Extractor
from kg.model import Document

Outcome = Extraction | InputError
"""What was read in a document, or why it could not be."""


def in_passes(
    documents: Iterable[Document], extractor: Extractor, size: int, timeout: float
) -> Iterator[list[Outcome]]:
    """Read documents in their order.

    Args:
        documents: what to read.
        extractor: reads them.
        size: code points that are read side by side.
        timeout: seconds that one document may take; 0 for as long as it takes.

    Yields:
        What came of the documents that were read side by side.
    """
    for portion in Portions(documents).all(size):
        try:
            with within(timeout):
                found: list[Outcome] = [*extractor.extract_all(portion)]
        except KgError:
            raise  # the call is at fault, not the documents
        except (Exception, TooLongError):
            found = [outcome_of(extractor, document, timeout) for document in portion]
        yield found


def outcome_of(extractor: Extractor, document: Document, timeout: float) -> Outcome:
    """Read one document."""
    try:
        with within(timeout):
            return extractor.extract(document)
    except KgError:
        raise  # the call is at fault, not the document
    except TooLongError:
        return too_long(document, timeout)
    except MemoryError:
        return InputError(document.id, "needs more memory than there is", "split it into smaller documents")
    except Exception as error:
        reason = f"could not be understood ({type(error).__name__}: {error})"
        return InputError(document.id, reason, "this is a fault of kg: please report it with the document")


def too_long(document: Document, timeout: float) -> InputError:
    """What to tell of a document that took too much time."""
    hint = "split it into smaller documents, or allow more with --document-timeout"
    return InputError(document.id, f"took longer than {timeout:g} seconds to read", hint)

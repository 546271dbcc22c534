"""PDF: the text layer in reading order, without running heads and page numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import InputError
from kg.model import Document, Origin
from kg.readers.columns import Line, continues, read_lines
from kg.readers.file import EMPTY_FILE, PARAGRAPH_END, File
from kg.readers.pdfglyphs import page_glyphs
from kg.readers.shares import LEAST_SHARE, LEGACY, frequent_share

_MARGIN = 0.12  # of the page's height, at both edges: where running heads and page numbers stand
_MOST_BEYOND = 2  # lines between these and the edge
_NEIGHBOURS = (-2, -1, 1, 2)  # a head may stand on left pages only
_NUMBER = re.compile(r"\W*\d{1,4}\W*")
_DIGITS = re.compile(r"\d+")
_MOST_UNMAPPED = 0.3  # of the glyphs of a page
_JUDGED = 100  # characters that are not ASCII; fewer say nothing of whether they make sense
_PROGRAM = re.compile(r"Microsoft \w+ - ")  # what is put before the name of a file that is printed
_FILE = re.compile(r"(?i)\.(?:docx?|html?|indd|mht(?:ml)?|odt|pptx?|qxp|rtf|txt|wpsx?|xlsx?)$")
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    lines: tuple[Line, ...]
    height: float


def read_pdf(file: File) -> Iterator[Document]:
    """Read a PDF: one document, whose ``pages`` say where each page begins in its text.

    Lines are joined to paragraphs without hyphens or breaks; radicals and compatibility forms that fonts give in place
    of characters are mended. Pages without text, and pages whose fonts do not tell what their glyphs mean, are left out
    and noted in the document's origin.

    Raises:
        InputError: the file is encrypted, broken or too large, or holds no text that can be read.
    """
    import pypdfium2

    data = file.content()
    if not data:
        raise InputError(file.path, *EMPTY_FILE)
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(file.path, error) from None
    try:
        pages, faults = _pages(pdf)
        text, starts = _joined(_without_heads(pages), len(pdf))
        if not text.strip():
            raise _no_text(file.path, faults, len(pdf))
        title, date = _metadata(pdf)
    finally:
        pdf.close()
    notes = tuple(f"{reason}: {_numbers(numbers)}" for reason, numbers in faults.items())
    yield Document(file.id, text, title, date, pages=starts, origin=Origin(file.path, "pdf", notes=notes))


def _unreadable(path: str, error: Exception) -> InputError:
    reason = str(error).lower()
    if "password" in reason:
        return InputError(path, "encrypted: it opens with a password only", "save a copy without a password")
    if "security" in reason:
        return InputError(path, "encrypted in an unknown way", "save a copy without encryption")
    return InputError(path, "broken PDF", "open it in a viewer; print it to a new PDF if it opens there")


_SCANNED, _EMPTY, _GARBAGE, _BROKEN = (
    "needs OCR, a picture without text",
    "no text",
    "fonts without a Unicode map, text would be garbage",
    "broken page",
)


def _pages(pdf: Any) -> tuple[list[_Page], dict[str, list[int]]]:
    """The pages that can be read, and the numbers (from 1) of those that cannot by the reason."""
    import pypdfium2

    pages: list[_Page] = []
    faults: dict[str, list[int]] = {}
    for number in range(1, len(pdf) + 1):
        try:
            page = pdf[number - 1]
            found = page_glyphs(page)
            page.close()
        except pypdfium2.PdfiumError:
            faults.setdefault(_BROKEN, []).append(number)
            continue
        inked = sum(not glyph.text.isspace() for glyph in found.glyphs)
        if not inked:
            faults.setdefault(_SCANNED if found.pictures else _EMPTY, []).append(number)
        elif found.unmapped > _MOST_UNMAPPED * inked or _is_garbage("".join(g.text for g in found.glyphs)):
            faults.setdefault(_GARBAGE, []).append(number)
        else:
            pages.append(_Page(number, tuple(read_lines(found.glyphs)), found.height))
    return pages, faults


def _is_garbage(text: str) -> bool:
    foreign = sum(character > "\x7f" for character in text)
    return foreign >= _JUDGED and frequent_share(text) < LEAST_SHARE


def _no_text(path: str, faults: dict[str, list[int]], count: int) -> InputError:
    if _GARBAGE in faults:
        return InputError(path, _GARBAGE, "print it to a new PDF from its source, or run OCR over it")
    if _SCANNED in faults:
        return InputError(
            path, f"needs OCR: {count} pages, pictures without text", "run OCR over it, for example ocrmypdf"
        )
    if _BROKEN in faults:
        return InputError(path, "broken PDF: no page can be read", "print it to a new PDF from its source")
    return InputError(path, "empty document")


def _numbers(numbers: Sequence[int]) -> str:
    """Page numbers as people write them: 1–3, 7."""
    parts: list[str] = []
    start = previous = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != previous + 1:
            parts.append(str(start) if start == previous else f"{start}–{previous}")
            start = number
        previous = number
    return ("page " if parts == [str(numbers[0])] else "pages ") + ", ".join(parts)


def _without_heads(pages: Sequence[_Page]) -> list[_Page]:
    """The pages without lines at their edges that are numbers, or that neighbouring pages repeat (numbers apart)."""
    edges = {page.number: _edge(page) for page in pages}
    keys = {number: {_key(line) for line in lines} for number, lines in edges.items()}

    def runs(line: Line, page: _Page) -> bool:
        if line not in edges[page.number]:
            return False
        if any(_key(line) in keys.get(page.number + step, ()) for step in _NEIGHBOURS):
            return True
        return bool(_NUMBER.fullmatch(line.text)) and _alone(line, page)

    return [replace(page, lines=tuple(line for line in page.lines if not runs(line, page))) for page in pages]


def _edge(page: _Page) -> set[Line]:
    """The lines near the head or the foot of a page that have next to nothing beyond them."""
    tops = sorted(line.top for line in page.lines)
    bottoms = sorted(line.bottom for line in page.lines)
    return {
        line
        for line in page.lines
        if (line.bottom < _MARGIN * page.height and bisect_right(bottoms, line.top) <= _MOST_BEYOND)
        or (line.top > (1 - _MARGIN) * page.height and len(tops) - bisect_left(tops, line.bottom) <= _MOST_BEYOND)
    }


def _key(line: Line) -> tuple[str, int]:
    """What a running head has in common from page to page: its words, and about where it stands."""
    words = "".join(_DIGITS.sub("#", line.text).split())
    return words, round(line.top / (4 * line.size))


def _alone(line: Line, page: _Page) -> bool:
    """Tell whether a line stands apart from all others at the head or the foot of its page."""
    others = [other for other in page.lines if other is not line]
    above = min((line.top - other.bottom for other in others if other.top < line.top), default=page.height)
    below = min((other.top - line.bottom for other in others if other.top >= line.top), default=page.height)
    return min(above, below) > 0.8 * line.size and (above == page.height or below == page.height)


def _joined(pages: Sequence[_Page], count: int) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, and where in it each of ``count`` pages begins (or would)."""
    pieces: list[str] = []
    length = 0
    before: Line | None = None
    starts: list[int] = []
    for page in pages:
        first = True
        for line in page.lines:
            joint = _joint(before, line)
            if joint == "-":
                pieces[-1] = pieces[-1][:-1]
                length -= 1
                joint = ""
            if first:
                starts += [length + len(joint)] * (page.number - len(starts))
                first = False
            pieces += [joint, line.text]
            length += len(joint) + len(line.text)
            before = line
    starts += [length] * (count - len(starts))
    return "".join(pieces), tuple(starts)


def _joint(before: Line | None, line: Line) -> str:
    """What stands between two lines: a paragraph's end, a space, nothing; ``-`` if a hyphen is to go."""
    if before is None:
        return ""
    if not continues(before, line):
        return PARAGRAPH_END
    last, first = before.text[-1:], line.text[:1]
    if last in "-\u00ad\u2010" and before.text[-2:-1].isalpha() and first.islower() and first.isascii():
        return "-"
    return " " if last.isascii() and last.isalnum() and first.isascii() and first.isalnum() else ""


def _metadata(pdf: Any) -> tuple[str, str]:
    """Title, and the day of making as an ISO date, as far as the file tells them."""
    values = pdf.get_metadata_dict(skip_empty=True)
    made = _DATE.match(values.get("CreationDate", ""))
    date = "-".join(part for part in made.groups() if part) if made else ""
    return _title(values.get("Title", "").replace("\0", "").strip()), date


def _title(told: str) -> str:
    """A title as people would give it: without the program before it and the suffix of the file that was printed.

    Of such a file's name nothing is left if that is not Chinese: it names a file and no story. Old programs wrote
    titles in their own encoding, which is then read as Latin letters with marks.
    """
    if any("\x7f" < character <= "\xff" for character in told) and all(character <= "\xff" for character in told):
        readings = (told.encode("latin-1").decode(encoding, "replace") for encoding in LEGACY)
        best = max(readings, key=frequent_share)
        told = best if "\ufffd" not in best and frequent_share(best) >= LEAST_SHARE else told
    bare = _FILE.sub("", _PROGRAM.sub("", told)).strip()
    return bare if bare == told or frequent_share(bare) else ""

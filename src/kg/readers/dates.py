"""Days as sources write them → days of ISO 8601, which sort and compare.

Tables and pages of one subject come from several places: ``2026/3/5``, a year, month and day in Chinese with digits or
numerals, years since the Republic of China was founded, the header of a feed. What is read as none of these stays.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from email.utils import parsedate_to_datetime

from kg.wording import numeral

_REPUBLIC = 1911  # the year before the first one that is counted in Taiwan
_COUNTRY = (chr(0x570B), chr(0x56FD))  # the last character of the word for the Republic, in both scripts
_CIRCLE, _ZERO = chr(0x25CB), "〇"  # the one is often typed for the other
_NUMERALS = re.compile("[〇零一二三四五六七八九十百" + chr(0x5EFF) + chr(0x5345) + "]+")  # the last two: 20, 30
_YEARS = range(1800, 2201)
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:.,]+(?:Z|[+-][\d:]+)?)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}(?:\d\d)?)?")
_BETWEEN = r"\s*[^\d\s:+A-Za-z]\s*"
_PARTS = re.compile(
    rf"(?P<before>[^\d]*?)(?P<year>\d{{2,4}}){_BETWEEN}(?:(?P<month>\d{{1,2}})(?:{_BETWEEN}(?P<day>\d{{1,2}})(?!\d))?"
    r"(?![\d]|\s*:))?"
)
_IN_TEXT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>\s?[^\d\s:+,]\s?)(?P<month>\d{1,2})\s?[^\d\s:+,]\s?(?P<day>\d{1,2})(?!\d)"
)


def iso_day(written: str) -> str:
    """The day (month, year) that a source gives a document, as ISO 8601; as it stands where it cannot be read.

    A time of the day is left out, whatever its zone: what is wanted is the day that the source tells.
    """
    text = _with_digits(unicodedata.normalize("NFKC", written).strip())
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _joined(int(found[1]), found[2], found[3]) or written
    if (found := _PARTS.match(text)) and (year := _year(found["year"], found["before"])):
        return _joined(year, found["month"], found["day"]) or written
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return written


def days_in(text: str) -> set[str]:
    """The days that a text tells in full, with year, month and day."""
    found = _IN_TEXT.finditer(unicodedata.normalize("NFKC", text))
    return {_joined(int(one["year"]), one["month"], one["day"]) for one in found} - {""}


def _year(digits: str, before: str) -> int:
    """The year that its digits mean behind what stands before them; 0 if none.

    A year of the Republic has three digits, or fewer behind the word that says so.
    """
    if len(digits) == 4:
        return int(digits)
    return int(digits) + _REPUBLIC if len(digits) == 3 or before.rstrip().endswith(_COUNTRY) else 0


def _joined(year: int, month: str | None, day: str | None) -> str:
    """The parts that there are; empty if there is no such day."""
    try:
        date(year, int(month or 1), int(day or 1))
    except ValueError:
        return ""
    parts = [f"{year:04}", *(f"{int(part):02}" for part in (month, day) if part)]
    return "-".join(parts) if year in _YEARS else ""


def _with_digits(text: str) -> str:
    """A text with digits in place of numerals, those of hundreds and tens, too."""
    return _NUMERALS.sub(lambda run: str(numeral(run[0])), text.replace(_CIRCLE, _ZERO))

"""Days as sources write them → days of ISO 8601, which sort and compare.

Tables and pages of one subject come from several places: ``2026/3/5``, a year, month and day in Chinese with digits or
numerals, years since the Republic of China was founded, the header of a feed. What is read as none of these stays.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from email.utils import parsedate_to_datetime
from itertools import pairwise

_REPUBLIC = 1911  # the year before the first one that is counted in Taiwan
_COUNTRY = (chr(0x570B), chr(0x56FD))  # the last character of the word for the Republic, in both scripts
_ZERO = chr(0x25CB)  # a circle, which is often typed for the numeral
_YEARS = range(1800, 2201)
_HAN = re.compile(f"[{_ZERO}\u3007\u4e00-\u9fff]")
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
    return re.sub(f"{_HAN.pattern}+", lambda run: _run_with_digits(run[0]), text)


def _run_with_digits(run: str) -> str:
    pieces: list[str] = []
    numerals: list[int] = []
    for character, following in pairwise([*run, ""]):
        if (value := _value(character)) is not None:
            numerals.append(value)
            if following and _value(following) is not None:
                continue
            pieces.append(_number(numerals))
            numerals = []
        else:
            pieces.append(character)
    return "".join(pieces)


def _value(character: str) -> int | None:
    """What a numeral up to a hundred stands for."""
    value = 0 if character == _ZERO else unicodedata.numeric(character, -1)
    return int(value) if 0 <= value <= 100 else None


def _number(numerals: list[int]) -> str:
    """The digits of a number in numerals: one by one (2, 0, 2, 6), or with tens and hundreds between (3, 10, 1)."""
    if max(numerals) < 10:
        return "".join(map(str, numerals))
    total = unit = 0
    for value in numerals:
        if value in (10, 100):
            total += (unit or 1) * value
            unit = 0
        elif value > 10:
            total += value
        else:
            unit = value
    return str(total + unit)

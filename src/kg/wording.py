"""Words and numbers in text: patterns of the words that knowledge files list, and what numerals are worth."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

_SENTENCE_ENDS = "。!?\n"
_SENTENCE_END = re.compile(f"[{_SENTENCE_ENDS}]")
_CLAUSE_ENDS = ",。;!?\n"
_NEAR = 200  # characters within which most sentences begin: all of a long text need not be looked through


def sentence_start(key: str, position: int) -> int:
    """Where the sentence begins that a position of a key is in."""
    near = max([key.rfind(mark, max(0, position - _NEAR), position) for mark in _SENTENCE_ENDS])
    if near >= 0 or position <= _NEAR:
        return near + 1
    return max([key.rfind(mark, 0, position - _NEAR) for mark in _SENTENCE_ENDS]) + 1


def clause_start(key: str, position: int) -> int:
    """Where the clause begins that a position of a key is in."""
    found = -1
    for mark in _CLAUSE_ENDS:
        found = max(found, key.rfind(mark, found + 1, position))  # not before what is found already
    return found + 1


def sentence_end(key: str, position: int) -> int:
    """Where from a position of a key on the first mark stands that ends a sentence; the end of the key without one."""
    end = _SENTENCE_END.search(key, position)
    return end.start() if end else len(key)


def numeral(signs: str) -> int:
    """What a number in digits or Chinese numerals is worth: 103 of 一百零三, 2025 of 二〇二五.

    Args:
        signs: characters that stand for numbers, one at least; 万 and what is above it are not looked for.
    """
    whole = part = 0
    for sign in signs:
        worth = int(unicodedata.numeric(sign))
        if worth >= 10:
            whole, part = whole + (part or 1) * worth, 0
        else:
            part = part * 10 + worth
    return whole + part


_ALIKE = 5
"""So many words that begin alike are put together; with fewer nothing is won."""


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches one of some words, the longest first, or nothing if there are none.

    Many words that begin alike are put together (原(?:名为|名|先叫|称|叫)): where none of them begins, all are passed
    over at once.
    """
    alike: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        alike.setdefault(word[:1], []).append(re.escape(word))
    return "|".join(map(_together, alike.values())) or r"\b\B"


def _together(words: Sequence[str]) -> str:
    """The alternatives of escaped words that begin alike."""
    if len(words) < _ALIKE:
        return "|".join(words)
    first = 2 if words[0].startswith("\\") else 1
    return f"{words[0][:first]}(?:{'|'.join(word[first:] for word in words)})"


_NAMED = re.compile(r"(?<!\\)\(\?P<\w+>")
_REFERRING = re.compile(r"\\[1-9]|\(\?(?:P=|\()")


def any_of(patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """A pattern, without named groups, that matches where one of some patterns does.

    Patterns that refer to their own groups, or have flags, cannot be put together: it then matches everywhere.
    """
    if any(one.flags != re.UNICODE or _REFERRING.search(one.pattern) for one in patterns):
        return re.compile("")
    return re.compile("|".join(f"(?:{_NAMED.sub('(?:', one.pattern)})" for one in patterns) or r"\b\B")


def in_order(short: str, long: str) -> bool:
    """Tell whether all characters of one text stand in another one in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)


def in_reach(words: Sequence[re.Match[str]], ends: Sequence[int], start: int, far: int) -> bool:
    """Tell whether one of some words, given with their ends, stands behind a place with so many characters between."""
    following = bisect_right(ends, start)
    return following < len(words) and words[following].start() <= start + far


def ends_in_year(text: str, start: int, end: int) -> bool:
    """Tell whether what begins and ends at two positions runs into a year in Chinese numerals: 甲学院|二〇〇|一年."""
    if text[end - 1 : end] in _NUMERALS and text[end : end + 1] in _NUMERALS:
        return True
    year = _YEAR.search(text, start + 1, end)
    return year is not None and year.end() == end


_NUMERALS = frozenset("一二三四五六七八九〇零○")
_YEAR = re.compile(f"[{''.join(sorted(_NUMERALS))}]{{4}}[\u3400-\u9fff]$")


def behind_comma(words: Sequence[str]) -> str:
    """A pattern of words between a comma and a quotation; each begins with its first character, for fast scans."""
    firsts = sorted({word[0] for word in words})
    rests = (alternatives(word[1:] for word in words if word[0] == first) for first in firsts)
    heads = (rf"{first}(?<=,{first})" for first in map(re.escape, firsts))
    return "|".join(f"{head}(?:{rest})(?=[“‘])" for head, rest in zip(heads, rests, strict=True))

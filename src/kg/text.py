"""Text as it comes → text that names can be found in, with the way back to every original character.

Newspapers come out of PDFs with line breaks inside words, spaced-out letters, columns broken in mid sentence,
full-width letters, radicals in place of characters, and two scripts. `normalise` closes the gaps and folds the forms;
the result's *key* is simplified, but only as a key to match by: offsets, quotations and labels are the original's.

Folding works character by character and keeps no context, so that a name folds the same way alone and inside a text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.characters import expansions, folded, ordinary_forms
from kg.model import Span

PARAGRAPH = "\n"
"""What separates paragraphs in a key."""

LONGEST_SENTENCE = 800
"""Code points after which a sentence is cut at the next clause mark, so that no later stage meets a boundless one."""

_WIDE = r"\u2E80-\u303E\u3041-\u33FF\u3400-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF“”‘’…—·\U00020000-\U0003FFFF"
_IS_WIDE = re.compile(f"[{_WIDE}]")
_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_SPACE = r"\s\u0000-\u001f\u007f-\u009f"
_GAP = re.compile(f"[{_SPACE}]+")
_TERMINAL = r"\x1b\[[0-?]*[ -/]*[@-~]"  # a control sequence of a terminal (ECMA-48), such as that of a colour
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ENDS_SENTENCE = re.compile(r"[。！？!?：:；;][”’」』）)》\"]*$")
_STARTS_BLOCK = re.compile(r"[#■●▲◆◎※▼★]|[-*>] ")
# An item's number, and the date below a notice. A line that ends in a clause's mark goes on all the same.
_STARTS_ITEM = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、")
_IS_DATE = re.compile(r"\d{4}[\u3400-\u9fff]\d{1,2}[\u3400-\u9fff]\d{1,2}[\u3400-\u9fff][ \t]*(?:[\r\n]|$)")
_LINE_END = re.compile(r"[\r\n]")
_OPENS = re.compile(r"[《“「『（(][^》”」』）)]*$")
_CLOSES = re.compile(r"[^《“「『（(\r\n]{0,20}[》”」』）)]")
_MARKED = re.compile(r"[。，、；：！？,;:!?]")
_SIGHT = 200  # characters beyond a break in which the lines around it are looked at
_WIDEST = 100  # columns that a line of set text may take
_MID_CLAUSE = re.compile(r"[，,、]")
_LABELLED = re.compile(r"^\S{2,6}[：:]")
_SENTENCE_END = re.compile(r"[。!?]+[”’)》\"\]]*")
_CLAUSE_END = re.compile(r"[,;:、]")


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """A document's text folded to a key, with the way back.

    ``key`` is what matching sees: simplified script, NFKC, gaps closed, one `PARAGRAPH` between paragraphs. The
    other fields are the edits that made it, as parallel lists: key range ``[k_starts[i], k_ends[i])`` came
    from the original range ``[o_starts[i], o_ends[i])``; between edits characters correspond one to one.
    """

    original: str
    key: str
    k_starts: list[int]
    k_ends: list[int]
    o_starts: list[int]
    o_ends: list[int]

    def span(self, start: int, end: int) -> Span:
        """Give the original range of key range ``[start, end)``; an empty key range gives an empty original one."""
        following = bisect_right(self.k_starts, start)
        before = self.k_ends[following - 1] if following else 0
        if before <= start < end and (following == len(self.k_starts) or end <= self.k_starts[following]):
            moved = self.o_ends[following - 1] - before if following else 0  # no edit in the range: nearly all
            return Span(start + moved, end + moved)
        first, _ = self._character(start)
        if end <= start:
            return Span(first, first)
        return Span(first, self._character(end - 1)[1])

    def _character(self, position: int) -> tuple[int, int]:
        """The original range of one key character (or of the end of the key)."""
        index = bisect_right(self.k_starts, position) - 1
        if index < 0:
            return position, position + 1
        if position < self.k_ends[index]:
            return self.o_starts[index], self.o_ends[index]
        start = self.o_ends[index] + position - self.k_ends[index]
        return start, start + 1

    def sentences(self) -> Iterator[Span]:
        """Yield the sentences in order as ranges of the key that lie side by side; none is white space alone."""
        for paragraph in re.finditer(f"[^{PARAGRAPH}]+", self.key):
            start, end = paragraph.span()
            position = start
            while position < end:
                stop = _sentence_end(self.key, position, end)
                if not self.key[position:stop].isspace():
                    yield Span(position, stop)
                position = stop


def normalise(text: str) -> NormalisedText:
    """Fold ``text`` and keep the map back to it. Works on any string; takes time linear in its length."""
    k_starts: list[int] = []
    k_ends: list[int] = []
    o_starts: list[int] = []
    o_ends: list[int] = []
    pieces: list[str] = []
    done = length = 0
    edit = _edit_pattern().match
    for found in _edited().finditer(text):
        start = found.start()
        match = edit(text, start) if start >= done else None  # else in the run of the one before
        if match is None:
            continue
        end = match.end()
        replacement = _replacement(text, start, end)
        pieces.append(text[done:start])
        pieces.append(replacement)
        length += start - done
        k_starts.append(length)
        length += len(replacement)
        k_ends.append(length)
        o_starts.append(start)
        o_ends.append(end)
        done = end
    pieces.append(text[done:])
    return NormalisedText(text, folded("".join(pieces)), k_starts, k_ends, o_starts, o_ends)


def fold(name: str) -> str:
    """Fold a name or word to the form that keys are compared in. Two forms of one name in two scripts fold alike."""
    # Nearly all names hold nothing but characters that are folded one to one.
    return normalise(name).key.strip() if _edited().search(name) else folded(name)


def squeezed(text: str) -> str:
    """A text folded fast and without any white space: what stands in its key without space stands in this too."""
    return folded("".join(text.split()))


def fold_all(names: Sequence[str]) -> list[str]:
    """Fold many names at once: the same as `fold` of each, in a tenth of the time."""
    keys = folded("\0".join(names)).split("\0") if names else []
    search = _edited().search
    return [fold(name) if search(name) else key for name, key in zip(names, keys, strict=True)]


def display(text: str) -> str:
    """Close the gaps of a name or quotation as it stands in a text, for showing it: script and punctuation stay."""
    return _GAP.sub(lambda gap: _gap(text, gap.start(), gap.end(), inside=True), text.strip())


def mend_forms(text: str) -> str:
    """Put the ordinary character for each radical and compatibility ideograph; the length stays.

    Fonts of PDFs give these for characters that look alike (U+2F08 for U+4EBA). Unlike folding it keeps the script.
    """
    return text.translate(ordinary_forms())


def close_breaks(text: str) -> str:
    """Drop the line breaks between two wide characters: in the source of a page they stand for nothing."""
    return _BREAK.sub("", text)


def is_wide(character: str) -> bool:
    """Tell whether a character is one of Chinese text (Han, kana, full-width or Chinese punctuation)."""
    return bool(_IS_WIDE.match(character))


@cache
def _edit_pattern() -> re.Pattern[str]:
    return re.compile(rf"{_TERMINAL}|[{_INVISIBLE}]+|[{_SPACE}]+|[{_expanding()}]")


@cache
def _edited() -> re.Pattern[str]:
    """The characters that edits are made at: one class is found many times as fast as one of several patterns."""
    return re.compile(rf"[{_INVISIBLE}{_SPACE}{_expanding()}]")


def _expanding() -> str:
    return "".join(map(re.escape, sorted(expansions())))


def _replacement(text: str, start: int, end: int) -> str:
    """What an edit puts in the place of ``text[start:end]``."""
    if end - start == 1 and (expanded := expansions().get(text[start])) and not expanded[0].isspace():
        return expanded
    if _GAP.fullmatch(text, start, end):
        return _gap(text, start, end, inside=False)
    return ""


def _gap(text: str, start: int, end: int, *, inside: bool) -> str:
    """What a run of white space becomes: nothing, a space, or a paragraph's end (never that ``inside`` a name)."""
    if start == 0 or end == len(text):
        return ""
    breaks = text.count("\n", start, end) or text.count("\r", start, end)
    if "\u2029" in text[start:end] and not inside:
        return PARAGRAPH  # whoever put the text together knew where its paragraphs end
    if breaks and not inside and not _continues(text, start, end, breaks):
        return PARAGRAPH
    before, after = text[start - 1], text[end]
    if not (is_wide(before) or is_wide(after)):
        return " "
    if breaks or inside or not (is_han(before) and is_han(after)):
        return ""
    # A space between two long runs sets apart parts of a headline; between short ones it is spaced-out setting.
    return " " if _run_length(text, start, -1) >= 4 and _run_length(text, end, 1) >= 4 else ""


def is_han(character: str) -> bool:
    """Tell whether a character is a Han character, of whatever block."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def _run_length(text: str, position: int, step: int) -> int:
    """How many Han characters (up to four) run from ``position`` to the left (-1) or right (+1)."""
    count = 0
    index = position - 1 if step < 0 else position
    while count < 4 and 0 <= index < len(text) and is_han(text[index]):
        count += 1
        index += step
    return count


def _continues(text: str, start: int, end: int, breaks: int) -> bool:
    """Tell whether the line broken at ``[start, end)`` goes on after the break.

    Set text fills its lines: a line that ends without a sentence's end and is about as wide as its neighbours was
    broken by the column's edge. A short line is a headline or a list's item, and so are lines without any mark of which
    one is much narrower than the next: no column has such edges. Over a blank line (the column's end)
    more is asked: the line must be as wide as the one before it, or be long and hold a comma, as headlines seldom do.
    A mark that the line opens and the next closes (《新材料中|试平台指引》) shows it, too.
    """
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    line = text[line_start:start].strip()
    after = text[end : end + 40]
    if not line or _ENDS_SENTENCE.search(line) or _STARTS_BLOCK.match(after) or _STARTS_BLOCK.match(line):
        return False
    following = _LINE_END.split(text[end : end + 400], maxsplit=1)[0].strip()
    if _LABELLED.match(line) and _LABELLED.match(following):
        return False
    if not _MID_CLAUSE.match(line[-1]) and (_STARTS_ITEM.match(after) or _IS_DATE.match(after)):
        return False
    if _OPENS.search(line) and _CLOSES.match(following):
        return True
    width, previous = _width(line), _previous_width(text, line_start)
    if breaks > 1:
        return (width >= 24 and bool(_MID_CLAUSE.search(line))) or (previous > 0 and width >= max(12, 0.9 * previous))
    is_above = width < 0.7 * _WIDEST <= 0.7 * _width(following)  # a paragraph that is one line
    if is_above or (not _MARKED.search(line + following) and _is_ragged(text, line_start, end)):
        return False
    neighbours = [other for other in (previous, _width(following)) if other]
    return width >= 0.7 * min(neighbours, default=width)


def _is_ragged(text: str, line_start: int, end: int) -> bool:
    """Tell whether of the lines around a break at ``end`` that hold no mark one is much narrower than the next."""
    first = max(text.rfind("\n", max(0, line_start - _SIGHT), max(0, line_start - 1)) + 1, line_start - _SIGHT, 0)
    lines = text[first : end + _SIGHT].split("\n")[: text[first:line_start].count("\n") + 3]
    widths = [0 if _MARKED.search(line) else _width(line.strip()) for line in lines]
    return any(0 < one < 0.75 * other for one, other in pairwise(widths))


def _previous_width(text: str, line_start: int) -> int:
    """Width of the line before the one that starts at ``line_start``; 0 if there is none in the same block."""
    if line_start < 2:
        return 0
    end = line_start - 1
    if text[end - 1] == "\r":
        end -= 1
    begin = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return _width(text[begin:end].strip())


def _width(line: str) -> int:
    """Columns that a line takes in set text: two for a wide character. Long lines are not measured to their end."""
    line = line[:200]
    return len(line) + len(_IS_WIDE.findall(line))


def _sentence_end(key: str, start: int, end: int) -> int:
    """Where the sentence that starts at ``start`` ends, at most at ``end``."""
    limit = min(end, start + LONGEST_SENTENCE)
    match = _SENTENCE_END.search(key, start, end)
    if match and match.end() <= limit:
        return match.end()
    if limit == end:
        return end
    clause = _CLAUSE_END.search(key, limit, min(end, limit + LONGEST_SENTENCE))
    return clause.end() if clause else min(end, limit + LONGEST_SENTENCE)

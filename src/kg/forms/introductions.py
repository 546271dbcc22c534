"""The forms that a text introduces right behind a name: （简称“泛联院”）, （Pan Link, PLI）, ，下称“泛联院”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from kg.knowledge.grammar import Grammar
from kg.names.reading import Candidate
from kg.wording import alternatives, in_order, sentence_start

_ALIAS = "“?([^“”()\n,。、;:]{2,16}?)”?"
_OPENED = r"(?:\((?:[^()“”。;\n]{1,24}[,;、]\s?)?|,)\s?"
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&'’ -]{0,60}[A-Za-z]")
_SHORT = re.compile(rf"[^“”()\n]{{2,16}}|{_LATIN.pattern}")
_BETWEEN = re.compile("[,;、]")
_INITIALS = re.compile("[A-Z]{2,6}")
_BARE = re.compile("\\(“([^“”()\n,。、;:]{2,12})”\\)")
_REACH = 30
"""Characters before a bracket that holds nothing but a quotation in which those of the quotation are looked for."""
_CODE = re.compile(r"(?:[A-Z]{2,6}[.:])?[0-9]{4,6}(?:[.:][A-Z]{1,6})?")
"""The code of a share, as it stands beside a firm's short name: 600036.SH, HK.00700, 2330."""
_HAN = re.compile("[\u3400-\u9fff·]{2,12}")


class Introductions:
    """Reads them in a key; nothing is asked but the words that introduce forms."""

    def __init__(self, grammar: Grammar) -> None:
        """Compile the words that introduce short forms and full names."""
        introduced = alternatives(grammar.introduced)
        self._introduced = re.compile(rf"{_OPENED}(?:{introduced}):?{_ALIAS}(?=[),。;])")
        called = alternatives(grammar.called)
        then = alternatives(grammar.earlier)  # 五年前叫“…” tells an older name
        self._called = re.compile(
            rf"[(,]\s?(?:(?!{then})[\u3400-\u9fff]){{0,6}}?(?:{called})“([^“”()\n,。、;:]{{2,16}})”"
        )
        self.places = lru_cache(maxsize=2)(self._places)  # asked several times for one text
        full = alternatives(grammar.full)
        self._full = re.compile(rf"[(,]\s?(?:{full}):?“?([^“”()\n,。、;:]{{4,40}})”?(?=[),。;])")
        self._bracket = re.compile(r"\(([^()\n。]{1,90})\)")
        self._word = re.compile(rf"\s*(?:{introduced}):?\s*")
        self._quoted = re.compile(rf"(?:{introduced}):?“([^“”()\n,。、;:]{{2,16}})”")
        words = alternatives((*grammar.introduced, *grammar.inside.joints))
        self._further = re.compile(rf"(?:[,、]|{words})+“([^“”()\n,。、;:]{{2,16}})”")

    def _places(self, key: str) -> tuple[tuple[int, str], ...]:
        """All forms that words introduce, each behind the place where the name ends whose form it is."""
        said = {
            match.start(): match[1]
            for pattern in (self._called, self._introduced)  # of both the second counts
            for match in pattern.finditer(key)
        }
        bare = {
            match.start(): match[1]
            for match in _BARE.finditer(key)
            if in_order(match[1], key[max(0, match.start() - _REACH) : match.start()])
        }
        return tuple(sorted((bare | said).items()))

    def apart(self, key: str, names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str, int]]:
        """Quoted forms that a sentence introduces further behind a name: 姜业联营公司挂牌，群众叫惯了简称“姜联”.

        Args:
            key: the text, folded.
            names: the ranges of its names, in order.

        Yields:
            Which name it is of, the last one before that has its characters in their order; the form; where it ends.
        """
        for match in self._quoted.finditer(key):
            start = sentence_start(key, match.start())
            for index in range(bisect_left(names, (match.start(), 0)) - 1, -1, -1):
                name = key[slice(*names[index])]
                if names[index][0] < start:
                    break
                if len(name) > len(match[1]) + 1 and in_order(match[1], name) and names[index][1] < match.start() - 1:
                    yield index, match[1], match.end()
                    break

    def behind(self, key: str, name: Candidate, named: Set[tuple[str, int, int]]) -> Iterator[tuple[str, int]]:
        """The forms introduced right behind a name, each with where the introduction ends.

        A bracket may hold several: （Kastri Robotics，下称“卡斯特里”）. What no word introduces is one if it is in
        letters, or has characters of the name in their order; behind a name in letters also if it is a name itself.

        Args:
            key: the text, folded.
            name: the name.
            named: the names of the text, by type and range.
        """
        form, end = key[name.start : name.end], name.end
        found: dict[str, int] = {}
        if match := self._introduced.match(key, end):
            found[match[1]] = match.end()
            behind = match.end()
            while further := self._further.match(key, behind):
                found[further[1]] = behind = further.end()
        elif match := self._called.match(key, end):
            found[match[1]] = match.end()
        if bracket := self._bracket.match(key, end):
            for alias in self._in_bracket(bracket, form, name.type, named):
                found.setdefault(alias, bracket.end())
        yield from ((alias, behind) for alias, behind in found.items() if alias != form)

    def _in_bracket(
        self, bracket: re.Match[str], form: str, kind: str, named: Set[tuple[str, int, int]]
    ) -> Iterator[str]:
        """The forms of a name among what a bracket behind it holds, marks between them."""
        pieces = _BETWEEN.split(bracket[1])
        start = bracket.start(1)
        for piece in pieces:
            end = start + len(piece)
            word = self._word.match(piece)
            alias = piece[word.end() if word else 0 :].strip("“” ")
            others = [one for one in pieces if one is not piece]
            if (word and _SHORT.fullmatch(alias)) or (
                _stands_for(alias, form, others)
                or (form.isascii() and _HAN.fullmatch(piece) and (kind, start, end) in named)
            ):
                yield alias
            start = end + 1

    def full(self, key: str, end: int) -> tuple[int, int] | None:
        """The place of the full name told right behind a short form: 航材院（全称为西南航空材料研究院）."""
        match = self._full.match(key, end)
        return (match.start(1), match.end(1)) if match else None


def _stands_for(alias: str, name: str, others: Sequence[str]) -> bool:
    """Tell whether brackets behind a name give a form of it: letters, or characters that the name has in this order.

    Beside others in the bracket a form in letters is a name of several, or the initials of one (CEO and 600036.SH are
    neither), and one in characters stands alone but for codes of shares (云帆科技,688123.SH).
    """
    if alias.isascii():
        if not others:
            return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.& -]*", alias))
        if _INITIALS.fullmatch(alias):
            return any(in_order(alias, one) for one in others)
        return bool(_LATIN.fullmatch(alias)) and any(sign.islower() for sign in alias)
    coded = all(_CODE.fullmatch(one.strip()) for one in others)
    return 1 < len(alias) < len(name) and in_order(alias, name) and not name.startswith(alias) and coded

"""Names that marks or patterns delimit: titles in 《》, quotations, numbered series; and names of one character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import daachorse

from kg.knowledge.gazetteer import Match
from kg.knowledge.grammar import Grammar, Kind, Pattern, Singles, Suffix
from kg.names.reading import GRAMMAR, Candidate, Reading
from kg.names.sparing import Sparing

LEAST_QUOTED = 6
"""Characters below which a quotation that ends like a name is more likely a phrase."""

_TITLE = re.compile(r"《[^《》\n]{1,60}》")
_VERB, _OPENING = "v", ("p", "d")
"""jieba's tags of verbs, and of prepositions and adverbs."""
_QUOTE = re.compile(r"“([^“”\n]{1,30})”")
_VERSION = re.compile(r"[(（].*$")


class MarkedNames:
    """Reads names that can be told without their surroundings."""

    def __init__(self, grammar: Grammar, suffix_of: Sequence[tuple[str, Suffix]]) -> None:
        """Keep how names are built; ``suffix_of`` has the group of each ending."""
        self.grammar = grammar
        self._suffix_of = suffix_of
        self._plain = re.compile(grammar.plain_title)
        self._had = sorted({word for pattern in grammar.patterns for word in pattern.has})
        patterns = grammar.patterns
        self._patterns = Sparing([one.form for one in patterns], lambda number: patterns[number].expression)
        self._scan = daachorse.CharwiseDoubleArrayAhoCorasick(self._had) if self._had else None

    def read(self, reading: Reading) -> Iterator[Candidate]:
        """Propose titles, names in quotes, numbered series, and what patterns match."""
        yield from self._titles(reading)
        yield from self._quoted(reading)
        yield from self._numbered_series(reading)
        yield from self._by_pattern(reading)

    def _titles(self, reading: Reading) -> Iterator[Candidate]:
        if not self.grammar.title_otherwise:
            return
        for match in _TITLE.finditer(reading.key):
            inner = _VERSION.sub("", match[0][1:-1])
            if self._plain.fullmatch(inner):
                continue
            kind = next((self._ends[ending] for at in range(len(inner)) if (ending := inner[at:]) in self._ends), None)
            if kind and any(form.fullmatch(inner) for form in self.grammar.title_others):
                kind = None
            type_ = kind.type if kind else self.grammar.title_otherwise
            rows = reading.gazetteer.rows(match[0][1:-1], type_)  # 《公司法》 is what 公司法 is known for
            yield Candidate(*match.span(), type_, GRAMMAR, "title", kind.kind if kind else "", entries=tuple(rows))

    def _quoted(self, reading: Reading) -> Iterator[Candidate]:
        key = reading.key
        for match in _QUOTE.finditer(key):
            if len(match[1]) > self.grammar.quoted_longest or re.search(r"[,。;!?]", match[1]):
                continue
            found = self._head(reading, match.end())
            if ":" in match[1] and not found:
                continue  # “石屎与霓虹:百年街景”展览, but no speech
            far = None if found else self._far_head(reading, match.end())
            if found:
                word, kind = found
                yield Candidate(match.start(), match.end() + len(word), kind.type, GRAMMAR, "quoted", kind.kind)
            elif far:
                end, kind = far
                yield Candidate(match.start(), end, kind.type, GRAMMAR, "quoted far", kind.kind)
            if not found and not self._opens_phrase(reading, match.start(1)):
                yield from self._quoted_whole(match)

    def _head(self, reading: Reading, start: int) -> tuple[str, Kind] | None:
        """The longest head of a quotation (“…”系统) that begins at a position, with its kind."""
        for end in range(min(start + self._longest_head, len(reading.key)), start, -1):
            word = reading.key[start:end]
            if word in self._heads and not reading.cuts(end):  # 展 in 展开 is none
                return word, self._heads[word]
        return None

    def _far_head(self, reading: Reading, start: int) -> tuple[int, Kind] | None:
        """The end of a name whose head stands some words behind its quotation, and its kind.

        “鸿鹄”|高空|太阳能|无人机: only words that may stand inside names lie between, and of heads
        that follow each other the last counts (平台|项目).
        """
        inside = self.grammar.inside
        found: tuple[int, Kind] | None = None
        position = start
        while position < min(start + self.grammar.quoted_reach, len(reading.key)):
            _, end, tag = reading.token(position)
            word = reading.key[position:end]
            if word in inside.never or not (tag in inside.tags or word in inside.words) or tag == "x":
                break
            last = self._head_of(reading.key[start:end])
            if last and len(last) >= len(word):
                found = end, self._heads[last]
            elif found:
                break
            position = end
        return found

    def _head_of(self, text: str) -> str:
        """The longest head of quotations that a text ends with; empty if there is none."""
        return next((text[first:] for first in range(len(text)) if text[first:] in self._heads), "")

    def _opens_phrase(self, reading: Reading, start: int) -> bool:
        """Tell whether a quotation begins with a preposition, an adverb or two verbs: “恢复|执行|停火协议”."""
        _, end, tag = reading.token(start)
        return tag in _OPENING or (tag == _VERB and end < len(reading.key) and reading.tag(end) == _VERB)

    def _quoted_whole(self, match: re.Match[str]) -> Iterator[Candidate]:
        """A name that its quotation marks delimit: “世界领先科技园区发展论坛”."""
        endings = (match[1][first:] for first in range(len(match[1])))  # the longest first
        word = next((ending for ending in endings if ending in self._suffixes), "")
        if word and len(match[1]) >= max(LEAST_QUOTED, self._suffixes[word].least):
            suffix = self._suffixes[word]
            yield Candidate(*match.span(1), suffix.type, GRAMMAR, "quoted whole", suffix.kind, weight=len(word))

    @cached_property
    def _heads(self) -> dict[str, Kind]:
        """The kind of each head of quotations; the first that lists a head has it."""
        return {word: kind for kind in reversed(self.grammar.quoted) for word in kind.words}

    @cached_property
    def _ends(self) -> dict[str, Kind]:
        """The kind of titles with each ending; the first that lists an ending has it."""
        return {word: kind for kind in reversed(self.grammar.title_kinds) for word in kind.words}

    @cached_property
    def _longest_head(self) -> int:
        return max(map(len, self._heads), default=0)

    @cached_property
    def _suffixes(self) -> dict[str, Suffix]:
        """The group that has each ending; groups that need a known name before it are no help here."""
        return {word: suffix for word, suffix in self._suffix_of if suffix.needs != "name"}

    @cached_property
    def _series(self) -> list[tuple[re.Pattern[str], Kind]]:
        return [
            (re.compile(rf"(?:{'|'.join(sorted(kind.words))})(?:{self.grammar.number})"), kind)
            for kind in self.grammar.numbered
            if kind.words and self.grammar.number
        ]

    def _numbered_series(self, reading: Reading) -> Iterator[Candidate]:
        for pattern, kind in self._series:
            for match in pattern.finditer(reading.key):
                yield Candidate(*match.span(), kind.type, GRAMMAR, "numbered", kind.kind)

    def _by_pattern(self, reading: Reading) -> Iterator[Candidate]:
        found = self._scan.find_overlapping(reading.key) if self._scan else ()
        stands = {self._had[index] for _, _, index in found}
        patterns = self.grammar.patterns
        asked = [at for at, one in enumerate(patterns) if not one.has or not stands.isdisjoint(one.has)]
        for number in asked:
            if patterns[number].known == "behind":
                yield from self._behind_divisions(reading, patterns[number])
        others = (at for at in asked if patterns[at].known != "behind")
        for number, match in self._patterns.found(reading.key, others):
            pattern = patterns[number]
            start, end = match.span()
            if not pattern.known:
                yield Candidate(start, end, pattern.type, GRAMMAR, pattern.name, pattern.kind)
            elif known := _with_known(reading, start, end, pattern):
                if reading.key[known.start : end] in reading.gazetteer.forms:
                    continue  # 狮子山|共和国 is a row of its own
                start, entries = min(start, known.start), known.entries if pattern.known == "same" else ()
                yield Candidate(start, end, pattern.type, GRAMMAR, pattern.name, pattern.kind, entries)

    def _behind_divisions(self, reading: Reading, pattern: Pattern) -> Iterator[Candidate]:
        """What stands right behind a known division that it does not include: 余姚|上岭遗址."""
        for known in reading.matches:
            is_division = reading.gazetteer.entries[known.entries[0]].kind in self.grammar.inside.divisions
            if is_division and (match := pattern.expression.match(reading.key, known.end)):
                yield Candidate(*match.span(), pattern.type, GRAMMAR, pattern.name, pattern.kind)

    def singles(self, reading: Reading) -> Iterator[Candidate]:
        """Names of one character: 中美, 俄乌, 访华, 苏浙皖."""
        for singles in self.grammar.singles:
            for position in self._shown(reading, singles.forms):
                if reading.key[position] in singles.names:
                    entries = self._meant(reading, singles, reading.key[position])
                    yield Candidate(position, position + 1, singles.type, GRAMMAR, "single", entries=entries)
        for start, end in self._single_words(reading):
            word = reading.key[start:end]
            for singles in self.grammar.singles:
                if singles.forms or word in singles.never:
                    continue
                if all(character in singles.names for character in word):
                    first = start
                elif end - start == 2 and word[0] in singles.behind and word[1] in singles.names:
                    first = end - 1
                else:
                    continue
                for position in range(first, end):
                    entries = self._meant(reading, singles, reading.key[position])
                    yield Candidate(position, position + 1, singles.type, GRAMMAR, "single", entries=entries)
                break

    def _meant(self, reading: Reading, singles: Singles, character: str) -> tuple[str, ...]:
        """The rows that a character stands for: its own, or those of the only such name that the text has."""
        own = reading.gazetteer.forms.get(singles.names[character], ())
        if character not in singles.others or not own:
            return own
        kind = reading.gazetteer.entries[own[0]].kind
        named = {
            match.entries
            for match in reading.matches
            if reading.key[match.start] == character
            and match.end - match.start > 1
            and reading.gazetteer.entries[match.entries[0]].kind == kind
        }
        return named.pop() if len(named) == 1 else own

    def _shown(self, reading: Reading, forms: Sequence[re.Pattern[str]]) -> list[int]:
        """Where characters stand that ``forms`` match, but not those of a longer known name: 中国、巴西|两国."""
        runs = [match.span() for form in forms for match in form.finditer(reading.key)]
        shown = {position for run in runs for position in range(*run)}
        for match in reading.matches if shown else ():
            if match.end - match.start > 1:
                shown.difference_update(range(match.start, match.end))
        return sorted(shown)

    def _single_words(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Words of two to four characters that end in such a name, and runs of them as jieba cuts 中|俄|两国 into."""
        run = behind = -1  # where the run that is being read begins and ends
        for match in self._single.finditer(reading.key):
            last = match.start()
            start, end, _ = reading.token(last)
            if end - start == 1:
                if start != behind:
                    if 2 <= behind - run <= 4:
                        yield run, behind
                    run = start
                behind = end
            elif end == last + 1 and end - start <= 4:
                if 2 <= behind - run <= 4:
                    yield run, behind
                run = behind = -1
                yield start, end
        if 2 <= behind - run <= 4:
            yield run, behind

    @cached_property
    def _single(self) -> re.Pattern[str]:
        """Finds all names of one character, most of which are parts of longer words."""
        plain = [singles for singles in self.grammar.singles if not singles.forms]
        known = {name for singles in plain for name in singles.names if len(name) == 1}
        names = "".join(map(re.escape, sorted(known)))
        return re.compile(f"[{names}]" if names else "(?!)")


def _with_known(reading: Reading, start: int, end: int, pattern: Pattern) -> Match | None:
    """The known name of more than one character that a name of a form has inside or before it, if there is one."""
    if pattern.known == "inside":
        ends = (reading.ends_at.get(position, ()) for position in range(start + 2, end + 1))
        return next((one for matches in ends for one in matches if start <= one.start < one.end - 1), None)
    before = (one for one in reading.ends_at.get(start, ()) if one.end - one.start > 1)
    return next((one for one in before if pattern.known == "before" or reading.type_of(one) == pattern.type), None)

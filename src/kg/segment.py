"""Words and their tags, by jieba's dictionary and model, behind one small protocol.

`rjieba` is the same dictionary and model in Rust, some fifty times faster; `jieba` itself is the reference and the
fallback where the other cannot be installed. Both see only simplified text: on traditional text they are slow and
wrong.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Protocol

_RARE = re.compile("[\u3400-\u4dbf\u9fa6-\u9fff\U00020000-\U0003ffff]")
_STAND_IN = chr(0x6600)
_NOUN = "n"
"""What is put for Han characters that the model has no place for, which it would take for punctuation and cut names at:
a character of given names, since that is where such characters mostly stand."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, side by side: ``starts[i]``–``ends[i]`` in code points, and the part-of-speech tag."""

    starts: list[int]
    ends: list[int]
    tags: list[str]

    def part(self, index: int, length: int) -> None:
        """Make two words of one, the first of so many characters; both keep its tag."""
        at = self.starts[index] + length
        self.starts.insert(index + 1, at)
        self.ends.insert(index, at)
        self.tags.insert(index, self.tags[index])

    def join(self, text: str, words: Iterable[str], knows: Callable[[str], bool]) -> None:
        """Make words of two characters whole that were cut between them: 新竹县|长 becomes 新竹|县长.

        Args:
            text: the text that was cut.
            words: words of two characters.
            knows: whether a word stands in the dictionary; such a word keeps its first character (县|长期).
        """
        for word in words:
            at = text.find(word)
            while at >= 0:
                index, stop = bisect_left(self.starts, at + 1), at + 2
                if index < len(self.starts) and self.starts[index] == at + 1 and at - self.starts[index - 1] > 1:
                    last = self.ends[index]
                    if last == stop or not knows(text[at + 1 : last]):
                        self.ends[index - 1] = self.starts[index] = at
                        self.ends[index : index + 1] = [stop] if last == stop else [stop, last]
                        self.tags[index : index + 1] = [_NOUN] if last == stop else [_NOUN, self.tags[index]]
                        if last > stop:
                            self.starts.insert(index + 1, stop)
                at = text.find(word, stop)


class Segmenter(Protocol):
    """Cuts text into words with tags of jieba's tag set. The words joined give the text again."""

    def __call__(self, text: str) -> Iterable[tuple[str, str]]:
        """Yield each word with its tag."""

    def plain(self, text: str) -> Iterable[tuple[str, str]]:
        """The same by the dictionary alone: what it does not know falls into single characters."""

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in the dictionary, or was only guessed by the model of characters."""


def tokenize(text: str, segmenter: Segmenter) -> Tokens:
    """Cut simplified ``text`` into words with their places."""
    words, tags = list(zip(*segmenter(_RARE.sub(_STAND_IN, text)), strict=True)) or ((), ())
    ends = list(accumulate(map(len, words)))
    return Tokens([0, *ends[:-1]] if ends else [], ends, list(tags))


@cache
def default_segmenter() -> Segmenter:
    """The fast segmenter if it is there, else the reference. One per process: loading costs some 0.2 s and 65 MB."""
    try:
        return _FastSegmenter()
    except ImportError:
        return reference_segmenter()


@cache
def reference_segmenter() -> Segmenter:
    """Jieba itself: the reference that the fast one is held against."""
    return _ReferenceSegmenter()


class _FastSegmenter:
    """The segmenter that the library makes when it is loaded: another one would load the dictionary a second time."""

    def __init__(self) -> None:
        import rjieba

        self._tag, self._cut = rjieba.tag, rjieba.cut
        self.knows = lru_cache(maxsize=1 << 16)(self._knows)

    def __call__(self, text: str) -> Iterable[tuple[str, str]]:
        return self._tag(text) if text else ()

    def plain(self, text: str) -> Iterable[tuple[str, str]]:
        return self._tag(text, False) if text else ()

    def _knows(self, word: str) -> bool:
        return len(self._cut(word, False)) == 1


class _ReferenceSegmenter:
    """With a tokenizer of our own, and without the cache file that jieba puts where others can write."""

    def __init__(self) -> None:
        import jieba
        import jieba.posseg

        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = self._tokenizer.gen_pfdict(self._tokenizer.get_dict_file())
        self._tokenizer.initialized = True
        self._tagger = jieba.posseg.POSTokenizer(self._tokenizer)

    def __call__(self, text: str) -> Iterable[tuple[str, str]]:
        return ((pair.word, pair.flag) for pair in self._tagger.lcut(text))

    def plain(self, text: str) -> Iterable[tuple[str, str]]:
        return ((pair.word, pair.flag) for pair in self._tagger.lcut(text, HMM=False))

    def knows(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ.get(word))

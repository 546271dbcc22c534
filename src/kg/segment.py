"""Words and their tags, by jieba's dictionary and model, behind one small protocol.

`rjieba` is the same dictionary and model in Rust, some fifty times faster; `jieba` itself is the reference and the
fallback where the other cannot be installed. Both see only simplified text: on traditional text they are slow and wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, side by side: ``starts[i]``–``ends[i]`` in code points, and the part-of-speech tag."""

    starts: list[int]
    ends: list[int]
    tags: list[str]


class Segmenter(Protocol):
    """Cuts text into words with tags of jieba's tag set. The words joined give the text again."""

    def __call__(self, text: str) -> Iterable[tuple[str, str]]:
        """Yield each word with its tag."""


def tokenize(text: str, segmenter: Segmenter) -> Tokens:
    """Cut simplified ``text`` into words with their places."""
    starts: list[int] = []
    ends: list[int] = []
    tags: list[str] = []
    position = 0
    for word, tag in segmenter(text):
        starts.append(position)
        position += len(word)
        ends.append(position)
        tags.append(tag)
    return Tokens(starts, ends, tags)


@cache
def default_segmenter() -> Segmenter:
    """The fast segmenter if it is there, else the reference. One per process: loading costs some 0.2 s and 65 MB."""
    try:
        import rjieba
    except ImportError:
        return reference_segmenter()
    tagger = rjieba.Jieba()
    return lambda text: tagger.tag(text) if text else ()


@cache
def reference_segmenter() -> Segmenter:
    """jieba itself, with a tokenizer of our own and no cache file in a folder that others can write."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    tagger = jieba.posseg.POSTokenizer(tokenizer)
    return lambda text: ((pair.word, pair.flag) for pair in tagger.lcut(text))

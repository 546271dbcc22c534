"""Expressions that are tried only near the words that they need find what they find when tried everywhere."""

from __future__ import annotations

import random
import re

import pytest

from kg.names.sparing import Sparing
from kg.ontology import Ontology

READ_BEFORE = "。" * 60_000
"""So much is read before words are looked for."""

EXPRESSIONS = (
    "甲(?:乙|丙丁)?戊",
    "(?<=出席|参加)[\u4e00-\u9fff]{2,6}?(?:仪式|典礼)(?!上)",
    "(?<![\u4e00-\u9fff])(?:省|市)[\u4e00-\u9fff]{2,8}局(?=副?局长)",
    "第[0-9]{1,2}[局节](?!长)",
    "^[东西]至?(?=[^,。]{1,5}$)",
    "《[^《》]+》公告",
    "(?i:abc)d",
    "(?>甲+)乙",
    "(?:甲乙){1,2}丙?",
    "甲*",
    "(?:(?<=甲)|^)(?:乙(?=丙丁)|戊(?=己))",
    "[^甲]乙(?:$|[,。\\s])",
    "甲.{0,500}乙",
    "甲|乙丙",
    r"(甲|乙)\1",
    r"\b丙丁\b",
)


def spans(key: str, expressions: list[re.Pattern[str]]) -> list[tuple[int, int, int]]:
    """What all expressions match, tried everywhere."""
    return [(number, *found.span()) for number, one in enumerate(expressions) for found in one.finditer(key)]


def sparing(expressions: list[re.Pattern[str]]) -> Sparing:
    """The same expressions, where enough was read."""
    found = Sparing([one.pattern for one in expressions], expressions.__getitem__)
    assert list(found.found(READ_BEFORE, ())) == []
    return found


def found_by(one: Sparing, key: str, count: int) -> list[tuple[int, int, int]]:
    """What it finds of so many expressions."""
    return [(number, *match.span()) for number, match in one.found(key, range(count))]


def test_the_same_is_found_in_texts_made_of_what_the_expressions_are_made_of() -> None:
    expressions = [re.compile(one) for one in EXPRESSIONS]
    one = sparing(expressions)
    pieces = ["甲", "乙", "丙丁", "戊", "己", "丙", "出席", "参加", "仪式", "典礼", "上", "省", "市", "局", "局长"]
    pieces += ["副局长", "第7", "节", "东至", "西", "《", "》", "公告", "abc", "ABCd", "\n", ",", "。", " ", "中华"]
    choose = random.Random(3)  # noqa: S311
    met = set()
    for _ in range(3000):
        key = "".join(choose.choices(pieces, k=choose.randrange(1, 40)))

        found = found_by(one, key, len(expressions))

        assert found == spans(key, expressions)
        met |= {number for number, *_ in found}
    assert met == set(range(len(expressions)))


def test_the_same_is_found_before_enough_was_read() -> None:
    expressions = [re.compile(one) for one in EXPRESSIONS]
    key = "出席揭牌仪式,省教育局副局长甲戊。"

    assert found_by(Sparing(EXPRESSIONS, expressions.__getitem__), key, len(expressions)) == spans(key, expressions)


def test_the_same_is_found_by_the_expressions_that_come_with_kg(ontology: Ontology) -> None:
    expressions = [pattern.expression for pattern in ontology.grammar.patterns] + list(ontology.grammar.unnamed)
    one = sparing(expressions)
    texts = [example.text for rule in ontology.rules.rules for example in rule.examples][::9]

    for first in range(0, len(texts), 20):
        key = "\n".join(texts[first : first + 20])
        assert found_by(one, key, len(expressions)) == spans(key, expressions)


@pytest.mark.parametrize("text", ["甲*", "(?i:abc)d", "(?>甲+)乙"])
def test_what_tells_no_words_is_tried_everywhere(text: str) -> None:
    expressions = [re.compile(text)]

    assert found_by(sparing(expressions), "甲甲乙ABCd", 1) == spans("甲甲乙ABCd", expressions)

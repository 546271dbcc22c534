"""What is known of Chinese and of the field stands in data files: no code has a word of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.schema import load_schema
from pages import ROOT
from source import FILES, SCRIPTS, module, read

SCHEMA = load_schema(ROOT / "ontology" / "kg.ttl")
TERMS = {*SCHEMA.types, *SCHEMA.classes, *SCHEMA.relations}
UNLIKE_ENGLISH = {term for term in TERMS if re.search("[a-z][A-Z]", term)}
ORDINARY = {"uses", "owns", "supports"}
"""Relations that are called by ordinary words of English: a string cannot tell them from these."""


def strings() -> Iterator[tuple[str, str]]:
    """All strings of the code that are no docstrings, each with its place."""
    return ((f"{module(path)}:{line}", text) for path in FILES for line, text in read(path).strings)


def test_no_type_class_or_relation_is_named_in_code() -> None:
    named = [f"{place}: {text}" for place, text in strings() if names_a_term(text)]

    assert named == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_type_class_or_relation_is_named_in_a_script(path: Path) -> None:
    strings = re.findall(r'"(?:[^"\\\n]|\\.)*"', path.read_text(encoding="utf-8"))

    assert [text for text in strings if names_a_term(text.strip('"'))] == []


def names_a_term(text: str) -> bool:
    """Tell whether a string is a term's name, has one behind ``kg:``, or has one that is no word of English."""
    if text in ORDINARY:
        return False
    words = set(re.findall(r"\w+", text))
    return bool({text, *re.findall(r"\bkg:(\w+)", text)} & TERMS or words & UNLIKE_ENGLISH)


NUMERALS = set("零〇一二三四五六七八九十百千万亿两")
BOUNDS = set("㐀鿿")
"""The first and the last character of the ranges that are asked for."""
HAN = re.compile("[\u3400-\u9fff]")
RANGE = re.compile("[\u3400-\u9fff]-[\u3400-\u9fff]")
"""A range of a regular expression from one character to another."""


def test_no_chinese_word_stands_in_code_but_numerals() -> None:
    told = ((place, RANGE.sub("", text)) for place, text in strings())
    words = [f"{place}: {text}" for place, text in told if set(HAN.findall(text)) - NUMERALS - BOUNDS]

    assert words == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_chinese_word_stands_in_a_script(path: Path) -> None:
    assert HAN.findall(path.read_text(encoding="utf-8")) == []

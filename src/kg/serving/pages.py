"""The pages: the explorer, the query editor with the named questions as links, and the files they need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlencode

from kg.errors import UsageError
from kg.querying.questions import Question, find_question
from kg.schema import LANGUAGES
from kg.serving.negotiation import Offer, choose

_PAGE = Path(__file__).parent / "page"

FILES = {"editor.js": "text/javascript; charset=utf-8", "editor.css": "text/css; charset=utf-8"}
"""The only files that are served by their names, and what they are."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The content security policy of our own pages: scripts and styles in files of their own, nothing from outside."""

FRAME_POLICY = "frame-ancestors 'none'"
"""The policy that is added to the explorer's own, which stands in the page."""

_TAGS = {
    "en": "en",
    "zh-hans": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
    "zh": "zh-Hans",
}
"""What browsers call languages → the one of `LANGUAGES` that is meant, of equals the first."""


@cache
def file(name: str) -> bytes:
    """One of the files of the pages."""
    return (_PAGE / name).read_bytes()


@cache
def words() -> dict[str, dict[str, str]]:
    """The words of the editor: language → key → text."""
    loaded: dict[str, dict[str, str]] = json.loads(file("words.json"))
    return loaded


def language(accept: str, asked: str) -> str:
    """The language of a page: the one asked for by name, else what the browser's ``Accept-Language`` likes best."""
    if asked in LANGUAGES:
        return asked
    offers = [Offer(f"{tag}/x", name) for tag, name in _TAGS.items()]
    # The rules of weights are those of media types; a tag stands where the media type would.
    given = ",".join(_as_range(part) for part in accept.lower().split(",") if part.strip())
    chosen = choose(given, offers) if given else None
    return chosen.form if chosen else "en"


def editor(
    questions: Mapping[str, Question], prefixes: Mapping[str, str], fields: Mapping[str, str], chosen: str
) -> str:
    """The query editor as HTML.

    Args:
        questions: the named questions.
        prefixes: those that queries need not declare.
        fields: of the address: a ``query``, or the ``name`` of a question and its parameters.
        chosen: the language, one of ``LANGUAGES``.
    """
    told = words()[chosen]
    text, fault = _asked(questions, fields)
    others = " ".join(
        f'<a href="?{escape(urlencode({**fields, "lang": other}))}" lang="{other}" hreflang="{other}">'
        f"{escape(words()[other]['name'])}</a>"
        for other in LANGUAGES
        if other != chosen
    )
    settings = {"prefixes": dict(prefixes), "run": bool(text and not fault), "words": told}
    return Template(file("editor.html").decode("utf-8")).substitute(
        {key: escape(value) for key, value in told.items()},
        language=chosen,
        languages=others,
        query=escape(text or _FIRST),
        fault=escape(fault),
        questions="\n".join(_item(question, chosen) for question in questions.values()),
        prefixes="\n".join(f"{escape(name)}: &lt;{escape(iri)}&gt;" for name, iri in prefixes.items()),
        settings=escape(json.dumps(settings, ensure_ascii=False, sort_keys=True)),
    )


_FIRST = "SELECT ?thing ?name WHERE {\n  ?thing skos:prefLabel ?name\n}\nLIMIT 20\n"


def question_links(questions: Mapping[str, Question]) -> list[dict[str, Any]]:
    """The named questions for programs: names, titles, parameters, and where each is asked."""
    return [
        {
            "name": question.name,
            "title": question.titles,
            "parameters": [
                {"name": one.name, "description": one.description, "default": one.default}
                for one in question.parameters
            ],
            "example": question_link(question),
        }
        for question in questions.values()
    ]


def question_link(question: Question) -> str:
    """Where a question is asked, with the arguments of its example."""
    return _link(f"/questions/{question.name}", question.example)


def _asked(questions: Mapping[str, Question], fields: Mapping[str, str]) -> tuple[str, str]:
    """The query that the address asks for, and what is wrong with how it asks."""
    name = fields.get("name", "")
    if not name:
        return fields.get("query", ""), ""
    try:
        question = find_question(questions, name)
        return question.fill({key: value for key, value in fields.items() if key not in ("name", "lang")}), ""
    except UsageError as error:
        known = questions.get(name)
        return (known.text if known else ""), str(error)


def _item(question: Question, chosen: str) -> str:
    title = question.titles.get(chosen) or question.name
    link = _link("/query", {"name": question.name, **question.example, "lang": chosen})
    example = " ".join(f"{key}={value}" for key, value in question.example.items())
    asked = f"{question.name} {example}".strip()
    return f'<li><a href="{escape(link)}">{escape(title)}</a> <code>{escape(asked)}</code></li>'


def _link(path: str, fields: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(fields)}" if fields else path


def _as_range(part: str) -> str:
    tag, _, weight = part.strip().partition(";")
    tag = tag.strip()
    known = tag if tag in ("en", "zh", "*") or tag.startswith("zh-") else tag.partition("-")[0]
    return ("*/*" if known == "*" else f"{known}/x") + (f";{weight}" if weight else "")

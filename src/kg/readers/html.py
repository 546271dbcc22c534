"""HTML: the article of a page without its navigation, with title, date and address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.model import Document, Origin
from kg.readers.dates import days_in
from kg.readers.encoding import decode
from kg.readers.file import PARAGRAPH_END, File
from kg.readers.shares import Decoded
from kg.text import close_breaks

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,80}?encoding=[\"']([\w.:-]{2,40})", re.I
)
_HEAD = 4096  # bytes in which a page must tell its encoding; the standard asks for 1024
_LEAST_ARTICLE = 20  # characters; less is no article, and the whole page is read instead
_SHORT_ARTICLE = 400  # characters; such come on one line, or with what stands around them
_BEGINNING = 20  # characters of an article that tell where it begins on its page
_LINE = 100  # characters; the line with the date of an article is no longer
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}
"""How dates are looked for: in the page's own data, and whatever day it is today."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_UNREAD = frozenset(
    (
        *("head", "iframe", "math", "noscript", "object", "rp", "rt", "script", "select", "style", "svg", "template"),
        "textarea",
    )
)
_LINK = "a"
_SIGNS = re.compile(r"[\W_]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PROSE = re.compile("[。！？]")
_SPACES = re.compile(r"[ \t\r\n\f]+")


def read_html(file: File) -> Iterator[Document]:
    """Read a page: its article as trafilatura finds it, or all its text if it finds none.

    The encoding is the one that the page declares, if its bytes bear it out.

    Raises:
        InputError: the page is empty, or no text.
    """
    data = file.content()
    found = _DECLARED.search(data[:_HEAD])
    declared = (found[1] or found[2]).decode("ascii") if found else ""
    decoded = decode(data, file.path, file.options.encoding, declared)
    yield document_of_page(file, decoded, "html")


def document_of_page(file: File, decoded: Decoded, kind: str, address: str = "") -> Document:
    """Make a document of a page's source.

    Args:
        file: gives id and path.
        decoded: the source.
        kind: the format, for the document's origin.
        address: where the page was fetched from, if that is known.

    Raises:
        InputError: there is no text on the page.
    """
    import trafilatura

    tree = page_tree(decoded.text)
    if tree is None:
        raise InputError(file.path, "empty document")
    article = trafilatura.bare_extraction(
        tree, url=address or None, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    text = _paragraphs(str(getattr(article, "text", None) or ""))
    if len(text) < _LEAST_ARTICLE:
        text = page_text(_main(tree), menus=False) or page_text(tree, menus=False) or page_text(tree) or text
    elif len(text) < _SHORT_ARTICLE:
        text = _parted(text, page_text(_main(tree)), page_text(_main(tree), menus=False))
    if not text.strip():
        raise InputError(file.path, "empty document")
    title, date, url = (getattr(article, name, None) or "" for name in ("title", "date", "url"))
    date = date or _day_above(page_text(tree), text)
    origin = Origin(file.path, kind, decoded.encoding, decoded.notes)
    return Document(file.id, text, " ".join(title.split()), date, url or address, origin=origin)


def page_tree(source: str) -> Any:
    """The tree of a page, its text mended where a line of the source broke between Chinese characters; None if empty.

    Nothing is loaded that the page refers to, and no entities are unfolded but those of HTML.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_CONTROLS.sub("", source).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for reading in tree.xpath("//rt | //rp | //rtc"):  # how characters are read aloud is no part of the text
        reading.drop_tree()
    for read in tree.xpath("//ruby | //rb"):
        read.drop_tag()
    for element in tree.iter():
        for place in ("text", "tail"):
            before = getattr(element, place)
            # A page can also name controls by their numbers, and trees refuse them.
            after = close_breaks(_CONTROLS.sub("", before)) if isinstance(before, str) else before
            if after != before:
                setattr(element, place, after)
    return tree


def page_text(tree: Any, *, menus: bool = True) -> str:
    """All text of a page, one paragraph for each block; without ``menus`` none that holds nothing but links."""
    lines = zip(_read(tree, linked=False).split("\n"), _read(tree, linked=True).split("\n"), strict=True)
    return _paragraphs("\n".join(line for line, links in lines if menus or not _is_menu(line, links)))


def _is_menu(line: str, links: str) -> bool:
    """Tell whether a line holds links and signs between them, and no sentence."""
    return bool(links.strip()) and not _PROSE.search(line) and _SIGNS.sub("", line) == _SIGNS.sub("", links)


def _read(tree: Any, *, linked: bool) -> str:
    """All text of a page, or only that of its links, with a line break at each edge of a block."""
    pieces: list[str] = []
    waiting: list[tuple[Any, bool, bool]] = [(tree, False, False)]
    while waiting:  # a stack: pages nest deeper than Python calls can
        element, done, inside = waiting.pop()
        block = element.tag in _BLOCKS
        within = inside or element.tag == _LINK
        if done or element.tag in _UNREAD or not isinstance(element.tag, str):
            pieces += ["\n"] * (block and done) + [_SPACES.sub(" ", element.tail or "") if inside or not linked else ""]
        else:
            pieces += ["\n"] * block + [_SPACES.sub(" ", element.text or "") if within or not linked else ""]
            waiting.append((element, True, inside))
            waiting.extend((child, False, within) for child in reversed(element))
    return "".join(pieces)


def _main(tree: Any) -> Any:
    """What a page itself calls its article or its main part, if it has one; else the page."""
    for name in ("article", "main"):
        found = tree.xpath(f"//{name}")
        if len(found) == 1:
            return found[0]
    return tree


def _parted(article: str, page: str, prose: str) -> str:
    """A short article with the paragraphs of its page, and without what stands around it.

    Args:
        article: as it was found.
        page: the part of its page that ought to hold it, in paragraphs.
        prose: the same without those that are links alone.
    """
    whole, lines, done = "".join(article.split()), [], 0
    for line in page.split(PARAGRAPH_END):
        letters = "".join(line.split())
        found = whole.find(letters, done)
        if found >= 0:
            lines.append(line)
            done = found + len(letters)
    kept = PARAGRAPH_END.join(lines)
    if kept != page and len("".join(kept.split())) != len(whole):
        return article
    told = {*prose.split(PARAGRAPH_END)}
    return PARAGRAPH_END.join(line for line in lines if line in told) or kept


def _day_above(page: str, article: str) -> str:
    """The day that stands above an article, beside its source or below its title; empty if there are several or none.

    Args:
        page: all text of the page, in paragraphs.
        article: that of the article.
    """
    lines = article.split(PARAGRAPH_END)
    begins = next((line for line in lines if _PROSE.search(line)), lines[0]).strip()[:_BEGINNING]
    above = page[: max(page.find(begins), 0)].split(PARAGRAPH_END)
    days = set().union(*(days_in(line) for line in above if len(line) <= _LINE))
    return days.pop() if len(days) == 1 else ""


def _paragraphs(text: str) -> str:
    return PARAGRAPH_END.join(line.strip() for line in text.split("\n") if line.strip())

"""Inputs that nobody would write: whatever they are, they are read or told, and nothing else happens.

Each law is tried on a few inputs here, and on as many as ``KG_FUZZ`` says by ``make fuzz``. A fault that was found so
becomes a test of its own beside the part that had it.
"""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import docx
import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from graphs import BASE, hostile_graph, small_schema
from kg.errors import InputError, KgError
from kg.export import write_graphml, write_turtle
from kg.extraction import Extractor
from kg.model import Document
from kg.ontology import load_ontology
from kg.readers.encoding import decode
from kg.readers.file import File, Options
from kg.readers.formats import GUARDED, READERS
from kg.readers.guard import Guard
from kg.text import normalise
from small_ontology import BUILT, write_ontology

INPUTS = int(os.environ.get("KG_FUZZ", "25"))
fuzzed = settings(max_examples=INPUTS, deadline=None, suppress_health_check=list(HealthCheck), database=None)

SEEDS = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))]

# -- what is tried

PIECES = (
    *("北京大学", "泛联院", "泛聯院", "国务院新闻办公室", "王志勤", "萨尔瓦托雷·马约拉纳", "6G", "ＩＢＭ", "院长"),
    *("主办", "投资", "由", "发起成立", "位于", "（简称“", "”）", "等", "、", "，", "。", "；", "：", "《", "》", "“"),
    *("和", "与", "2024年3月", "１亿元", "\n", "\n\n", "\r\n", "\u3000", " ", "\u2029\n", "\u200b", "\x00"),
    *("\U00020bb7", "😀", "\u202e", "<b>", "&amp;", "]]>", '"'),
)
news = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)
"""Chinese news text: names, words of relations, marks, and what gets between them."""

KINDS = ["cut", "double", "change", "insert"]
edits = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["cut", "double", "change", "insert"]), st.binary(min_size=1, max_size=8)
    ),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    """The bytes after some damage, each at a share of their length."""
    for place, kind, new in changes:
        at = int(place * len(data))
        match kind:
            case "cut":
                data = data[:at] + data[at + 16 * len(new) :]
            case "double":
                data = data[: at + 64] + data[at:]
            case "change":
                data = data[:at] + new + data[at + len(new) :]
            case "insert":
                data = data[:at] + new + data[at:]
    return data


def _pdf() -> bytes:
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pageCompression=0, invariant=True)
    for page in range(3):
        canvas.setFont("STSong-Light", 10)
        for row in range(20):
            canvas.drawString(50, 800 - 20 * row, f"第{page}页的新闻，北溟造船公司建造了长风破浪号")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _docx() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("北溟造船公司建造了长风破浪号。")
    document.add_table(1, 2).cell(0, 0).text = "表格"
    document.save(out)
    stored = io.BytesIO()
    with zipfile.ZipFile(out) as archive, zipfile.ZipFile(stored, "w") as target:
        for name in archive.namelist():  # not compressed, so that damage reaches the XML and not only its envelope
            target.writestr(name, archive.read(name))
    return stored.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


_PAGE = (
    "<!doctype html><html><head><meta charset='utf-8'><title>题</title></head><body>"
    + "<nav><a href='/'>首页</a></nav><article>"
    + "<p>北溟造船公司建造了长风破浪号，<b>公司</b>的负责人表示很高兴。</p>" * 5
    + "</article></body></html>"
).encode()
_MAIL = (
    b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: http://a.example/\r\n\r\n"
    + _PAGE
)
_BOOK = _zip(
    {
        "META-INF/container.xml": b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        b'<rootfile full-path="b.opf"/></rootfiles></container>',
        "b.opf": b'<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"/>'
        b'</manifest><spine><itemref idref="a"/></spine></package>',
        "a.xhtml": _PAGE,
    }
)
_TABLE = 'id,text,title\n1,"船厂的，新闻",题\n2,又一篇,\n'.encode()
SAMPLES: dict[str, list[bytes]] = {
    ".csv": [_TABLE, _TABLE.decode().encode("gb18030")],
    ".docx": [_docx()],
    ".epub": [_BOOK],
    ".html": [_PAGE, _PAGE.decode().encode("gb18030")],
    ".jsonl": ['{"id": "1", "text": "船厂", "date": null}\n{"id": 2, "text": "\\ud83d\\ude00"}\n'.encode()],
    ".md": [b"---\ntitle: x\n---\n# " + SEEDS[0]],
    ".mhtml": [_MAIL],
    ".pdf": [_pdf()],
    ".tsv": [_TABLE.replace(b",", b"\t")],
    ".txt": [*SEEDS, *(seed.decode().encode("gb18030") for seed in SEEDS), SEEDS[0].decode().encode("utf-16")],
}


# -- the laws


@given(
    st.one_of(st.binary(max_size=400), st.tuples(st.sampled_from(SAMPLES[".txt"]), edits).map(lambda p: damaged(*p)))
)
@fuzzed
def test_any_bytes_are_text_or_told(data: bytes) -> None:
    with suppress(InputError):
        assert decode(data).text.encode()[:1] is not None


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard() as guard:
        yield guard


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
def test_damaged_files_are_read_or_told(guard: Guard, suffix: str) -> None:
    whole = list(_documents(guard, suffix, SAMPLES[suffix][0]))

    @given(st.integers(0, len(SAMPLES[suffix]) - 1), edits)
    @fuzzed
    def law(sample: int, changes: list[tuple[float, str, bytes]]) -> None:
        for document in _documents(guard, suffix, damaged(SAMPLES[suffix][sample], changes)):
            assert document.id
            assert document.text.strip()
            assert (document.id + document.text + document.title + document.date + document.url).encode()
            assert all(0 <= start <= len(document.text) for start in document.pages)

    assert whole
    law()


def _documents(guard: Guard, suffix: str, data: bytes) -> Iterator[Document]:
    def told(problem: InputError) -> None:
        # What the reader itself says is wrong is well; that it crashed, or failed in a way it did not foresee, is not.
        assert not problem.reason.startswith(("its reader", "reading it took", "needs more")), problem

    file = File(io.BytesIO(data), "a" + suffix, "a" + suffix, told, Options(seconds=60))
    try:
        yield from guard.read(suffix, file) if suffix in GUARDED else READERS[suffix](file)
    except InputError as error:
        told(error)


@given(st.sampled_from([_zip({"a.txt": SEEDS[0], "b/c.csv": _TABLE}), gzip.compress(SEEDS[0])]), edits)
@fuzzed
def test_damaged_archives_are_read_or_told(data: bytes, changes: list[tuple[float, str, bytes]]) -> None:
    from kg.readers.archive import read_gzip, read_zip

    for read, name in ((read_zip, "a.zip"), (read_gzip, "a.txt.gz")):
        told: list[InputError] = []
        file = File(io.BytesIO(damaged(data, changes)), name, name, told.append)
        with suppress(InputError):
            for document in read(file, READERS, lambda suffix, inner: READERS[suffix](inner)):
                assert document.text.strip()


@given(news)
@fuzzed
def test_any_news_is_understood_and_every_offset_leads_to_its_text(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(Document("a", text))

    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.text
    for relation in extraction.relations:
        assert text[relation.span.start : relation.span.end] == relation.quote
    assert all(span.start < span.end for span in normalise(text).sentences())


@given(news.filter(bool), news)
@fuzzed
def test_any_names_and_ids_give_files_that_their_readers_open(identifier: str, text: str) -> None:
    graph = hostile_graph(identifier, text)
    turtle, graphml = io.StringIO(), io.StringIO()
    write_turtle(graph, turtle, base=BASE, schema=small_schema())
    write_graphml(graph, graphml, base=BASE, schema=small_schema())

    assert list(pyoxigraph.parse(turtle.getvalue().encode(), format=pyoxigraph.RdfFormat.TURTLE))
    assert etree.fromstring(graphml.getvalue().encode()) is not None


@pytest.mark.parametrize("name", ["kg.ttl", "gazetteer/Firm.tsv", "rules/builtBy.yaml", "grammar.yaml"])
def test_a_damaged_ontology_is_loaded_or_its_faults_are_told(tmp_path: Path, name: str) -> None:
    folder = write_ontology(tmp_path, BUILT)
    path = folder / name
    if not path.exists():
        path.write_text("words:\n  titles: [船长]\n", encoding="utf-8")
    whole = path.read_bytes()

    @given(edits)
    @fuzzed
    def law(changes: list[tuple[float, str, bytes]]) -> None:
        path.write_bytes(damaged(whole, changes))
        with suppress(KgError):
            load_ontology(folder)

    law()

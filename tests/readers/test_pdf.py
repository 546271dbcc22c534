"""PDF → text: reading order, joined lines, no running heads; and what is told of files that cannot be read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.errors import InputError
from kg.model import Document
from kg.pipeline import build
from kg.readers import Options, read
from kg.readers.columns import Glyph, Line, continues, read_lines
from kg.text import mend_forms
from printing import by_cairo, by_chromium, by_reportlab, paragraphs, share_of_runs
from small_ontology import BUILT, write_ontology

LEAST = 0.98
"""The share of six-character runs that must come out of a PDF in their order."""


def read_all(path: Path, options: Options | None = None) -> tuple[list[Document], list[InputError]]:
    problems: list[InputError] = []
    return list(read([path], on_problem=problems.append, options=options)), problems


def reason(path: Path, options: Options | None = None) -> str:
    documents, problems = read_all(path, options)
    assert documents == []
    assert problems[0].hint
    return problems[0].reason


@pytest.mark.parametrize("columns", [1, 2, 5])
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("printed", [by_reportlab, by_cairo], ids=["reportlab", "cairo"])
def test_columns_are_read_in_order_whoever_made_the_file(
    tmp_path: Path, printed: Callable[[Path, str, int], None], script: str, columns: int
) -> None:
    printed(tmp_path / "a.pdf", script, columns)

    _are_in_order(tmp_path / "a.pdf", script)


@pytest.mark.parametrize("columns", [1, 2, 5])
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
def test_columns_that_a_browser_printed_are_read_in_order(
    tmp_path: Path, browser: Any, script: str, columns: int
) -> None:
    by_chromium(browser, tmp_path / "a.pdf", script, columns)

    _are_in_order(tmp_path / "a.pdf", script)


def _are_in_order(path: Path, script: str) -> None:
    documents, problems = read_all(path)

    assert problems == []
    assert share_of_runs(script, documents[0].text) >= LEAST
    assert "版" not in documents[0].text  # the running head
    assert "—" not in documents[0].text  # the page number


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
def test_vertical_writing_is_read_from_right_to_left(tmp_path: Path, browser: Any, script: str) -> None:
    by_chromium(browser, tmp_path / "a.pdf", script, 1, vertical=True)

    assert share_of_runs(script, read_all(tmp_path / "a.pdf")[0][0].text) >= LEAST


def test_a_paragraph_goes_on_over_columns_and_pages(tmp_path: Path) -> None:
    by_reportlab(tmp_path / "a.pdf", "zh-Hans", 5)

    document = read_all(tmp_path / "a.pdf")[0][0]

    assert len(document.pages) > 1
    assert list(document.pages) == sorted(document.pages)
    assert [line.strip("\u2029\u3000") for line in document.text.split("\n")] == list(paragraphs("zh-Hans"))
    assert document.title == "科技园区的一年"


TURNED = [
    (0, ((50, 700), (50, 685))),
    (90, ((100, 50), (115, 50))),
    (180, ((550, 100), (550, 115))),
    (270, ((500, 750), (485, 750))),
]
"""How a page is turned, and where on the unturned page two lines stand that then are side by side."""


# -- files made by hand


class Pages:
    """A PDF of pages on which strings stand."""

    def __init__(self, path: Path, **options: object) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.path = path
        self.canvas = Canvas(str(path), pagesize=(600, 800), invariant=True, **options)

    def page(self, *strings: tuple[float, float, str], rotation: int = 0) -> Pages:
        self.canvas.setFont("STSong-Light", 10)
        self.canvas.setPageRotation(rotation)
        for x, y, text in strings:
            self.canvas.drawString(x, 800 - y, text)
        self.canvas.showPage()
        return self

    def picture(self) -> Pages:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        self.canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "gray")), 0, 0, 600, 800)
        self.canvas.showPage()
        return self

    def save(self) -> Path:
        self.canvas.save()
        return self.path


def test_evidence_tells_the_page(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "a.pdf").page((50, 100, "船厂的新闻。")).page((50, 100, "北溟造船公司建造了长风破浪号。"))
    graph = build([pages.save()], ontology=write_ontology(tmp_path / "ontology", BUILT))

    evidence = graph.statements[0].evidence[0]

    assert [(qualifier.name, qualifier.text) for qualifier in evidence.qualifiers] == [("page", "2")]


@pytest.mark.parametrize(("rotation", "places"), TURNED)
def test_a_page_that_is_turned_is_read_as_it_is_looked_at(
    tmp_path: Path, rotation: int, places: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.canvas.setPageRotation(rotation)
    for (x, y), text in zip(places, ("北京的船厂", "造了三条船"), strict=True):
        pages.canvas.saveState()
        pages.canvas.setFont("STSong-Light", 10)
        pages.canvas.translate(x, y)
        pages.canvas.rotate(rotation)
        pages.canvas.drawString(0, 0, text)
        pages.canvas.restoreState()
    pages.canvas.showPage()

    assert read_all(pages.save())[0][0].text == "北京的船厂造了三条船"


def test_a_file_with_a_password_is_told(tmp_path: Path) -> None:
    path = Pages(tmp_path / "a.pdf", encrypt=StandardEncryption("secret")).page((50, 100, "文")).save()

    assert reason(path) == "encrypted: it opens with a password only"


def test_a_file_that_needs_no_password_to_open_is_read(tmp_path: Path) -> None:
    path = Pages(tmp_path / "a.pdf", encrypt=StandardEncryption("", "owner")).page((50, 100, "文字")).save()

    assert read_all(path)[0][0].text == "文字"


def test_scanned_pages_are_told_and_the_others_read(tmp_path: Path) -> None:
    alone = Pages(tmp_path / "a.pdf").picture().picture().save()
    among = Pages(tmp_path / "b.pdf").picture().page((50, 100, "文字")).picture().picture().page().save()
    documents, problems = read_all(among)

    assert reason(alone) == "needs OCR: 2 pages, pictures without text"
    assert problems == []
    assert documents[0].text == "文字"
    assert documents[0].origin.notes == (
        "needs OCR, a picture without text: pages 1, 3–4",
        "no text: page 5",
    )


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("科技园区的一年", "科技园区的一年"),
        ("Microsoft Word - 关于园区的通知.doc", "关于园区的通知"),
        ("news/科技园区.HTML", "news/科技园区"),
        ("p.html", ""),
        ("Microsoft PowerPoint - Annual report v2.pptx", ""),
        ("Node.js", "Node.js"),
        ("Café Zürich", "Café Zürich"),
        ("关于园区的通知".encode("gb18030").decode("latin-1"), "关于园区的通知"),
        ("關於園區的通知".encode("big5").decode("latin-1"), "關於園區的通知"),
    ],
)
def test_a_title_is_what_people_would_call_the_document(tmp_path: Path, told: str, title: str) -> None:
    pages = Pages(tmp_path / "a.pdf").page((50, 100, "文字"))
    pages.canvas.setTitle(told)

    (document,), problems = read_all(pages.save())

    assert (document.title, problems) == (title, [])


def test_broken_and_empty_and_huge_files_are_told(tmp_path: Path) -> None:
    whole = Pages(tmp_path / "whole.pdf").page((50, 100, "文字")).save()
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<<")
    (tmp_path / "none.pdf").write_bytes(b"")
    empty = Pages(tmp_path / "empty.pdf").page().save()

    assert reason(tmp_path / "cut.pdf") == "broken PDF"
    assert reason(tmp_path / "none.pdf") == "empty file"
    assert [problem.reason for problem in read_all(empty)[1]] == ["empty document"]
    assert reason(whole, Options(most_bytes=100)) == "larger than 0 MB"


def _unmapped(codes: bytes) -> bytes:
    """A PDF whose one font numbers its glyphs as it likes and does not say what they mean."""
    stream = b"BT /F1 10 Tf 50 700 Td <" + codes.hex().encode() + b"> Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        b" /Descent -200 /CapHeight 800 /StemV 80 >>",
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def test_a_font_that_does_not_tell_its_characters_is_told_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_unmapped(bytes(code for n in range(200) for code in (0x30, n))))

    assert reason(tmp_path / "a.pdf") == "fonts without a Unicode map, text would be garbage"


# -- geometry


def glyphs(text: str, x: float, y: float, size: float = 10.0) -> list[Glyph]:
    found = []
    for character in text:
        width = size / 2 if character.isascii() else size
        found.append(Glyph(character, x, x + width, y, y + size, size))
        x += width
    return found


def test_a_headline_over_three_columns_comes_before_them() -> None:
    page = glyphs("横跨三栏的大标题就是它了", 0, 0, 20)
    for row in range(6):
        for column in range(3):
            page += glyphs("栏一二"[column] + "零〇一二三"[row % 5] + "文文文文", column * 80, 40 + row * 15)

    lines = [line.text for line in read_lines(page)]

    assert lines[0] == "横跨三栏的大标题就是它了"
    assert [line[0] for line in lines[1:]] == ["栏"] * 6 + ["一"] * 6 + ["二"] * 6


def test_a_spaced_out_line_is_no_row_of_columns() -> None:
    page = [glyph for index, character in enumerate("主办单位") for glyph in glyphs(character, index * 30, 0)]
    page += glyphs("由三家公司共同主办这次会", 0, 15)

    assert [line.text for line in read_lines(page)] == ["主 办 单 位", "由三家公司共同主办这次会"]


def line(text: str, left: float, right: float, top: float, size: float = 10.0) -> Line:
    return Line(text, left, right, top, top + size, size, size, 0, 200)


def test_full_lines_go_on_and_short_indented_and_larger_ones_do_not() -> None:
    full = line("满行", 0, 198, 0)

    assert continues(full, line("下行", 0, 100, 15))
    assert not continues(line("短行", 0, 100, 0), line("下行", 0, 100, 15))
    assert not continues(full, line("缩进", 20, 100, 15))
    assert not continues(full, line("大字", 0, 100, 15, 14))
    assert not continues(full, line("远行", 0, 100, 60))


def test_smaller_heads_and_feet_that_reach_beyond_the_text_part_no_lines(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.canvas.setFont("STSong-Light", 7)
    for y, words in ((20, "二〇二六年三月一日"), (780, "一共一页")):
        pages.canvas.drawString(20, 800 - y, words)
        pages.canvas.drawRightString(590, 800 - y, "船厂的新闻")
    lines = ["船" * 40, "厂" * 40, "造" * 12]
    pages.page(*((60, 100 + 15 * number, line) for number, line in enumerate(lines)))

    assert "".join(lines) in read_all(pages.save())[0][0].text


def test_hyphens_at_line_ends_go_and_latin_words_keep_their_space(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.page(
        (50, 100, "the world's largest techno-"),
        (50, 115, "logy exhibition was opened"),
        (50, 130, "by the mayor here."),
    )

    assert (
        read_all(pages.save())[0][0].text == "the world's largest technology exhibition was opened by the mayor here."
    )


def test_radicals_and_compatibility_forms_become_the_characters_they_stand_for() -> None:
    assert mend_forms("⼈⺠⽇報⻓江⻑江金") == "人民日報长江長江金"
    assert mend_forms("衞生署ＡＢ㈱") == "衞生署ＡＢ㈱"

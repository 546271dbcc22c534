"""Web pages → the article in them; hostile ones are read or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from files_made import NEWS, PAGE, lines, only, read_all, write

# -- web pages


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("", "gb18030"),
        ("big5", "gb18030"),  # it lies
    ],
)
def test_an_article_is_read_without_what_stands_around_it(tmp_path: Path, declared: str, encoding: str) -> None:
    page = PAGE.replace("CHARSET", f'<meta charset="{declared}">' if declared else "")
    document = only(write(tmp_path / "a.html", page.encode(encoding)))

    assert [line for line in lines(document) if line != "渡轮完工"] == list(NEWS)
    assert (document.title, document.date) == ("渡轮完工", "2024-03-05")
    assert document.url == "https://news.example.org/2024/03/05/ferry.html"
    assert (document.origin.format, document.origin.encoding) == ("html", encoding)


def test_a_page_that_declares_big5_is_read_in_it(tmp_path: Path) -> None:
    text = "香港的渡輪公司昨日在海港宣布，公司建造的新渡輪已經完工，將於下月交付使用，票價不會提高。"
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"></head><p>{text}</p></html>'
    document = only(write(tmp_path / "a.htm", page.encode("big5hkscs")))

    assert text in document.text
    assert document.origin.encoding == "big5hkscs"


def test_line_breaks_of_the_source_do_not_cut_chinese_words(tmp_path: Path) -> None:
    page = "<html><body><p>北溟造船\n   公司建造了长风\r\n破浪号，the new\nferry 很大。</p></body></html>"

    assert lines(only(write(tmp_path / "a.html", page))) == ["北溟造船公司建造了长风破浪号，the new ferry 很大。"]


def test_a_page_of_few_words_is_read_whole(tmp_path: Path) -> None:
    page = "<html><body><div>船报</div><table><tr><td>主办</td><td>船厂</td></tr></table></body></html>"

    assert lines(only(write(tmp_path / "a.html", page))) == ["船报", "主办", "船厂"]


@pytest.mark.parametrize(
    "middle", [(), ("约定包括互相通报船期，减免港口费用，共同培训船员。",) * 4], ids=["short", "longer"]
)
def test_a_short_article_keeps_its_paragraphs_and_nothing_around_them(tmp_path: Path, middle: tuple[str, ...]) -> None:
    paragraphs = ["北溟港与长风港昨日在北溟签署备忘录", *middle, "两港将共同建造渡轮。"]
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    page = f"<html><body><nav>首页 新闻</nav><article>{body}</article><footer>版权所有</footer></body></html>"

    assert lines(only(write(tmp_path / "a.html", page))) == paragraphs


def test_how_characters_are_read_is_no_part_of_the_text(tmp_path: Path) -> None:
    ruby = "<ruby>北溟<rp>（</rp><rt>běimíng</rt><rp>）</rp></ruby>"
    page = f"<html><body><article><p>{ruby}造船公司昨日建造了长风破浪号渡轮，船长一百米。</p></article></body></html>"

    assert lines(only(write(tmp_path / "a.html", page))) == ["北溟造船公司昨日建造了长风破浪号渡轮，船长一百米。"]


def test_a_saved_folder_of_pages_is_read_without_what_the_browser_put_beside_them(tmp_path: Path) -> None:
    write(tmp_path / "saved" / "一.html", PAGE)
    write(tmp_path / "saved" / "一_files" / "frame.html", PAGE)
    write(tmp_path / "saved" / "一_files" / "code.js", "alert(1)")
    documents, problems = read_all(tmp_path / "saved")

    assert [document.id for document in documents] == ["一.html"]
    assert problems == []


def test_the_header_of_a_saved_page_tells_its_encoding_and_address(tmp_path: Path) -> None:
    body = PAGE.replace('<link rel="canonical" href="https://news.example.org/2024/03/05/ferry.html">', "")
    head = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=frontier\r\n\r\n--frontier\r\n"
        "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n"
        "Content-Location: https://news.example.org/ferry\r\n\r\n"
    )
    document = only(write(tmp_path / "a.mhtml", head.encode() + body.encode("gb18030") + b"\r\n--frontier--\r\n"))

    assert NEWS[0] in document.text
    assert (document.url, document.origin.encoding) == ("https://news.example.org/ferry", "gb18030")


HOSTILE_PAGES = {
    "nested": "<div>" * 50_000 + "文字" + "</div>" * 50_000,
    "entities": '<!DOCTYPE html [<!ENTITY a "文字文字"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;&b;</p>',
    "outside": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>文字 &x;</p>',
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(3_000)) + ">文字</p>",
    "controls": "<p>文\x00字\x01\x0b</p>",
    "nothing": "<html></html>",
    "unclosed": "<table><tr><td><p>文字<b><i><u>" * 500,
}


@pytest.mark.parametrize("page", HOSTILE_PAGES.values(), ids=HOSTILE_PAGES)
def test_a_hostile_page_is_read_or_told_and_the_next_one_is_read(tmp_path: Path, page: str) -> None:
    write(tmp_path / "a.html", page)
    write(tmp_path / "b.html", PAGE)
    documents, problems = read_all(tmp_path)

    assert len(documents) + len(problems) == 2
    assert documents[-1].id == "b.html"
    assert all("root:" not in document.text and len(document.text) < 10_000 for document in documents)


MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "要闻", "青云大学", "听海银行"))
BRIEF = "青州港集团昨日与大江集团签署合作协议，双方将共建听海物流园。"


@pytest.mark.parametrize("page", [
    f"<div><ul>{MENU}</ul></div><div><h1>青州港签约</h1><div>{BRIEF}</div></div><div><ul>{MENU}</ul></div>",
    f"<table><tr><td><a href=1>青云大学</a> | <a href=2>听海银行</a></td></tr></table>"
    f"<table><tr><td><b>青州港签约</b><br>　　{BRIEF}<br></td><td><ul>{MENU}</ul></td></tr></table>",
    f"<article><h1>青州港签约</h1><p>{BRIEF}</p><p><a href=1>青云大学</a><br><a href=2>听海银行</a></p></article>",
])  # fmt: skip
def test_a_brief_is_read_without_the_menus_around_it(tmp_path: Path, page: str) -> None:
    whole = f"<html><head><meta charset=utf-8><title>青州港签约</title></head><body>{page}</body></html>"

    assert lines(only(write(tmp_path / "a.html", whole.encode()))) == ["青州港签约", BRIEF]


def test_a_page_of_links_alone_and_a_sentence_that_is_a_link_are_read(tmp_path: Path) -> None:
    head = "<html><head><meta charset=utf-8></head><body>"
    links = only(write(tmp_path / "a.html", f"{head}<ul>{MENU}</ul></body></html>".encode()))
    linked = only(
        write(tmp_path / "b.html", f"{head}<ul>{MENU}</ul><p><a href=1>{BRIEF}</a></p></body></html>".encode())
    )

    assert "青云大学" in lines(links)
    assert lines(linked) == [BRIEF]

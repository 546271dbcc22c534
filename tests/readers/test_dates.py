"""Days as sources write them → ISO 8601; what is read as none stays as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files_made import only, write
from kg.readers.dates import days_in, iso_day
from reading_made import Make, line, read_all


@pytest.mark.parametrize("written", [
    "2026-03-05", "2026/3/5", "2026.3.5", "2026-3-5 9:05", "2026年3月5日", "2026 年 3 月 5 日 上午", "20260305",
    "20260305101112", "2026-03-05T23:11:12+08:00", "２０２６年３月５日", "二〇二六年三月五日", "二○二六年三月五日 周四",
    "民國115年3月5日", "中華民國 115 年 3 月 5 日", "民国一百一十五年三月五日", "115/03/05",
    "发布时间：2026-03-05 10:17", "Thu, 05 Mar 2026 10:00:00 +0800",
])  # fmt: skip
def test_one_day_is_read_however_it_is_written(written: str) -> None:
    assert iso_day(written) == "2026-03-05"


@pytest.mark.parametrize(("written", "day"), [
    ("2026", "2026"), ("2026-03", "2026-03"), ("2026年3月", "2026-03"), ("民國99年", "2010"),
    ("民國廿年三月", "1931-03"), ("二〇二五年十二月三十一日", "2025-12-31"), ("2025年十月二十日", "2025-10-20"),
])  # fmt: skip
def test_months_and_years_stay_what_they_are(written: str, day: str) -> None:
    assert iso_day(written) == day


@pytest.mark.parametrize("written", [
    "", "昨天", "3月5日", "03/05/2026", "99/1/2", "2026-13-05", "2026/2/30", "1772668800", "昭和64年1月7日", "2026 Q3",
])  # fmt: skip
def test_what_is_no_day_or_could_be_two_stays(written: str) -> None:
    assert iso_day(written) == written


@given(st.text(st.characters(categories=["Nd", "Lo", "Po", "Zs", "Pd"]), max_size=24))
def test_any_text_gives_a_day_or_itself_and_a_day_itself(written: str) -> None:
    day = iso_day(written)

    assert day == written or iso_day(day) == day


def test_days_in_a_line_are_those_told_in_full() -> None:
    assert days_in("来源：青州日报 2004年09月16日10:07 第3版") == {"2004-09-16"}
    assert days_in("3月5日至2026年4月，电话010-1234-5678") == set()


def test_tables_and_json_lines_tell_days_alike(make: Make) -> None:
    rows = 'id,date,text\na,2026/3/5,"一"\nb,民國115年3月5日,"二"\n'
    documents, problems = read_all(make({"a.csv": rows, "b.jsonl": line(id="c", text="三", date="2026年3月5日")}))

    assert problems == []
    assert [document.date for document in documents] == ["2026-03-05"] * 3


@pytest.mark.parametrize(("above", "day"), [
    ("<div>青州日报 2004年09月16日10:07</div>", "2004-09-16"),
    ("<p>今天是2026年3月5日</p><div>2004年09月16日</div>", ""),  # either could be that of the article
    ("<div>第3版 要闻</div>", ""),
])  # fmt: skip
def test_the_only_day_above_an_article_is_that_of_its_page(tmp_path: Path, above: str, day: str) -> None:
    told = "青州的渡轮公司在2003年1月2日宣布，公司建造的新渡轮已经完工，将于下月交付使用，票价不会提高。"
    page = f"<html><meta charset=utf-8><title>渡轮完工</title><h1>渡轮完工</h1>{above}<div><p>{told}</p></div></html>"

    assert only(write(tmp_path / "a.html", page.encode())).date == day

"""Files of every kind made by hand, and what is read of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from kg.errors import InputError
from kg.model import Document
from kg.readers import Options, read

NEWS = (
    "北溟造船公司昨日在青屿深水港宣布，公司建造的长风破浪号已经完工，将于下月交付给远星航运公司使用。",
    "公司负责人表示，这艘渡轮是公司十年来建造的最大的一艘，使用了多项新的技术，能够在大风浪中平稳航行。",
    "远星航运公司说，渡轮投入使用以后，来往两个港口的时间将从五个小时缩短到三个小时，票价不会提高。",
)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in NEWS)
PAGE = f"""<!doctype html><html lang="zh"><head>CHARSET<title>渡轮完工 - 船报</title>
<meta property="og:title" content="渡轮完工">
<meta property="article:published_time" content="2024-03-05T08:00:00+08:00">
<link rel="canonical" href="https://news.example.org/2024/03/05/ferry.html"></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/s">体育频道</a></li><li><a href="/f">财经频道</a></li></ul></nav>
<article><h1>渡轮完工</h1>{ARTICLE}</article>
<footer><p>版权所有 不得转载 <a href="/about">关于我们</a></p></footer><script>var x = "不要执行";</script>
</body></html>"""


def read_all(*paths: Path, options: Options | None = None) -> tuple[list[Document], list[InputError]]:
    problems: list[InputError] = []
    return list(read(paths, on_problem=problems.append, options=options)), problems


def only(path: Path, options: Options | None = None) -> Document:
    documents, problems = read_all(path, options=options)
    assert problems == []
    assert len(documents) == 1
    return documents[0]


def reason(path: Path, options: Options | None = None) -> str:
    documents, problems = read_all(path, options=options)
    assert documents == []
    assert len(problems) == 1
    return problems[0].reason


def lines(document: Document) -> list[str]:
    return document.text.split("\u2029\n")


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path

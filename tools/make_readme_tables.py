"""Copy the figures of docs/accuracy.md that both READMEs show.

python tools/make_readme_tables.py
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- accuracy: copied by tools/make_readme_tables.py -->\n", "<!-- end of accuracy -->"
ROWS = {"names": "名称", "relations": "关系", "relations, the reader's names given": "关系（名称按人工标注给定）"}
SETS = {"paragraphs": "段落", "own": "自测", "passages": "短文", "pages": "报纸版面"}


def table(page: str) -> str:
    """The table of a README in its language.

    Args:
        page: its name; what names no language is English.
    """
    chinese = ".zh." in page
    lines = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8").partition("## All together")[2].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:8] if line.startswith("|")]
    head, _, *body = rows
    columns = [SETS.get(name, name) if chinese else name for name in head[1:]]
    kept = [[ROWS[name] if chinese else name, *cells] for name, *cells in body if name in ROWS]
    shown = [["", *columns], ["---"] * len(head), *kept]
    return "".join(f"| {' | '.join(row)} |\n" for row in shown)


def readme_text(page: str) -> str:
    """A README with its table made anew."""
    text = (ROOT / page).read_text(encoding="utf-8")
    if len(re.findall(f"{re.escape(BEGIN)}.*?{END}", text, re.DOTALL)) != 1:
        raise SystemExit(f"{page}: the lines that say where the table stands are missing")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    return f"{before}{BEGIN}\n{table(page)}\n{END}{after}"


def main() -> None:
    """Write both."""
    for page in ("README.md", "README.zh.md"):
        (ROOT / page).write_text(readme_text(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

"""The pages of the documentation, cut into their fenced blocks, and a shell to run commands in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
"""What lies beside the project where it was measured, and is no part of it."""

PAGES = sorted([*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
TUTORIALS = ("docs/tutorial.md", "docs/tutorial.zh.md")

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: its language, what stands behind it, and the lines; ``line`` is where it begins."""

    page: Path
    line: int
    language: str
    note: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: str, language: str = "", begins: str = "") -> list[Block]:
    """The blocks of a page in a language (or in any) whose text begins with a pattern, in order."""
    found = _blocks(ROOT / page)
    return [block for block in found if language in ("", block.language) and re.match(begins, block.text)]


def _blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    for match in _BLOCK.finditer(text):
        yield Block(page, text.count("\n", 0, match.start()) + 1, match[1], match[2].strip(), match[3])


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with this environment's `kg` on the path."""
    bin_folder = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": bin_folder + os.pathsep + os.environ["PATH"], "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

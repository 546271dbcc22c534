"""The tutorial is true: followed to the letter, each of its commands runs and prints what the page says it prints."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from commanding import run_lines
from pages import PAGES, ROOT, TUTORIALS, Block, blocks

_LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Block, str, str]]:
    """Each block of commands of the tutorial with what it wrote to standard output and standard error, in order."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    told = []
    for block in blocks(TUTORIALS[0]):
        if block.language == "sh":
            done = run_lines(block.text, folder)
            told.append((block, done.stdout, done.stderr + (f"exit code {done.returncode}" if done.returncode else "")))
        elif block.note != "output":
            _write(folder, block)
    return told


def _write(folder: Path, block: Block) -> None:
    """Write a block to the file that stands behind its language, or behind what the file holds already: ``>> FILE``."""
    path = folder / block.note.removeprefix(">> ")
    with path.open("a" if block.note.startswith(">> ") else "w", encoding="utf-8") as file:
        file.write(block.text)


def test_each_command_runs_without_a_fault(followed: list[tuple[Block, str, str]]) -> None:
    builds = ("kg build papers -o my-out\n", "kg suggest")
    faults = {str(block): err for block, _, err in followed if err and not block.text.startswith(builds)}

    assert faults == {}


def test_each_command_prints_what_the_page_shows(followed: list[tuple[Block, str, str]]) -> None:
    ran = {block.line: out.replace("\r\n", "\n") for block, out, _ in followed}  # CSV ends its lines with both
    shown, before = {}, 0
    for block in blocks(TUTORIALS[0]):
        if block.note == "output":
            shown[before] = block.text
        before = block.line

    assert len(shown) >= 5
    assert shown == {line: ran[line] for line in shown}


def test_what_the_page_says_is_missing_is_missing(followed: list[tuple[Block, str, str]]) -> None:
    """未来已来 is the tutorial's example of a name that nothing tells; it needs another if it is ever found."""
    (explained,) = [out for block, out, _ in followed if block.text.startswith("kg explain")]
    names = explained.partition("\nnames")[2].partition("\nread")[0]

    assert names.split()[0] == "昆明"
    assert "未来已来" not in names


def test_both_languages_show_the_same_files_commands_and_answers() -> None:
    english, chinese = (
        [(block.language, block.note, block.text) for block in blocks(tutorial)] for tutorial in TUTORIALS
    )

    assert english == chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    broken = []
    for target, anchor in _LINK.findall(prose):
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (anchor and anchor not in _anchors(path)):
            broken.append(f"{target}#{anchor}" if anchor else target)

    assert broken == []


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them: small letters, blanks as hyphens, no marks."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}

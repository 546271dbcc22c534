"""Hooks of the site: pages of the project's root take part in it, and links that lead out of docs/ stay true.

README.md, CONTRIBUTING.md, SECURITY.md and CHANGELOG.md are written to be read where they lie. In the site they are
pages like the others: a link from one to ``docs/rules.md`` becomes one to ``rules.md``. A link to a file that is no
page stands as plain text.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]

GUESTS = {
    "index.md": "README.md",
    "readme.zh.md": "README.zh.md",
    "contributing.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
    "changelog.md": "CHANGELOG.md",
}
"""Page of the site → file of the project's root."""

_HOSTS = {source: page for page, source in GUESTS.items()}
_LINK = re.compile(r"(!?)\[((?:[^\]\[`]|`[^`]*`|\[[^\]]*\])*)\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]+)?\)")
_FENCED = re.compile(r"(^(`{3,}).*?^\2$)", re.MULTILINE | re.DOTALL)


def on_config(config: Any) -> Any:
    """Leave out of the menu what is not there: a page may come with a part that is not installed yet."""

    def present(entry: Any) -> Any:
        if isinstance(entry, list):
            return [kept for one in entry if (kept := present(one))]
        if isinstance(entry, dict):
            return {title: kept for title, one in entry.items() if (kept := present(one))}
        return entry if entry in GUESTS or (ROOT / "docs" / entry).is_file() else None

    config.nav = present(config.nav)
    return config


def on_files(files: Files, config: Any) -> Files:
    """Take the guests in."""
    for page, source in GUESTS.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Lead links where their targets are in the site."""
    source = GUESTS.get(page.file.src_uri)
    folder = "" if source else "docs"

    def led(match: re.Match[str]) -> str:
        bang, text, target, anchor = match.groups()
        path = posixpath.normpath(posixpath.join(folder, target))
        if not (ROOT / path).exists():
            return match[0]  # the strict build tells it
        inside = _HOSTS.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else "")
        if inside and not (ROOT / path).is_dir():
            return f"{bang}[{text}]({inside}{anchor or ''})"
        return text

    parts = _FENCED.split(markdown)
    # Text, a fenced block, its fence, text …: only text has links.
    return "".join(
        _LINK.sub(led, part) if number % 3 == 0 else part for number, part in enumerate(parts) if number % 3 != 2
    )

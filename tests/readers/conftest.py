"""Folders of files to be read."""

from pathlib import Path

import pytest

from reading_made import Make


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a folder of files from their paths and contents."""

    def _make(files: dict[str, str | bytes], name: str = "root") -> Path:
        root = tmp_path / name
        root.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return _make

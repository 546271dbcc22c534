"""What SECURITY.md promises of the code itself: nothing that runs data, nothing that others can write to."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])

RUN_DATA = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp", "input"}
MODULES = {"pickle", "marshal", "shelve", "dill", "telnetlib", "ftplib", "xmlrpc"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_runs_data_or_uses_what_others_can_write(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {ast.unparse(call.func) for call in calls}
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert named & RUN_DATA == set()
    assert imported & MODULES == set()
    assert not {"yaml.load", "yaml.unsafe_load", "yaml.full_load", "yaml.load_all"} & named
    for call in calls:
        shell = [word for word in call.keywords if word.arg == "shell"]
        assert not shell, f"{path}:{call.lineno}"


def test_only_the_guard_and_the_server_start_processes_and_only_those_of_ours() -> None:
    starting = {
        path.relative_to(ROOT / "src" / "kg").as_posix()
        for path in FILES
        if re.search(r"\bsubprocess\b|\bos\.(?:exec|spawn|posix_spawn)\w*\(", path.read_text(encoding="utf-8"))
    }

    assert starting == {"readers/guard.py", "serving/explorer.py", "serving/pool.py"}
    for name in starting:
        assert "sys.executable" in (ROOT / "src" / "kg" / name).read_text(encoding="utf-8")


def test_what_ci_installs_is_locked_with_hashes() -> None:
    text = (ROOT / "requirements-ci.txt").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE)
    declared = re.findall(r'^  "([\w.-]+)>=', project, re.MULTILINE)
    locked = {name.lower().replace("_", "-").replace(".", "-") for name in entries}

    assert "://" not in re.sub(r"^#.*", "", text, flags=re.MULTILINE)
    assert {name.lower().replace("_", "-") for name in declared} <= locked

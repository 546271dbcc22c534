"""What SECURITY.md promises of the code itself: nothing that runs data, nothing that others can write to."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])

RUN_DATA = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp", "input"}
RUN_DATA |= {"yaml.load", "yaml.unsafe_load", "yaml.full_load", "yaml.load_all"}
MODULES = {"pickle", "marshal", "shelve", "dill", "telnetlib", "ftplib", "xmlrpc"}


def test_no_code_runs_data_or_uses_what_others_can_write() -> None:
    wrong = {str(path.relative_to(ROOT)): found for path in FILES if (found := _wrong(path))}

    assert wrong == {}


def _wrong(path: Path) -> list[str]:
    """What a file calls or imports that it must not, with the line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Call):
            names = [ast.unparse(node.func)] if ast.unparse(node.func) in RUN_DATA else []
            names += [f"{word.arg}=" for word in node.keywords if word.arg == "shell"]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module)] if str(node.module).split(".")[0] in MODULES else []
        found += [f"{node.lineno}: {name}" for name in names if isinstance(node, ast.stmt | ast.expr)]
    return found


def test_what_must_not_be_is_found(tmp_path: Path) -> None:
    lines = (
        "import pickle.x",
        "from marshal import loads",
        "yaml.load(f)",
        "run('x', shell=True)",
        "exec('1')",
        "ok()",
    )
    (tmp_path / "bad.py").write_text("\n".join(lines), encoding="utf-8")

    told = ["1: pickle.x", "2: marshal", "3: yaml.load", "4: shell=", "5: exec"]
    assert _wrong(tmp_path / "bad.py") == told


def test_only_the_guard_and_the_server_start_processes_and_only_those_of_ours() -> None:
    starting = {
        path.relative_to(ROOT / "src" / "kg").as_posix()
        for path in FILES
        if re.search(r"\bsubprocess\b|\bos\.(?:exec|spawn|posix_spawn)\w*\(", path.read_text(encoding="utf-8"))
    }

    assert starting == {"readers/guard.py", "serving/explorer.py", "serving/pool.py"}
    for name in starting:
        assert "sys.executable" in (ROOT / "src" / "kg" / name).read_text(encoding="utf-8")


def test_a_file_in_the_working_folder_decides_nothing_of_scripts(tmp_path: Path) -> None:
    for name in ("t2s", "s2tw"):
        (tmp_path / f"{name}.json").write_text("[]", encoding="utf-8")
    code = "from kg.characters import converter; print(converter('t2s').convert('\u9ad4'))"
    ran = subprocess.run([sys.executable, "-X", "utf8", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "\u4f53\n"), ran.stderr


def test_what_ci_installs_is_locked_with_hashes() -> None:
    text = (ROOT / "requirements-ci.txt").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE)
    declared = re.findall(r'^  "([\w.-]+)>=', project, re.MULTILINE)
    locked = {name.lower().replace("_", "-").replace(".", "-") for name in entries}

    assert "://" not in re.sub(r"^#.*", "", text, flags=re.MULTILINE)
    assert {name.lower().replace("_", "-") for name in declared} <= locked

"""``kg serve`` begins or says why not, and ends with all its processes."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from commanding import Done, run_kg
from served import ENDLESS, KG, Server, eventually, serving

# -- beginning and end ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "at work"])
def test_sigterm_ends_the_server_and_all_its_processes(out: Path, busy: bool) -> None:
    with serving(out, "--timeout", "600") as server, ThreadPoolExecutor(1) as executor:
        workers = server.workers()
        asking = executor.submit(server.query, ENDLESS) if busy else None
        time.sleep(0.5)
        code = server.stop()
        said = server.said.read_text(encoding="utf-8")

        assert code == 0
        assert "Traceback" not in said
        assert len(workers) == 2
        assert eventually(lambda: not any(Path(f"/proc/{number}").exists() for number in workers))
        assert asking is None or asking.result().status == 503


def test_when_the_server_is_killed_its_processes_end_by_themselves(out: Path) -> None:
    with serving(out) as server:
        workers = server.workers()
        server.process.kill()

        assert eventually(lambda: not any(Path(f"/proc/{number}").exists() for number in workers))


def run(*arguments: str, **environment: str) -> Done:
    return run_kg("serve", *arguments, **environment)


def test_a_port_in_use_is_told(out: Path, server: Server) -> None:
    port = server.address.rstrip("/").rpartition(":")[2]
    done = run(str(out), "--port", port)

    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "Address already in use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("content", "code", "parts"), [
    (None, 1, ["graph.ttl", "no such file", "kg build"]),
    (b"<a> <b> .\n", 1, ["graph.ttl:1", "no Turtle"]),
    (b"\xff\xfe\x00", 1, ["graph.ttl", "no Turtle"]),
    ("@prefix a: <a:> .\na:a a:b \"创\" .".encode("gb18030"), 1, ["graph.ttl", "no Turtle"]),
], ids=["missing", "no Turtle", "bytes", "another encoding"])  # fmt: skip
def test_a_graph_that_cannot_be_served_is_told(
    tmp_path: Path, content: bytes | None, code: int, parts: list[str]
) -> None:
    if content is not None:
        (tmp_path / "graph.ttl").write_bytes(content)
    done = run(str(tmp_path), "--port", "0", XDG_CACHE_HOME=str(tmp_path / "cache"))

    assert done.returncode == code, done.stderr
    assert all(part in done.stderr for part in parts), done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "cache").glob("kg/*")) or content is None


@pytest.mark.parametrize(("arguments", "part"), [
    (("--port", "70000"), "70000"), (("--host", "no.such.host.invalid"), "no.such.host.invalid"),
    (("--timeout", "0"), "seconds"), (("--rows", "-1"), "rows"), (("--waiting", "-1"), "waiting"),
    (("--timeout", "nan"), "seconds"), (("--workers", "0"), "--workers 0"), (("--cors", "graph.example"), "no origin"),
    (("--cors", "https://graph.example/page"), "no origin"),
])  # fmt: skip
def test_a_wrong_call_is_told(out: Path, arguments: tuple[str, ...], part: str) -> None:
    done = run(str(out), *arguments)

    assert done.returncode == 2, done.stderr
    assert part in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_libraries_it_says_what_to_install(out: Path, tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text("raise ModuleNotFoundError('No module named starlette', name='starlette')")
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(
        [str(KG), "serve", str(out)], capture_output=True, encoding="utf-8", env=environment, timeout=60, check=False
    )

    assert done.returncode == 2
    assert "pip install 'kg[serve]'" in done.stderr

"""A real server for tests: ``kg serve`` in a process of its own, and the plainest of clients."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from graphs import BASE, small_graph
from kg.export import export
from kg.ontology import default_data
from kg.schema import load_schema

KG = Path(sys.executable).parent / "kg"
NUMBERS = "VALUES ?{0} {{ 0 1 2 3 4 5 6 7 8 9 }}"
ENDLESS = "SELECT * {{ {} FILTER({} < 0) }}".format(
    " ".join(NUMBERS.format(name) for name in "abcdefghijklmn"), " + ".join(f"?{name}" for name in "abcdefghijklmn")
)
"""A query that looks through more combinations than anyone can wait for, and finds no row among them."""


@dataclass(frozen=True)
class Answer:
    """What a server said: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    """A running server: where it is, its process, and the file that holds what it said on standard error."""

    address: str
    process: subprocess.Popen[bytes]
    said: Path

    def ask(self, path: str, *, data: bytes | None = None, method: str | None = None, **headers: str) -> Answer:
        """One request; ``Content_Type`` in the arguments is the header ``Content-Type``."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(self.address.rstrip("/") + path, data, told, method=method)  # noqa: S310
        try:
            with build_opener(ProxyHandler({}), _Stay).open(request, timeout=60) as response:
                return Answer(response.status, _lowered(response.headers), response.read())
        except HTTPError as error:
            return Answer(error.code, _lowered(error.headers), error.read())

    def query(self, text: str, accept: str = "application/sparql-results+json") -> Answer:
        return self.ask(f"/sparql?{urlencode({'query': text})}", Accept=accept)

    def workers(self) -> list[int]:
        """The ids of the processes that answer queries."""
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in folder.read_text().split()]

    def stop(self) -> int:
        """End the server as a system does; its exit code."""
        self.process.terminate()
        return self.process.wait(20)


class _Stay(__import__("urllib.request").request.HTTPRedirectHandler):  # type: ignore[misc]
    """Follows no redirection, so that tests see it."""

    def redirect_request(self, *_: object) -> None:
        return None


def _lowered(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}  # type: ignore[attr-defined]


def write_small(folder: Path, formats: tuple[str, ...] = ("ttl",)) -> Path:
    """The small graph of the tests as files in a folder."""
    export(small_graph(), folder, base=BASE, schema=load_schema(default_data("ontology") / "kg.ttl"), formats=formats)
    return folder


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[Server]:
    """``kg serve`` with a free port; it is ended with the context."""
    folder = graph if graph.is_dir() else graph.parent
    said = folder / "said.txt"
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONUTF8": "1"}
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [str(KG), "serve", str(graph), "--port", "0", *options], stderr=errors, env=environment
        )
    try:
        yield Server(_address(process, said), process, said)
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    for _ in range(600):
        match = re.search(r"http://\S+", said.read_text(encoding="utf-8"))
        if match:
            return match[0]
        assert process.poll() is None, said.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError("the server does not start")


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until something holds; tell whether it came to."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def memory(*processes: int) -> int:
    """Bytes of memory that processes hold."""
    sizes = [Path(f"/proc/{number}/statm").read_text().split()[1] for number in processes]
    return sum(map(int, sizes)) * os.sysconf("SC_PAGE_SIZE")

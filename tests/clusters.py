"""A Spark for the tests: a session on two cores of this machine, and a cluster of its own with a master and workers.

Most of what little data costs is the start of Java and the first run of each part of it. So all tests of a process
share one Java: a build on the cluster is told of from the Java in which the session on this machine has ended.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

REQUIRED = os.environ.get("KG_JAVA") == "required"

QUICK_JAVA = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss4m -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
QUICK = {
    "spark.driver.extraJavaOptions": QUICK_JAVA,
    "spark.executor.extraJavaOptions": QUICK_JAVA,
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.memory": "512m",
}
"""Settings for little data: no time is spent on making it fast, or on checking the classes of Spark."""


def why_not() -> str:
    """Why Spark cannot run here; empty if it can."""
    for library in ("pyspark", "pyarrow", "pandas"):
        if find_spec(library) is None:
            return f"{library} is not installed (pip install 'kg[spark]')"
    return (
        ""
        if shutil.which("java") or os.environ.get("JAVA_HOME")
        else "there is no Java (Debian: openjdk-17-jre-headless)"
    )


def need_spark() -> None:
    """Skip the test, saying why, if Spark cannot run here; fail it where it is required."""
    reason = why_not()
    if reason and REQUIRED:
        pytest.fail(f"Spark is required here: {reason}")
    if reason:
        pytest.skip(reason)


class LocalSpark:
    """A session with two cores, which tests share."""

    def __init__(self, folder: Path) -> None:
        """Start nothing; ``folder`` is empty, and gets what is written to standard error."""
        self._stack = ExitStack()
        self._session: Any = None
        self._errors = folder / "errors"
        self._errors.touch()

    def session(self) -> Any:
        """The session, started if there is none."""
        from kg.engines.spark.session import spark_session

        if self._session is None:
            with _errors_to(self._errors):
                self._session = self._stack.enter_context(spark_session("local[2]", QUICK))
        return self._session

    def end(self) -> None:
        """End the session but not its Java, in which one on a cluster may follow."""
        self.session().stop()
        self._session = None

    def told(self) -> str:
        """What Java has written to standard error since it was started."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        self._stack.close()


@pytest.fixture(scope="session")
def local_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSpark]:
    need_spark()
    local = LocalSpark(tmp_path_factory.mktemp("java"))
    yield local
    local.close()


@pytest.fixture
def spark(local_spark: LocalSpark) -> Any:
    """The session with two cores."""
    return local_spark.session()


@contextmanager
def _errors_to(path: Path) -> Iterator[None]:
    """Give a file to processes that are started here as their standard error."""
    before = os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A standalone master and two workers with a core each, as processes of this machine; gives the master's URL."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = _free_port()
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_JAVA,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore",
    }
    launcher = str(home / "bin" / "spark-class")
    master = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    url = f"spark://127.0.0.1:{port}"
    processes: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], name: str) -> None:
        with (folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [launcher, *command], env=environment, stdout=log, stderr=log, start_new_session=True
            )
        processes.append(process)

    try:
        start(master, "master")
        _wait(lambda: _listens(port), "the master")
        for number in range(2):
            worker = [
                "org.apache.spark.deploy.worker.Worker",
                url,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                "0",
            ]
            start([*worker, "--host", "127.0.0.1", "--work-dir", str(folder / f"work{number}")], f"worker{number}")
        logs = [folder / "master.log"]
        _wait(lambda: sum(log.read_text().count("Registering worker") for log in logs) == 2, "the workers")
        yield url
    finally:
        for process in reversed(processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(30)


def executors(folder: Path) -> list[int]:
    """The process ids of the executors whose work lies below a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
                below = os.path.realpath(entry / "cwd").startswith(str(folder.resolve()))
            except OSError:
                continue
            if below and any(b"CoarseGrainedExecutorBackend" in part for part in command):
                found.append(int(entry.name))
    return sorted(found)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _wait(ready: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 120
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not start")
        time.sleep(0.1)

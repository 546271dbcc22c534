"""A Spark session: started quietly, told of what is wrong in words of its own, and given the ontology to ship."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compiled import Parts, keep_parts
from kg.digests import NOT_READ, folder_digest
from kg.engines.spark.worker import COMPILED, Shipped
from kg.errors import KgError, UsageError
from kg.keeping.program import program_digest
from kg.ontology import Ontology

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL_MASTER = "local[*]"
"""Where work is done unless something else is asked for: all cores of this machine."""

_OURS = re.compile(
    r"kg\.errors\.(?:KgError|InputError|UsageError|OntologyError): (.+?)(?:\n\s*(?:SQLSTATE|at |File )|\Z)", re.S
)
_CAUSE = re.compile(r"(?:Caused by: |: )?((?:\w+\.)*\w*(?:Exception|Error): .+)")
_NO_MODULE = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
_MASTER = re.compile(r"local(\[.*\])?|spark://.+|yarn|k8s://.+")
_PORT = 7077
_PATIENCE = 10.0
_DATE_OF_1980 = (1980, 1, 1, 0, 0, 0)


@contextmanager
def spark_session(master: str = "", conf: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """Start Spark, or use the session that is there, and stop it again if it was started here.

    What Spark and its Java write to standard error goes to a file that is removed in the end: what is wrong is
    raised.

    Args:
        master: where work is done: ``local[N]``, ``spark://HOST:PORT``, ``yarn``, ``k8s://…``; empty for the one of
            Spark's own configuration, else all cores of this machine.
        conf: further settings by Spark's names.

    Raises:
        UsageError: PySpark is not installed, or the master is none.
        KgError: there is no Java, the master does not answer, or Spark cannot start.
    """
    require_spark(master)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions of pandas, which is not used here
        from pyspark.sql import SparkSession

        active = SparkSession.getActiveSession()
        if active is not None:
            yield active
            return
    with tempfile.TemporaryDirectory(prefix="kg-spark-") as folder:
        log = Path(folder) / "log"
        session = _start(master, dict(conf or {}), log)
        try:
            yield session
        finally:
            with suppress(Exception):  # what it could not stop ends with its process
                session.stop()
            _end_gateway()


def require_spark(master: str) -> None:
    """See that there is what Spark needs, before anything is started.

    Args:
        master: where work is to be done; empty for what Spark's own configuration tells.

    Raises:
        UsageError: PySpark is not installed, or the master is none.
        KgError: there is no Java, or nothing listens where the master should be.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pandas  # noqa: F401  # Spark wants it, for Arrow too
            import pyarrow  # noqa: F401
            import pyspark  # noqa: F401
    except ImportError as error:
        message = f"--engine spark: {error.name} is not installed\n  hint: pip install 'kg[spark]'"
        raise UsageError(message) from None
    if master and not _MASTER.fullmatch(master):
        hint = "local[*], local[4], spark://HOST:7077, yarn or k8s://https://HOST:PORT"
        raise UsageError(f"--master {master}: no master of Spark\n  hint: give one like {hint}")
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if not java or not Path(java).is_file():
        where = f"JAVA_HOME is {home}, which has no bin/java" if home else "there is no java on the path"
        raise KgError(f"Spark needs Java 17 or newer: {where}\n  hint: install it (Debian: openjdk-17-jre-headless)")
    if master.startswith("spark://"):
        _check_answers(master)


def _check_answers(master: str) -> None:
    """See that one of the hosts of a standalone master listens: Spark itself takes a minute to find out."""
    told = []
    for host in master.removeprefix("spark://").split(","):
        name, _, port = host.rpartition(":") if ":" in host else (host, "", str(_PORT))
        try:
            with socket.create_connection((name.strip("[]"), int(port)), _PATIENCE):
                return
        except ValueError:
            raise UsageError(f"--master {master}: '{port}' is no port") from None
        except OSError as error:
            told.append(f"{host}: {error.strerror or error}")
    raise KgError(
        f"--master {master}: no master answers ({'; '.join(told)})\n  hint: is it started, and the port right?"
    )


def _start(master: str, conf: dict[str, str], log: Path) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("kg build")
    given = {
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",  # documents can be long
        "spark.executorEnv.PYTHONHASHSEED": "0",
        "spark.executorEnv.PYTHONWARNINGS": "ignore",  # of versions of pandas, which is not used here
    }
    if master:
        given["spark.master"] = master
    elif not _is_configured("spark.master", conf):
        given["spark.master"] = LOCAL_MASTER
    if given.get("spark.master", "").startswith("local"):  # nobody else has to reach it
        given |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
        }
    for name, value in {**given, **conf}.items():
        builder = builder.config(name, value)
    with _python(), _told_to(log):
        try:
            session = builder.getOrCreate()
        except Exception as error:  # Java's errors and Python's alike
            raise KgError(f"Spark could not start: {_first_line(error, log)}") from None
    return session


def _is_configured(name: str, conf: Mapping[str, str]) -> bool:
    """Tell whether a setting stands in what is given, or in the file that Spark reads."""
    if name in conf or "MASTER" in os.environ:
        return True
    folder = os.environ.get("SPARK_CONF_DIR") or os.path.join(os.environ.get("SPARK_HOME", ""), "conf")
    try:
        lines = (Path(folder) / "spark-defaults.conf").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return any(line.split()[:1] == [name] for line in lines)


@contextmanager
def _python() -> Iterator[None]:
    """Let workers on this machine run with the Python that runs here, unless another one is named."""
    if "PYSPARK_PYTHON" in os.environ:
        yield
        return
    os.environ["PYSPARK_PYTHON"] = sys.executable
    try:
        yield
    finally:
        del os.environ["PYSPARK_PYTHON"]


@contextmanager
def _told_to(log: Path) -> Iterator[None]:
    """Let what is started here write its errors to a file for as long as it lives."""
    sys.stderr.flush()
    before = os.dup(2)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.dup2(file, 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(file)
        os.close(before)


def _end_gateway() -> None:
    """End Java too: a later session may want other settings of it."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is None:
        return
    with suppress(Exception):
        gateway.shutdown()
    process = getattr(gateway, "proc", None)
    if process is not None:
        with suppress(Exception):
            process.stdin.close()
            process.wait(_PATIENCE)
    SparkContext._gateway = None
    SparkContext._jvm = None


@contextmanager
def spark_errors() -> Iterator[None]:
    """Raise what goes wrong in Spark's work as `KgError` in one line, with what was told by kg itself first.

    Raises:
        KgError: something did.
    """
    try:
        yield
    except KgError:
        raise
    except Exception as error:
        name = type(error).__module__
        if not name.startswith(("pyspark", "py4j")):
            raise
        raise KgError(reason_of(error)) from error


def reason_of(error: Exception) -> str:
    """What went wrong in an error of Spark, as short as it can be told."""
    text = str(error)
    if found := _OURS.search(text):
        return found[1].strip()
    if found := _NO_MODULE.search(text):
        hint = "install kg on all nodes, or ship an environment that holds it with spark.archives (docs/spark.md)"
        return f"the workers of the cluster have no module '{found[1]}'\n  hint: {hint}"
    return f"Spark could not finish: {_line(text)}"


def _first_line(error: Exception, log: Path) -> str:
    """The line that says what is wrong; of an error that says nothing the last one of the log."""
    line = _line(str(error))
    if "JAVA_GATEWAY_EXITED" in line or "gateway" in line.lower():
        with suppress(OSError):
            told = [
                one.strip() for one in log.read_text(encoding="utf-8", errors="replace").splitlines() if one.strip()
            ]
            found = [one for one in told if "Exception" in one or "rror" in one]
            return next(iter(found or told[-1:]), line)
    return line


def _line(text: str) -> str:
    """The line that names the cause: the last that begins with an error's name, else the first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [found[1] for line in lines if (found := _CAUSE.match(line))]
    return causes[-1] if causes else next(iter(lines), "it does not say why")


@cache
def _archives() -> Path:
    """A folder that lasts as long as this process: executors that come later fetch all that was ever sent."""
    folder = tempfile.mkdtemp(prefix="kg-ontology-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def ship(session: SparkSession, ontology: Ontology) -> Shipped:
    """Let every executor find the ontology.

    Args:
        session: gets an archive of those files of the ontology that documents are read by, and of what they are
            compiled to: that is done here, once, and not by every process of a worker.
        ontology: what to ship.
    """
    digest = folder_digest(ontology.folder)
    name = f"kg-ontology-{digest[:16]}"
    path = _archives() / f"{name}.zip"
    compiled = _archives() / name
    if ontology.digest == digest and not compiled.exists():
        parts = Parts(
            ontology.schema, ontology.gazetteer, ontology.grammar, ontology.rules, ontology.identity, ontology.table
        )
        keep_parts(compiled, digest, parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(ontology.folder.rglob("*")):
            inside = file.relative_to(ontology.folder)
            hidden = any(part.startswith((".", "__")) for part in inside.parts)
            if file.is_file() and inside.parts[0] not in NOT_READ and not hidden:
                archive.writestr(zipfile.ZipInfo(inside.as_posix(), _DATE_OF_1980), file.read_bytes())
        for file in sorted(compiled.glob("*")):  # compressed as they are
            archive.writestr(zipfile.ZipInfo(f"{COMPILED}/{file.name}", _DATE_OF_1980), file.read_bytes())
    session.sparkContext.addArchive(f"{path.as_uri()}#{name}")
    return Shipped(name, digest, program_digest(), ontology.source_names)

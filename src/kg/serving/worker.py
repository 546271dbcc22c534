"""A process that answers queries, one after the other, and that the server may end at any moment.

    python -m kg.serving.worker STORE MEMORY

It opens the store, says that it is ready, and then reads jobs from standard input and writes answers to standard output
until the input ends. A query that takes too long, too much memory or too deep a stack costs this process, and nothing
else.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kg.errors import UsageError
from kg.querying.answers import ROW_FORMATS, is_graph, serialize_triples
from kg.querying.failures import QueryError
from kg.querying.remote import RemoteQueryError
from kg.querying.store import Knowledge, ask
from kg.serving import frames
from kg.serving.counting import CappedWriter, LimitReachedError, RowCounter

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    import pyoxigraph

_STACK = 256 << 20  # bytes; address space only, taken as it is needed
_GRACE = 5.0  # seconds after which a query ends although nobody ended it: the server is gone
_WEIGHT = 64 << 20  # bytes by which a worker may have grown before it makes way for a fresh one


def main(arguments: list[str]) -> None:
    """Answer until the input ends.

    Args:
        arguments: the folder of the store; bytes that queries may need beyond it.
    """
    import pyoxigraph

    path, memory = arguments
    source, out = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the server decides
    try:
        store = pyoxigraph.Store.read_only(path)
    except OSError as error:
        out.write(frames.pack_json(frames.END, {"error": "broken", "reason": str(error)}))
        out.flush()
        return
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(store, source, out, int(memory)))
    thread.start()
    thread.join()


def _serve(store: pyoxigraph.Store, source: BinaryIO, out: BinaryIO, memory: int) -> None:
    _cap_memory(memory)
    weight = _weight()
    out.write(frames.pack_json(frames.END, {"ready": True}))
    out.flush()
    with contextlib.suppress(EOFError, BrokenPipeError):  # the server is gone
        while message := frames.read(source):
            end = _answered(store, json.loads(message[1]), out)
            end["tired"] = _weight() - weight > _WEIGHT
            out.write(frames.pack_json(frames.END, end))
            out.flush()


def _answered(store: pyoxigraph.Store, job: dict[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Answer one job; give how it ended."""
    _alarm(job["seconds"] + _GRACE)
    try:
        return _answer(store, job, lambda piece: out.write(frames.pack(frames.PIECE, piece)))
    except QueryError as error:
        told = {"reason": error.reason, "hint": error.hint, "line": error.line, "column": error.column}
        return {"error": "remote" if isinstance(error, RemoteQueryError) else "malformed", **told}
    except UsageError as error:
        return {"error": "malformed", "reason": str(error)}
    except LimitReachedError as error:
        return {"error": error.what, "reason": str(error.most)}
    except MemoryError:
        return {"error": "memory"}
    except (ValueError, RuntimeError, OSError) as error:  # a function that is not known, a number too large
        return {"error": "failed", "reason": str(error)}
    finally:
        _alarm(0)


def _answer(store: pyoxigraph.Store, job: dict[str, Any], send: Callable[[bytes], object]) -> dict[str, Any]:
    import pyoxigraph

    knowledge = Knowledge(store, job["prefixes"], job["base"])
    results = ask(knowledge, job["query"], default_graphs=job["default_graphs"], named_graphs=job["named_graphs"])
    kind = "graph" if is_graph(results) else "rows"
    form = job[kind]
    if not form:
        return {"error": "unacceptable", "reason": kind}
    if isinstance(results, pyoxigraph.QueryTriples):
        triples = list(islice(results, job["rows_at_most"] + 1))
        if len(triples) > job["rows_at_most"]:
            raise LimitReachedError("triples", job["rows_at_most"])
        CappedWriter(send, job["bytes_at_most"], None, 0).write(serialize_triples(triples, form, job["prefixes"]))
    else:
        counter = RowCounter(form) if form in ROW_FORMATS and isinstance(results, pyoxigraph.QuerySolutions) else None
        writer = CappedWriter(send, job["bytes_at_most"], counter, job["rows_at_most"])
        results.serialize(cast("IO[bytes]", writer), getattr(pyoxigraph.QueryResultsFormat, form.upper()))
    return {"kind": kind}


def _alarm(seconds: float) -> None:
    """Have the system end this process after so many seconds; zero calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _cap_memory(most: int) -> None:
    """Let this process take so many bytes more than it has, where the system can hold it to that."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as status:
            now = int(status.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + most, now + most))


def _weight() -> int:
    """Bytes of memory that this process holds; zero where the system does not tell."""
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as status:
        return int(status.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])

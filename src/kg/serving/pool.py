"""The workers: kept warm, given one query each, ended when a query exceeds its time or nobody waits for it any more."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from kg.errors import KgError
from kg.serving import frames
from kg.serving.limits import Limits

_IN_MEMORY = 1 << 20  # bytes of an answer that are kept in memory; more go to a temporary file
_START = 60.0  # seconds that a worker may take to get ready


@dataclass(frozen=True, slots=True)
class Job:
    """A query, the forms that its asker takes, and its dataset.

    There is one form for rows and truth values and one for graphs; an empty one means that none is acceptable.
    """

    query: str
    rows: str = "json"
    graph: str = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: ``rows`` or ``graph``, and a file at its beginning that holds it, for the taker to close."""

    kind: str
    size: int
    file: IO[bytes] = field(repr=False)


class RefusedError(Exception):
    """A query has no answer.

    ``kind`` says why: ``malformed``, ``remote``, ``unacceptable``, ``time``, ``rows``, ``triples``, ``bytes``,
    ``memory``, ``crash``, ``failed``, ``busy``, ``ending``, or ``gone``; ``told`` holds what more is known:
    ``reason``, ``hint``, ``line``, ``column``.
    """

    def __init__(self, kind: str, told: Mapping[str, Any] | None = None) -> None:
        """Keep what is known."""
        super().__init__(kind)
        self.kind = kind
        self.told = dict(told or {})


class Pool:
    """A fixed number of processes that answer queries about one store.

    Args:
        store: the folder of the store.
        prefixes: those that queries need not declare.
        base: what their relative IRIs are relative to.
        limits: how much a query may take.
    """

    def __init__(self, store: Path, prefixes: Mapping[str, str], base: str, limits: Limits) -> None:
        """Start nothing yet."""
        self._store = store
        self._prefixes = dict(prefixes)
        self._base = base
        self._limits = limits
        self._idle: asyncio.Queue[_Worker | None] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._closed = False

    async def open(self) -> None:
        """Start the workers and wait until they are ready.

        Raises:
            KgError: they cannot be started.
        """
        try:
            await asyncio.gather(*(self._add() for _ in range(self._limits.running)))
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End all workers, whatever they do, and send everybody away who waits for one."""
        self._closed = True
        for _ in range(self._waiting):
            self._idle.put_nowait(None)
        for task in tuple(self._starting):
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in tuple(self._all)), return_exceptions=True)
        self._all.clear()

    async def answer(self, job: Job) -> Answer:
        """Have a worker answer a query; wait for a free one if need be. When cancelled, the query is ended.

        Raises:
            RefusedError: there is no answer, for any of the reasons it lists.
        """
        worker = await self._free()
        keep = False
        try:
            async with asyncio.timeout(self._limits.seconds):
                answer, keep = await worker.answer(self._message(job))
                return answer
        except TimeoutError:
            raise RefusedError("time", {"reason": f"{self._limits.seconds:g}"}) from None
        except _EndedError as ended:
            keep = ended.keep
            if self._closed:
                raise RefusedError("ending") from None
            raise RefusedError(ended.kind, ended.told) from None
        finally:
            if keep:
                self._idle.put_nowait(worker)
            else:
                worker.kill()
                self._replace(worker)

    async def _free(self) -> _Worker:
        if self._closed:
            raise RefusedError("ending")
        if self._waiting >= self._limits.waiting + self._idle.qsize():
            raise RefusedError("busy")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.patience):
                worker = await self._idle.get()
        except TimeoutError:
            raise RefusedError("busy") from None
        finally:
            self._waiting -= 1
        if worker is None:
            raise RefusedError("ending")
        return worker

    def _message(self, job: Job) -> bytes:
        limits = self._limits
        return frames.pack_json(
            frames.JOB,
            {
                **asdict(job),
                "prefixes": self._prefixes,
                "base": self._base,
                "seconds": limits.seconds,
                "rows_at_most": limits.rows,
                "bytes_at_most": limits.answer,
            },
        )

    def _replace(self, worker: _Worker) -> None:
        """Start another worker in the place of one that was killed."""

        async def again() -> None:
            await worker.end()
            self._all.discard(worker)
            pause = 0.1
            while not self._closed:
                try:
                    await self._add()
                    break
                except KgError:  # no memory, no process: it may get better
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, 5.0)

        if not self._closed:
            task = asyncio.get_running_loop().create_task(again())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _add(self) -> None:
        worker = await _Worker.start(self._store, self._limits.memory)
        self._all.add(worker)
        try:
            await worker.ready()
        except BaseException:
            await worker.end()
            self._all.discard(worker)
            raise
        self._idle.put_nowait(worker)


class _EndedError(Exception):
    """How a job ended without an answer; ``keep`` tells whether its worker is still good."""

    def __init__(self, kind: str, told: Mapping[str, Any], keep: bool) -> None:
        super().__init__(kind)
        self.kind, self.told, self.keep = kind, told, keep


class _Worker:
    """One process, seen from the server."""

    def __init__(self, process: asyncio.subprocess.Process, memory: int) -> None:
        self._process = process
        self._memory = memory

    @classmethod
    async def start(cls, store: Path, memory: int) -> _Worker:
        command = (sys.executable, "-P", "-m", "kg.serving.worker", str(store), str(memory))
        pipe = asyncio.subprocess.PIPE
        try:
            return cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe), memory)
        except OSError as error:
            raise KgError(f"no process for queries can be started: {error.strerror or error}") from error

    async def ready(self) -> None:
        """Wait for its first word.

        Raises:
            KgError: it has none, or it cannot open the store.
        """
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            async with asyncio.timeout(_START):
                _, content = await frames.receive(self._process.stdout)
        except (asyncio.IncompleteReadError, TimeoutError) as error:
            raise KgError("a process for queries does not start") from error
        first = json.loads(content)
        if "error" in first:
            raise KgError(f"the store cannot be opened: {first['reason']}")

    async def answer(self, message: bytes) -> tuple[Answer, bool]:
        """Send a job; give its answer, and whether the worker is good for more.

        Raises:
            _EndedError: there is no answer.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - pipes were asked for
        assert stdout is not None  # noqa: S101
        file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        try:
            stdin.write(message)
            await stdin.drain()
            while True:
                kind, content = await frames.receive(stdout)
                if kind == frames.END:
                    break
                file.write(content)
            end = json.loads(content)
            if "error" in end:
                raise _EndedError(end["error"], {"reason": str(self._memory), **end}, not end["tired"])
            size = file.tell()
            file.seek(0)
            return Answer(end["kind"], size, file), not end["tired"]
        except (asyncio.IncompleteReadError, ConnectionError):
            file.close()
            raise _EndedError(await self._why(), {"reason": str(self._memory)}, False) from None
        except BaseException:
            file.close()
            raise

    async def _why(self) -> str:
        """Why the process ended by itself: out of memory (the library then aborts), or anything else."""
        code = await self._process.wait()
        return "memory" if code in (-6, 134) else "crash"

    def kill(self) -> None:
        """End the process at once."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

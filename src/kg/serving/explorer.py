"""The explorer page of a graph: the one that was built with it, or one made when it is first asked for.

    python -m kg.serving.explorer GRAPH ONTOLOGY

makes the page of a Turtle file and writes it to standard output. The server has that done by a process of its own: the
page of a large graph takes its time, and memory that comes back with the process.
"""

from __future__ import annotations

import asyncio
import io
import sys
from contextlib import suppress
from pathlib import Path

from kg.errors import InputError, KgError
from kg.export import PAGE, TURTLE, write_html
from kg.querying.graphfile import read_prefixes
from kg.schema import load_schema
from kg.serving.places import base_iri
from kg.serving.reading import read_graph


def make_page(graph: Path, ontology: Path) -> bytes:
    """Make the page of a graph from its file.

    Args:
        graph: the file; it holds a graph.
        ontology: the ontology folder, for labels and colours.

    Raises:
        OntologyError: the ontology's vocabulary has faults.
    """
    schema = load_schema(ontology / "kg.ttl")
    prefixes = read_prefixes(graph)
    out = io.StringIO()
    write_html(read_graph(graph, prefixes, schema), out, base=base_iri(prefixes), schema=schema)
    return out.getvalue().encode("utf-8")


class Explorer:
    """Has the page of a graph, or has it made once.

    Args:
        graph: its file; a ``graph.html`` beside a ``graph.ttl`` is taken for its page.
        ontology: the ontology folder, for labels and colours, if the page has to be made.

    Raises:
        InputError: the page that is there cannot be read.
    """

    def __init__(self, graph: Path, ontology: Path) -> None:
        """Read the page if it is there; make none yet."""
        self._graph = graph
        self._ontology = ontology
        self._page = b""
        self._making: asyncio.Task[bytes] | None = None
        built = graph.with_name(PAGE)
        if graph.name == TURTLE and built.is_file():
            try:
                self._page = built.read_bytes()
            except OSError as error:
                raise InputError(str(built), f"cannot be read: {error.strerror}") from error

    async def page(self) -> bytes:
        """Give the page. Whoever asks while it is being made waits for it.

        Raises:
            KgError: it cannot be made; says why.
        """
        if not self._page:
            if self._making is None:
                self._making = asyncio.create_task(self._make())
            try:
                self._page = await asyncio.shield(self._making)
            finally:
                if self._making.done():
                    self._making = None
        return self._page

    async def close(self) -> None:
        """End the making of the page, if it is being made."""
        if self._making is not None:
            self._making.cancel()
            with suppress(asyncio.CancelledError, KgError):
                await self._making

    async def _make(self) -> bytes:
        command = (sys.executable, "-P", "-m", "kg.serving.explorer", str(self._graph), str(self._ontology))
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
        except OSError as error:
            raise KgError(f"no process for the page can be started: {error.strerror or error}") from error
        try:
            page, said = await process.communicate()
        except BaseException:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        if process.returncode:
            raise KgError(f"the page cannot be made: {said.decode('utf-8', 'replace').strip() or 'out of memory'}")
        return page


def main(arguments: list[str]) -> None:
    """Write the page of a graph to standard output, or a message to standard error."""
    graph, ontology = arguments
    try:
        page = make_page(Path(graph), Path(ontology))
    except KgError as error:
        raise SystemExit(str(error)) from error
    sys.stdout.buffer.write(page)


if __name__ == "__main__":
    main(sys.argv[1:])

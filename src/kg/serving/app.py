"""The server's addresses, and what answers at each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.errors import KgError, UsageError
from kg.querying.questions import Question, find_question
from kg.serving import pages
from kg.serving.answering import failure, respond
from kg.serving.description import convert, describe
from kg.serving.guard import Guard
from kg.serving.limits import Limits
from kg.serving.negotiation import GRAPHS, PAGE, ROWS, accepted, choose
from kg.serving.protocol import Operation, ProtocolError, read_operation
from kg.serving.things import KINDS, thing

if TYPE_CHECKING:
    from kg.serving.explorer import Explorer
    from kg.serving.pool import Pool

_METHODS = ["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Site:
    """What is served: the explorer, the description of the dataset in Turtle, the named questions, and the limits."""

    pool: Pool
    prefixes: dict[str, str]
    limits: Limits
    explorer: Explorer
    dataset: bytes = b""
    questions: dict[str, Question] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


def make_app(site: Site, on_problem: Callable[[KgError], None] = lambda problem: None) -> Starlette:
    """Make the application that serves a site. Its workers start and end with it.

    Args:
        site: what to serve.
        on_problem: called with the reason if the workers do not start; the application then does not start either.
    """

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        try:
            await site.pool.open()
        except KgError as error:
            on_problem(error)
            raise
        try:
            yield
        finally:
            await site.explorer.close()
            await site.pool.close()

    app = Starlette(
        routes=_routes(site),
        lifespan=living,
        middleware=[Middleware(Guard, names=site.names, origins=site.origins)],
        exception_handlers={ProtocolError: failure, ClientDisconnect: _gone, 404: _no_page, 405: _no_method},
    )
    app.router.redirect_slashes = False
    return app


def _routes(site: Site) -> list[Route]:
    """Each address, and what answers there."""

    async def at(answer: Callable[[Request, Site], Awaitable[Response]], request: Request) -> Response:
        return await answer(request, site)

    return [
        Route("/", partial(at, _explorer)),
        Route("/sparql", partial(at, _sparql), methods=_METHODS),
        Route("/sparql/", partial(at, _sparql), methods=_METHODS),
        Route("/query", partial(at, _editor)),
        Route("/questions", partial(at, _questions)),
        Route("/questions/{name}", partial(at, _question)),
        Route("/page/{name}", _file),
        Route("/dataset", partial(at, _dataset)),
        Route("/.well-known/void", _void),
        *(Route(f"/{kind}/{{path:path}}", partial(at, partial(_thing, kind)), name=kind) for kind in KINDS),
    ]


async def _explorer(_: Request, site: Site) -> Response:
    try:
        page = await site.explorer.page()
    except KgError as error:
        raise ProtocolError(500, str(error)) from error
    return HTMLResponse(page, headers={"Content-Security-Policy": pages.FRAME_POLICY})


async def _sparql(request: Request, site: Site) -> Response:
    if request.method in ("GET", "HEAD") and not request.url.query:
        return _at_endpoint(request)
    operation = await read_operation(request, site.limits.body)
    return await respond(request, site.pool, operation)


async def _editor(request: Request, site: Site) -> Response:
    fields = dict(request.query_params)
    chosen = pages.language(request.headers.get("accept-language", ""), fields.get("lang", ""))
    page = pages.editor(site.questions, site.prefixes, fields, chosen)
    headers = {"Content-Security-Policy": pages.POLICY, "Vary": "Accept-Language", "Content-Language": chosen}
    return HTMLResponse(page, headers=headers)


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in pages.FILES:
        raise ProtocolError(404, "There is no such page.")
    return Response(pages.file(name), media_type=pages.FILES[name])


async def _questions(_: Request, site: Site) -> Response:
    return JSONResponse(pages.question_links(site.questions))


async def _void(_: Request) -> Response:
    return RedirectResponse("/dataset", 303)


async def _thing(kind: str, request: Request, site: Site) -> Response:
    return await thing(request, kind, site.pool, site.prefixes)


async def _dataset(request: Request, site: Site) -> Response:
    """What the graph's own description says of it (VoID), if there is one."""
    if not site.dataset:
        raise ProtocolError(404, "There is no description of the dataset; kg build --format dataset writes one.")
    wanted = choose(accepted(request), GRAPHS)
    if wanted is None:
        raise ProtocolError(406, "The description of the dataset has none of the media types that are accepted.")
    content = convert(site.dataset, wanted.form)
    return Response(content, headers={"Content-Type": wanted.content_type, "Vary": "Accept"})


def _at_endpoint(request: Request) -> Response:
    wanted = choose(accepted(request), (*GRAPHS, *PAGE))
    if wanted is None:
        raise ProtocolError(406, "The description of this endpoint has none of the media types that are accepted.")
    if wanted.form == "html":
        return RedirectResponse("/query", 303, {"Vary": "Accept"})
    endpoint = str(request.url.replace(path="/sparql", query="", fragment=""))
    content = describe(endpoint, wanted.form)
    return Response(content, headers={"Content-Type": wanted.content_type, "Vary": "Accept"})


async def _question(request: Request, site: Site) -> Response:
    """Ask a named question; browsers are sent to the editor with it."""
    name = request.path_params["name"]
    wanted = choose(accepted(request), (*ROWS, *GRAPHS, *PAGE))
    if wanted is not None and wanted.form == "html":
        fields = {"name": name, **request.query_params}
        return RedirectResponse(f"/query?{urlencode(fields)}", 303, {"Vary": "Accept"})
    if name not in site.questions:
        raise ProtocolError(404, f"There is no question of this name. Known are {', '.join(site.questions)}.")
    question = find_question(site.questions, name)
    try:
        text = question.fill(dict(request.query_params))
    except UsageError as error:
        fault = str(error).partition("\n")[0].replace("--", "")  # what follows speaks of the command line
        takes = f"It takes {question.wanted}." if question.parameters else "It takes no parameters."
        example = pages.question_link(question)
        raise ProtocolError(400, f"{fault}\n  hint: {takes} For example: {example}") from error
    return await respond(request, site.pool, Operation(text))


def _no_page(request: Request, _: Exception) -> Response:
    return failure(request, ProtocolError(404, "There is no such page."))


def _no_method(request: Request, _: Exception) -> Response:
    return failure(
        request, ProtocolError(405, f"The method {request.method} is not for this address: it is only read.")
    )


def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it

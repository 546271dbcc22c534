"""Who may talk to the server: the check of ``Host`` and ``Origin``, and the headers that every answer carries.

A page of another site that a user has open can send requests to this computer. It can read no answer, since none
carries ``Access-Control-Allow-Origin`` unless told so; and it gets none, since browsers say where a request comes from.
A name that its owner lets point to this computer (DNS rebinding) would make such a page one of our own: names other
than those of this computer are refused. An address cannot be rebound.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Turns away what is not meant for this server, and gives every answer the same headers.

    Args:
        app: what stands behind.
        names: further host names that this server goes by, beside ``localhost`` and addresses.
        origins: origins (``https://example.org``) whose pages may ask and read answers; ``*`` for all.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        """Keep what is allowed."""
        self._app = app
        self._names = {"localhost", *(name.lower().rstrip(".") for name in names)}
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        allowed = bool(origin) and ("*" in self._origins or origin in self._origins)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    told.setdefault(name, value)
                told.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if self._origins else "same-origin")
                if self._origins:
                    told.add_vary_header("Origin")
                if allowed:
                    told["Access-Control-Allow-Origin"] = origin
            await send(message)

        refusal = self._refusal(headers, scope["method"], allowed)
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, headers: Headers, method: str, allowed: bool) -> Response | None:
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._is_own(host):
            return PlainTextResponse(
                f"This server does not go by the name {host[:100]!r}.\nStart it with --allow-host NAME if it should.\n",
                421,
            )
        if allowed:
            return _preflight(headers) if method == "OPTIONS" else None
        origin = headers.get("origin")
        own = {f"{scheme}://{host.lower()}" for scheme in ("http", "https")}  # a proxy in front may speak TLS
        foreign = origin is not None and origin.lower() not in own
        crossing = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        if foreign or (crossing and headers.get("sec-fetch-mode") != "navigate"):
            return PlainTextResponse(
                "Pages of other sites may not ask this server.\nStart it with --cors ORIGIN if they should.\n", 403
            )
        return None

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        name = name.rstrip(".")
        if name in self._names or name.endswith(".localhost"):
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True


def _preflight(headers: Headers) -> Response | None:
    if "access-control-request-method" not in headers:
        return None
    told = {
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=204, headers=told)

"""HTTP actions: a request in, a response out.

::

    @http_action
    async def receive(ctx, request):
        event = await request.json()
        await ctx.run_mutation(internal.events.save, {"event": event})
        return Response("saved")


    router = http_router()
    router.route(path="/events", method="POST", handler=receive)

An HTTP action is an action: it has no transaction, it is run at most once, and what it does
before it fails stays done.

Source: docs "HTTP Actions"; convex-backend crates/local_backend/src/http_actions.rs and
crates/isolate/src/environment/action/mod.rs.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from minivex.errors import DeveloperError
from minivex.functions.definitions import Function
from minivex.functions.ports import Blob
from minivex.services.http_router import HttpRouter

__all__ = ["HttpAction", "Request", "Response", "http_action", "route_request"]

RESPONSE_BYTES_MAX: Final = 20 * 1024 * 1024
SITE: Final = "https://site.invalid"
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent. ``path`` and ``search`` are the parts of ``url``, as they are."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """From the first slash to the question mark."""
        return self.url.removeprefix(SITE).partition("?")[0]

    @property
    def search(self) -> str:
        """From the question mark on; empty if there is none."""
        _, mark, text = self.url.partition("?")
        return mark + text

    async def bytes(self) -> bytes:
        """The body."""
        return self.body

    async def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    async def json(self) -> Any:
        """The body as JSON.

        Raises: ValueError, if it is none: answer 400.
        """
        return json.loads(self.body)

    async def blob(self) -> Blob:
        """The body as a file."""
        return Blob(self.body, self.headers.get("content-type", ""))


@dataclass(frozen=True, slots=True)
class Response:
    """What a client gets back."""

    body: bytes | str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The body as bytes."""
        if self.body is None:
            return b""
        return self.body.encode() if isinstance(self.body, str) else self.body

    def text(self) -> str:
        """The body as text."""
        return self.content.decode()


Handler = Callable[[Any, Request], Awaitable[Response]]


class HttpAction:
    """A handler of requests, made by ``@http_action``."""

    __slots__ = ("handler",)

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def bound(self, request: Request, answers: list[Response], path: str) -> Function:
        """An action that answers ``request``; the answer is appended to ``answers``."""

        async def handler(ctx: Any) -> None:
            response = await self.handler(ctx, request)
            if not isinstance(response, Response):
                raise DeveloperError(
                    f"The HTTP action for {path} returned {response!r}. Return Response(…)."
                )
            if len(response.content) > RESPONSE_BYTES_MAX:
                raise DeveloperError(
                    "HttpResponseTooLarge: HTTP actions support responses up to 20 MiB"
                )
            answers.append(response)

        return Function("action", handler, path=path)


def http_action(handler: Handler) -> HttpAction:
    """Let ``handler(ctx, request)`` answer requests, once a route leads to it."""
    return HttpAction(handler)


def route_request(
    router: HttpRouter[HttpAction] | None,
    url: str,
    *,
    method: str,
    headers: Mapping[str, str],
    body: bytes,
) -> tuple[HttpAction, Request, str] | Response:
    """The action that answers, its request and its route; or the answer that there is none."""
    kept = b"" if method in _WITHOUT_BODY else body
    lowered = {name.lower(): value for name, value in headers.items()}
    full = url if url.startswith(SITE) else SITE + url
    request = Request(full, method, lowered, kept)
    if router is None:
        return Response("This Convex deployment does not have HTTP actions enabled.", 404)
    found = router.lookup(request.path, method)
    if found is None:
        return Response(f"No HttpAction routed for {request.path}", 404)
    return found.handler, request, f"{found.method} {found.route}"

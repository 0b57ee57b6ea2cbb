"""HTTP actions: what they are given, and what becomes of their answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from minivex import (
    Backend,
    Blob,
    ConvexError,
    ErrorDetail,
    Function,
    FunctionReference,
    IdentityProvider,
    Request,
    Response,
    http_action,
    http_router,
)
from minivex.services.http_actions import RESPONSE_BYTES_MAX
from tests.engine.small_backend import SCHEMA

PROVIDER = IdentityProvider("https://i.example")


@http_action
async def echo(_ctx: Any, request: Request) -> Response:
    told = [request.method, request.path, request.search, await request.text()]
    return Response(json.dumps(told), 201, {"x-kind": request.headers.get("x-kind", "")})


@http_action
async def save(ctx: Any, request: Request) -> Response:
    blob = await request.blob()
    await ctx.run_mutation(FunctionReference("m:add"), {"body": (await request.json())["body"]})
    if not blob.content_type:
        raise ConvexError({"code": "no type"})
    return Response(await request.bytes())


@http_action
async def who(ctx: Any, _request: Request) -> Response:
    identity = await ctx.auth.get_user_identity()
    return Response("nobody" if identity is None else identity["subject"])


@http_action
async def wrong(_ctx: Any, _request: Request) -> Response:
    return "text"  # type: ignore[return-value]


@http_action
async def huge(_ctx: Any, request: Request) -> Response:
    return Response(b"x" * (RESPONSE_BYTES_MAX + (request.search == "?more")))


async def add(ctx: Any, body: Any) -> None:
    await ctx.db.insert("posts", {"body": body})


def backend_with(**options: Any) -> Backend:
    router = http_router()
    for method in ("GET", "POST"):
        router.route(path_prefix="/echo/", method=method, handler=echo)
    router.route(path="/save", method="POST", handler=save)
    for name, handler in (("who", who), ("wrong", wrong), ("huge", huge)):
        router.route(path=f"/{name}", method="GET", handler=handler)
    functions = {"m:add": Function("mutation", add, path="m:add", is_public=False)}
    return Backend(schema=SCHEMA, functions=functions, http=router, providers=[PROVIDER], **options)


def test_a_handler_sees_the_request_as_it_was_sent() -> None:
    response = backend_with().fetch(
        "/echo/a%20b?x=1&y=2", method="POST", headers={"X-Kind": "k"}, body="hi"
    )
    assert json.loads(response.text()) == ["POST", "/echo/a%20b", "?x=1&y=2", "hi"]
    assert (response.status, response.headers["x-kind"]) == (201, "k")


def test_a_get_request_has_no_body_and_a_head_request_gets_none() -> None:
    backend = backend_with()
    assert json.loads(backend.fetch("/echo/", body="dropped").text())[2:] == ["", ""]
    head = backend.fetch("/echo/", method="HEAD")
    assert (head.status, head.content) == (201, b"")


def test_a_path_without_a_route_is_not_found() -> None:
    response = backend_with().fetch("/nowhere?x")
    assert (response.status, response.text()) == (404, "No HttpAction routed for /nowhere")
    response = Backend().fetch("/")
    assert response.status == 404
    assert response.text() == "This Convex deployment does not have HTTP actions enabled."


def test_what_an_http_action_did_before_it_failed_stays_done() -> None:
    backend = backend_with()
    body = json.dumps({"body": "x"})
    response = backend.fetch("/save", method="POST", body=body)
    assert (response.status, len(backend.documents("posts"))) == (500, 1)
    response = backend.fetch(
        "/save", method="POST", headers={"Content-Type": "application/json"}, body=body
    )
    assert (response.status, response.text()) == (200, body)


def test_an_answer_is_a_response_of_at_most_20_mib() -> None:
    backend = backend_with()
    assert "returned 'text'. Return Response" in backend.fetch("/wrong").text()
    assert backend.fetch("/huge").status == 200
    response = backend.fetch("/huge?more")
    assert response.status == 500
    assert "HttpResponseTooLarge: HTTP actions support responses up to 20 MiB" in response.text()


def test_production_does_not_tell_what_went_wrong() -> None:
    response = backend_with(error_detail=ErrorDetail.REDACTED).fetch("/wrong")
    assert response.status == 500
    assert json.loads(response.text())["code"] == "ServerError"
    assert "Server Error" in response.text()
    assert "Return Response" not in response.text()


def test_a_bearer_token_says_who_is_calling() -> None:
    backend = backend_with()
    token = PROVIDER.sign_in("ann", clock=backend.clock)
    assert backend.fetch("/who").text() == "nobody"
    assert backend.fetch("/who", headers={"Authorization": "Basic x"}).text() == "nobody"
    assert backend.fetch("/who", headers={"authorization": f"Bearer {token}"}).text() == "ann"
    bad = {"Authorization": "Bearer nonsense"}
    assert backend.fetch("/who", headers=bad).status == 500
    assert backend.fetch("/echo/", headers=bad).status == 201


@pytest.mark.parametrize(
    ("body", "content"), [(None, b""), ("é", "é".encode()), (b"\x00", b"\x00")]
)
def test_a_body_is_text_or_bytes_or_nothing(body: Any, content: bytes) -> None:
    assert Response(body).content == content


def test_a_blob_knows_its_size() -> None:
    assert (Blob(b"abc").size, Blob(b"abc").text()) == (3, "abc")

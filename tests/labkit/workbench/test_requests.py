"""HTTP requests of the playground: what is sent, what comes back, and where a handler failed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.labkit.workbench.page import Kept, opened

HTTP = """
from minivex import Response, http_action, http_router, internal, internal_mutation, query

@internal_mutation
async def save(ctx, text):
    return await ctx.db.insert("events", {"text": text})

@query
async def count(ctx):
    return len(await ctx.db.query("events").collect())

@http_action
async def receive(ctx, request):
    event = await request.json()
    await ctx.run_mutation(internal.app.save, {"text": event["text"]})
    print("got", event["text"])
    return Response('{"saved":true}', 201, {"content-type": "application/json"})

@http_action
async def who(ctx, request):
    me = await ctx.auth.get_user_identity()
    return Response(me["subject"] if me else "nobody", 200, {"x-role": (me or {}).get("role", "")})

@http_action
async def raw(ctx, request):
    return Response(b"\\xff\\x00")

@http_action
async def upload(ctx, request):
    id = await ctx.storage.store(await request.blob())
    return Response(await ctx.storage.get_url(id))

http = http_router()
http.route(path="/events", method="POST", handler=receive)
http.route(path="/who", method="GET", handler=who)
http.route(path="/raw", method="GET", handler=raw)
http.route(path_prefix="/files/", method="PUT", handler=upload)
"""


def fetched(page: Kept, url: str, **more: str) -> dict[str, Any]:
    request = {"method": "GET", "headers": "", "body": "", "as": "", **more}
    found = page.ask("fetch", url=url, **request)["fetched"]
    assert isinstance(found, dict)
    return found


def test_a_request_commits_what_its_action_commits_and_its_json_is_laid_out() -> None:
    page = opened(HTTP)
    page.watch("app:count", "{}")
    found = fetched(page, "/events", method="POST", body='{"text": "hi"}')
    assert found["response"] == {
        "status": 201,
        "headers": [["content-type", "application/json"]],
        "kind": "json",
        "body": '{\n  "saved": true\n}',
        "bytes": 14,
    }
    assert (found["commits"][1] - found["commits"][0], found["error"]) == (1, None)
    reply = page.ask("look")
    assert reply["panes"][0]["value"] == "1"
    assert [(one["method"], one["path"]) for one in reply["routes"]] == [
        ("POST", "/events"),
        ("GET", "/raw"),
        ("GET", "/who"),
        ("PUT", "/files/*"),
    ]


def test_a_handler_that_fails_answers_500_and_says_at_which_line() -> None:
    page = opened(HTTP)
    found = fetched(page, "/events", method="POST", body="no json")
    assert found["response"]["status"] == 500
    assert found["error"]["line"] == HTTP.splitlines().index("    event = await request.json()") + 1
    assert fetched(page, "/gone")["response"]["body"] == "No HttpAction routed for /gone"


def test_headers_are_lines_and_who_is_signed_in_is_a_token() -> None:
    page = opened(HTTP)
    assert fetched(page, "/who")["response"]["body"] == "nobody"
    assert fetched(page, "/who", **{"as": "ada"})["response"]["body"] == "ada"
    claims = json.dumps({"subject": "bo", "role": "admin"})
    assert ["x-role", "admin"] in fetched(page, "/who", **{"as": claims})["response"]["headers"]
    wrong = fetched(page, "/who", headers="authorization: Bearer a.b.c")
    assert wrong["response"]["status"] == 500
    assert "signature" in wrong["error"]["message"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"url": "events"}, "begins with a slash"),
        ({"url": "/who", "headers": "a: b\nno header"}, "Line 2 of the headers"),
        ({"url": "/who", "as": "{no"}, "claims of who is signed in are not JSON"),
        ({"url": "/who", "as": '{"subject": 1}'}, "A token is made for a subject"),
    ],
)
def test_a_request_that_is_none_says_what_to_write(more: dict[str, str], said: str) -> None:
    found = fetched(opened(HTTP), **more)
    assert said in found["error"]["message"]
    assert found["response"] is None


def test_bytes_are_counted_and_a_stored_file_is_served_by_its_link() -> None:
    page = opened(HTTP)
    assert fetched(page, "/raw")["response"] | {"headers": []} == {
        "status": 200,
        "headers": [],
        "kind": "bytes",
        "body": "ff 00",
        "bytes": 2,
    }
    link = fetched(page, "/files/a", method="PUT", headers="content-type: text/plain", body="kept")
    stored = page.ask("look")["files"]
    assert (stored["count"], stored["rows"][0]["url"]) == (1, link["response"]["body"])
    served = fetched(page, link["response"]["body"])["response"]
    assert (served["body"], ["content-type", "text/plain"] in served["headers"]) == ("kept", True)
    page.ask("remove-file", id=stored["rows"][0]["id"])
    assert page.ask("look")["files"] == {"count": 0, "rows": []}


def test_a_request_is_an_entry_of_the_log_with_what_it_printed() -> None:
    page = opened(HTTP)
    reply = page.ask(
        "fetch", url="/events", method="POST", headers="", body='{"text": "x"}', **{"as": ""}
    )
    (entry,) = reply["entries"]
    assert (entry["label"], entry["path"], entry["output"]) == ("http", "POST /events", "got x\n")
    assert (entry["written"], entry["steps"] > 1) == (1, True)

"""Handlers that the unmodified npm package runs, in transactions of minivex."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from minivex import UNDEFINED, ConvexError
from minivex.abi.front_end import FrontEnd
from minivex.values.wire import loads, to_json
from tests.engine.abi.two_front_ends import both, with_users
from tests.engine.small_backend import Handler, add

SCRIPT = Path(__file__).with_name("handlers.mjs")


def npm(name: str) -> Handler:
    """A handler that lets a handler in JavaScript run, and answers what it asks for."""

    async def handler(ctx: Any, **args: Any) -> Any:
        front = FrontEnd(ctx)
        command = ["node", str(SCRIPT), name, json.dumps([to_json(args)]), str(ctx.now())]
        with subprocess.Popen(  # noqa: ASYNC220 - the runner of this handler is no event loop
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            while "result" not in (message := json.loads(process.stdout.readline())):
                process.stdin.write(json.dumps(await answer(front, **message)) + "\n")
                process.stdin.flush()
        assert process.returncode == 0
        return loads(message["result"])

    return handler


async def answer(front: FrontEnd, op: str, args: str, *, isNow: bool) -> dict[str, Any]:  # noqa: N803
    try:
        return {"answer": front.request_now(op, args) if isNow else await front.request(op, args)}
    except ConvexError as error:
        return {"error": str(error), "data": to_json(error.data)}


def test_the_package_writes_and_reads_documents() -> None:
    backend, _ = with_users()

    async def python(ctx: Any) -> Any:
        id = await ctx.db.insert("users", {"email": "new", "n": 9.0})
        await ctx.db.patch(id, {"n": UNDEFINED})
        before = await ctx.db.get(id)
        await ctx.db.replace("users", id, {"email": "replaced"})
        gone = await ctx.db.insert("users", {"email": "gone"})
        await ctx.db.delete(gone)
        return [before, await ctx.db.get("users", id), await ctx.db.get(gone)]

    both(backend, python, npm("documents"))


def test_the_package_queries() -> None:
    backend, _ = with_users()

    async def python(ctx: Any, above: float) -> Any:
        users = ctx.db.query("users")
        some = users.with_index("by_n", lambda q: q.gt("n", above)).order("desc")
        kept = await some.filter(lambda q: q.neq(q.field("email"), "c")).collect()
        page = await users.paginate({"numItems": 2.0, "cursor": None})
        first = await users.with_index("by_email").take(2)
        one = await users.with_index("by_email", lambda q: q.eq("email", "d")).unique()
        rows = [kept, page["page"], first]
        emails = [[row["email"] for row in some_rows] for some_rows in rows]
        return [emails[0], emails[1], page["isDone"], emails[2], one["email"]]

    found = both(backend, python, npm("queries"), above=0.0)
    assert found == [["d", "b"], ["a", "b"], False, ["a", "b"], "d"]


def test_the_package_calls_and_schedules() -> None:
    backend, _ = with_users()

    async def note(ctx: Any, body: str) -> Any:
        return len(await ctx.db.insert("posts", {"body": body}))

    async def refuse(ctx: Any) -> None:
        raise ConvexError({"code": 7.0})

    add(backend, "mutation", note)
    add(backend, "mutation", refuse)

    async def python(ctx: Any) -> Any:
        noted = await ctx.run_mutation("m:note", {"body": "called"})
        caught = None
        try:
            await ctx.run_mutation("m:refuse", {})
        except ConvexError as error:
            caught = error.data
        id = await ctx.scheduler.run_after(1500, "m:note", {"body": "later"})
        job = await ctx.db.system.get(id)
        who = await ctx.auth.get_user_identity()
        return [noted, caught, job["name"], job["scheduledTime"], who]

    found = both(backend, python, npm("calls"))
    assert found[:3] == [32, {"code": 7}, "m.js:note"]
    assert found[3] == backend.clock.now_ms + 1500

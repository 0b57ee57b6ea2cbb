"""The requests of the package, next to the same handler written for the Python ``ctx``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from minivex import Blob, ConvexError, Int64, functions
from minivex.abi.front_end import FrontEnd
from minivex.errors import DeterminismError, InvalidArgumentError, LimitError
from minivex.values.wire import from_json
from tests.engine.abi.package_calls import ask, ask_now, collect, insert, ranged, run, whole
from tests.engine.abi.two_front_ends import both, double, fails, look, with_users
from tests.engine.small_backend import act, add, jobs_of, mutate, new_backend, query


def test_documents_are_written_and_read_alike() -> None:
    backend, ids = with_users()

    async def python(ctx: Any) -> Any:
        id = await ctx.db.insert("users", {"email": "new", "n": 9.0})
        await ctx.db.patch(id, {"email": "patched"})
        await ctx.db.patch("users", ids[0], {"n": 5.0})
        await ctx.db.replace("users", ids[1], {"email": "replaced"})
        await ctx.db.delete(ids[2])
        await ctx.db.delete("users", ids[3])
        found = [await ctx.db.get(id), await ctx.db.get("users", ids[0]), await ctx.db.get(ids[2])]
        return [*found, ctx.db.normalize_id("users", id), ctx.db.normalize_id("posts", id)]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        id = await insert(front, "users", {"email": "new", "n": 9.0})
        assert await ask(front, "shallowMerge", id=id, value={"email": "patched"}) is None
        await ask(front, "shallowMerge", id=ids[0], value={"n": 5}, table="users")
        await ask(front, "replace", id=ids[1], value={"email": "replaced"}, table="users")
        await ask(front, "remove", id=ids[2])
        await ask(front, "remove", id=ids[3], table="users")
        found = [
            from_json(await ask(front, "get", id=id, isSystem=False)),
            from_json(await ask(front, "get", id=ids[0], isSystem=False, table="users")),
            from_json(await ask(front, "get", id=ids[2], isSystem=False)),
        ]
        normalized = [
            ask_now(front, "db/normalizeId", table=table, idString=id)["id"]
            for table in ("users", "posts")
        ]
        return [*found, *normalized]

    both(backend, python, package)


def test_undefined_takes_a_field_away() -> None:
    backend, ids = with_users()

    async def package(ctx: Any) -> None:
        await ask(FrontEnd(ctx), "shallowMerge", id=ids[0], value={"n": {"$undefined": None}})

    mutate(backend, package)
    assert "n" not in backend.documents("users")[0]


def test_queries_find_and_read_the_same() -> None:
    backend, _ = with_users()

    async def python(ctx: Any) -> Any:
        users = ctx.db.query("users")
        above = users.with_index("by_n", lambda q: q.gt("n", 0.0)).order("desc")
        return [
            await users.with_index("by_email").take(2),
            await above.filter(lambda q: q.neq(q.field("n"), 2.0)).collect(),
            await ctx.db.query("nowhere").first(),
            await ctx.db.system.query("_storage").collect(),
        ]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        different = {"$neq": [{"$field": "n"}, {"$literal": 2}]}
        above = ranged("users.by_n", [("Gt", "n", 0)], {"filter": different}, order="desc")
        return [
            await collect(front, ranged("users.by_email", [], {"limit": 2})),
            await collect(front, above),
            *((await collect(front, whole("nowhere", {"limit": 1}))) or [None]),
            await collect(front, whole("_storage")),
        ]

    assert [len(found) for found in both(backend, python, package)[:2]] == [2, 2]


def test_a_loop_that_stops_has_read_up_to_there() -> None:
    backend, _ = with_users()

    async def python(ctx: Any) -> Any:
        async for user in ctx.db.query("users"):
            return user["email"]
        return None

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        id = ask_now(front, "queryStream", query=whole("users"))["queryId"]
        user = (await ask(front, "queryStreamNext", queryId=id))["value"]
        assert ask_now(front, "queryCleanup", queryId=id) is True
        with pytest.raises(InvalidArgumentError, match="There is no query 0 to read on"):
            await ask(front, "queryStreamNext", queryId=id)
        return user["email"]

    assert both(backend, python, package) == "a"


def test_pages_are_the_same() -> None:
    backend, _ = with_users()

    async def python(ctx: Any) -> Any:
        options = {"numItems": 3.0, "cursor": None}
        return await ctx.db.query("users").order("desc").paginate(options)

    async def package(ctx: Any) -> Any:
        front, users = FrontEnd(ctx), whole("users", order="desc")
        return from_json(await ask(front, "queryPage", query=users, pageSize=3))

    page = both(backend, python, package)
    assert (len(page["page"]), page["isDone"]) == (3, False)

    async def limited(ctx: Any) -> Any:
        await ask(FrontEnd(ctx), "queryPage", query=whole("users", {"limit": 1}), pageSize=3)

    with pytest.raises(InvalidArgumentError, match="A query with a limit has no pages"):
        query(backend, limited)


def test_functions_are_called_in_the_same_transaction() -> None:
    backend = new_backend()
    add(backend, "mutation", double)
    add(backend, "query", look)
    add(backend, "mutation", fails)

    async def python(ctx: Any) -> Any:
        found = [await ctx.run_mutation("m:double", {"n": 2.0})]
        try:
            await ctx.run_mutation("m:fails", {})
        except KeyError as error:
            found.append(str(error))
        return [*found, await ctx.run_query("m:look", {"n": 1.0})]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        found = [await run(front, "mutation", "m:double", n=2)]
        try:
            await run(front, "mutation", "m:fails")
        except KeyError as error:
            found.append(str(error))
        with pytest.raises(InvalidArgumentError, match="type 'sideways' cannot be run"):
            await run(front, "sideways", "m:look", n=1)
        return [*found, await run(front, "query", "m:look", n=1)]

    assert both(backend, python, package) == [[4.0, Int64(3)], "'id'", [1.0, 1]]


def test_a_stale_snapshot_and_a_budget_are_asked_for_alike() -> None:
    backend = new_backend()
    backend.load("posts", [{"body": "a"}, {"body": "b"}])
    add(backend, "query", look)
    budget = {"documents_read": 1}

    async def python(ctx: Any) -> Any:
        await ctx.db.insert("posts", {"body": "c"})
        stale = await ctx.run_query("m:look", {"n": 1.0}, use_stale_snapshot=True)
        try:
            await ctx.run_query("m:look", {"n": 1.0}, transaction_limits=budget)
        except LimitError as error:
            return [stale, str(error)]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        await insert(front, "posts", {"body": "c"})
        stale = await run(front, "snapshotQuery", "m:look", n=1)
        try:
            await ask(
                front,
                "runUdf",
                udfType="query",
                name="m:look",
                args={"n": 1},
                transactionLimits={"documentsRead": 1},
            )
        except LimitError as error:
            return [stale, str(error)]

    (stale, refusal) = both(backend, python, package)
    assert stale == [1.0, 2]
    assert "Too many documents read in a single function execution (limit: 3)" in refusal


def test_a_commit_timestamp_is_written_alike() -> None:
    async def python(ctx: Any) -> Any:
        await ctx.db.insert("notes", {"at": ctx.db.vars.commit_ts})
        return [ctx.db.vars.commit_ts, ctx.meta.get_snapshot_ts()]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        await ask(front, "insert", table="notes", value={"at": {"$commitTs": None}})
        snapshot = ask_now(front, "getSnapshotTs")
        return from_json([{"$commitTs": None}, snapshot])

    ts, snapshot = both(new_backend(), python, package)
    assert ts.value > snapshot.value


def test_a_function_can_ask_for_its_name_and_what_it_serves() -> None:
    ops = ["getFunctionMetadata", "getDeploymentMetadata", "getRequestMetadata"]

    async def python(ctx: Any) -> Any:
        return [
            await ctx.meta.get_function_metadata(),
            await ctx.meta.get_deployment_metadata(),
            await ctx.meta.get_request_metadata(),
        ]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        return [from_json(await ask(front, op)) for op in ops]

    function, deployment, request = both(new_backend(), python, package)
    assert function["name"] == "m:handler"
    assert deployment["class"] == "s16"
    assert request["scheduledFunctionId"] is None


def test_every_step_that_a_ctx_can_make_is_a_request_of_the_package() -> None:
    """Read from the source: a step is made with the name of its request."""
    sources = Path(functions.__file__).parent.glob("*.py")
    made = {
        op for path in sources for op in re.findall(r'"(1\.0/[\w/]*\w)"', path.read_text("utf-8"))
    }
    made |= {
        f"1.0/{prefix}{op}" for prefix in ("", "actions/") for op in ("schedule", "cancel_job")
    }
    answered = FrontEnd._requests.keys() | FrontEnd._requests_now.keys()
    assert made <= answered
    assert answered - made <= {"1.0/db/normalizeId", "1.0/getSnapshotTs", "1.0/queryCleanup"} | {
        op for op in answered if op.startswith("1.0/query")
    }


def test_calls_are_scheduled_and_canceled_alike() -> None:
    backend = new_backend()
    add(backend, "mutation", double)
    now_ms = backend.clock.now_ms

    async def python(ctx: Any) -> Any:
        kept = await ctx.scheduler.run_after(1_234.567, "m:double", {"n": 1.0})
        canceled = await ctx.scheduler.run_after(5, "m:double", {"n": 1.0})
        await ctx.scheduler.cancel(canceled)
        await ctx.db.system.get(canceled)
        return [kept, canceled]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        ids = [
            await ask(front, "schedule", name="m:double", ts=(now_ms + delay) / 1000, args={"n": 1})
            for delay in (1_234.567, 5)
        ]
        await ask(front, "cancel_job", id=ids[1])
        job = await ask(front, "get", id=ids[1], isSystem=True)
        assert job["state"]["kind"] == "canceled"
        assert ask_now(front, "db/normalizeId", table="_storage", idString=ids[0])["id"] is None
        return ids

    both(backend, python, package)


def test_actions_call_and_schedule_on_their_own() -> None:
    backend = new_backend()
    add(backend, "mutation", double)
    add(backend, "query", look)

    async def inner(ctx: Any, n: float) -> Any:
        return n

    add(backend, "action", inner)

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        told = {"requestId": "r", "version": "1.48.0", "args": {"n": 2}}
        found = [
            from_json(await ask(front, f"actions/{kind}", name=f"m:{name}", **told))
            for kind, name in (("mutation", "double"), ("query", "look"), ("action", "inner"))
        ]
        ts = (ctx.now() + 10) / 1000
        id = await ask(front, "actions/schedule", name="m:double", ts=ts, **told)
        await ask(front, "actions/cancel_job", id=id, requestId="r")
        return found

    assert act(backend, package) == [[4, Int64(3)], [2, 1], 2]
    assert [job["state"] for job in jobs_of(backend)] == [{"kind": "canceled"}]


def test_who_calls_and_what_was_used_can_be_asked() -> None:
    backend, ids = with_users()

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        await ask(front, "get", id=ids[0])
        metrics = await ask(front, "getTransactionMetrics")
        return [await ask(front, "getUserIdentity", requestId=""), sorted(metrics)]

    async def python(ctx: Any) -> Any:
        await ctx.db.get(ids[0])
        metrics = await ctx.meta.get_transaction_metrics()
        return [await ctx.auth.get_user_identity(), sorted(metrics)]

    both(backend, python, package)
    path = add(backend, "query", package)
    who = {"issuer": "https://issuer.example", "subject": "ann"}
    identity: Any = backend.run(path, identity=who)
    assert identity[0]["subject"] == "ann"


def test_files_are_stored_and_linked() -> None:
    backend = new_backend()

    async def keep(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        id = await ask(front, "storageStore", blob="aGk=", contentType="text/plain")
        bare = await ask(front, "storageStore", blob="aGk=", contentType="")
        blobs = [await ask(front, "storageGet", storageId=one) for one in (id, bare)]
        await ask(front, "storageDelete", storageId=bare)
        return [id, *blobs, await ask(front, "storageGet", storageId=bare)]

    id, *blobs = act(backend, keep)
    assert blobs == [
        {"blob": "aGk=", "contentType": "text/plain"},
        {"blob": "aGk=", "contentType": None},
        None,
    ]

    async def python(ctx: Any) -> Any:
        url = await ctx.storage.get_url(id)
        return [url, await ctx.storage.get_metadata(id), await ctx.storage.generate_upload_url()]

    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        url = await ask(front, "storageGetUrl", storageId=id)
        metadata = await ask(front, "storageGetMetadata", storageId=id)
        return [url, metadata, await ask(front, "storageGenerateUploadUrl")]

    assert both(backend, python, package)[1]["size"] == len(Blob(b"hi").content)

    with pytest.raises(DeterminismError, match=r"storage\.store"):
        mutate(backend, keep)


def test_errors_arrive_as_they_are() -> None:
    backend = new_backend()

    async def refuse(ctx: Any) -> None:
        raise ConvexError({"code": 7})

    add(backend, "mutation", refuse)

    async def package(ctx: Any) -> Any:
        try:
            await run(FrontEnd(ctx), "mutation", "m:refuse")
        except ConvexError as error:
            return error.data

    assert mutate(backend, package) == {"code": 7}


def test_unknown_and_incomplete_requests_are_refused() -> None:
    async def package(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        with pytest.raises(InvalidArgumentError, match=r"^Unknown async operation 1\.0/guess$"):
            await ask(front, "guess")
        with pytest.raises(InvalidArgumentError, match=r"^Unknown operation 1\.0/get$"):
            ask_now(front, "get")
        with pytest.raises(InvalidArgumentError, match=r"^1\.0/get lacks the argument 'id'\.$"):
            await ask(front, "get")
        with pytest.raises(InvalidArgumentError, match="lacks the argument 'source'"):
            ask_now(front, "queryStream", query={})
        return json.loads(await front.request("1.0/getUserIdentity", "{}"))

    assert query(new_backend(), package) is None

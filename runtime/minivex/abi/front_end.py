"""Requests of npm ``convex/server``, JSON in and JSON out, as steps of a ``ctx``.

::

    TypeScript handler                         Python handler
         │ ctx.db.get(id)                           │ await ctx.db.get(id)
         ▼                                          │
    Convex.asyncSyscall("1.0/get", '{"id": …}')     │
         │ JSON                                     │
         ▼                                          ▼
      FrontEnd ── await ctx.db.get(id) ──────▶    Step ──▶ runner

A front end belongs to one run of one handler, and so to its transaction. Every request that
can wait is a step; those that cannot (``Convex.syscall``) read nothing. Errors are raised as
they are: the host of the handler passes on the message, and the data of a ConvexError.

Source: npm-packages/convex/src/server/impl and
convex-backend crates/isolate/src/environment/udf/async_syscall.rs.
Differs: a write answers null where a deployment answers the document, which the package does
not look at. There are no components and no function handles.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar, Final, NamedTuple, NoReturn

from minivex.abi.query_json import build_query, read_value, vector_filter
from minivex.errors import InvalidArgumentError
from minivex.functions.ports import Blob
from minivex.functions.query_builder import Query
from minivex.functions.references import FunctionReference
from minivex.values.wire import from_json, frozen_to_json, to_json

__all__ = ["FrontEnd"]

_MICROSECONDS: Final = 1_000_000


class _Stream(NamedTuple):
    """A query that is being read; ``left`` is how many documents it may still give."""

    query: Query
    left: int | None


class FrontEnd:
    """Answers the requests of one handler, which has ``ctx``.

    ``ctx`` itself refuses what functions of its kind cannot do.
    """

    def __init__(self, ctx: Any) -> None:
        self._ctx = ctx
        self._streams: dict[int, _Stream] = {}
        self._next_stream = 0

    async def request(self, op: str, args: str) -> str:
        """Answer ``Convex.asyncSyscall(op, args)``.

        Raises: InvalidArgumentError, if there is no such request or it lacks an argument, and
            whatever the step raises.
        """
        handler = self._requests.get(op)
        if handler is None:
            raise InvalidArgumentError(f"Unknown async operation {op}")
        return _write(await handler(self, _read(op, args)))

    def request_now(self, op: str, args: str) -> str:
        """Answer ``Convex.syscall(op, args)``, which does not wait and reads nothing.

        Raises: InvalidArgumentError, if there is no such request or it lacks an argument.
        """
        handler = self._requests_now.get(op)
        if handler is None:
            raise InvalidArgumentError(f"Unknown operation {op}")
        return _write(handler(self, _read(op, args)))

    # Documents.

    async def _get(self, args: Any) -> Any:
        db = self._ctx.db.system if args.get("isSystem") else self._ctx.db
        return frozen_to_json(await db.get(*_target(args)))

    async def _insert(self, args: Any) -> Any:
        return {"_id": await self._ctx.db.insert(args["table"], from_json(args["value"]))}

    async def _patch(self, args: Any) -> Any:
        fields = {name: read_value(member) for name, member in args["value"].items()}
        await self._ctx.db.patch(*_target(args), fields)

    async def _replace(self, args: Any) -> Any:
        await self._ctx.db.replace(*_target(args), from_json(args["value"]))

    async def _remove(self, args: Any) -> Any:
        await self._ctx.db.delete(*_target(args))

    def _normalize_id(self, args: Any) -> Any:
        table = args["table"]
        db = self._ctx.db.system if table.startswith("_") else self._ctx.db
        return {"id": db.normalize_id(table, args["idString"])}

    # Queries.

    def _open_stream(self, args: Any) -> Any:
        query, limit = build_query(self._ctx.db, args["query"])
        id, self._next_stream = self._next_stream, self._next_stream + 1
        self._streams[id] = _Stream(aiter(query), limit)
        return {"queryId": id}

    async def _next_document(self, args: Any) -> Any:
        id = args["queryId"]
        stream = self._streams.get(id)
        if stream is None:
            raise InvalidArgumentError(f"There is no query {id} to read on, or it has ended.")
        query, left = stream
        try:
            document = None if left == 0 else await query.__anext__()
        except StopAsyncIteration:
            document = None
        if document is None:
            del self._streams[id]
        elif left is not None:
            self._streams[id] = _Stream(query, left - 1)
        return {"value": frozen_to_json(document), "done": document is None}

    def _close_stream(self, args: Any) -> Any:
        return self._streams.pop(args["queryId"], None) is not None

    async def _page(self, args: Any) -> Any:
        query, limit = build_query(self._ctx.db, args["query"])
        if limit is not None:
            raise InvalidArgumentError("A query with a limit has no pages.")
        options = {
            "numItems": args["pageSize"],
            "cursor": args.get("cursor"),
            "endCursor": args.get("endCursor"),
            "maximumRowsRead": args.get("maximumRowsRead"),
            "maximumBytesRead": args.get("maximumBytesRead"),
        }
        return frozen_to_json(await query.paginate(options))

    async def _vector_search(self, args: Any) -> Any:
        search = args["query"]
        table, _, label = search["indexName"].partition(".")
        limit = search.get("limit")
        found = self._ctx.vector_search(
            table,
            label,
            vector=search["vector"],
            limit=10 if limit is None else limit,
            filter=vector_filter(search["expressions"]),
        )
        return {"results": await found}

    # Other functions, now and later.

    async def _run(self, args: Any) -> Any:
        kind = args["udfType"]
        options: dict[str, Any] = {}
        if budget := args.get("transactionLimits"):
            options["transaction_limits"] = {_snake(name): budget[name] for name in budget}
        if kind == "snapshotQuery":
            kind, options["use_stale_snapshot"] = "query", True
        if kind not in ("query", "mutation"):
            raise InvalidArgumentError(f"Functions of type {kind!r} cannot be run.")
        return await self._call(self._ctx, f"run_{kind}", args, **options)

    async def _call(self, ctx: Any, method: str, args: Any, **options: Any) -> Any:
        run, reference = getattr(ctx, method), FunctionReference(args["name"])
        return frozen_to_json(await run(reference, from_json(args["args"]), **options))

    async def _run_query(self, args: Any) -> Any:
        return await self._call(self._ctx, "run_query", args)

    async def _run_mutation(self, args: Any) -> Any:
        return await self._call(self._ctx, "run_mutation", args)

    async def _run_action(self, args: Any) -> Any:
        return await self._call(self._ctx, "run_action", args)

    async def _schedule(self, args: Any) -> Any:
        # Seconds as a double are exact to less than a microsecond.
        due_ms = round(args["ts"] * _MICROSECONDS) / 1_000
        function = FunctionReference(args["name"])
        return await self._ctx.scheduler.run_at(due_ms, function, from_json(args["args"]))

    async def _cancel(self, args: Any) -> Any:
        await self._ctx.scheduler.cancel(args["id"])

    # Who calls, how much was used, and files.

    async def _identity(self, _args: Any) -> Any:
        return to_json(await self._ctx.auth.get_user_identity())

    async def _metrics(self, _args: Any) -> Any:
        return to_json(await self._ctx.meta.get_transaction_metrics())

    def _snapshot_ts(self, _args: Any) -> Any:
        return frozen_to_json(self._ctx.meta.get_snapshot_ts())

    async def _function_metadata(self, _args: Any) -> Any:
        return to_json(await self._ctx.meta.get_function_metadata())

    async def _deployment_metadata(self, _args: Any) -> Any:
        return to_json(await self._ctx.meta.get_deployment_metadata())

    async def _request_metadata(self, _args: Any) -> Any:
        return to_json(await self._ctx.meta.get_request_metadata())

    async def _file_url(self, args: Any) -> Any:
        return await self._ctx.storage.get_url(args["storageId"])

    async def _file_metadata(self, args: Any) -> Any:
        return to_json(await self._ctx.storage.get_metadata(args["storageId"]))

    async def _upload_url(self, _args: Any) -> Any:
        return await self._ctx.storage.generate_upload_url()

    async def _delete_file(self, args: Any) -> Any:
        await self._ctx.storage.delete(args["storageId"])

    async def _store_file(self, args: Any) -> Any:
        blob = Blob(b64decode(args["blob"]), args["contentType"])
        return await self._ctx.storage.store(blob, sha256=args.get("sha256"))

    async def _file(self, args: Any) -> Any:
        blob = await self._ctx.storage.get(args["storageId"])
        if blob is None:
            return None
        text = b64encode(blob.content).decode()
        return {"blob": text, "contentType": blob.content_type or None}

    _requests: ClassVar[dict[str, Callable[[FrontEnd, Any], Awaitable[Any]]]] = {
        "1.0/get": _get,
        "1.0/insert": _insert,
        "1.0/shallowMerge": _patch,
        "1.0/replace": _replace,
        "1.0/remove": _remove,
        "1.0/queryStreamNext": _next_document,
        "1.0/queryPage": _page,
        "1.0/runUdf": _run,
        "1.0/schedule": _schedule,
        "1.0/cancel_job": _cancel,
        "1.0/getUserIdentity": _identity,
        "1.0/getTransactionMetrics": _metrics,
        "1.0/getFunctionMetadata": _function_metadata,
        "1.0/getDeploymentMetadata": _deployment_metadata,
        "1.0/getRequestMetadata": _request_metadata,
        "1.0/storageGetUrl": _file_url,
        "1.0/storageGetMetadata": _file_metadata,
        "1.0/storageGenerateUploadUrl": _upload_url,
        "1.0/storageDelete": _delete_file,
        "1.0/storageStore": _store_file,
        "1.0/storageGet": _file,
        "1.0/actions/query": _run_query,
        "1.0/actions/mutation": _run_mutation,
        "1.0/actions/action": _run_action,
        "1.0/actions/schedule": _schedule,
        "1.0/actions/cancel_job": _cancel,
        "1.0/actions/vectorSearch": _vector_search,
    }
    """What ``Convex.asyncSyscall`` takes."""

    _requests_now: ClassVar[dict[str, Callable[[FrontEnd, Any], Any]]] = {
        "1.0/queryStream": _open_stream,
        "1.0/queryCleanup": _close_stream,
        "1.0/db/normalizeId": _normalize_id,
        "1.0/getSnapshotTs": _snapshot_ts,
    }
    """What ``Convex.syscall`` takes."""


class _Arguments(dict[str, Any]):
    """The members of one JSON object in a request."""

    def __init__(self, op: str, members: dict[str, Any]) -> None:
        super().__init__(members)
        self._op = op

    def __missing__(self, name: str) -> NoReturn:
        raise InvalidArgumentError(f"{self._op} lacks the argument {name!r}.")


def _read(op: str, args: str) -> Any:
    return json.loads(args, object_hook=partial(_Arguments, op))


def _write(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False)


def _snake(name: str) -> str:
    """The Python name of a limit: ``bytesRead`` is ``bytes_read``."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _target(args: Any) -> tuple[str, ...]:
    """The document that is meant: table and id, or the id alone."""
    table = args.get("table")
    return (args["id"],) if table is None else (table, args["id"])

"""Ops on scheduled functions, files, identities, vectors and HTTP actions."""

from __future__ import annotations

import json
from typing import Any

from minivex.functions.ports import Blob
from minivex.functions.references import FunctionReference
from minivex.values.value import UNDEFINED
from tests.conformance.deployment import Deployment, Run
from tests.conformance.notation import evaluate, without_absent
from tests.conformance.ops_database import shown, step_of
from tests.conformance.registry import Step, World, answers


@step_of("schedule", "mutation")
async def schedule(run: Run, step: Step) -> Any:
    function = FunctionReference(step["fn"])
    args = without_absent(evaluate(step.get("args", {}), run.resolve))
    if "at" in step:
        id = await run.ctx.scheduler.run_at(run.value(step, "at"), function, args)
    else:
        id = await run.ctx.scheduler.run_after(run.value(step, "after"), function, args)
    if "as" in step:
        run.world.symbols[step["as"]] = id
    return id


@step_of("cancel", "mutation")
async def cancel(run: Run, step: Step) -> Any:
    return await run.ctx.scheduler.cancel(run.value(step, "id"))


@step_of("job", "query")
async def job(run: Run, step: Step) -> Any:
    found = await run.ctx.db.system.get(run.value(step, "id"))
    if found is None:
        return None
    kind = found["state"]["kind"]
    return {"args": found["args"], "scheduledTime": found["scheduledTime"], "state": kind}


@answers("advance")
def advance(world: World, step: Step) -> Any:
    world.part(Deployment).backend.advance(step["ms"])
    return None


@answers("finish_scheduled")
def finish_scheduled(world: World, _: Step) -> Any:
    world.part(Deployment).backend.services.worker.finish_scheduled()
    return None


@step_of("storage_store", "action")
async def storage_store(run: Run, step: Step) -> Any:
    content = run.value(step, "bytes") if "bytes" in step else step["text"].encode()
    id = await run.ctx.storage.store(Blob(content, step.get("contentType", "")))
    if "as" in step:
        run.world.symbols[step["as"]] = id
    return id


@step_of("storage_get", "action")
async def storage_get(run: Run, step: Step) -> Any:
    blob = await run.ctx.storage.get(run.value(step, "id"))
    if blob is None:
        return None
    found = {"size": float(blob.size), "contentType": blob.content_type}
    if step.get("as_text"):
        return {**found, "text": blob.text()}
    return {**found, "bytes": blob.content}


@step_of("storage_meta", "query")
async def storage_meta(run: Run, step: Step) -> Any:
    found = await run.ctx.db.system.get(run.value(step, "id"))
    return None if found is None else {"sha256": found["sha256"], "size": found["size"]}


@step_of("storage_url", "query")
async def storage_url(run: Run, step: Step) -> Any:
    return url_or_none(await run.ctx.storage.get_url(run.value(step, "id")))


@step_of("storage_upload_url", "mutation")
async def storage_upload_url(run: Run, _: Step) -> Any:
    return url_or_none(await run.ctx.storage.generate_upload_url())


@step_of("storage_delete", "mutation")
async def storage_delete(run: Run, step: Step) -> Any:
    return await run.ctx.storage.delete(run.value(step, "id"))


def url_or_none(url: str | None) -> str | None:
    if url is None:
        return None
    assert url.startswith("https://")
    return "<url>"


@step_of("auth", "query")
async def auth(run: Run, step: Step) -> Any:
    return shown(await run.ctx.auth.get_user_identity(), step.get("show"))


@answers("as_user")
def as_user(world: World, step: Step) -> Any:
    asked = {"op": "auth", "show": step.get("show"), "in": step.get("in", "query")}
    return world.part(Deployment).run(asked, "query", identity=step["identity"])


@step_of("vector_search", "action")
async def vector_search(run: Run, step: Step) -> Any:
    build = None
    if "filter" in step:
        build = lambda q: vector_filter(run, q, step["filter"])  # noqa: E731 - as a learner writes it
    limit = {"limit": step["limit"]} if "limit" in step else {}
    return await run.ctx.vector_search(
        step["table"], step["index"], vector=run.value(step, "vector"), filter=build, **limit
    )


def vector_filter(run: Run, q: Any, data: Any) -> Any:
    ((form, content),) = data.items()
    if form == "$eq":
        return q.eq(content[0], evaluate(content[1], run.resolve))
    return q.or_(*[vector_filter(run, q, part) for part in content])


@answers("fetch")
def fetch(world: World, step: Step) -> Any:
    response = world.part(Deployment).backend.fetch(
        step["path"], method=step.get("method", "GET"), body=step.get("body", "")
    )
    text = response.text()
    is_json = response.headers.get("content-type") == "application/json"
    return {
        "status": float(response.status),
        "body": evaluate(json.loads(text), absent) if is_json else text,
    }


def absent(_: object) -> Any:
    return UNDEFINED

"""Ops on scheduled functions, files, identities, vectors and HTTP actions."""

# ruff: noqa: D103 - a function is named like the op, or the misuse, that it answers

from __future__ import annotations

import json
from typing import Any

from labkit.conformance.deployment import Deployment, Run, reach
from labkit.conformance.notation import ScenarioError, evaluate, without_absent
from labkit.conformance.ops_database import shown, step_of
from labkit.conformance.registry import Step, World, answers, required
from minivex.functions.ports import Blob
from minivex.functions.references import FunctionReference
from minivex.values.value import UNDEFINED


@step_of("schedule", "mutation")
async def schedule(run: Run, step: Step) -> Any:
    function = FunctionReference(required(step, "fn"))
    args = without_absent(evaluate(step.get("args", {}), run.resolve))
    if "at" in step:
        id = await reach(run.ctx, "scheduler").run_at(run.value(step, "at"), function, args)
    else:
        id = await reach(run.ctx, "scheduler").run_after(run.value(step, "after"), function, args)
    if "as" in step:
        run.world.symbols[step["as"]] = id
    return id


@step_of("cancel", "mutation")
async def cancel(run: Run, step: Step) -> Any:
    return await reach(run.ctx, "scheduler").cancel(run.value(step, "id"))


@step_of("job", "query")
async def job(run: Run, step: Step) -> Any:
    found = await reach(run.ctx, "db", "system").get(run.value(step, "id"))
    if found is None:
        return None
    kind = found.get("state", {}).get("kind")
    return {"args": found.get("args"), "scheduledTime": found.get("scheduledTime"), "state": kind}


@answers("advance")
def advance(world: World, step: Step) -> Any:
    world.part(Deployment).backend.advance(world.value(step, "ms"))
    return None


@answers("finish_scheduled")
def finish_scheduled(world: World, _: Step) -> Any:
    world.part(Deployment).backend.services.worker.finish_scheduled()
    return None


@step_of("storage_store", "action")
async def storage_store(run: Run, step: Step) -> Any:
    content = run.value(step, "bytes") if "bytes" in step else required(step, "text").encode()
    id = await reach(run.ctx, "storage", "store")(Blob(content, step.get("contentType", "")))
    if "as" in step:
        run.world.symbols[step["as"]] = id
    return id


@step_of("storage_get", "action")
async def storage_get(run: Run, step: Step) -> Any:
    blob = await reach(run.ctx, "storage", "get")(run.value(step, "id"))
    if blob is None:
        return None
    found = {"size": float(blob.size), "contentType": blob.content_type}
    if step.get("as_text"):
        return {**found, "text": blob.text()}
    return {**found, "bytes": blob.content}


@step_of("storage_meta", "query")
async def storage_meta(run: Run, step: Step) -> Any:
    found = await reach(run.ctx, "db", "system").get(run.value(step, "id"))
    return None if found is None else shown(found, ["sha256", "size"])


@step_of("storage_url", "query")
async def storage_url(run: Run, step: Step) -> Any:
    return url_or_none(await reach(run.ctx, "storage", "get_url")(run.value(step, "id")))


@step_of("storage_upload_url", "mutation")
async def storage_upload_url(run: Run, _: Step) -> Any:
    return url_or_none(await reach(run.ctx, "storage", "generate_upload_url")())


@step_of("storage_delete", "mutation")
async def storage_delete(run: Run, step: Step) -> Any:
    return await reach(run.ctx, "storage", "delete")(run.value(step, "id"))


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
    deployment = world.part(Deployment)
    return deployment.run(asked, "query", identity=deployment.identity(step))


@step_of("vector_search", "action")
async def vector_search(run: Run, step: Step) -> Any:
    build = None
    if "filter" in step:
        build = lambda q: vector_filter(run, q, step["filter"])  # noqa: E731 - as a learner writes it
    limit = {"limit": run.value(step, "limit")} if "limit" in step else {}
    return await reach(run.ctx, "vector_search")(
        required(step, "table"),
        required(step, "index"),
        vector=run.value(step, "vector"),
        filter=build,
        **limit,
    )


def vector_filter(run: Run, q: Any, data: Any) -> Any:
    ((form, content),) = data.items()
    if form == "$eq":
        return q.eq(content[0], evaluate(content[1], run.resolve))
    if form != "$or":
        raise ScenarioError(f"a vector search has no {form}")
    return q.or_(*[vector_filter(run, q, part) for part in content])


@answers("fetch")
def fetch(world: World, step: Step) -> Any:
    response = world.part(Deployment).backend.fetch(
        required(step, "path"), method=step.get("method", "GET"), body=step.get("body", "")
    )
    text = response.text()
    is_json = text != "" and response.headers.get("content-type") == "application/json"
    return {
        "status": float(response.status),
        "body": evaluate(json.loads(text), lambda _: UNDEFINED) if is_json else text,
    }

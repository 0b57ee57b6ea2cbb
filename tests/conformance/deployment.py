"""One scenario's deployment: a backend with its schema, its functions, and a way to run steps.

A lone step is a transaction of its own. It runs as a function of the kind that its op asks for,
whose handler is the step itself; what it answers goes past the engine, because an answer such as
a list of successes and failures is the harness's, not the function's.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from minivex.backend import Backend
from minivex.errors import ConvexError, DeveloperError, MinivexError
from minivex.functions.definitions import Function, Kind
from minivex.functions.references import FunctionReference
from minivex.schema.tables import define_schema
from minivex.schema.validator_json import validator_from_json
from minivex.services.http_actions import Request, Response, http_action
from minivex.services.http_router import HttpRouter
from minivex.values.value import UNDEFINED
from tests.conformance.notation import Placeholder, evaluate
from tests.conformance.ops_schema import tables_of
from tests.conformance.registry import Step, World

Answer = Callable[["Run", Step], Awaitable[Any]]

STEPS: dict[str, tuple[Kind, Answer]] = {}


class ThrownError(MinivexError):
    """An error that a scenario throws by itself."""


class Run:
    """One function in progress: its ctx, its arguments, and what it has saved."""

    def __init__(self, world: World, ctx: Any, args: dict[str, Any]) -> None:
        self.world = world
        self.ctx = ctx
        self.args = args
        self.saved: dict[str, Any] = {}

    def value(self, step: Step, name: str) -> Any:
        return evaluate(step.get(name, {"$undefined": None}), self.resolve)

    def resolve(self, place: Placeholder) -> Any:
        match place.form:
            case "$arg":
                return self.args.get(place.content, UNDEFINED)
            case "$var":
                return self.saved.get(place.content, UNDEFINED)
        return self.world.resolve(place)

    async def perform(self, step: Step) -> Any:
        answer = await STEPS[step["op"]][1](self, step)
        if "as" in step and step["op"] != "insert":
            self.saved[step["as"]] = answer
        return answer

    async def perform_all(self, steps: list[Step]) -> list[dict[str, Any]]:
        """Each step's answer; a failure ends the function unless the step catches it."""
        answers: list[dict[str, Any]] = []
        for step in steps:
            try:
                answers.append({"ok": await self.perform(step)})
            except (MinivexError, ConvexError) as error:
                if not step.get("catch"):
                    raise
                answers.append({"error": error})
        return answers


class Deployment:
    """The backend of one scenario."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._handler: Callable[[Any], Awaitable[None]] | None = None
        functions = {
            f"steps:{kind}": Function(kind, self._make_handler(), path=f"steps:{kind}")
            for kind in ("query", "mutation", "action")
        }
        for path, declared in world.scenario.get("functions", {}).items():
            functions[path] = _function(world, path, declared)
        self.backend = Backend(
            schema=_schema(world.scenario), functions=functions, http=_routes(world.scenario)
        )
        world.tables = self.backend.snapshots.latest.registry.numbers
        world.t0_ms = float(self.backend.clock.now_ms)

    def _make_handler(self) -> Callable[..., Awaitable[None]]:
        async def handler(ctx: Any) -> None:
            assert self._handler is not None
            await self._handler(ctx)

        return handler

    def run(self, step: Step, kind: Kind, *, identity: Any = None) -> Any:
        """Run one step as a function of its own."""
        answers: list[Any] = []

        async def handler(ctx: Any) -> None:
            answers.append(await Run(self.world, ctx, {}).perform(step))

        self._handler = handler
        self.backend.run(f"steps:{step.get('in', kind)}", identity=identity)
        return answers[-1]

    def call(self, step: Step) -> Any:
        """Call a function as a client does."""
        kind = self.backend.functions.get(step["fn"])
        if "type" in step and kind is not None and kind.kind != step["type"]:
            raise DeveloperError("another kind was called")
        args = evaluate(step.get("args", {}), self.world.resolve)
        return self.backend.run(step["fn"], args, identity=step.get("identity"))


def _schema(scenario: dict[str, Any]) -> Any:
    """The schema as the engine defines it."""
    declared = scenario.get("schema")
    if declared is None:
        return None
    return define_schema(tables_of(declared), declared.get("schemaValidation", True))


def _routes(scenario: dict[str, Any]) -> HttpRouter[Any] | None:
    """Routes whose handlers tell what they were asked."""
    if "http" not in scenario:
        return None
    router: HttpRouter[Any] = HttpRouter()
    for spec in scenario["http"]:
        router.route(
            method=spec["method"],
            path=spec.get("path"),
            path_prefix=spec.get("pathPrefix"),
            handler=http_action(_telling(spec["name"])),
        )
    return router


def _telling(name: str) -> Callable[[Any, Request], Awaitable[Response]]:
    async def tell(_: Any, request: Request) -> Response:
        told = {
            "route": name,
            "method": request.method,
            "path": request.path,
            "query": request.search,
            "body": await request.text(),
        }
        return Response(json.dumps(told), 200, {"content-type": "application/json"})

    return tell


def _function(world: World, path: str, declared: dict[str, Any]) -> Function:
    async def handler(ctx: Any, **args: Any) -> Any:
        run = Run(world, ctx, args)
        await run.perform_all(declared.get("do", []))
        return evaluate(declared["ret"], run.resolve) if "ret" in declared else UNDEFINED

    kind = declared["type"].removeprefix("internal").lower()
    return Function(
        cast("Kind", kind),
        handler,
        args=validator_from_json(declared["args"]) if "args" in declared else None,
        returns=validator_from_json(declared["returns"]) if "returns" in declared else None,
        is_public=not declared["type"].startswith("internal"),
        path=path,
    )


async def call_from_inside(run: Run, step: Step) -> Any:
    """``ctx.run_query``, ``run_mutation`` or ``run_action``, by the kind of the callee."""
    deployment = run.world.part(Deployment)
    callee = deployment.backend.functions[step["fn"]]
    runner = getattr(run.ctx, f"run_{callee.kind}")
    args = evaluate(step.get("args", {}), run.resolve)
    return await runner(FunctionReference(step["fn"]), args)

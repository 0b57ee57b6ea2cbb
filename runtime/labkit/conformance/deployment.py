"""One scenario's deployment: a backend with its schema, its functions, and a way to run steps.

A lone step is a transaction of its own. It runs as a function of the kind that its op asks for,
whose handler is the step itself; what it answers goes past the engine, because an answer such as
a list of successes and failures is the harness's, not the function's.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

from labkit.conformance.compare import Parts
from labkit.conformance.notation import Placeholder, ScenarioError, evaluate
from labkit.conformance.ops_schema import tables_of
from labkit.conformance.registry import OPS, Step, World, required
from minivex.backend import Backend
from minivex.errors import ConvexError, DeveloperError, MinivexError
from minivex.functions.definitions import Function, Kind
from minivex.functions.references import FunctionReference
from minivex.schema.tables import define_schema
from minivex.schema.validator_json import validator_from_json
from minivex.services.http_actions import Request, Response, http_action
from minivex.services.http_router import HttpRouter
from minivex.values.value import UNDEFINED

__all__ = ["STEPS", "Answer", "Deployment", "Run", "ThrownError", "call_from_inside", "reach"]

Answer = Callable[["Run", Step], Awaitable[Any]]

STEPS: dict[str, tuple[Kind, Answer]] = {}
"""The ops that a function can perform, and the kind of function that a lone one runs in."""

STEPS_MAX: Final = 100_000
"""Steps of functions in one scenario; beyond, its functions call or schedule each other for ever."""

NEVER_INSIDE: Final = frozenset({"advance", "finish_scheduled", "fetch", "as_user", "paginate_all"})
KINDS: Final = ("query", "mutation", "action")


class ThrownError(MinivexError):
    """An error that a scenario throws, or that JavaScript would throw in its place."""


def reach(start: Any, *names: str) -> Any:
    """``start.a.b``; a member that is not there is as in JavaScript: the function fails."""
    found = start
    for name in names:
        try:
            found = getattr(found, name)
        except AttributeError as error:
            raise ThrownError(f"{name} is not there") from error
    return found


class Run:
    """One function in progress: its ctx, its arguments, and what it has saved."""

    def __init__(self, world: World, ctx: Any, args: dict[str, Any]) -> None:
        self.world = world
        self.ctx = ctx
        self.args = args
        self.saved: dict[str, Any] = {}

    def value(self, step: Step, name: str) -> Any:
        """The input ``name`` of a step, with every placeholder filled in."""
        return evaluate(step.get(name, {"$undefined": None}), self.resolve)

    def resolve(self, place: Placeholder) -> Any:
        """What a placeholder stands for inside this function."""
        match place.form:
            case "$arg":
                return self.args.get(place.content, UNDEFINED)
            case "$var":
                return self.saved.get(place.content, UNDEFINED)
        return self.world.resolve(place)

    async def perform(self, step: Step) -> Any:
        """Do one step; its answer.

        Raises: what the step raises; ScenarioError, if it cannot be done inside a function.
        """
        try:
            answer = await self._answer(step)
        except ScenarioError as error:
            self.world.problems.append(str(error))
            raise
        if "as" in step:
            self.saved[step["as"]] = answer
        return answer

    async def _answer(self, step: Step) -> Any:
        op = required(step, "op")
        self.world.steps_performed += 1
        if self.world.steps_performed > STEPS_MAX:
            raise ScenarioError(f"its functions have taken {STEPS_MAX} steps and go on")
        if op in STEPS:
            return await STEPS[op][1](self, step)
        if op in NEVER_INSIDE:
            raise ScenarioError(f"{op} cannot stand inside a function")
        return OPS[op].answer(self.world, step)

    async def perform_all(self, steps: list[Step]) -> Parts:
        """Each step's answer; a failure ends the function unless the step catches it."""
        parts = Parts()
        for step in steps:
            try:
                parts.append((step, {"ok": await self.perform(step)}))
            except (MinivexError, ConvexError) as error:
                if not step.get("catch"):
                    raise
                parts.append((step, {"error": error}))
        return parts


class Deployment:
    """The backend of one scenario.

    Raises: ScenarioError, if its schema, functions or routes are refused: no step may take that
        for the failure that it expects.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        try:
            self.backend = self._backend(world.scenario)
        except (MinivexError, ConvexError) as error:
            raise ScenarioError(f"there can be no such deployment: {error}") from error
        world.tables = self.backend.snapshots.latest.registry.numbers
        world.t0_ms = float(self.backend.clock.now_ms)

    def _backend(self, scenario: dict[str, Any]) -> Backend:
        self._handler: Callable[[Any], Awaitable[None]] | None = None
        functions = {
            f"steps:{kind}": Function(kind, self._make_handler(), path=f"steps:{kind}")
            for kind in ("query", "mutation", "action")
        }
        for name, declared in (scenario.get("functions") or {}).items():
            path = _path(name)
            functions[path] = _function(self.world, path, declared)
        return Backend(schema=_schema(scenario), functions=functions, http=_routes(scenario))

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

        chosen = step.get("in", kind)
        if chosen not in KINDS:
            raise ScenarioError(f"a step runs in a query, mutation or action, not in {chosen!r}")
        self._handler = handler
        self.backend.run(f"steps:{chosen}", identity=identity)
        return answers[-1]

    def call(self, step: Step) -> Any:
        """Call a function as a client does."""
        path = _path(required(step, "fn"))
        found = self.backend.functions.get(path)
        if "type" in step and found is not None and found.kind != _kind(step["type"]):
            raise DeveloperError(f"{path} is a {found.kind}, and was called as {step['type']}")
        args = evaluate(step.get("args", {}), self.world.resolve)
        return self.backend.run(path, args, identity=self.identity(step))

    def identity(self, step: Step) -> Any:
        """Who calls."""
        return evaluate(step.get("identity"), self.world.resolve)


def _path(name: Any) -> str:
    """A function's name as the engine writes it: a default export has its module's."""
    if not isinstance(name, str):
        raise ScenarioError(f"{name!r} is no name of a function")
    return name.removesuffix(":default")


def _kind(declared: Any) -> Kind:
    kind = declared.removeprefix("internal").lower() if isinstance(declared, str) else declared
    if kind not in KINDS:
        raise ScenarioError(f"{declared!r} is no kind of function")
    return cast("Kind", kind)


def _schema(scenario: dict[str, Any]) -> Any:
    """The schema as the engine defines it."""
    declared = scenario.get("schema")
    if declared is None:
        return None
    return define_schema(tables_of(declared), declared.get("schemaValidation", True))


def _routes(scenario: dict[str, Any]) -> HttpRouter[Any] | None:
    """Routes whose handlers tell what they were asked."""
    if not scenario.get("http"):
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
    async def handler(ctx: Any, /, **args: Any) -> Any:
        run = Run(world, ctx, args)
        await run.perform_all(declared.get("do", []))
        return evaluate(declared["ret"], run.resolve) if "ret" in declared else UNDEFINED

    return Function(
        _kind(required(declared, "type")),
        handler,
        args=validator_from_json(declared["args"]) if "args" in declared else None,
        returns=validator_from_json(declared["returns"]) if "returns" in declared else None,
        is_public=not declared["type"].startswith("internal"),
        path=path,
    )


async def call_from_inside(run: Run, step: Step) -> Any:
    """``ctx.run_query``, ``run_mutation`` or ``run_action``, by ``type`` or the callee's kind."""
    path = _path(required(step, "fn"))
    callee = run.world.part(Deployment).backend.functions.get(path)
    kind = _kind(step["type"]) if "type" in step else callee.kind if callee else "query"
    args = evaluate(step.get("args", {}), run.resolve)
    return await reach(run.ctx, f"run_{kind}")(FunctionReference(path), args)

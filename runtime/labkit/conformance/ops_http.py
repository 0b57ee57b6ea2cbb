"""Ops on the HTTP router: registering routes and finding the one that answers."""

# ruff: noqa: D103 - a function is named like the op, or the misuse, that it answers

from __future__ import annotations

from typing import Any

from labkit.conformance.registry import Step, World, answers, required
from minivex.services.http_router import HttpRouter


def router(_: World) -> HttpRouter[Any]:
    """The router of a scenario, without routes at first."""
    return HttpRouter()


@answers("route")
def route(world: World, step: Step) -> Any:
    spec = dict(required(step, "spec"))
    if "pathPrefix" in spec:
        spec["path_prefix"] = spec.pop("pathPrefix")
    world.part(router).route(**spec)
    return None


@answers("lookup", is_plain=True)
def lookup(world: World, step: Step) -> Any:
    found = world.part(router).lookup(required(step, "path"), required(step, "method"))
    return None if found is None else found._asdict()


@answers("routes", is_plain=True)
def routes(world: World, _: Step) -> Any:
    return [list(route) for route in world.part(router).get_routes()]

"""Ops about values alone: their order, their JSON, their size."""

# ruff: noqa: D103 - a function is named like the op, or the misuse, that it answers

from __future__ import annotations

from itertools import groupby

from labkit.conformance.notation import without_absent
from labkit.conformance.registry import Step, World, answers, required
from minivex.values.order import encode
from minivex.values.value import size_bytes
from minivex.values.wire import from_json, loads, to_json


@answers("compare")
def compare(world: World, step: Step) -> object:
    a, b = encode(world.value(step, "a")), encode(world.value(step, "b"))
    return float((a > b) - (a < b))


@answers("sort")
def sort(world: World, step: Step) -> object:
    keys = [encode(value) for value in world.value(step, "values")]
    order = sorted(range(len(keys)), key=lambda at: keys[at])
    if not step.get("groups"):
        return [float(at) for at in order]
    return [[float(at) for at in group] for _, group in groupby(order, key=lambda at: keys[at])]


@answers("to_json", is_plain=True)
def encode_as_json(world: World, step: Step) -> object:
    return {"json": to_json(world.value(step, "value"))}


@answers("from_json")
def decode_json(_: World, step: Step) -> object:
    return loads(required(step, "text"))


@answers("round_trip")
def round_trip(world: World, step: Step) -> object:
    return from_json(to_json(world.value(step, "value")))


@answers("size")
def size(world: World, step: Step) -> object:
    return float(size_bytes(without_absent(world.value(step, "value"))))


@answers("document_size")
def document_size(world: World, step: Step) -> object:
    system_fields = {"_id": "x" * step.get("idLength", 32), "_creationTime": 0.0}
    return float(size_bytes({**system_fields, **without_absent(world.value(step, "value"))}))

"""Makes a failing case as small as it gets while it still fails.

::

    drop a call ─▶ drop a line ─▶ drop moves ─▶ drop a document ─▶ make a line plainer ─┐
         ▲                                                                              │
         └──────────────────────────── until nothing helps any more ◀───────────────────┘

What fails in the end may differ in another way than what failed at first; it is a failure all
the same, and a shorter one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from labkit.simulation.campaign import attempt
from labkit.simulation.case import LETTERS, Case
from labkit.simulation.difference import Difference
from labkit.simulation.program import (
    Body,
    Call,
    Find,
    Insert,
    Invoke,
    Line,
    Op,
    Patch,
    Replace,
    Walk,
)
from labkit.simulation.world import World

__all__ = ["TRIES_MAX", "Shrunk", "shrink"]

TRIES_MAX: Final = 4_000
"""Histories to try at most: a few seconds."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The smallest case that was found, how it fails, and how many were tried."""

    case: Case
    difference: Difference
    tries: int


def shrink(case: Case, difference: Difference) -> Shrunk:
    """The smallest case that still fails, given one that does."""
    tries = 0
    world = World(case.plan)
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for smaller in _smaller(case):
            tries += 1
            if tries > TRIES_MAX:
                return Shrunk(case, difference, tries)
            there = world if smaller.plan is case.plan else World(smaller.plan)
            found = attempt(smaller, there)
            if found is not None:
                case, difference, world, is_smaller = smaller, found, there, True
                break
    return Shrunk(case, difference, tries)


def _smaller(case: Case) -> Iterator[Case]:
    """Cases that are a little smaller, those that save the most first."""
    watched = case.watched
    for number in range(len(watched)):
        yield case._replace(watched=watched[:number] + watched[number + 1 :])
    yield from _fewer_pushes(case)
    yield from _fewer_calls(case)
    yield from _fewer_moves(case)
    for number, call in enumerate(case.calls):
        for smaller in _smaller_calls(call):
            calls = (*case.calls[:number], smaller, *case.calls[number + 1 :])
            yield case._replace(calls=calls)
    for number, body in enumerate(watched):
        for smaller in _smaller_calls(Call((body,))):
            bodies = (*watched[:number], smaller.bodies[0], *watched[number + 1 :])
            yield case._replace(watched=bodies)
    plan = case.plan
    for number in range(len(plan.documents)):
        documents = plan.documents[:number] + plan.documents[number + 1 :]
        if documents:
            yield case._replace(plan=plan._replace(documents=documents))
    for table, indexes in plan.indexes.items():
        for name in indexes:
            left = {one: fields for one, fields in indexes.items() if one != name}
            yield case._replace(plan=plan._replace(indexes={**plan.indexes, table: left}))


def _fewer_pushes(case: Case) -> Iterator[Case]:
    for number, push in enumerate(case.pushes):
        before, behind = case.pushes[:number], case.pushes[number + 1 :]
        yield case._replace(pushes=before + behind)
        for table, rule in push.tables.items():
            left = {name: one for name, one in push.tables.items() if name != table}
            yield case._replace(pushes=(*before, push._replace(tables=left), *behind))
            for name in rule.indexes:
                indexes = {one: on for one, on in rule.indexes.items() if one != name}
                plainer = {**push.tables, table: rule._replace(indexes=indexes)}
                yield case._replace(pushes=(*before, push._replace(tables=plainer), *behind))


def _fewer_calls(case: Case) -> Iterator[Case]:
    for number in range(len(case.calls)):
        if len(case.calls) == 1:
            return
        letters = LETTERS[number : len(case.calls)]
        moved = str.maketrans(
            letters[1:] + letters[1:].upper(), letters[:-1] + letters[:-1].upper()
        )
        gone = letters[0] + letters[0].upper()
        schedule = "".join(one for one in case.schedule if one not in gone).translate(moved)
        calls = case.calls[:number] + case.calls[number + 1 :]
        yield case._replace(calls=calls, schedule=schedule)


def _fewer_moves(case: Case) -> Iterator[Case]:
    schedule = case.schedule
    size = len(schedule)
    while size:
        for start in range(0, len(schedule), size):
            yield case._replace(schedule=schedule[:start] + schedule[start + size :])
        size //= 2


def _smaller_calls(call: Call) -> Iterator[Call]:
    for number, body in enumerate(call.bodies):
        for at, line in enumerate(body.lines):
            before, behind = body.lines[:at], body.lines[at + 1 :]
            yield _with_body(call, number, body._replace(lines=before + behind))
            for plainer in _plainer(line):
                yield _with_body(call, number, body._replace(lines=(*before, plainer, *behind)))


def _with_body(call: Call, number: int, body: Body) -> Call:
    return Call((*call.bodies[:number], body, *call.bodies[number + 1 :]))


def _plainer(line: Line) -> Iterator[Line]:
    if line.when != "always":
        yield line._replace(when="always")
    if line.is_caught:
        yield line._replace(is_caught=False)
    for op in _plainer_ops(line.op):
        yield line._replace(op=op)


def _plainer_ops(op: Op) -> Iterator[Op]:
    match op:
        case Find():
            yield from _plainer_finds(op)
        case Walk():
            for find in _plainer_finds(op.find):
                yield op._replace(find=find)
            if op.fields is not None:
                yield op._replace(fields=None)
        case Invoke() if op.is_stale:
            yield op._replace(is_stale=False)
        case Insert() | Patch() | Replace():
            for name in op.fields:
                fields = {one: value for one, value in op.fields.items() if one != name}
                yield op._replace(fields=fields)


def _plainer_finds(find: Find) -> Iterator[Find]:
    if find.order is not None:
        yield find._replace(order=None)
    for number in range(len(find.filters)):
        yield find._replace(filters=find.filters[:number] + find.filters[number + 1 :])
    for number in range(len(find.conditions)):
        conditions = find.conditions[:number] + find.conditions[number + 1 :]
        yield find._replace(conditions=conditions)
    if find.label not in ("by_creation_time", "by_id"):
        yield find._replace(label="by_creation_time", conditions=())

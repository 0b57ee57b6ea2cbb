"""The pushes of a case: begun, moved on two documents at a time, in force or refused."""

from __future__ import annotations

from labkit.simulation.case import WorldPlan
from labkit.simulation.pushing import PushBegun, PushEvent, Pushing, PushRefused
from labkit.simulation.schemas import FIELDS, SchemaPlan, TableRule
from labkit.simulation.world import World

PLAN = WorldPlan(1, {"as": {}, "bs": {}}, tuple(("as", {"x": float(n)}) for n in range(5)))
FINE = SchemaPlan({"as": TableRule({"by_x": ("x",)}, frozenset({"x"}))})
TOO_NARROW = SchemaPlan({"as": TableRule({}, frozenset({"y"}))})


def test_pushes_come_one_after_the_other() -> None:
    backend = World(PLAN).backend.fork()
    events: list[PushEvent] = []
    pushing = Pushing(backend, [TOO_NARROW, FINE], events.append)
    moves = 0
    while not pushing.is_over:
        pushing.move()
        moves += 1
    first, refused, second = events
    assert (first, second) == (PushBegun(TOO_NARROW), PushBegun(FINE))
    assert isinstance(refused, PushRefused)
    assert (refused.plan, refused.table) == (TOO_NARROW, "as")
    assert refused.id == backend.documents("as")[0]["_id"]
    # One to begin and one to fail; then begin, three steps each to check and to build, activate.
    assert moves == 2 + 8
    assert backend.schema is not None
    assert list(backend.schema.tables["as"].indexes) == ["by_x"]


def test_a_rule_says_what_must_and_what_may_be_there() -> None:
    rule = TableRule({}, frozenset({"x"}), FIELDS - {"n"})
    assert rule.accepts({"x": 1.0})
    assert rule.accepts(["x", "y"])
    assert not rule.accepts(["y"])
    assert not rule.accepts(["x", "n"])
    schema = SchemaPlan({"as": rule}, is_enforced=False).in_the_engine()
    assert not schema.is_enforced

"""The slow model on its own: what a program sees, writes and depends on."""

from __future__ import annotations

from labkit.simulation.memory import Slot
from labkit.simulation.model import Given, ModelRun
from labkit.simulation.program import (
    Body,
    Call,
    Count,
    Fail,
    Find,
    Get,
    Insert,
    Invoke,
    Line,
    Op,
    Patch,
    Ref,
)
from labkit.simulation.reads import touched
from labkit.simulation.schemas import SchemaPlan, TableRule
from labkit.simulation.versions import Doc, Version, stamped
from minivex import UNDEFINED, Int64
from minivex.values.kinds import COMMIT_TS

DOCS = [Doc("as", f"d{n}", float(n), {"x": float(n % 2)}) for n in range(4)]
PLAN = SchemaPlan({"as": TableRule({"by_x": ("x",)})})
VERSION = Version({"as": {doc.id: doc for doc in DOCS}}, {"as": 10_001}, PLAN.indexes, PLAN.rules)
SLOTS = [Slot(doc.id, doc.creation, "as") for doc in DOCS]
ALL = Find("as", "by_x", (), None, (), "collect", 0)


def run(*ops: Op, nested: tuple[Op, ...] = ()) -> ModelRun:
    inner = Body("mutation", False, tuple(Line(op) for op in nested))
    body = Body("mutation", True, tuple(Line(op, is_caught=True) for op in ops))
    given = Given(["n1", "n2"], 1_000_000_000, 5)
    return ModelRun(Call((body, inner)), body, VERSION, slots=SLOTS, given=given)


def test_reads_come_in_the_order_of_the_index() -> None:
    done = run(ALL)
    assert done.memory.last == ["d0", "d2", "d1", "d3"]
    assert done.outcome == "returned [4.0]"
    assert not done.is_writing


def test_own_writes_are_seen_through_every_index() -> None:
    done = run(Patch(Ref("slot", 0), {"x": 9.0}), Insert("as", {"x": Count()}), ALL)
    assert done.memory.last == ["d2", "n1", "d1", "d3", "d0"]
    assert [new.id for _, new in done.changes if new is not None] == ["d0", "n1"]


def test_a_take_depends_on_what_it_passed_only() -> None:
    done = run(ALL._replace(ending="take", n=2))
    assert touched(done.reads, [(DOCS[2], None)]) == [DOCS[2]]
    assert touched(done.reads, [(DOCS[1], None)]) == []


def test_a_nested_call_that_fails_is_undone_and_its_reads_stay() -> None:
    done = run(
        Invoke(1), nested=(Get(Ref("slot", 3), None), Insert("new", {}), Fail(is_convex=True))
    )
    assert done.memory.log[-1] == 'caught ConvexError: {"code":1}'
    assert not done.is_writing
    assert touched(done.reads, [(DOCS[3], None)]) == [DOCS[3]]


def test_what_changes_nothing_is_no_write() -> None:
    assert not run(Patch(Ref("slot", 0), {"x": 0.0, "y": UNDEFINED})).is_writing
    assert run(Patch(Ref("slot", 0), {"x": -0.0})).is_writing


def test_a_refused_document_leaves_no_table() -> None:
    done = run(Insert("new", {"_bad": 1.0}))
    assert done.memory.log == ["caught InvalidDocumentError"]
    assert done.numbers == {"as": 10_001}
    assert run(Insert("new", {"bad": 1.0})).numbers == {"as": 10_001, "new": 10_002}
    assert run(Insert("as", {"bad": 1.0})).memory.log == ["caught SchemaValidationError"]


def test_a_query_on_the_stale_snapshot_sees_no_own_write_and_leaves_no_read() -> None:
    look = Body("query", False, (Line(ALL),))
    lines = (
        Line(Insert("as", {"x": 0.5})),
        Line(Invoke(1, is_stale=True)),
        Line(Get(Ref("own", 0), None)),
    )
    call = Call((Body("mutation", True, lines), look))
    done = ModelRun(call, call.bodies[0], VERSION, slots=SLOTS, given=Given(["n1"], 0, 5))
    assert done.outcome == "returned [5.0]"
    assert [read.paths for read in done.reads] == [("_id",)]


def test_a_commit_gives_its_timestamp_to_whatever_waits_for_it() -> None:
    done = run(Insert("as", {"x": COMMIT_TS, "n": {"k": [COMMIT_TS]}}), ALL)
    assert done.memory.last == ["n1", "d0", "d2", "d1", "d3"]
    ((_, new),) = stamped(done.changes, 7)
    assert new is not None
    assert new.fields == {"n": {"k": [Int64(7)]}, "x": Int64(7)}


def test_a_push_brings_its_tables_indexes_and_rules() -> None:
    plan = SchemaPlan({"as": TableRule({"by_y": ("y",)}, frozenset({"y"})), "new": TableRule({})})
    waiting = VERSION.preparing(plan)
    assert waiting.building == {"as": frozenset({"by_y"})}
    after = waiting.pushed(plan)
    assert after.numbers == {"as": 10_001, "new": 10_002}
    assert list(after.indexes["as"]) == ["by_id", "by_creation_time", "by_y"]
    assert not after.building
    assert not after.rules["as"].accepts({"x": 1.0})
    assert plan._replace(is_enforced=False).rules == {}

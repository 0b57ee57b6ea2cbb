"""The witness is right: its serial order gives the same, and where it names a cycle no order does.

Random programs are run by the engine in random orders of moves, with every isolation, and then by a model that runs
them whole, in every serial order there is.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labkit.harness.checkers import Cycle, SerialOrder, Unit, serialisable
from labkit.harness.history import History, history_of
from labkit.harness.names import Names
from labkit.harness.play import LETTERS, Grain, Lane, Play, replay
from labkit.harness.recorder import Recorder, written_keys
from labkit.harness.timeline import timeline_of
from labkit.harness.witness import Witness, lane_names, witness_of
from minivex import Backend, Isolation, Returned, action, functions_of, internal, internal_mutation
from tests.labkit.conftest import Counters
from tests.model.programs import PROGRAMS, Model, Program, execute, new_backend, schema, state_of

CHOICES = st.lists(st.integers(0, 2), min_size=1, max_size=40)


def played(
    programs: list[Program], choices: list[int], isolation: Isolation
) -> tuple[Backend, list[Any], History]:
    """The programs, interleaved step by step as the choices say; the world, what each saw, the history."""
    backend, ids = new_backend()
    recorder = Recorder()
    lanes = [
        Lane("model:execute", {"program": [list(each) for each in program], "ids": [*ids]}, letter)
        for letter, program in zip(LETTERS, programs, strict=False)
    ]
    play = Play(backend, lanes, grain=Grain.STEP, tracer=recorder, isolation=isolation)
    turn = 0
    while waiting := play.open_lanes():
        play.move(waiting[choices[turn % len(choices)] % len(waiting)])
        turn += 1
    seen = [
        call.outcome.value if isinstance(call.outcome, Returned) else None for call in play.calls
    ]
    return play.world, seen, history_of(recorder.events, written_keys(play.world))


def by_model(programs: list[Program], order: list[int]) -> tuple[list[Any], list[Any]]:
    """What the programs see and leave behind, run whole in that order."""
    model = Model()
    seen = {number: model.execute(programs[number]) for number in order}
    return [seen[number] for number in range(len(programs))], model.state()


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(PROGRAMS, min_size=2, max_size=3), CHOICES, st.sampled_from(Isolation))
def test_a_serial_order_gives_the_same_reads_and_the_same_documents(
    programs: list[Program], choices: list[int], isolation: Isolation
) -> None:
    world, seen, history = played(programs, choices, isolation)
    found = serialisable(history)
    if isolation is Isolation.SERIALIZABLE:
        assert isinstance(found, SerialOrder)
    if isinstance(found, SerialOrder):
        order = [LETTERS.index(name) for name in found.order]
        order += [number for number in range(len(programs)) if number not in order]
        assert by_model(programs, order) == (seen, state_of(world))


# Every write stores a number that nothing else stores, and reads the row before: then two histories that look the
# same are the same, and a cycle means that no serial order can look like this one.
SLOT = st.integers(0, 1)  # few, so that the programs meet
EXACT = st.lists(
    st.one_of(
        st.tuples(st.just("get"), SLOT),
        st.tuples(st.just("range"), st.sampled_from("ab")),
        st.tuples(st.just("scan"), st.none()),
        st.tuples(st.just("put"), SLOT),
        st.tuples(st.just("move"), SLOT),
        st.tuples(st.just("add"), st.sampled_from("ab")),
    ),
    min_size=1,
    max_size=3,
)


@internal_mutation
async def exact(ctx: Any, program: Any, ids: Any, name: Any) -> Any:
    """Carry out a program whose writes are all different; return what it saw."""
    seen: list[Any] = []
    for place, (op, operand) in enumerate(program):
        own = 1000.0 * (name + 1) + place
        if op == "range":
            rows = (
                await ctx.db.query("rows")
                .with_index("by_group", lambda q, group=operand: q.eq("group", group))
                .collect()
            )
            seen.append(sorted(row["n"] for row in rows))
        elif op == "scan":
            seen.append(sorted(row["n"] for row in await ctx.db.query("rows").collect()))
        elif op == "add":
            rows = (
                await ctx.db.query("rows")
                .with_index("by_group", lambda q, group=operand: q.eq("group", group))
                .collect()
            )
            seen.append(sorted(row["n"] for row in rows))
            await ctx.db.insert("rows", {"group": operand, "n": own})
        else:
            row = await ctx.db.get("rows", ids[int(operand)])
            seen.append([row["n"]])
            if op == "put":
                await ctx.db.patch("rows", row["_id"], {"n": own})
            elif op == "move":
                group = "b" if row["group"] == "a" else "a"
                await ctx.db.patch("rows", row["_id"], {"group": group, "n": own})
    return seen


@action
async def exact_in_steps(ctx: Any, program: Any, ids: Any, name: Any) -> Any:
    """The same, but each instruction is a transaction of its own."""
    seen: list[Any] = []
    for place, instruction in enumerate(program):
        seen += await ctx.run_mutation(
            internal.model.exact,
            {"program": [instruction], "ids": ids, "name": name + place / 100},
        )
    return seen


def exact_lanes(function: str, programs: list[Program], ids: list[str]) -> list[Lane]:
    return [
        Lane(
            f"model:{function}",
            {"program": [list(each) for each in program], "ids": [*ids], "name": float(number)},
            LETTERS[number],
        )
        for number, program in enumerate(programs)
    ]


def exact_world() -> tuple[Backend, list[str]]:
    functions = functions_of(
        {"execute": execute, "exact": exact, "exact_in_steps": exact_in_steps}, "model"
    )
    world = Backend(schema=schema, functions=functions, seed=1)
    ids = world.load("rows", [{"group": "ab"[slot % 2], "n": float(slot)} for slot in range(5)])
    return world, ids


def looks(play: Play) -> tuple[list[Any], list[Any]]:
    """What everybody sees of a play: what each was told, and what is stored."""
    told = [
        call.outcome.value if isinstance(call.outcome, Returned) else "?" for call in play.calls
    ]
    return told, state_of(play.world)


def serial_looks(world: Backend, lanes: list[Lane]) -> list[tuple[tuple[int, ...], Any]]:
    """How every serial order of the lanes looks."""
    found = []
    for order in permutations(range(len(lanes))):
        play = Play(world, lanes, grain=Grain.STEP)
        for lane in order:
            while not play.calls[lane].done:
                play.move(lane)
        found.append((order, looks(play)))
    return found


@pytest.mark.slow
@settings(max_examples=250)
@given(
    st.lists(EXACT, min_size=2, max_size=3),
    CHOICES,
    st.sampled_from(Isolation),
    st.sampled_from(["exact", "exact_in_steps"]),
)
def test_a_cycle_is_named_exactly_where_no_serial_order_looks_the_same(
    programs: list[Program], choices: list[int], isolation: Isolation, function: str
) -> None:
    world, ids = exact_world()
    lanes = exact_lanes(function, programs, ids)
    recorder = Recorder()
    play = Play(world, lanes, grain=Grain.STEP, tracer=recorder, isolation=isolation)
    turn = 0
    while waiting := play.open_lanes():
        play.move(waiting[choices[turn % len(choices)] % len(waiting)])
        turn += 1
    if not all(isinstance(call.outcome, Returned) for call in play.calls):
        return  # a call that gave up after five attempts has no place in an order
    found = serialisable(history_of(recorder.events, written_keys(play.world)), Unit.CALL)
    same = [order for order, look in serial_looks(world, lanes) if look == looks(play)]
    if isinstance(found, Cycle):
        assert same == []
    else:
        assert tuple(LETTERS.index(name) for name in found.order) in same


# ------------------------------------------------------------------------------ words


def witness(
    counters: Counters,
    schedule: str,
    *functions: str,
    isolation: Isolation = Isolation.SERIALIZABLE,
) -> Witness:
    recorder = Recorder()
    lanes = counters.lanes(*functions)
    play = replay(counters.world, lanes, schedule, tracer=recorder, isolation=isolation)
    history = history_of(recorder.events, written_keys(play.world))
    found = witness_of(history, lane_names(lanes), Names(counters.world), play.world)
    assert found is not None
    return found


def test_a_serial_order_is_said_with_the_names_of_the_callers(counters: Counters) -> None:
    found = witness(counters, "abab", "add", "add")
    assert found.to_json() == {
        "unit": "call",
        "order": ["a", "b"],
        "edges": [],
        "sentence": "It is as if ada had run before bo.",
    }
    three = witness(counters, "abcabc", "add", "add", "add")
    assert three.sentence == "It is as if ada, bo and then cy had run one after the other."


def test_a_lost_update_of_actions_is_a_cycle_of_their_calls(counters: Counters) -> None:
    found = witness(counters, "abbbaa", "add_in_two_steps", "add_in_two_steps")
    assert found.unit is Unit.CALL
    assert found.sentence.startswith("ada read counters#1 (line ")
    assert ") before bo changed it, and " in found.sentence
    assert found.sentence.endswith(": neither can come first.")


def test_without_the_commit_check_the_cycle_is_one_of_transactions(counters: Counters) -> None:
    found = witness(counters, "abab", "add", "add", isolation=Isolation.NONE)
    assert found.unit is Unit.TRANSACTION
    assert [edge["kind"] for edge in found.edges] == ["rw", "ww"]
    assert found.edges[0]["document"] == "counters#1"
    assert " over what ada had written: neither can come first." in found.sentence


def test_one_call_alone_has_no_witness(counters: Counters) -> None:
    recorder = Recorder()
    lanes = counters.lanes("add")
    play = replay(counters.world, lanes, "aa", tracer=recorder)
    timeline = timeline_of(play, lanes, recorder, Names(counters.world), before=counters.world)
    assert timeline["witness"] is None


def test_lanes_without_names_of_their_own_are_called_by_their_letters() -> None:
    lanes = [Lane("m:f", {}, name) for name in ("a", "ada", "ada")]
    assert lane_names(lanes) == {"a": "lane a", "b": "ada (b)", "c": "ada (c)"}

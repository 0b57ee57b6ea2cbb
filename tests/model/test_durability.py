"""Random histories, their log cut and damaged at every byte: no commit is lost, none invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minivex import (
    Backend,
    MemoryStorage,
    VirtualClock,
    define_schema,
    define_table,
    functions_of,
    mutation,
    v,
)
from minivex.commit.log_bytes import MARK, read_log
from minivex.commit.recovery import recover
from minivex.errors import DamagedLogError, SchemaPushError
from minivex.schema.tables import Schema
from minivex.store.snapshot import Snapshot
from tests.model import histories

State = tuple[int, dict[str, list[Any]]]


@mutation
async def schedule(ctx: Any, step: Any, delay_ms: float) -> None:
    """Let a change happen later, and note it in a table that the schema does not know."""
    await ctx.scheduler.run_after(delay_ms, "m:change", {"step": step})
    await ctx.db.insert("notes", {"step": step})


FUNCTIONS = {
    **functions_of(vars(histories), "m"),
    **functions_of({"schedule": schedule}, "m"),
}
EVENTS = st.lists(
    st.one_of(
        histories.CHANGES.map(lambda step: ("change", step)),
        st.tuples(st.just("schedule"), histories.CHANGES, st.integers(0, 20)),
        st.tuples(st.just("advance"), st.integers(1, 30)),
        st.tuples(st.just("push"), st.integers(0, 2), st.booleans()),
        st.tuples(st.just("refused push")),
    ),
    max_size=10,
)


def pushed(number: int, *, has_index: bool) -> Schema:
    """Another schema for the same rows: a table more, an index more or less."""
    rows = define_table({"group": v.string(), "n": v.number()})
    if has_index:
        rows.index("by_n", ["n"])
    return define_schema({"rows": rows, f"new{number}": define_table({})})


def state_of(snapshot: Snapshot) -> State:
    """All that a snapshot holds, text for text."""
    rows = {
        name: [repr(row.document) for row in maps[0].slice()[1]]
        for name, maps in snapshot.maps.items()
    }
    return snapshot.ts, rows


def play(backend: Backend, event: tuple[Any, ...]) -> None:
    match event:
        case ("change", step):
            backend.run("m:change", {"step": list(step)})
        case ("schedule", step, delay_ms):
            backend.run("m:schedule", {"step": list(step), "delay_ms": delay_ms})
        case ("push", number, has_index):
            backend.push(pushed(number, has_index=has_index))
            backend.load(f"new{number}", [{}])
        case ("refused push",):
            if backend.documents("rows"):
                with pytest.raises(SchemaPushError):
                    backend.push(define_schema({"rows": define_table({"none": v.null()})}))
        case (_, delta_ms):
            backend.advance(delta_ms)


class Recorder(MemoryStorage):
    """A storage that remembers how long it was after each write that was acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: list[int] = []

    def flush(self) -> None:
        super().flush()
        self.ends.append(len(self.read()))

    def replace(self, data: bytes) -> None:
        super().replace(data)
        self.ends = [len(data)]


def recovered(data: bytes) -> State:
    storage = MemoryStorage(data)
    start_ts = VirtualClock().now_ms * 1_000_000
    snapshot = recover(storage, histories.schema, start_ts=start_ts).snapshot
    snapshot.check_invariants()
    assert not read_log(storage.read()).is_torn
    return state_of(snapshot)


def states_of(storage: Recorder) -> list[State]:
    """The database after each commit, each taken from a log that ends there."""
    return [recovered(storage.read()[:end]) for end in storage.ends]


@settings(max_examples=60)
@given(EVENTS, st.integers(0, 10))
def test_every_acknowledged_commit_is_there_and_no_other(
    events: list[tuple[Any, ...]], compacted_at: int
) -> None:
    storage = Recorder()
    backend = Backend.open(storage, schema=histories.schema, functions=FUNCTIONS)
    memory = Backend(schema=histories.schema, functions=FUNCTIONS)
    for number, event in enumerate(events):
        if number == compacted_at:
            backend.compact()
        play(backend, event)
        play(memory, event)
        # The log says what is in memory, and memory is what it would be without a log.
        assert recovered(storage.read()) == state_of(backend.snapshots.latest)
        assert state_of(memory.snapshots.latest) == state_of(backend.snapshots.latest)
    again = Backend.open(storage, schema=histories.schema, functions=FUNCTIONS)
    again.advance(100)
    backend.advance(100)
    assert [row["n"] for row in again.documents("rows")] == [
        row["n"] for row in backend.documents("rows")
    ]


@settings(max_examples=25)
@given(EVENTS)
def test_a_crash_at_any_byte_leaves_the_commits_before_it(events: list[tuple[Any, ...]]) -> None:
    storage = Recorder()
    backend = Backend.open(storage, schema=histories.schema, functions=FUNCTIONS)
    history = [state_of(backend.snapshots.latest)]
    for event in events:
        play(backend, event)
        history.append(state_of(backend.snapshots.latest))
    data, ends, states = storage.read(), storage.ends, states_of(storage)
    assert [state for state in history if state not in states] == []
    payloads = read_log(data).payloads
    assert len(payloads) == len(states)
    opened = set()
    for cut in range(len(data) + 1):
        count = sum(end <= cut for end in ends)
        log = read_log(data[:cut])
        assert log.payloads == payloads[:count]
        # What is recovered depends on these two alone, so once for each will do.
        if (count, log.is_torn) not in opened:
            opened.add((count, log.is_torn))
            assert recovered(data[:cut]) == (states[count - 1] if count else history[0])


@settings(max_examples=25)
@given(EVENTS, st.integers(1, 255))
def test_damage_at_any_byte_invents_nothing(events: list[tuple[Any, ...]], flip: int) -> None:
    storage = Recorder()
    backend = Backend.open(storage, schema=histories.schema, functions=FUNCTIONS)
    for event in events:
        play(backend, event)
    data = storage.read()
    payloads = read_log(data).payloads
    last = storage.ends[-2] if len(storage.ends) > 1 else len(MARK)
    for at in range(len(data)):
        damaged = data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :]
        if at >= last:
            assert read_log(damaged) == (payloads[:-1], True)
        else:
            with pytest.raises(DamagedLogError):
                read_log(damaged)

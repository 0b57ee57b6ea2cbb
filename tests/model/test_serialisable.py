"""Random programs in random orders of moves, against the same programs one at a time.

The equivalent serial order is the order of commits; a program that wrote nothing took place at
its snapshot.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minivex import Call, Commit, Returned
from minivex.trace import Began, Committed, Event
from tests.model.programs import PROGRAMS, Model, Program, new_backend, state_of


class Listener:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def event(self, event: Event) -> None:
        self.events.append(event)


def run_interleaved(
    programs: list[Program], choices: list[int], seed: int = 0
) -> tuple[Any, dict[str, Call], list[Event]]:
    listener = Listener()
    backend, ids = new_backend(tracer=listener, seed=seed)
    calls = {
        str(number): backend.start(
            "model:execute", {"program": [list(i) for i in program], "ids": ids}, label=str(number)
        )
        for number, program in enumerate(programs)
    }
    turn = 0
    while waiting := [call for call in calls.values() if not call.done]:
        waiting[choices[turn % len(choices)] % len(waiting)].move()
        turn += 1
    backend.snapshots.latest.check_invariants()
    return backend, calls, listener.events


CHOICES = st.lists(st.integers(0, 2), min_size=1, max_size=40)


@settings(max_examples=400)
@given(st.lists(PROGRAMS, min_size=2, max_size=3), CHOICES)
def test_inv45_every_interleaving_equals_the_commits_one_by_one(
    programs: list[Program], choices: list[int]
) -> None:
    backend, calls, events = run_interleaved(programs, choices)
    committed = {e.call: e.ts for e in events if isinstance(e, Committed)}
    began = {e.call: e.ts for e in events if isinstance(e, Began)}
    assert committed.keys() == calls.keys()
    writers = sorted((ts, label) for label, ts in committed.items() if ts > began[label])
    model = Model()
    states = {began[label]: None for label in committed}
    assert states
    expected: dict[str, list[list[float]]] = {}
    remaining = {label for label in committed if committed[label] == began[label]}
    start_ts = backend.write_log.entries[0].ts
    for label in sorted(remaining):
        if began[label] == start_ts:
            expected[label] = model.execute(programs[int(label)])
    for ts, label in writers:
        expected[label] = model.execute(programs[int(label)])
        for reader in remaining:
            if began[reader] == ts:
                expected[reader] = model.execute(programs[int(reader)])
    results = {
        label: call.outcome.value
        for label, call in calls.items()
        if isinstance(call.outcome, Returned)
    }
    assert results == expected
    assert state_of(backend) == model.state()


@settings(max_examples=50)
@given(st.lists(PROGRAMS, min_size=2, max_size=3), CHOICES, st.integers(0, 2**64))
def test_inv83_the_same_seed_and_order_give_the_same_transcript(
    programs: list[Program], choices: list[int], seed: int
) -> None:
    first = run_interleaved(programs, choices, seed)
    second = run_interleaved(programs, choices, seed)
    assert first[2] == second[2]
    assert first[0].documents("rows") == second[0].documents("rows")
    assert first[0].clock.now_ms == second[0].clock.now_ms


@settings(max_examples=200)
@given(PROGRAMS, st.lists(PROGRAMS, min_size=1, max_size=3), st.integers(0, 4))
def test_inv33_a_snapshot_answers_alike_whatever_others_commit(
    reader: Program, others: list[Program], pause: int
) -> None:
    reads = [i for i in reader if i[0] in ("get", "range", "first", "scan")] or [("scan", None)]
    backend, ids = new_backend()
    alone = backend.fork().run("model:execute", {"program": [list(i) for i in reads], "ids": ids})
    call = backend.start("model:execute", {"program": [list(i) for i in reads], "ids": ids})
    for _ in range(1 + pause):
        if not isinstance(call.next_move, Commit):
            call.move()
    for program in others:
        backend.run("model:execute", {"program": [list(i) for i in program], "ids": ids})
    call.move_to_commit()
    call.finish()
    assert call.outcome == Returned(alone)
    assert call.attempts == 1

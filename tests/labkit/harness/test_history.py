"""Events become transactions: what each read, wrote, and how it ended."""

from __future__ import annotations

from labkit.harness.history import History, history_of
from labkit.harness.play import replay
from labkit.harness.recorder import Recorder, written_keys
from minivex import Isolation
from tests.labkit.conftest import Counters


def history(counters: Counters, schedule: str, *functions: str, check: bool = True) -> History:
    recorder = Recorder()
    isolation = Isolation.SERIALIZABLE if check else Isolation.NONE
    lanes = counters.lanes(*functions)
    play = replay(counters.world, lanes, schedule, tracer=recorder, isolation=isolation)
    return history_of(recorder.events, written_keys(play.world))


def test_a_conflict_is_an_attempt_of_its_own(counters: Counters) -> None:
    found = history(counters, "abab", "add", "add")
    assert [(each.call, each.attempt, each.fate) for each in found.transactions] == [
        ("a", 1, "committed"),
        ("b", 1, "conflicted"),
        ("b", 2, "committed"),
    ]
    first, refused, second = found.transactions
    assert refused.begin_ts == first.begin_ts
    assert second.begin_ts == first.commit_ts


def test_reads_and_writes_carry_their_lines(counters: Counters) -> None:
    (only,) = history(counters, "aa", "add").transactions
    assert [read.index for read in only.reads] == ["counters.by_id", "counters.by_id"]
    assert only.reads[0].documents == 1
    assert (only.writes[0].op, only.writes[0].id) == ("patch", counters.id)
    assert only.reads[0].line is not None
    assert only.writes[0].line == only.reads[0].line + 1
    assert only.writes_of(counters.id) == only.writes[0]
    assert only.writes_of("another") is None


def test_an_action_is_one_transaction_for_each_function_it_runs(counters: Counters) -> None:
    found = history(counters, "aaa", "add_in_two_steps")
    fates = [(each.path, each.fate) for each in found.transactions if each.fate != "open"]
    assert fates == [("counters:read", "read"), ("counters:put", "committed")]
    assert [each.fate for each in found.settled()] == ["read", "committed"]


def test_a_failed_call_leaves_no_commit(counters: Counters) -> None:
    found = history(counters, "abb", "refuse", "add")
    assert [each.fate for each in found.transactions] == ["raised", "committed"]
    assert found.calls == ("a", "b")


def test_a_call_that_is_not_over_is_open(counters: Counters) -> None:
    found = history(counters, "a", "add")
    assert [each.fate for each in found.transactions] == ["open"]
    assert found.settled() == ()


def test_the_keys_of_a_commit_are_old_and_new_in_every_index(counters: Counters) -> None:
    found = history(counters, "aa", "add")
    ((_, keys),) = found.keys.items()
    assert sorted(keys) == ["counters.by_creation_time", "counters.by_id"]
    assert all(len(changed) == 1 for changed in keys.values()), "no index key changed"

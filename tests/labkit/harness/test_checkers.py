"""A serial order when there is one, a cycle told in one sentence when there is not."""

from __future__ import annotations

from labkit.harness.checkers import Cycle, SerialOrder, Unit, serialisable
from labkit.harness.history import History, Read, Transaction, Write
from minivex import Interval
from tests.labkit.conftest import Counters
from tests.labkit.harness.test_history import history

X = "t.by_id"


def read_of(key: bytes, line: int | None = None) -> Read:
    return Read(X, Interval(key, key + b"\0"), 1, line)


def transaction(
    call: str,
    begin: int,
    commit: int | None,
    *,
    reads: tuple[bytes, ...] = (),
    writes: tuple[bytes, ...] = (),
) -> Transaction:
    return Transaction(
        call=call,
        path=f"t:{call}",
        attempt=1,
        begin_ts=begin,
        fate="read" if commit is None else "committed",
        commit_ts=commit,
        reads=tuple(read_of(key, 7) for key in reads),
        writes=tuple(Write("patch", "t", key.decode(), 9) for key in writes),
    )


def plain(*transactions: Transaction) -> History:
    keys = {
        each.commit_ts: {X: frozenset(write.id.encode() for write in each.writes)}
        for each in transactions
        if each.commit_ts is not None
    }
    return History(transactions, keys)


def test_transactions_that_meet_nowhere_are_serial_in_commit_order() -> None:
    found = serialisable(
        plain(transaction("a", 0, 2, writes=(b"x",)), transaction("b", 0, 1, writes=(b"y",)))
    )
    assert found == SerialOrder(("b", "a"))


def test_a_reader_that_missed_a_write_comes_before_it() -> None:
    found = serialisable(
        plain(transaction("a", 0, 1, writes=(b"x",)), transaction("b", 0, None, reads=(b"x",)))
    )
    assert found == SerialOrder(("b", "a"))


def test_a_reader_that_saw_a_write_comes_after_it() -> None:
    found = serialisable(
        plain(transaction("a", 0, 1, writes=(b"x",)), transaction("b", 1, None, reads=(b"x",)))
    )
    assert found == SerialOrder(("a", "b"))


def test_a_lost_update_is_a_cycle() -> None:
    found = serialisable(
        plain(
            transaction("a", 0, 1, reads=(b"x",), writes=(b"x",)),
            transaction("b", 0, 2, reads=(b"x",), writes=(b"x",)),
        )
    )
    assert isinstance(found, Cycle)
    assert [edge.kind for edge in found.edges] == ["rw", "ww"]
    assert [(edge.before, edge.after, edge.index, edge.line) for edge in found.edges] == [
        ("b", "a", X, 7),
        ("a", "b", X, None),
    ]


def test_write_skew_is_a_cycle_of_two_reads() -> None:
    found = serialisable(
        plain(
            transaction("a", 0, 1, reads=(b"x", b"y"), writes=(b"x",)),
            transaction("b", 0, 2, reads=(b"x", b"y"), writes=(b"y",)),
        )
    )
    assert isinstance(found, Cycle)
    assert [edge.kind for edge in found.edges] == ["rw", "rw"]


def test_a_row_that_was_not_there_counts_as_read() -> None:
    empty = Read(X, Interval(b"m", b"n"), 0, None)
    reader = Transaction("a", "t:a", 1, 0, "committed", 2, (empty,), (Write("insert", "t", "mb"),))
    found = serialisable(
        History(
            (
                reader,
                Transaction(
                    "b", "t:b", 1, 0, "committed", 1, (empty,), (Write("insert", "t", "ma"),)
                ),
            ),
            {1: {X: frozenset({b"ma"})}, 2: {X: frozenset({b"mb"})}},
        )
    )
    assert isinstance(found, Cycle), "each inserted what the other had not found"


def test_three_in_a_circle_are_found() -> None:
    found = serialisable(
        plain(
            transaction("a", 0, 1, reads=(b"y",), writes=(b"x",)),
            transaction("b", 0, 2, reads=(b"z",), writes=(b"y",)),
            transaction("c", 0, 3, reads=(b"x",), writes=(b"z",)),
        )
    )
    assert isinstance(found, Cycle)
    assert len(found.edges) == 3


def test_several_transactions_of_one_call_have_numbers() -> None:
    found = serialisable(
        plain(
            transaction("a", 0, None, reads=(b"x",)),
            transaction("b", 0, 1, writes=(b"x",)),
            transaction("a", 1, 2, writes=(b"x",)),
        )
    )
    assert found == SerialOrder(("a", "b", "a/2"))


def test_an_action_is_serialisable_by_transaction_and_not_by_call(counters: Counters) -> None:
    found = history(counters, "abbbaa", "add_in_two_steps", "add_in_two_steps")
    assert isinstance(serialisable(found), SerialOrder)
    assert isinstance(serialisable(found, Unit.CALL), Cycle)


def test_what_the_engine_commits_is_serialisable(counters: Counters) -> None:
    assert serialisable(history(counters, "abcabc", "add", "add", "add")) == SerialOrder(
        ("a", "b", "c")
    )


def test_without_the_check_the_engine_loses_updates(counters: Counters) -> None:
    assert isinstance(serialisable(history(counters, "abab", "add", "add", check=False)), Cycle)

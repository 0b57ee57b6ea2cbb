"""What takes part in every attempt of a mutation, and commits together with it."""

from __future__ import annotations

from typing import Any

from minivex import Begin, Commit, Function, Raised, Returned
from minivex.commit.retry import ATTEMPTS_MAX
from minivex.functions.execution import Execution
from minivex.txn.transaction import Transaction
from minivex.values.value import Value
from tests.engine.small_backend import new_backend


class Notary:
    """Counts the attempts, and writes a post beside what the handler wrote."""

    def __init__(self, *, is_patient: bool = False, answer: Returned | None = None) -> None:
        self.is_patient = is_patient
        self.answer = answer
        self.begun_count = 0

    def begun(self, transaction: Transaction) -> Returned | None:
        self.begun_count += 1
        return self.answer

    def committing(self, transaction: Transaction, value: Value) -> None:
        transaction.insert("posts", {"body": str(value)})


async def greet(ctx: Any) -> str:
    await ctx.db.query("users").collect()
    return "hello"


GREET = Function("mutation", greet, path="m:greet")


def disturbed(notary: Notary, times: int) -> tuple[Execution, list[Any]]:
    """A call whose commit meets ``times`` others; and the posts afterwards."""
    backend = new_backend()
    call = Execution(backend, GREET, {}, "a", companion=notary)
    for number in range(times):
        while call.outcome is None and not isinstance(call.next_move, Commit):
            call.move()
        backend.load("users", [{"email": str(number)}])
        if call.outcome is None:
            call.move()
    call.finish()
    assert backend.snapshots.latest.pins == 0
    return call, [post["body"] for post in backend.documents("posts")]


def test_it_takes_part_in_every_attempt_and_writes_once() -> None:
    notary = Notary()
    call, posts = disturbed(notary, 2)
    assert call.outcome == Returned("hello")
    assert notary.begun_count == call.attempt == 3
    assert posts == ["hello"]


def test_it_may_settle_the_call_before_the_handler_runs() -> None:
    call, posts = disturbed(Notary(answer=Returned("as before")), 0)
    assert call.outcome == Returned("as before")
    assert call.next_move is None
    assert posts == []


def test_a_patient_one_is_tried_until_it_commits() -> None:
    call, posts = disturbed(Notary(is_patient=True), ATTEMPTS_MAX + 2)
    assert call.outcome == Returned("hello")
    assert call.attempt == ATTEMPTS_MAX + 3
    assert posts == ["hello"]
    call, posts = disturbed(Notary(), ATTEMPTS_MAX + 2)
    assert isinstance(call.outcome, Raised)
    assert posts == []


def test_a_call_begins_with_its_first_attempt() -> None:
    call = Execution(new_backend(), GREET, {}, "a")
    assert call.next_move == Begin(1, 0, "m:greet")

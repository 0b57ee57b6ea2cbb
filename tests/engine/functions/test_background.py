"""A function by the books: which moves it makes, and what it notes when."""

from __future__ import annotations

from typing import Any

from minivex import Backend, ConvexError, Function
from minivex.errors import DeveloperError
from minivex.functions.background import Background
from minivex.functions.moves import Outcome, Raised, Returned, StepMove
from minivex.functions.ports import NOBODY
from minivex.txn.transaction import Transaction
from tests.engine.small_backend import new_backend


class Books:
    """A ledger that writes down what it is told."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.is_open = is_open
        self.notes: list[str] = []

    def claim(self, transaction: Transaction) -> bool:
        self.notes.append("claim")
        if self.is_open:
            transaction.insert("posts", {"body": "claimed"})
        return self.is_open

    def record(self, transaction: Transaction, outcome: Outcome) -> None:
        self.notes.append(f"record {type(outcome).__name__}")
        transaction.insert("posts", {"body": "recorded"})


async def write(ctx: Any) -> str:
    await ctx.db.insert("posts", {"body": "written"})
    return "done"


async def fail(ctx: Any) -> None:
    await ctx.db.insert("posts", {"body": "written"})
    raise ConvexError("no")


async def act(ctx: Any) -> str:
    return "acted"


def background(backend: Backend, function: Function | DeveloperError, books: Books) -> Background:
    return Background(backend, function, {}, ledger=books, label="work", caller=NOBODY)


def bodies(backend: Backend) -> list[Any]:
    return [row["body"] for row in backend.documents("posts")]


def moves_of(work: Background) -> list[str]:
    found = []
    while work.next_move is not None:
        move = work.next_move
        found.append(move.op if isinstance(move, StepMove) else type(move).__name__)
        work.move()
    return found


def test_a_mutation_and_its_books_commit_together() -> None:
    backend, books = new_backend(), Books()
    work = background(backend, Function("mutation", write, path="m:write"), books)
    assert moves_of(work) == ["Begin", "1.0/insert", "Commit"]
    assert bodies(backend) == ["claimed", "written", "recorded"]
    assert len(backend.write_log.entries) == 1
    assert work.finish() == Returned("done")


def test_a_failure_is_noted_in_a_commit_of_its_own() -> None:
    backend, books = new_backend(), Books()
    work = background(backend, Function("mutation", fail, path="m:fail"), books)
    assert moves_of(work) == ["Begin", "1.0/insert", "background/record"]
    assert bodies(backend) == ["recorded"]
    assert books.notes == ["claim", "record Raised"]


def test_an_action_is_noted_before_it_begins_and_after_its_end() -> None:
    backend, books = new_backend(), Books()
    work = background(backend, Function("action", act, path="m:act"), books)
    assert moves_of(work) == ["background/claim", "Begin", "background/record"]
    assert bodies(backend) == ["claimed", "recorded"]
    assert work.attempts == 1


def test_work_that_is_not_open_any_more_is_not_done() -> None:
    for kind, handler in (("mutation", write), ("action", act)):
        backend, books = new_backend(), Books(is_open=False)
        function = Function(kind, handler, path="m:f")  # type: ignore[arg-type]
        work = background(backend, function, books)
        assert work.finish() == Returned(None)
        assert books.notes == ["claim"]
        assert bodies(backend) == []


def test_what_has_no_function_only_fails() -> None:
    backend, books = new_backend(), Books()
    problem = DeveloperError("gone")
    work = background(backend, problem, books)
    assert moves_of(work) == ["background/record"]
    assert work.outcome == Raised(problem)
    assert work.attempts == 0


def test_it_says_where_its_handler_stands_and_can_be_given_up() -> None:
    backend = new_backend()
    work = background(backend, Function("mutation", write, path="m:write"), Books())
    assert work.frames() == []
    work.move()
    assert [frame.function for frame in work.frames()] == ["write"]
    work.abandon()
    assert bodies(backend) == []

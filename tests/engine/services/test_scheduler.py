"""Scheduled functions: their states, what a crash leaves, and how long they are kept."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, ConvexError, v
from minivex.clock import START_MS
from minivex.errors import DeveloperError, FunctionNotFoundError, InvalidArgumentError
from minivex.functions.background import Background
from minivex.functions.definitions import Function
from minivex.functions.moves import Commit, Raised, Returned
from minivex.functions.references import FunctionReference
from minivex.services.scheduler import RETENTION_MS, WINDOW_MS
from tests.engine.small_backend import add, jobs_of, mutate, new_backend

DAY_MS = 86_400_000


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()

    async def log(ctx: Any, what: Any = "x") -> Any:
        await ctx.db.insert("posts", {"body": what})
        return "logged"

    async def boom(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": "half"})
        raise ConvexError("no")

    async def send(ctx: Any, what: Any = "sent") -> None:
        await ctx.run_mutation(FunctionReference("m:log"), {"what": what})
        await ctx.run_mutation(FunctionReference("m:log"), {"what": f"{what} again"})

    async def fails(ctx: Any) -> None:
        await ctx.run_mutation(FunctionReference("m:log"), {"what": "before"})
        raise ConvexError("after")

    async def look(ctx: Any) -> None:
        await ctx.db.query("posts").collect()

    for kind, handler in (("mutation", log), ("mutation", boom), ("query", look)):
        add(backend, kind, handler)  # type: ignore[arg-type]
    for handler in (send, fails):
        add(backend, "action", handler)
    return backend


def schedule(backend: Backend, path: str, after_ms: float = 0, **args: Any) -> str:
    async def plan(ctx: Any) -> Any:
        return await ctx.scheduler.run_after(after_ms, FunctionReference(path), args)

    return str(mutate(backend, plan))


def states(backend: Backend) -> list[str]:
    return [job["state"]["kind"] for job in jobs_of(backend)]


def bodies(backend: Backend) -> list[Any]:
    return [row["body"] for row in backend.documents("posts")]


def started(backend: Backend) -> Background:
    work = backend.start_due()
    assert work is not None
    return work


def test_a_job_is_a_document_that_functions_can_read(backend: Backend) -> None:
    id = schedule(backend, "m:log", 10, what="hello")

    async def read(ctx: Any) -> Any:
        return await ctx.db.system.get("_scheduled_functions", id)

    found = mutate(backend, read)
    del found["_creationTime"]
    assert found == {
        "_id": id,
        "name": "m.js:log",
        "args": [{"what": "hello"}],
        "scheduledTime": START_MS + 10,
        "state": {"kind": "pending"},
    }
    backend.advance(10)
    done = mutate(backend, read)
    assert done["state"] == {"kind": "success"}
    assert done["completedTime"] == START_MS + 10


def test_inv80_jobs_run_in_the_order_in_which_they_are_due(backend: Backend) -> None:
    schedule(backend, "m:log", 30, what="third")
    schedule(backend, "m:log", 10, what="first")
    schedule(backend, "m:log", 20.5, what="second")
    assert backend.advance(9) == 0
    assert bodies(backend) == []
    assert backend.advance(11) == 1
    assert backend.advance(100) == 2
    assert bodies(backend) == ["first", "second", "third"]
    assert backend.clock.now_ms == START_MS + 120


def test_inv80_a_job_runs_at_its_own_time_and_what_it_schedules_as_well(backend: Backend) -> None:
    async def chain(ctx: Any, left: Any) -> None:
        await ctx.db.insert("posts", {"body": str(ctx.now() - START_MS)})
        if left:
            await ctx.scheduler.run_after(100, FunctionReference("m:chain"), {"left": left - 1})

    add(backend, "mutation", chain)
    schedule(backend, "m:chain", 50, left=2)
    assert backend.advance(200) == 2
    assert backend.services.worker.finish_scheduled() == 1
    assert bodies(backend) == ["50", "150", "250"]


def test_a_mutation_that_throws_fails_once_and_leaves_nothing(backend: Backend) -> None:
    schedule(backend, "m:boom")
    assert backend.run_due() == 1
    (job,) = jobs_of(backend)
    assert job["state"] == {"kind": "failed", "error": "Uncaught ConvexError: no"}
    assert bodies(backend) == []
    assert backend.run_due() == 0


def test_a_job_whose_arguments_are_refused_keeps_the_refusal_which_nobody_threw() -> None:
    backend = new_backend()

    async def typed(ctx: Any, n: Any) -> Any:
        return n

    backend.functions["m:typed"] = Function(
        "mutation", typed, args=v.object({"n": v.number()}), path="m:typed"
    )
    schedule(backend, "m:typed", n="x")
    assert backend.run_due() == 1
    (job,) = jobs_of(backend)
    assert job["state"]["error"] == (
        "ArgumentValidationError: Value does not match validator.\n"
        'Path: .n\nValue: "x"\nValidator: v.float64()'
    )


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError


class UnfinishedError(ConvexError):
    def __init__(self) -> None:
        pass


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (
            UnspeakableError(),
            "Uncaught UnspeakableError: its message could not be shown: RuntimeError in __str__",
        ),
        (ValueError("half \ud800"), "Uncaught ValueError: half ?"),
        (
            UnfinishedError(),
            (
                "Uncaught DeveloperError: UnfinishedError extends ConvexError, and has no data. "
                "Let its __init__ call super().__init__(data)."
            ),
        ),
    ],
)
def test_whatever_a_job_raises_it_has_failed_and_the_next_one_runs(
    backend: Backend, error: Exception, kept: str
) -> None:
    async def breaks(ctx: Any) -> None:
        raise error

    add(backend, "mutation", breaks)
    schedule(backend, "m:breaks")
    schedule(backend, "m:log", what="next")
    assert backend.run_due() == 2
    assert jobs_of(backend)[0]["state"] == {"kind": "failed", "error": kept}
    assert bodies(backend) == ["next"]


def test_an_action_that_throws_fails_and_what_it_did_stays(backend: Backend) -> None:
    schedule(backend, "m:fails")
    backend.run_due()
    assert states(backend) == ["failed"]
    assert bodies(backend) == ["before"]


def test_a_query_or_a_function_that_is_gone_fails_when_it_is_due(backend: Backend) -> None:
    schedule(backend, "m:look")
    schedule(backend, "m:log")
    del backend.functions["m:log"]
    schedule(backend, "m:boom")
    backend.functions = {}
    backend.run_due()
    texts = [job["state"]["error"] for job in jobs_of(backend)]
    assert texts[0].endswith("Attempted to schedule function at nonexistent path: m")
    backend = new_backend()

    async def look(ctx: Any) -> None:
        await ctx.db.query("posts").collect()

    add(backend, "query", look)
    schedule(backend, "m:look")
    work = started(backend)
    assert (work.attempts, work.next_move is not None) == (0, True)
    work.finish()
    (job,) = jobs_of(backend)
    assert "Unsupported function type" in job["state"]["error"]


def test_a_function_must_exist_when_it_is_scheduled(backend: Backend) -> None:
    with pytest.raises(FunctionNotFoundError, match="no exported function gone found in the file"):
        schedule(backend, "m:gone")
    with pytest.raises(FunctionNotFoundError, match="at nonexistent path: nowhere"):
        schedule(backend, "nowhere:fn")


def test_a_call_is_due_within_five_years(backend: Backend) -> None:
    schedule(backend, "m:log", WINDOW_MS)
    with pytest.raises(InvalidArgumentError, match="more than 5 years in the future"):
        schedule(backend, "m:log", WINDOW_MS + 1)

    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_at(ctx.now() - WINDOW_MS - 1, FunctionReference("m:log"))

    with pytest.raises(InvalidArgumentError, match="more than 5 years in the past"):
        mutate(backend, plan)


def test_inv78_only_the_mutation_itself_sees_that_it_is_in_progress(backend: Backend) -> None:
    async def see(ctx: Any) -> None:
        (job,) = await ctx.db.system.query("_scheduled_functions").collect()
        await ctx.db.insert("posts", {"body": job["state"]["kind"]})

    add(backend, "mutation", see)
    schedule(backend, "m:see")
    work = started(backend)
    assert repr(work.next_move).startswith("Begin(")
    while not isinstance(work.next_move, Commit):
        work.move()
        assert states(backend) == ["pending"]
        assert bodies(backend) == []
    work.move()
    assert (states(backend), bodies(backend)) == (["success"], ["inProgress"])
    assert work.done
    assert work.outcome == Returned(None)
    with pytest.raises(DeveloperError, match="is done: it has no move left"):
        work.move()


def test_a_scheduled_mutation_is_tried_again_until_it_commits(backend: Backend) -> None:
    async def count(ctx: Any) -> None:
        rows = await ctx.db.query("posts").collect()
        await ctx.db.insert("users", {"email": "e", "n": len(rows)})

    add(backend, "mutation", count)
    schedule(backend, "m:count")
    work = started(backend)
    for _ in range(20):
        while not isinstance(work.next_move, Commit):
            work.move()
        backend.load("posts", [{"body": "x"}])
        work.move()
    assert work.attempts == 21
    assert isinstance(work.finish(), Returned)
    assert [row["n"] for row in backend.documents("users")] == [20]
    assert states(backend) == ["success"]


def test_inv81_a_job_that_is_canceled_in_mid_run_does_not_commit(backend: Backend) -> None:
    id = schedule(backend, "m:log")
    work = started(backend)
    while not isinstance(work.next_move, Commit):
        work.move()
    cancel(backend, id)
    work.finish()
    assert (states(backend), bodies(backend)) == (["canceled"], [])


def cancel(backend: Backend, id: str) -> None:
    async def stop(ctx: Any) -> None:
        await ctx.scheduler.cancel(id)

    mutate(backend, stop)


def test_inv81_an_action_that_was_canceled_before_it_began_does_not_run(backend: Backend) -> None:
    id = schedule(backend, "m:send")
    work = started(backend)
    cancel(backend, id)
    work.move()
    assert work.done
    assert work.outcome == Returned(None)
    assert bodies(backend) == []


def test_a_canceled_action_goes_on_but_what_it_schedules_is_born_canceled(
    backend: Backend,
) -> None:
    async def spread(ctx: Any) -> None:
        await ctx.run_mutation(FunctionReference("m:log"), {"what": "one"})
        await ctx.scheduler.run_after(0, FunctionReference("m:log"), {"what": "two"})

    add(backend, "action", spread)
    id = schedule(backend, "m:spread")
    work = started(backend)
    work.move()
    work.move()
    cancel(backend, id)
    work.finish()
    assert states(backend) == ["canceled", "canceled"]
    assert backend.run_due() == 0
    assert bodies(backend) == ["one"]


def test_inv81_a_job_that_is_done_stays_as_it_is(backend: Backend) -> None:
    id = schedule(backend, "m:log")
    backend.run_due()
    cancel(backend, id)
    assert states(backend) == ["success"]


def test_a_mutation_that_cancels_itself_goes_on(backend: Backend) -> None:
    async def suicide(ctx: Any) -> None:
        (job,) = await ctx.db.system.query("_scheduled_functions").collect()
        await ctx.scheduler.cancel(job["_id"])
        await ctx.db.insert("posts", {"body": "still here"})

    add(backend, "mutation", suicide)
    schedule(backend, "m:suicide")
    backend.run_due()
    assert (states(backend), bodies(backend)) == (["success"], ["still here"])


def test_two_workers_never_take_the_same_job(backend: Backend) -> None:
    schedule(backend, "m:log", what="a")
    schedule(backend, "m:log", what="b")
    one, two = started(backend), started(backend)
    assert backend.start_due() is None
    two.finish()
    one.finish()
    assert bodies(backend) == ["b", "a"]
    assert backend.services.jobs.next_due_ms() is None


def test_a_job_is_kept_for_a_week_after_its_end(backend: Backend) -> None:
    id = schedule(backend, "m:log")
    backend.advance(RETENTION_MS)
    assert len(jobs_of(backend)) == 1
    backend.advance(1)
    assert jobs_of(backend) == []
    cancel(backend, id)


def test_nobody_is_signed_in_when_a_scheduled_function_runs(backend: Backend) -> None:
    async def who(ctx: Any) -> None:
        identity = await ctx.auth.get_user_identity()
        await ctx.db.insert("posts", {"body": str(identity)})

    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(0, FunctionReference("m:who"))

    add(backend, "mutation", who)
    path = add(backend, "mutation", plan)
    backend.run(path, identity={"subject": "ann", "issuer": "https://i.example"})
    backend.run_due()
    assert bodies(backend) == ["None"]


def test_a_job_that_was_dropped_is_neither_claimed_nor_recorded(backend: Backend) -> None:
    id = schedule(backend, "m:log")
    jobs = backend.services.jobs

    def drop(transaction: Any) -> None:
        from minivex.txn.system_documents import SystemDocuments

        SystemDocuments(transaction, "_scheduled_functions").delete(id)

    work = started(backend)
    backend.commit_alone(drop)
    work.finish()
    backend.commit_alone(lambda transaction: jobs.record(transaction, id, Raised(ValueError())))
    assert (jobs_of(backend), bodies(backend)) == ([], [])


def test_a_scheduled_default_export_is_found_again(backend: Backend) -> None:
    backend.functions["log"] = backend.functions["m:log"].named("log")
    schedule(backend, "log", what="default")
    backend.run_due()
    assert bodies(backend) == ["default"]
    assert [job["name"] for job in jobs_of(backend)] == ["log.js:default"]

"""Running cron jobs: when, how often, and what a crash or a pause leaves."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, ConvexError, Function, VirtualClock
from minivex.clock import START_MS
from minivex.errors import DefinitionError, DeveloperError
from minivex.functions.background import Background
from minivex.functions.references import FunctionReference
from minivex.services.cron_runner import CRASHED, LOGS_KEPT
from minivex.services.crons import Crons, cron_jobs
from tests.engine.small_backend import SCHEMA

MINUTE_MS = 60_000


async def log(ctx: Any, what: Any = "tick") -> None:
    await ctx.db.insert("posts", {"body": f"{what} {ctx.now() - START_MS}"})


async def boom(ctx: Any) -> None:
    await ctx.db.insert("posts", {"body": "half"})
    raise ConvexError("no")


async def act(ctx: Any) -> None:
    await ctx.run_mutation(FunctionReference("m:log"), {"what": "act"})


FUNCTIONS = {
    "m:log": Function("mutation", log, path="m:log"),
    "m:boom": Function("mutation", boom, path="m:boom"),
    "m:act": Function("action", act, path="m:act"),
}


def every_minute(path: str = "m:log", **args: Any) -> Crons:
    crons = cron_jobs()
    crons.interval("tick", {"minutes": 1}, FunctionReference(path), args)
    return crons


def backend_with(crons: Crons, clock: VirtualClock | None = None) -> Backend:
    return Backend(schema=SCHEMA, functions=FUNCTIONS, crons=crons, clock=clock)


def bodies(backend: Backend) -> list[Any]:
    return [row["body"] for row in backend.documents("posts")]


def started(backend: Backend) -> Background:
    work = backend.start_due()
    assert work is not None
    return work


def logs(backend: Backend) -> list[tuple[Any, Any, Any]]:
    found = backend.services.cron_runner.logs("tick")
    return [(log["status"], log["error"], log["note"]) for log in found]


def test_an_interval_runs_at_the_deploy_and_then_once_a_period() -> None:
    backend = backend_with(every_minute(what="x"))
    assert backend.advance(2 * MINUTE_MS) == 3
    assert bodies(backend) == ["x 0", "x 60000", "x 120000"]


def test_calendar_jobs_run_in_utc() -> None:
    crons = cron_jobs()
    crons.daily("daily", {"hour_utc": 1, "minute_utc": 30}, FunctionReference("m:log"))
    crons.cron("hourly", "0 * * * *", FunctionReference("m:log"), {"what": "hour"})
    backend = backend_with(crons)
    backend.advance(2 * 60 * MINUTE_MS)
    assert bodies(backend) == [
        f"hour {60 * MINUTE_MS}",
        f"tick {90 * MINUTE_MS}",
        f"hour {120 * MINUTE_MS}",
    ]


def test_a_run_that_fails_is_noted_and_the_next_one_comes() -> None:
    backend = backend_with(every_minute("m:boom"))
    backend.advance(MINUTE_MS)
    assert bodies(backend) == []
    assert logs(backend) == [("failed", "Uncaught ConvexError: no", None)] * 2


def test_an_action_runs_and_is_noted() -> None:
    backend = backend_with(every_minute("m:act"))
    backend.advance(MINUTE_MS)
    assert bodies(backend) == ["act 0", "act 60000"]
    assert logs(backend) == [("success", None, None)] * 2


def test_inv82_two_runs_of_one_job_never_overlap() -> None:
    backend = backend_with(every_minute("m:act"))
    work = started(backend)
    backend.clock.advance(3 * MINUTE_MS)
    assert backend.start_due() is None
    assert backend.services.cron_runner.next_due_ms() is None
    work.finish()
    assert backend.services.cron_runner.next_due_ms() == START_MS + 3 * MINUTE_MS


def test_inv82_after_a_pause_one_late_run_happens_and_the_missed_ones_do_not() -> None:
    backend = backend_with(every_minute())
    backend.run_due()
    backend.clock.advance(5 * MINUTE_MS + 10)
    assert backend.run_due() == 1
    assert logs(backend)[-1][2] == (
        "Skipping 4 run(s) of tick because multiple scheduled runs are in the past"
    )
    backend.advance(MINUTE_MS)
    assert bodies(backend) == ["tick 0", "tick 300010", "tick 360000"]


def test_only_the_last_runs_are_remembered() -> None:
    backend = backend_with(every_minute())
    backend.advance(20 * MINUTE_MS)
    assert len(logs(backend)) == LOGS_KEPT


def test_inv82_a_crash_at_any_move_runs_a_mutation_once() -> None:
    backend = backend_with(every_minute())
    is_done, moves = False, 0
    while not is_done:
        one = backend.fork()
        work = started(one)
        for _ in range(moves):
            work.move()
        is_done = work.done
        moves += 1
        one.crash()
        one.run_due()
        assert bodies(one) == ["tick 0"]


def test_inv82_a_crash_at_any_move_runs_an_action_at_most_once() -> None:
    backend = backend_with(every_minute("m:act"))
    is_done, moves, counts = False, 0, set()
    while not is_done:
        one = backend.fork()
        work = started(one)
        for _ in range(moves):
            work.move()
        is_done = work.done
        moves += 1
        one.crash()
        one.run_due()
        ((status, error, _),) = logs(one)
        assert error in (None, CRASHED)
        counts.add((status, len(bodies(one))))
    assert counts == {("success", 1), ("failed", 0), ("failed", 1)}


def test_a_job_that_is_defined_no_more_is_gone_and_a_changed_one_begins_anew() -> None:
    crons = every_minute()
    backend = backend_with(crons)
    backend.advance(0)
    runner = backend.services.cron_runner
    del crons.jobs["tick"]
    crons.interval("tick", {"seconds": 30}, FunctionReference("m:log"))
    crons.interval("other", {"hours": 1}, FunctionReference("m:log"), {"what": "other"})
    runner.deploy()
    runner.deploy()
    backend.advance(30_000)
    assert sorted(bodies(backend)) == ["other 0", "tick 0", "tick 0", "tick 30000"]
    del crons.jobs["tick"], crons.jobs["other"]
    work_was = runner.next_due_ms()
    assert work_was is None
    runner.deploy()
    assert backend.documents("_cron_jobs") == []
    assert backend.advance(MINUTE_MS) == 0


def test_a_run_whose_job_is_gone_writes_nothing() -> None:
    crons = every_minute("m:act")
    backend = backend_with(crons)
    work = started(backend)
    work.move()
    del crons.jobs["tick"]
    backend.services.cron_runner.deploy()
    work.finish()
    assert logs(backend) == []
    crons = every_minute()
    backend = backend_with(crons)
    work = started(backend)
    del crons.jobs["tick"]
    backend.services.cron_runner.deploy()
    work.finish()
    assert bodies(backend) == []


def test_a_job_that_cannot_run_is_not_deployed() -> None:
    with pytest.raises(DeveloperError, match=r"no function of this backend\. Register it"):
        backend_with(every_minute("m:gone"))
    crons = cron_jobs()
    crons.cron("odd", "0 0 31 2 *", FunctionReference("m:log"))
    with pytest.raises(DefinitionError, match="will never match any time"):
        backend_with(crons)


def test_a_scheduled_job_that_is_due_first_runs_first() -> None:
    backend = backend_with(every_minute())
    backend.advance(0)

    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(MINUTE_MS, FunctionReference("m:log"), {"what": "job"})
        await ctx.scheduler.run_after(2 * MINUTE_MS + 1, FunctionReference("m:log"), {"what": "b"})

    backend.functions["m:plan"] = Function("mutation", plan, path="m:plan")
    backend.run("m:plan")
    backend.advance(3 * MINUTE_MS)
    assert bodies(backend)[1:] == [
        "job 60000",
        "tick 60000",
        "tick 120000",
        "b 120001",
        "tick 180000",
    ]

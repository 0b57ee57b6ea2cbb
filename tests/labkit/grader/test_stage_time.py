"""Time in a check: what comes due runs, unless nobody is there; who calls; and worlds with lower limits."""

from __future__ import annotations

import pytest

from labkit.grader.checks import Context
from labkit.grader.failure import CheckFailed
from minivex import DeveloperError, FunctionReference, Raised, Returned, cron_jobs
from minivex.errors import LimitError
from minivex.txn.limits import LIMITS
from tests.labkit.grader.test_context import context

HOUR_MS = 3_600_000

PROGRAM = """\
from minivex import (
    define_schema, define_table, internal, internal_mutation, internal_query, mutation, query, v,
)

schema = define_schema({"marks": define_table({"text": v.string()})})


@internal_mutation
async def mark(ctx, text):
    await ctx.db.insert("marks", {"text": text})


@mutation
async def mark_later(ctx, text, delay_ms):
    await ctx.scheduler.run_after(delay_ms, internal.counters.mark, {"text": text})


@internal_mutation
async def again(ctx):
    await ctx.scheduler.run_after(0, internal.counters.again)


@internal_mutation
async def never_ends(ctx):
    while True:
        await ctx.db.query("marks").first()


@internal_mutation
async def plan_endless(ctx):
    await ctx.scheduler.run_after(0, internal.counters.never_ends)


@query
async def who(ctx):
    identity = await ctx.auth.get_user_identity()
    return None if identity is None else identity["tokenIdentifier"]
"""


def lab_of(text: str = PROGRAM) -> Context:
    return context(text)


def marks(lab: Context) -> list[object]:
    return [row["text"] for row in lab.documents("marks")]


def test_what_comes_due_runs_at_its_own_time() -> None:
    lab = lab_of()
    lab.run("mark_later", text="late", delay_ms=HOUR_MS)
    lab.run("mark_later", text="soon", delay_ms=1)
    lab.advance(HOUR_MS - 1)
    assert marks(lab) == ["soon"]
    lab.advance(1)
    assert marks(lab) == ["soon", "late"]
    assert (
        lab.document("marks", str(lab.documents("marks")[1]["_id"]))["_creationTime"] == lab.now_ms
    )


def test_nothing_runs_while_no_worker_is_there() -> None:
    lab = lab_of()
    lab.run("mark_later", text="late", delay_ms=1)
    lab.sleep(HOUR_MS)
    assert marks(lab) == []
    lab.advance(0)
    assert marks(lab) == ["late"]


def test_settle_says_how_many_jobs_ran() -> None:
    lab = lab_of()
    for delay_ms in (5, HOUR_MS, 0):
        lab.run("mark_later", text="x", delay_ms=delay_ms)
    assert lab.settle() == 3
    assert lab.settle() == 0
    assert [job.state for job in lab.jobs()] == ["success"] * 3


@pytest.mark.parametrize(
    "pass_time", [lambda lab: lab.settle(jobs_max=7), lambda lab: lab.advance(1)]
)
def test_jobs_that_schedule_each_other_without_end_end_the_check(pass_time) -> None:  # type: ignore[no-untyped-def]
    lab = lab_of()
    lab.run("again")
    with pytest.raises(CheckFailed, match="jobs had run, and there was one more") as caught:
        pass_time(lab)
    assert caught.value.verdict == "wrong"


def test_a_job_that_does_not_end_is_told_with_its_line() -> None:
    lab = lab_of()
    lab.run("plan_endless")
    with pytest.raises(CheckFailed, match="never_ends made 200 steps and had not ended") as caught:
        lab.settle()
    assert "It stands at your line 26" in caught.value.message


def test_a_cron_job_runs_while_time_passes() -> None:
    crons = cron_jobs()
    mark = FunctionReference("counters:mark", is_internal=True)
    crons.interval("mark", {"hours": 1}, mark, {"text": "cron"})
    lab = lab_of()
    lab.fresh(crons=crons)
    lab.advance(2 * HOUR_MS)
    assert marks(lab) == ["cron"] * 3
    lab.sleep(5 * HOUR_MS + 1)
    lab.advance(0)
    assert marks(lab) == ["cron"] * 4


def test_a_world_may_have_lower_limits() -> None:
    lab = lab_of()
    lab.fresh(limits=LIMITS.scaled(1_000))
    lab.store("marks", [{"text": "x"}] * 3)
    with pytest.raises(CheckFailed, match="Too many documents read") as caught:
        lab.run("never_ends")
    assert caught.value.error is not None
    assert caught.value.error.type == LimitError.__name__


def test_a_call_is_made_by_whoever_is_signed_in() -> None:
    lab = lab_of()
    assert lab.run("who") is None
    with lab.signed_in(subject="ada", issuer="https://one.example"):
        assert lab.run("who") == "https://one.example|ada"
        with lab.signed_in(subject="bo", issuer="https://two.example"):
            assert lab.run("who") == "https://two.example|bo"
        assert lab.from_outside("who") == Returned("https://one.example|ada")
    assert lab.run("who") is None


def test_from_outside_only_public_functions_are_found() -> None:
    lab = lab_of()
    told = lab.from_outside("mark", text="forged")
    assert isinstance(told, Raised)
    assert isinstance(told.error, DeveloperError)
    assert lab.from_outside("mark_later", text="x", delay_ms=0) == Returned(None)
    lab.settle()
    assert marks(lab) == ["x"]


def test_a_failure_says_what_a_job_raised_by_mistake_and_where() -> None:
    broken = PROGRAM.replace(
        '{"text": text})\n\n\n@mutation', '{"text": text.name})\n\n\n@mutation'
    )
    assert broken != PROGRAM
    lab = lab_of(broken)
    lab.run("mark_later", text="a", delay_ms=0)
    lab.settle()
    failed = CheckFailed("There is no mark.")
    lab.with_mistake(failed)
    assert failed.message == (
        "There is no mark. On the way, mark(\"a\") raised AttributeError on your line 10: 'str' object has no "
        "attribute 'name'. That is a text. If it is an id, read the document with await ctx.db.get(…)."
    )
    assert failed.error is not None
    assert failed.error.line == 10


def test_a_failure_that_quotes_the_job_says_its_error_once() -> None:
    lab = lab_of(
        PROGRAM.replace('{"text": text})\n\n\n@mutation', '{"text": text.name})\n\n\n@mutation')
    )
    lab.run("mark_later", text="a", delay_ms=0)
    lab.settle()
    quoted = lab.jobs()[0].error
    assert quoted == "Uncaught AttributeError: 'str' object has no attribute 'name'"
    failed = CheckFailed(f"The job failed: {quoted}")
    lab.with_mistake(failed)
    assert failed.message == (
        "The job failed: AttributeError on your line 10: 'str' object has no attribute 'name'. That is a text. "
        "If it is an id, read the document with await ctx.db.get(…)."
    )


def test_what_a_job_refuses_on_purpose_is_no_mistake() -> None:
    refusing = PROGRAM.replace(
        'await ctx.db.insert("marks", {"text": text})', "raise ConvexError(text)"
    )
    lab = lab_of(refusing.replace("import (", "import (\n    ConvexError,"))
    lab.run("mark_later", text="a", delay_ms=0)
    lab.settle()
    failed = CheckFailed("There is no mark.")
    lab.with_mistake(failed)
    assert failed.message == "There is no mark."

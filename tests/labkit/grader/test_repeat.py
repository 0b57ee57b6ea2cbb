"""An order is judged by what every equal order shares; one that ends differently the second time says so."""

from __future__ import annotations

import pytest

from labkit.grader.checks import Outcome
from labkit.grader.exercise import Exercise
from labkit.grader.failure import CheckFailed
from labkit.grader.grade import grade
from labkit.grader.sandbox import captured
from tests.labkit.grader.programs import COUNTERS
from tests.labkit.grader.test_context import context

ONCE = """

done = []


@mutation
async def once(ctx, id):
    row = await ctx.db.get("counters", id)
    if not done:
        done.append(1)
        await ctx.db.patch("counters", id, {"value": row["value"] + 5})


@action
async def sometimes(ctx, id):
    count = 1 if done else 3
    done.append(1)
    for _ in range(count):
        await ctx.run_query(internal.counters.read, {"id": id})
"""

LOOKS_TWICE = """\
@internal_query
async def read_job(ctx, job_id):
    return await ctx.db.get("jobs", job_id)


@internal_mutation
async def start(ctx, job_id, worker):
    await ctx.db.patch("jobs", job_id, {"status": "running", "owner": worker})


@action
async def claim(ctx, job_id, worker):
    for _ in range(2):
        job = await ctx.run_query(internal.jobs.read_job, {"job_id": job_id})
        if job is None or job["status"] != "pending":
            return None
    await ctx.run_mutation(internal.jobs.start, {"job_id": job_id, "worker": worker})
    job = await ctx.run_query(internal.jobs.read_job, {"job_id": job_id})
    return job_id if job["owner"] == worker else None


"""


def broken(function: str) -> CheckFailed:
    lab = context(COUNTERS + ONCE)
    (id,) = lab.seed("counters", value=[0])

    def rule(outcome: Outcome) -> str | None:
        value = outcome.document("counters", id)["value"]
        return None if value == 0 else f"the counter holds {outcome.show(value)}."

    lanes = [lab.call(function, by=name, id=id) for name in ("ada", "bo")]
    with pytest.raises(CheckFailed) as caught, captured(lab.output):
        lab.holds_in_every_order(lanes, rule, label="test")
    return caught.value


def test_a_failure_that_does_not_come_again_is_told_as_such() -> None:
    found = broken("once")
    assert found.message.startswith("the counter holds 5. That was in the order aabb; played once")
    assert "outlives a call" in found.message
    assert found.timeline is None


def test_calls_that_take_another_way_each_time_are_told_as_such() -> None:
    found = broken("sometimes")
    assert "went another way when the same order began again" in found.message


def test_an_action_that_ends_in_a_query_breaks_the_order_that_is_shown(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    source = one_winner_files["starter.py"]
    head, next_ = source.partition("@internal_query")[0], source.rpartition("@internal_query\n")[2]
    assert next_
    claim_next = "@internal_mutation\nasync def claim_next(ctx, worker):\n    return None\n"
    report = grade(one_winner, head + LOOKS_TWICE + claim_next)
    assert report.verdict == "unsafe"
    assert report.failure is not None
    assert report.failure.message.startswith("ada and bo both claimed jobs#1")
    assert report.failure.timeline is not None
    assert report.failure.timeline["documents"]["after"][0]["fields"]["owner"] == '"ada"'

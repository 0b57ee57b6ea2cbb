"""Cron jobs: how they are defined and when they run next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minivex.errors import DefinitionError
from minivex.functions.references import internal
from minivex.services.crons import CronDefinition, Crons, cron_jobs
from minivex.values.value import UNDEFINED, Int64

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
MONDAY_MS = 1_735_516_800_000  # 2024-12-30T00:00Z

job = internal.jobs.clean


def only(define: Callable[[Crons], None]) -> CronDefinition:
    crons = cron_jobs()
    define(crons)
    (definition,) = crons.jobs.values()
    return definition


def next_run_ms(definition: CronDefinition) -> int:
    found = definition.next_run_ms(previous_ms=None, now_ms=MONDAY_MS)
    assert found is not None
    return found - MONDAY_MS


def test_an_interval_begins_at_once_and_counts_from_the_scheduled_time() -> None:
    every = only(lambda crons: crons.interval("x", {"minutes": 5}, job))
    assert next_run_ms(every) == 0
    assert every.next_run_ms(previous_ms=1000, now_ms=99_999) == 1000 + 5 * MINUTE_MS


def test_calendar_jobs_run_at_the_next_matching_minute() -> None:
    at = {"hour_utc": 7, "minute_utc": 15}
    time_ms = 7 * HOUR_MS + 15 * MINUTE_MS
    assert next_run_ms(only(lambda c: c.hourly("x", {"minute_utc": 15}, job))) == 15 * MINUTE_MS
    assert next_run_ms(only(lambda c: c.daily("x", at, job))) == time_ms
    tuesdays = only(lambda c: c.weekly("x", {"day_of_week": "tuesday", **at}, job))
    assert next_run_ms(tuesdays) == DAY_MS + time_ms
    first = only(lambda c: c.monthly("x", {"day": 1, **at}, job))
    assert next_run_ms(first) == 2 * DAY_MS + time_ms
    assert next_run_ms(only(lambda c: c.cron("x", "15 7 * * *", job))) == time_ms


def test_a_minute_that_is_not_given_depends_on_the_name_alone() -> None:
    minutes = {next_run_ms(only(lambda c: c.hourly("x", job))) for _ in range(3)}
    assert len(minutes) == 1
    assert minutes != {next_run_ms(only(lambda c: c.hourly("other", {}, job)))}


def test_inv82_runs_that_were_missed_are_skipped() -> None:
    every = only(lambda crons: crons.interval("x", {"hours": 1}, job))
    assert every.runs_skipped(previous_ms=0, now_ms=10) == (HOUR_MS, 0)
    assert every.runs_skipped(previous_ms=0, now_ms=HOUR_MS) == (HOUR_MS, 0)
    assert every.runs_skipped(previous_ms=0, now_ms=HOUR_MS + 1) == (2 * HOUR_MS, 1)
    assert every.runs_skipped(previous_ms=0, now_ms=5 * HOUR_MS) == (5 * HOUR_MS, 4)
    daily = only(lambda crons: crons.cron("x", "0 0 * * *", job))
    assert daily.runs_skipped(previous_ms=0, now_ms=10) == (DAY_MS, 0)
    assert daily.runs_skipped(previous_ms=0, now_ms=3 * DAY_MS + 10) == (4 * DAY_MS, 1)


def test_a_job_that_can_never_run_cannot_be_pushed() -> None:
    crons = cron_jobs()
    crons.interval("fine", {"seconds": 1}, job)
    crons.check_pushable()
    crons.cron("never", "0 0 30 2 *", job)
    with pytest.raises(DefinitionError, match="'0 0 30 2 \\*' will never match any time"):
        crons.check_pushable()


def test_an_expression_is_read_when_it_is_pushed() -> None:
    crons = cron_jobs()
    crons.cron("odd", "every day", job)
    with pytest.raises(DefinitionError, match="Failed to parse"):
        crons.check_pushable()


@pytest.mark.parametrize(
    ("define", "message"),
    [
        (lambda c: c.interval("x", {}, job), "Must specify one of seconds, minutes, or hours"),
        (lambda c: c.interval("x", {"seconds": True}, job), "Interval must be an integer"),
        (lambda c: c.interval("x", {"seconds": float("inf")}, job), "Interval must be an integer"),
        (lambda c: c.hourly("x", {"minute_utc": 60}, job), "Minute of hour must be"),
        (lambda c: c.daily("x", {"hour_utc": UNDEFINED}, job), "Hour of day must be"),
        (lambda c: c.weekly("x", {"day_of_week": "Monday", "hour_utc": 1}, job), "Day of week"),
        (lambda c: c.monthly("x", {"day": 32, "hour_utc": 1}, job), "Day of month must be"),
        (lambda c: c.monthly("x", {"hour_utc": 1}, job), "Day of month must be"),
        (lambda c: c.interval("é", {"hours": 1}, job), "Invalid cron identifier é"),
        (lambda c: c.interval("x", {"hours": 1}, job, [1]), "the arguments are one object"),
    ],
)
def test_a_definition_that_cannot_be_is_refused(
    define: Callable[[Crons], None], message: str
) -> None:
    with pytest.raises(DefinitionError, match=message):
        define(cron_jobs())


def test_a_name_is_used_once() -> None:
    crons = cron_jobs()
    crons.interval("x", {"hours": 1}, job)
    with pytest.raises(DefinitionError, match="Cron identifier registered twice: x"):
        crons.daily("x", {"hour_utc": 1}, job)


def test_definitions_are_exchanged_as_json() -> None:
    crons = cron_jobs()
    crons.daily("x", {"hour_utc": 1.0}, job, {"n": Int64(3)})
    assert crons.to_json() == {
        "x": {
            "name": "jobs:clean",
            "args": [{"n": {"$integer": "AwAAAAAAAAA="}}],
            "schedule": {"hourUTC": 1, "type": "daily"},
        }
    }

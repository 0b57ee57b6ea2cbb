"""Cron expressions: what is read, what is refused, and which minutes match."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from minivex.errors import DefinitionError
from minivex.services.cron_expression import parse_cron


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def runs(expression: str, after: str, count: int = 3) -> list[str]:
    parsed = parse_cron(expression)
    found: list[str] = []
    moment: int | None = seconds(after)
    for _ in range(count):
        assert moment is not None
        moment = parsed.next_after_s(moment)
        assert moment is not None
        found.append(datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %a %H:%M"))
    return found


def days(expression: str, after: str, count: int = 3) -> list[str]:
    return [run[:14] for run in runs(expression, after, count)]


def test_the_next_run_is_later_than_now_even_when_now_matches() -> None:
    assert runs("30 8 * * *", "2023-03-01 08:30", 1) == ["2023-03-02 Thu 08:30"]
    assert runs("30 8 * * *", "2023-03-01 08:29:59", 1) == ["2023-03-01 Wed 08:30"]


def test_a_list_has_values_ranges_and_steps() -> None:
    assert runs("5,10-11,*/30 0 * * *", "2023-03-01", 5) == [
        "2023-03-01 Wed 00:05",
        "2023-03-01 Wed 00:10",
        "2023-03-01 Wed 00:11",
        "2023-03-01 Wed 00:30",
        "2023-03-02 Thu 00:00",
    ]


def test_a_star_inside_a_list_is_the_lowest_value() -> None:
    assert runs("30,* 0 * * *", "2023-03-01 00:01", 2) == [
        "2023-03-01 Wed 00:30",
        "2023-03-02 Thu 00:00",
    ]


def test_a_range_that_wraps_round_begins_at_its_first_value() -> None:
    assert [run[-5:] for run in runs("0 22-2/2 * * *", "2023-03-01 12:00", 3)] == [
        "22:00",
        "00:00",
        "02:00",
    ]


def test_names_may_be_written_in_any_case() -> None:
    assert days("0 0 * jan-Feb mOn", "2023-02-20", 2) == ["2023-02-27 Mon", "2024-01-01 Mon"]


def test_two_restricted_day_fields_are_alternatives() -> None:
    assert days("0 0 13 * 5", "2023-10-05", 3) == [
        "2023-10-06 Fri",
        "2023-10-13 Fri",
        "2023-10-20 Fri",
    ]


def test_the_last_day_and_days_before_it_follow_the_month() -> None:
    assert days("0 0 L 2 *", "2023-01-01", 2) == ["2023-02-28 Tue", "2024-02-29 Thu"]
    assert days("0 0 L-3 * *", "2023-01-01", 2) == ["2023-01-28 Sat", "2023-02-25 Sat"]


def test_the_last_weekday_is_never_at_a_weekend() -> None:
    assert days("0 0 LW * *", "2023-03-01", 3) == [
        "2023-03-31 Fri",
        "2023-04-28 Fri",
        "2023-05-31 Wed",
    ]


def test_the_closest_weekday_stays_in_its_month() -> None:
    # The 1st is a Saturday in April and July 2023, a Sunday in October.
    assert days("0 0 1W 4,7,10 *", "2023-01-01") == [
        "2023-04-03 Mon",
        "2023-07-03 Mon",
        "2023-10-02 Mon",
    ]
    assert days("0 0 30W 4,7,9 *", "2023-01-01") == [
        "2023-04-28 Fri",
        "2023-07-31 Mon",
        "2023-09-29 Fri",
    ]


def test_a_month_without_the_day_has_no_closest_weekday_unless_its_last_day_is_a_friday() -> None:
    assert days("0 0 31W 2,4,6 *", "2021-01-01", 1) == ["2021-04-30 Fri"]


def test_a_saturday_before_the_last_day_has_a_weekday_on_either_side() -> None:
    # L-2 is the 28th, a Saturday; L-1 is the 29th, a Sunday.
    assert days("0 0 L-2W 8-9 *", "2024-08-01") == [
        "2024-08-29 Thu",
        "2024-09-27 Fri",
        "2024-09-30 Mon",
    ]
    assert days("0 0 L-1W 9 *", "2024-09-01", 1) == ["2024-09-30 Mon"]
    # In a month of 31 days L-30 is the 1st; February has no such day.
    assert days("0 0 L-30W 2-3 *", "2025-02-01", 1) == ["2025-03-03 Mon"]


def test_a_weekday_can_be_the_last_or_the_nth_of_its_month() -> None:
    assert days("0 0 * * 5L", "2023-11-01", 2) == ["2023-11-24 Fri", "2023-12-29 Fri"]
    assert days("0 0 * * TUE#2", "2023-11-01", 2) == ["2023-11-14 Tue", "2023-12-12 Tue"]
    assert days("0 0 * * L", "2023-11-01", 1) == ["2023-11-04 Sat"]


@pytest.mark.parametrize("expression", ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 L-30 2 *"])
def test_an_expression_can_match_no_day_at_all(expression: str) -> None:
    assert parse_cron(expression).next_after_s(0) is None


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "* * * *",
        "* * * * * *",
        " * * * * *",
        "* * * * * ",
        "60 * * * *",
        "*,5 * * * *",
        "*-5 * * * *",
        "*/0 * * * *",
        "*/60 * * * *",
        "0/60 * * * *",
        "1,, * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32W * *",
        "* * L-31 * *",
        "* * 15W,16 * *",
        "* * l * *",
        "* * ? * *",
        "* * * January *",
        "* * * * 7",
        "* * * * Monday",
        "* * * * 5#6",
        "* * * * XYZL",
    ],
)
def test_what_is_no_cron_expression_is_refused(expression: str) -> None:
    with pytest.raises(DefinitionError, match="Failed to parse cron expression"):
        parse_cron(expression)

"""A cron expression: five fields of text, and the minutes that they match.

::

    ┌─────── minute         0-59
    │ ┌───── hour           0-23
    │ │ ┌─── day of month   1-31   L, L-3, LW, L-3W, 15W
    │ │ │ ┌─ month          1-12   JAN-DEC
    │ │ │ │ ┌ day of week   0-6    SUN-SAT, L, 5L, 5#2
    0 9 * * 1-5

Each field is ``*``, or a list of values, ranges ``a-b`` and steps ``a/n``, ``a-b/n``. When
both day fields are restricted, a day needs to match only one of them. All times are UTC.

Source: crate saffron, the parser that convex-backend uses
(crates/model/src/cron_jobs/next_ts.rs).
Differs: a range that wraps round, such as ``22-2``, begins at its first value; saffron begins
one value earlier.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from minivex.errors import DefinitionError

__all__ = ["CronExpression", "parse_cron"]

DayTest = Callable[[date], bool]

MINUTE_S: Final = 60
DAY_S: Final = 86_400
EPOCH: Final = date(1970, 1, 1)
DAYS_AHEAD_MAX: Final = 366 * 41
"""A 29th of February on one weekday comes back within 40 years."""

_MONTHS: Final = [
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
]
_DAYS: Final = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_SUNDAY: Final = 0
_SATURDAY: Final = 6


class _Field(NamedTuple):
    """The values of a field: a closed range, and names for some of them."""

    low: int
    high: int
    names: dict[str, int]

    def value(self, text: str) -> int:
        if text.upper() in self.names:
            return self.names[text.upper()]
        return _number(text, self.low, self.high)

    def parse_list(self, text: str) -> frozenset[int]:
        """The values that a list of values, ranges and steps has.

        A star stands for every value only when it is alone or has a step; further on in a
        list it is the lowest value, as saffron reads it.
        """
        if text.startswith("*") and not text.startswith("*/"):
            raise _RefusedError
        return frozenset(value for part in text.split(",") for value in self._parse_part(part))

    def _parse_part(self, part: str) -> list[int]:
        found = _PART.fullmatch(part)
        if found is None:
            raise _RefusedError
        first, last, step_text = found.groups()
        start = self.low if first == "*" else self.value(first)
        open_end = start if step_text is None else self.high
        end = open_end if last is None else self.value(last)
        step = 1 if step_text is None else _number(step_text, 1, self.high - self.low)
        if start <= end:
            return list(range(start, end + 1, step))
        return [*range(start, self.high + 1), *range(self.low, end + 1)][::step]


class _RefusedError(Exception):
    """The text is no cron expression."""


_PART: Final = re.compile(r"(\*|[0-9]+|[A-Za-z]+)(?:-([0-9]+|[A-Za-z]+))?(?:/([0-9]+))?", re.ASCII)
_LAST_DAY: Final = re.compile(r"L(?:-([0-9]+))?(W)?", re.ASCII)
_CLOSEST_WEEKDAY: Final = re.compile(r"([0-9]+)W", re.ASCII)
_ONE_WEEKDAY: Final = re.compile(r"([0-9]+|[A-Za-z]{3})(?:(L)|#([0-9]+))", re.ASCII)

_MINUTE: Final = _Field(0, 59, {})
_HOUR: Final = _Field(0, 23, {})
_DAY: Final = _Field(1, 31, {})
_MONTH: Final = _Field(1, 12, {name: number for number, name in enumerate(_MONTHS, 1)})
_WEEKDAY: Final = _Field(0, 6, {name: number for number, name in enumerate(_DAYS)})


class CronExpression:
    """A parsed expression.

    >>> parse_cron("0 12 * * 1,5").next_after_s(1_677_573_300) == 1_677_844_800
    True
    """

    __slots__ = ("_day_of_month", "_day_of_week", "_hours", "_minutes", "_months", "text")

    def __init__(
        self,
        text: str,
        *,
        minutes: frozenset[int],
        hours: frozenset[int],
        months: frozenset[int],
        day_of_month: DayTest | None,
        day_of_week: DayTest | None,
    ) -> None:
        """A day field that is ``*`` has no test."""
        self.text = text
        self._minutes = sorted(minutes)
        self._hours = sorted(hours)
        self._months = months
        self._day_of_month = day_of_month
        self._day_of_week = day_of_week

    def next_after_s(self, after_s: int) -> int | None:
        """The first matching minute after ``after_s`` (seconds since 1970), or ``None``: never.

        Cost: O(days skipped).
        """
        days, second = divmod(after_s, DAY_S)
        day = EPOCH + timedelta(days=days)
        first_minute = second // MINUTE_S + 1
        for _ in range(DAYS_AHEAD_MAX):
            if self._matches(day):
                for hour in self._hours:
                    for minute in self._minutes:
                        if hour * 60 + minute >= first_minute:
                            return (day - EPOCH).days * DAY_S + (hour * 60 + minute) * MINUTE_S
            day += timedelta(days=1)
            first_minute = 0
        return None

    def _matches(self, day: date) -> bool:
        if day.month not in self._months:
            return False
        tests = [test for test in (self._day_of_month, self._day_of_week) if test is not None]
        return not tests or any(test(day) for test in tests)


def parse_cron(text: str) -> CronExpression:
    """Read an expression.

    Raises: DefinitionError, if it is none.
    """
    parts = re.split(r"[ \t]+", text)
    try:
        minute, hour, day_of_month, month, day_of_week = parts
        return CronExpression(
            text,
            minutes=_values(_MINUTE, minute),
            hours=_values(_HOUR, hour),
            months=_values(_MONTH, month),
            day_of_month=_day_of_month(day_of_month),
            day_of_week=_day_of_week(day_of_week),
        )
    except (ValueError, _RefusedError):
        raise DefinitionError(
            f"Failed to parse cron expression {text!r}. Write five fields with single spaces, "
            'minute, hour, day of month, month and day of week, such as "0 9 * * 1-5".'
        ) from None


def _values(field: _Field, text: str) -> frozenset[int]:
    if text == "*":
        return frozenset(range(field.low, field.high + 1))
    return field.parse_list(text)


def _day_of_month(text: str) -> DayTest | None:
    if text == "*":
        return None
    if found := _LAST_DAY.fullmatch(text):
        offset = 0 if found[1] is None else _number(found[1], 1, 30)
        if found[2] is None:
            return lambda day: day.day + offset == _days_in_month(day)
        if offset == 0:
            return lambda day: day.day == _closest_weekday(day, _days_in_month(day))
        return lambda day: _is_beside(day, _days_in_month(day) - offset)
    if found := _CLOSEST_WEEKDAY.fullmatch(text):
        wanted = _number(found[1], 1, 31)
        return lambda day: day.day == _closest_weekday(day, wanted)
    days = _DAY.parse_list(text)
    return lambda day: day.day in days


def _day_of_week(text: str) -> DayTest | None:
    if text == "*":
        return None
    if text == "L":
        text = "SAT"
    if found := _ONE_WEEKDAY.fullmatch(text):
        wanted = _WEEKDAY.value(found[1])
        if found[2]:
            return lambda day: _weekday(day) == wanted and day.day + 7 > _days_in_month(day)
        nth = _number(found[3], 1, 5)
        return lambda day: _weekday(day) == wanted and (day.day - 1) // 7 + 1 == nth
    weekdays = _WEEKDAY.parse_list(text)
    return lambda day: _weekday(day) in weekdays


def _number(text: str, low: int, high: int) -> int:
    """A decimal number between ``low`` and ``high``; leading zeros are fine.

    Raises: ValueError or _RefusedError.
    """
    value = int(text)
    if not low <= value <= high:
        raise _RefusedError
    return value


def _closest_weekday(day: date, wanted: int) -> int | None:
    """The day from Monday to Friday nearest to day ``wanted``, in the month of ``day``.

    A day just behind the end of the month counts as a Saturday when it is one.
    """
    last = _days_in_month(day)
    weekday = (_weekday(day) + wanted - day.day) % 7
    if weekday == _SATURDAY:
        return wanted - 1 if 1 < wanted <= last + 1 else wanted + 2
    if wanted > last:
        return None
    if weekday == _SUNDAY:
        return wanted + 1 if wanted < last else wanted - 2
    return wanted


def _is_beside(day: date, wanted: int) -> bool:
    """Whether ``day`` is ``wanted`` or, if that is at a weekend, a weekday right beside it.

    Saffron takes both the Friday and the Monday beside a Saturday.
    """
    distance = day.day - wanted
    match (_weekday(day) - distance) % 7:
        case _ if wanted < 1:
            return False
        case 6:
            return distance in (-1, 2)
        case 0:
            return distance == 1
        case _:
            return distance == 0


def _days_in_month(day: date) -> int:
    in_next_month = day.replace(day=28) + timedelta(days=4)
    return (in_next_month - timedelta(days=in_next_month.day)).day


def _weekday(day: date) -> int:
    """Sunday is 0."""
    return day.isoweekday() % 7

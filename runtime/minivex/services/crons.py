"""Cron jobs: what runs again and again, and when it runs next.

::

    crons = cron_jobs()
    crons.interval("clean up", {"minutes": 5}, internal.jobs.clean)
    crons.daily("digest", {"hour_utc": 17}, internal.mail.digest, {"kind": "short"})
    crons.cron("workdays", "0 9 * * 1-5", internal.mail.remind)

    interval     deploy ──period──▶ run ──period──▶ run        counted from the scheduled time
    the others             next matching minute, UTC

Source: docs "Cron Jobs"; npm-packages/convex/src/server/cron.ts;
convex-backend crates/model/src/cron_jobs.
Differs: a run starts at second 0. Convex spreads runs over the minute, and over the hour when
no minute is given; here a minute that is not given is one that depends on the name alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from math import isfinite
from typing import Final

from minivex.errors import DefinitionError
from minivex.functions.references import FunctionReference, path_of
from minivex.services.cron_expression import CronExpression, parse_cron
from minivex.values.value import UNDEFINED, Value, freeze
from minivex.values.wire import to_json

__all__ = ["CronDefinition", "Crons", "cron_jobs"]

_UNITS: Final = {"seconds": 1, "minutes": 60, "hours": 3_600}
_WEEKDAYS: Final = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MILLISECONDS: Final = 1_000


class CronDefinition:
    """One cron job: a name, when it runs, and what it calls.

    ``period_ms`` belongs to an interval, ``expression`` to every other kind.
    """

    __slots__ = ("args", "expression", "name", "path", "period_ms", "schedule")

    def __init__(
        self,
        name: str,
        schedule: dict[str, object],
        path: str,
        args: dict[str, Value],
        *,
        period_ms: int | None,
        expression: str | None,
    ) -> None:
        self.name = name
        self.schedule = schedule
        self.path = path
        self.args = args
        self.period_ms = period_ms
        self.expression = expression

    def next_run_ms(self, *, previous_ms: int | None, now_ms: int) -> int | None:
        """When the run after ``previous_ms`` is due; the first one when there was none.

        ``None`` means that no time matches.

        Raises: DefinitionError, if the expression is none.
        """
        if self.period_ms is not None:
            return now_ms if previous_ms is None else previous_ms + self.period_ms
        start_ms = now_ms if previous_ms is None else previous_ms
        next_s = self.parsed().next_after_s(start_ms // _MILLISECONDS)
        return None if next_s is None else next_s * _MILLISECONDS

    def runs_skipped(self, *, previous_ms: int, now_ms: int) -> tuple[int, int]:
        """When the run after ``previous_ms`` that is not in the past is due, and how many were.

        Runs that were missed are not made up for.
        """
        if self.period_ms is not None:
            next_ms = previous_ms + self.period_ms
            late = max(0, -((next_ms - now_ms) // self.period_ms))
            return next_ms + late * self.period_ms, late
        next_ms = self._must_match(previous_ms)
        if next_ms >= now_ms:
            return next_ms, 0
        return self._must_match(now_ms), 1

    def check_pushable(self) -> None:
        """Refuse a cron job that a push would refuse.

        Raises: DefinitionError.
        """
        if self.period_ms is None and self.next_run_ms(previous_ms=None, now_ms=0) is None:
            raise DefinitionError(
                f"Cron job {self.name!r}: {self.expression!r} will never match any time. "
                "Choose a day that some month has."
            )

    def parsed(self) -> CronExpression:
        """The expression of a job that is no interval."""
        assert self.expression is not None, "an interval has no expression"
        return parse_cron(self.expression)

    def to_json(self) -> dict[str, object]:
        """The definition in the form that Convex's tools exchange."""
        return {"name": self.path, "args": [to_json(self.args)], "schedule": self.schedule}

    def _must_match(self, previous_ms: int) -> int:
        next_ms = self.next_run_ms(previous_ms=previous_ms, now_ms=previous_ms)
        assert next_ms is not None, "a pushed cron job matches some time"
        return next_ms


class Crons:
    """The cron jobs of an application, by name."""

    def __init__(self) -> None:
        self.jobs: dict[str, CronDefinition] = {}

    def interval(
        self,
        name: str,
        schedule: Mapping[str, object],
        function: FunctionReference,
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Run every so many ``seconds``, ``minutes`` or ``hours``, from the deploy on.

        Raises: DefinitionError, unless exactly one of them is a whole number above 0.
        """
        given = _given(schedule)
        units = [unit for unit in _UNITS if unit in given]
        if len(units) != 1:
            raise DefinitionError("Must specify one of seconds, minutes, or hours")
        unit = units[0]
        count = _whole(given[unit])
        if count is None or count <= 0:
            raise DefinitionError("Interval must be an integer greater than 0")
        period_ms = count * _UNITS[unit] * _MILLISECONDS
        self._add(name, {unit: count, "type": "interval"}, function, args, period_ms=period_ms)

    def hourly(
        self,
        name: str,
        schedule: Mapping[str, object] | FunctionReference,
        function: FunctionReference | Mapping[str, object] | None = None,
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Run once an hour, at ``minute_utc``. The schedule may be left out altogether.

        Raises: DefinitionError, if the minute is none.
        """
        if isinstance(schedule, FunctionReference):
            schedule, function, args = {}, schedule, function
        minute = _minute(_given(schedule))
        self._calendar(name, {**minute, "type": "hourly"}, "{minute} * * * *", function, args)

    def daily(
        self,
        name: str,
        schedule: Mapping[str, object],
        function: FunctionReference,
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Run once a day, at ``hour_utc`` and ``minute_utc``.

        Raises: DefinitionError, if one of them is out of range.
        """
        given = _given(schedule)
        time = {**_hour(given), **_minute(given)}
        text = f"{{minute}} {time['hourUTC']} * * *"
        self._calendar(name, {**time, "type": "daily"}, text, function, args)

    def weekly(
        self,
        name: str,
        schedule: Mapping[str, object],
        function: FunctionReference,
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Run once a week, on ``day_of_week`` (``"monday"``), at ``hour_utc`` and ``minute_utc``.

        Raises: DefinitionError, if one of them is out of range.
        """
        given = _given(schedule)
        day = given.get("day_of_week")
        if day not in _WEEKDAYS:
            raise DefinitionError('Day of week must be a string like "monday".')
        time = {"dayOfWeek": day, **_hour(given), **_minute(given)}
        text = f"{{minute}} {time['hourUTC']} * * {_WEEKDAYS.index(str(day))}"
        self._calendar(name, {**time, "type": "weekly"}, text, function, args)

    def monthly(
        self,
        name: str,
        schedule: Mapping[str, object],
        function: FunctionReference,
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Run once a month, on ``day``, at ``hour_utc`` and ``minute_utc``.

        Months without that day are skipped.

        Raises: DefinitionError, if one of them is out of range.
        """
        given = _given(schedule)
        day = _whole(given.get("day"))
        if day is None or not 1 <= day <= 31:  # noqa: PLR2004 - the days of a month
            raise DefinitionError("Day of month must be an integer from 1 to 31")
        time = {"day": day, **_hour(given), **_minute(given)}
        text = f"{{minute}} {time['hourUTC']} {day} * *"
        self._calendar(name, {**time, "type": "monthly"}, text, function, args)

    def cron(
        self,
        name: str,
        cron_string: str,
        function: FunctionReference,
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Run whenever ``cron_string`` matches: minute, hour, day of month, month, day of week.

        The string is read when the cron jobs are deployed.
        """
        schedule: dict[str, object] = {"cron": cron_string, "type": "cron"}
        self._add(name, schedule, function, args, expression=cron_string)

    def check_pushable(self) -> None:
        """Refuse cron jobs that a push would refuse.

        Raises: DefinitionError, for the first one with something wrong.
        """
        for job in self.jobs.values():
            job.check_pushable()

    def to_json(self) -> dict[str, object]:
        """All definitions in the form that Convex's tools exchange."""
        return {name: job.to_json() for name, job in self.jobs.items()}

    def _calendar(
        self,
        name: str,
        schedule: dict[str, object],
        text: str,
        function: object,
        args: Mapping[str, object] | None,
    ) -> None:
        minute = schedule.get("minuteUTC", _minute_of_name(name))
        self._add(name, schedule, function, args, expression=text.format(minute=minute))

    def _add(
        self,
        name: str,
        schedule: dict[str, object],
        function: object,
        args: Mapping[str, object] | None,
        *,
        period_ms: int | None = None,
        expression: str | None = None,
    ) -> None:
        path = path_of(function)
        if not all(" " <= character <= "~" for character in name):
            raise DefinitionError(
                f"Invalid cron identifier {name}: use ASCII letters that are not control characters"
            )
        if name in self.jobs:
            raise DefinitionError(f"Cron identifier registered twice: {name}")
        frozen = freeze({} if args is None else args)
        if not isinstance(frozen, dict):
            raise DefinitionError(
                f"Cron job {name!r}: the arguments are one object, and got {args!r}. "
                'Write {"name": value}, or leave them out.'
            )
        self.jobs[name] = CronDefinition(
            name, schedule, path, frozen, period_ms=period_ms, expression=expression
        )


def cron_jobs() -> Crons:
    """Begin the list of an application's cron jobs."""
    return Crons()


def _given(schedule: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in schedule.items() if value is not UNDEFINED}


def _whole(value: object) -> int | None:
    """``value`` as a whole number; ``3.0`` is one, because numbers are doubles."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if isfinite(value) and value == int(value) else None


def _hour(given: dict[str, object]) -> dict[str, object]:
    hour = _whole(given.get("hour_utc"))
    if hour is None or not 0 <= hour <= 23:  # noqa: PLR2004 - the hours of a day
        raise DefinitionError("Hour of day must be an integer from 0 to 23")
    return {"hourUTC": hour}


def _minute(given: dict[str, object]) -> dict[str, object]:
    if "minute_utc" not in given:
        return {}
    minute = _whole(given["minute_utc"])
    if minute is None or not 0 <= minute <= 59:  # noqa: PLR2004 - the minutes of an hour
        raise DefinitionError("Minute of hour must be an integer from 0 to 59")
    return {"minuteUTC": minute}


def _minute_of_name(name: str) -> int:
    return sha256(name.encode()).digest()[0] % 60

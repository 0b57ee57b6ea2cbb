"""Times and what happens at them, as sentences; and where the marks of a time axis stand."""

from datetime import UTC, datetime, timedelta

from labkit.harness.names import listed
from labkit.harness.raised import error_name, error_text
from labkit.visual.clock_beat import Beat, Run
from labkit.visual.clock_scene import ClockScene

__all__ = ["ClockWords", "ticks"]

SECOND_MS, DAY_MS = 1_000, 86_400_000
LONG_MS = 3 * DAY_MS
"""A scene this long is told by days, a shorter one by seconds."""

TICKS_MAX = 6
_DAY_S = 86_400
_STEPS_S = (
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1_800,
    3_600,
    7_200,
    21_600,
    43_200,
    _DAY_S,
    2 * _DAY_S,
    7 * _DAY_S,
)

_STATES = {
    "pending": "is pending",
    "inProgress": "is in progress",
    "success": "has succeeded",
    "failed": "has failed",
    "canceled": "is canceled",
    "call": "",
}


class ClockWords:
    """Sentences about one scene."""

    def __init__(self, scene: ClockScene) -> None:
        self._scene = scene
        self._is_long = scene.end_ms - scene.start.clock.now_ms > LONG_MS

    def time(self, at_ms: int) -> str:
        """A time as the scene tells it: ``09:01:30``, or ``2026-03-31 00:00``."""
        at = _at(at_ms)
        return f"{at:%Y-%m-%d %H:%M}" if self._is_long else f"{at:%H:%M:%S}"

    def beat(self, beat: Beat) -> str:
        """What happened, with its time."""
        return f"{self.time(beat.now_ms)} UTC. {' '.join(self._parts(beat))}"

    def _parts(self, beat: Beat) -> list[str]:
        run = beat.run
        if run is None:
            jobs = self._scene.crons.jobs
            if beat.kind == "over":
                return ["The scene ends here."]
            deployed = [f'"{each}"' for each in jobs]
            form = (
                "The cron jobs {} are deployed."
                if len(deployed) > 1
                else "The cron job {} is deployed."
            )
            return [*([form.format(listed(deployed))] if deployed else []), "The clock starts."]
        said = [self._began(beat, run)]
        if run.attempts > 1:
            said.append(
                "Its commit met a conflict with a job that ran beside it, so it waited a moment and ran "
                f"again: attempt {run.attempts}."
            )
        said += [self._state(each) for each in beat.changed]
        if beat.skipped:
            times = listed([self.time(each) for each in beat.skipped])
            many = len(beat.skipped) > 1
            said.append(
                f"Meanwhile {'runs were' if many else 'a run was'} due at {times}: one run at a time, "
                f"so {'they are' if many else 'it is'} skipped."
            )
        if beat.next_ms is not None:
            said.append(f"The next run is due at {self.time(beat.next_ms)}.")
            months = _months_between(run.due_ms, beat.next_ms)
            if months:
                said.append(f"There is none in {listed(months)}.")
        return said

    def _began(self, beat: Beat, run: Run) -> str:
        who = {
            "call": f"A client calls {run.title}:",
            "job": f"{run.name}, {run.title},",
            "cron": f'The cron job "{run.name}", {run.title},',
        }[run.kind]
        if beat.kind == "begin":
            return f"{who} is due and begins. The answer it waits for is on its way: it is in progress."
        if beat.outcome is not None:
            error = self._scene.names.error(
                f"{error_name(beat.outcome.error)}: {error_text(beat.outcome.error)}"
            ).partition("\n")[0]
            return (
                f"{who} raised {error}. What it wrote in a transaction that did not commit is gone."
            )
        if run.kind == "call":
            return (
                f"{who} it commits."
                if run.ended_ms is not None
                else f"{who} it waits for an answer."
            )
        if run.state == "canceled":
            return f"{who} was canceled while it ran. Its code has run to its end all the same."
        if beat.has_waited:
            return f"{who} has its answer, goes on and ends: it has succeeded."
        return f"{who} is due and runs: it has succeeded."

    def _state(self, run: Run) -> str:
        until = f" until {self.time(run.due_ms)}" if run.state == "pending" else ""
        still = ", and its code runs on" if run.state == "canceled" and run.began_ms else ""
        return f"{run.name}, {run.title}, {_STATES[run.state]}{until}{still}."


def ticks(start_ms: int, end_ms: int) -> list[dict[str, object]]:
    """A few round times between the two, with short names."""
    span_s = (end_ms - start_ms) // SECOND_MS
    step_s = next((step for step in _STEPS_S if span_s / step <= TICKS_MAX), None)
    if step_s is None:
        return _day_ticks(start_ms, end_ms)
    first = -(-start_ms // (step_s * SECOND_MS)) * step_s * SECOND_MS
    form = "%b %d" if step_s >= _DAY_S else "%H:%M" if step_s % 60 == 0 else "%H:%M:%S"
    return [
        {"ms": ms, "text": f"{_at(ms):{form}}"}
        for ms in range(first, end_ms + 1, step_s * SECOND_MS)
    ]


def _day_ticks(start_ms: int, end_ms: int) -> list[dict[str, object]]:
    """The first of each month, if there are not too many; else of each year."""
    day, firsts = _at(start_ms).replace(hour=0, minute=0, second=0), []
    while (ms := int(day.timestamp() * SECOND_MS)) <= end_ms:
        if day.day == 1 and ms >= start_ms:
            firsts.append({"ms": ms, "text": f"{day:%b %d}" if day.month > 1 else f"{day:%Y}"})
        day += timedelta(days=1)
    every = -(-len(firsts) // TICKS_MAX) or 1
    return firsts[::every]


def _months_between(start_ms: int, end_ms: int) -> list[str]:
    """The calendar months that lie wholly between two times, by name."""
    start, end = _at(start_ms), _at(end_ms)
    first, last = start.year * 12 + start.month, end.year * 12 + end.month - 1
    return [
        f"{datetime(each // 12, each % 12 + 1, 1, tzinfo=UTC):%B}" for each in range(first, last)
    ][:12]


def _at(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / SECOND_MS, UTC)

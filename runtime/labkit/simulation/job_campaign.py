"""Many histories of scheduled functions; the first that goes wrong, with no event to spare."""

from __future__ import annotations

from typing import NamedTuple

from labkit.simulation.dice import Dice
from labkit.simulation.difference import Difference
from labkit.simulation.job_case import Event, Plan, draw_events
from labkit.simulation.job_history import play_jobs

__all__ = ["JobFailure", "first_job_failure", "shrink_events"]


class JobFailure(NamedTuple):
    """History ``number``, its events, and what must not be."""

    number: int
    events: tuple[Event, ...]
    difference: Difference

    @property
    def story(self) -> str:
        """The events and how they end, for people."""
        lines = [f"  {event!r}" for event in self.events]
        kind, text = self.difference
        return "\n".join(["events", *lines, f"this must not be: {kind}", f"  {text}"])


def first_job_failure(seed: int, start: int, end: int) -> JobFailure | None:
    """The first of the histories ``start`` up to ``end`` that goes wrong, shrunk."""
    for number in range(start, end):
        events = draw_events(Dice(seed, 3, number))
        difference = play_jobs(number, events)
        if difference is not None:
            return shrink_events(JobFailure(number, events, difference))
    return None


def shrink_events(failure: JobFailure) -> JobFailure:
    """The same failure with every event and every order left out that it does not need."""
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for events in _smaller(failure.events):
            difference = play_jobs(failure.number, events)
            if difference is not None:
                failure = failure._replace(events=events, difference=difference)
                is_smaller = True
                break
    return failure


def _smaller(events: tuple[Event, ...]) -> list[tuple[Event, ...]]:
    smaller = [events[:at] + events[at + 1 :] for at in range(len(events))]
    for at, event in enumerate(events):
        if isinstance(event, Plan) and len(event.orders) > 1:
            for number in range(len(event.orders)):
                orders = event.orders[:number] + event.orders[number + 1 :]
                smaller.append((*events[:at], event._replace(orders=orders), *events[at + 1 :]))
    return smaller

"""Subscriptions are part of the histories, and what they show is compared after every commit."""

from __future__ import annotations

from labkit.simulation.campaign import cases
from labkit.simulation.comparison import compare
from labkit.simulation.history import View, play


def watched_histories(count: int) -> int:
    return sum(bool(case.watched) for _, case, _ in cases(2, 0, count))


def test_about_a_third_of_the_histories_are_watched() -> None:
    assert 50 < watched_histories(300) < 150


def test_there_is_a_view_for_every_commit_and_one_before_them() -> None:
    reruns = 0
    for _, case, world in cases(2, 0, 100):
        history = play(case, world)
        if case.watched:
            assert len(history.record.views) == history.commits + 1
            reruns += sum(view.runs > 1 for view in history.record.views[-1])
    assert reruns > 5


def test_a_view_that_differs_is_a_difference() -> None:
    for _, case, world in cases(2, 0, 100):
        if not case.watched:
            continue
        history = play(case, world)
        assert compare(history) is None
        shown = history.record.views[0][0]
        for wrong in (
            shown._replace(outcome="returned []"),
            shown._replace(runs=2),
            shown._replace(deliveries=0),
            shown._replace(is_current=False),
        ):
            history.record.views[0][0] = View(*wrong)
            found = compare(history)
            assert found is not None
            assert found.kind == "subscription"
        return

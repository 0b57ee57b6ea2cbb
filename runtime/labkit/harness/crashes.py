"""Let the worker die at every point of a run, and see what the rest comes to.

```
 calm     a a t b b b           nothing goes wrong: calls, then the jobs they left, each when it is due
 1 crash  x aatbbb · a x atbbb · aa x tbbb · …          before and after each step
 2        a x x … · a x a x …                           and once more in what follows
```

Two neighbouring points between which nothing was published leave the same behind, so one of them is run.

Invariants: every point is run or equal to one that is; each is played on its own fork; of all failing schedules the
one that is found has the fewest crashes, and among those the earliest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from labkit.harness.interleave import Failing
from labkit.harness.worker_play import WorkerPlay

__all__ = ["CrashSearch", "WorkerJudge", "explore_crashes"]

WorkerJudge = Callable[[WorkerPlay], str | None]
"""What is wrong after a run, as a sentence; None if nothing is."""


@dataclass(frozen=True, slots=True)
class CrashSearch:
    """What all crash points of one run came to."""

    points: int
    """Before the first step, and after each: where the worker could die."""

    run: int
    """How many runs were executed, the one without a crash included."""

    smallest: Failing | None
    capped: bool = False


def explore_crashes(
    play_of: Callable[[], WorkerPlay],
    judge: WorkerJudge,
    *,
    at_once: WorkerJudge | None = None,
    crashes: int = 1,
    limit: int = 1_000,
    progress: Callable[[int], None] | None = None,
) -> CrashSearch:
    """Crash the run that ``play_of`` begins at each of its points, let the rest happen, and judge the end.

    Ends at the first that fails: points are tried with fewer crashes first, then from the start of the run on.

    ``at_once`` is asked right after each crash, before anything else happens. ``progress`` hears how many were run.

    Cost: one run per distinct point; with two crashes, one per pair of them.
    Raises: StepBudgetError or JobBudgetError, if a run does not come to an end.
    """
    points = run = 0
    waiting: list[tuple[int, ...]] = [()]
    while waiting and run < limit:
        prefix = waiting.pop(0)
        play = play_of()
        for moves in prefix:
            for _ in range(moves):
                play.calm()
            play.crash()
        sentence = at_once(play) if at_once is not None and prefix else None
        steps = play.steps
        if sentence is None:
            places = list(_places(play))
            if len(prefix) < crashes:
                points += play.steps - steps + 1
                waiting += [(*prefix, place) for place in places]
            sentence = judge(play)
        run += 1
        if progress is not None:
            progress(run)
        if sentence is not None:
            return CrashSearch(points, run, Failing(play.schedule, sentence, play.steps))
    return CrashSearch(points, run, None, capped=bool(waiting))


def _places(play: WorkerPlay) -> Iterator[int]:
    """Let the rest of ``play`` happen; after how many moves a crash would leave something new."""
    moves, state = 0, play.state
    yield 0
    while play.calm():
        moves += 1
        if play.state != state:
            state = play.state
            yield moves

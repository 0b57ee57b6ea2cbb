"""Checks for "Delete a million"."""

from collections import Counter
from collections.abc import Sequence

from labkit.grader.checks import Context, Outcome, check
from labkit.harness.jobs import Job
from minivex import Backend, Raised, Value
from minivex.txn.limits import LIMITS

SMALL_WORLD = LIMITS.scaled(40)
SENSOR = "b"
OTHERS = ["B", "", "ba", "bä", "c"]
"""Sensors around it in the index."""

Row = dict[str, Value]


def fill(lab: Context, own: int, *, others: int = 3) -> None:
    """Start over with readings of the sensor, and ``others`` of each other one before and after them."""
    lab.fresh(limits=SMALL_WORLD)
    sensors = [*OTHERS * others, *[SENSOR] * own, *OTHERS * others]
    lab.seed("readings", sensor=sensors, value=list(range(len(sensors))))
    lab.note(own=f"There were {own:,} readings of the sensor.")


def others_differ(rows: Sequence[Row], others: int = 3) -> str | None:
    """Which other sensor has lost readings, if one has."""
    counts = Counter(row["sensor"] for row in rows)
    for name in OTHERS:
        if counts[name] != 2 * others:
            return f'The sensor "{name}" had {2 * others} readings and has {counts[name]}.'
    return None


def own_rows(rows: Sequence[Row]) -> list[Row]:
    """The readings that are to go."""
    return [row for row in rows if row["sensor"] == SENSOR]


def unfinished(lab: Context, rows: Sequence[Row]) -> str | None:
    """What is wrong when no job is pending, if something is."""
    if failed := failed_job(lab, lab.jobs()):
        return failed
    if left := len(own_rows(rows)):
        are = "reading of it is" if left == 1 else "readings of it are"
        return f"{left:,} {are} left, and no job is."
    return others_differ(rows)


def failed_job(lab: Context, jobs: Sequence[Job]) -> str | None:
    """What the first job raised that failed, if one did."""
    for job in jobs:
        if job.state == "failed":
            name = job.function.rpartition(":")[2]
            return f"The job {name} failed: {lab.names.text(job.error.splitlines()[0])}"
    return None


def run_jobs(world: Backend, most: int) -> int:
    """Run up to ``most`` jobs that are due; how many there were."""
    for count in range(most):
        job = world.start_due()
        if job is None:
            return count
        job.finish()
    return most


def limit_message(error: Exception) -> str | None:
    """What a limit says; None for every other error."""
    return str(error) if type(error).__name__ == "LimitError" else None


@check(
    "only-that-sensor",
    title="The readings of that sensor are deleted, and no others",
    hint="an-equal-range",
)
def only_that_sensor(lab: Context) -> None:
    for own in (0, 1, 20):
        fill(lab, own)
        told = lab.run("clear", sensor=SENSOR)
        run_jobs(lab.world, 60)
        story = f'clear("b") ran, and its jobs, with {own} readings of that sensor.'
        left = len(own_rows(lab.documents("readings")))
        wrong = others_differ(lab.documents("readings"))
        wrong = wrong or (f"{left} of them are left." if left else None)
        wrong = wrong or (
            f"It returned {lab.show(told)}. Wanted: None." if told is not None else None
        )
        lab.note(wrong=wrong or "")
        if wrong is not None:
            lab.fail(f"{story} {wrong}")


@check("within-the-limits", title="No transaction goes beyond its limits", hint="a-part-at-a-time")
def within_the_limits(lab: Context) -> None:
    fill(lab, 1_000, others=200)
    call = lab.call("clear", by="", sensor=SENSOR).start(lab.world, label="a")
    for _ in range(lab.program.step_budget):
        if not call.done:
            call.move()
    found = [call.outcome.error] if isinstance(call.outcome, Raised) else []
    for _ in range(3):
        job = lab.world.start_due()
        if job is not None and isinstance(outcome := job.finish(), Raised):
            found.append(outcome.error)
    for error in found:
        if (said := limit_message(error)) is not None:
            where = "clear" if isinstance(call.outcome, Raised) else "A job of clear"
            lab.note(said=f"{where} was stopped: {said}")
            lab.fail(
                f"There were 1,000 readings of the sensor and 2,000 others. {where} was stopped: {said}"
            )


@check("comes-to-an-end", title="It comes to an end", hint="stop-when-it-is-done")
def comes_to_an_end(lab: Context) -> None:
    for own in (0, 1, 50):
        fill(lab, own)
        lab.run("clear", sensor=SENSOR)
        with lab.after(f'clear("b") was called, with {own} readings of that sensor.'):
            lab.settle(jobs_max=own + 40)


@check("gone-in-the-end", title="In the end all are gone", hint="schedule-the-rest")
def gone_in_the_end(lab: Context) -> None:
    for own in (99, 100, 101, 200, 2_700):
        fill(lab, own)
        lab.run("clear", sensor=SENSOR)
        lab.settle(jobs_max=own + 40)
        wrong = unfinished(lab, lab.documents("readings"))
        lab.note(wrong=wrong or "")
        if wrong is not None:
            lab.fail(f'clear("b") ran, and its jobs, with {own:,} readings of that sensor. {wrong}')
    fill(lab, 250)
    old = own_rows(lab.documents("readings"))
    lab.run("clear", sensor=SENSOR)
    for _ in range(5):
        lab.seed("readings", sensor=[SENSOR] * 5, value=[0] * 5)
        run_jobs(lab.world, 1)
    lab.settle(jobs_max=300)
    left = [row for row in lab.documents("readings") if row in old]
    if left:
        lab.note(wrong=f"{len(left)} of the old ones are left.")
        lab.fail(
            f"While clear worked on 250 readings, new ones came in. {len(left)} of the old ones are left."
        )


@check("few-jobs", title="A job deletes many readings", hint="larger-parts")
def few_jobs(lab: Context) -> None:
    fill(lab, 1_000)
    lab.run("clear", sensor=SENSOR)
    jobs = lab.settle(jobs_max=1_100)
    lab.note(jobs=f"{jobs:,} jobs were run for 1,000 readings.")
    lab.at_most(jobs, lab.amount("readings / 25", 40) + 2, "jobs for 1,000 readings")


@check(
    "goes-on-after-a-crash",
    title="The rest is deleted, wherever the server restarts",
    hint="one-transaction-for-both",
)
def goes_on_after_a_crash(lab: Context) -> None:
    own = 5 * part_of(lab) // 2

    def all_or_none(outcome: Outcome) -> str | None:
        left = len(own_rows(outcome.documents("readings")))
        if left == 0 or (left == own and "the client" not in outcome.returned):
            return None
        done = (
            f"{own - left} of {own} readings were deleted" if left < own else "clear had returned"
        )
        lab.note(wrong=f"{done}, and nobody goes on.")
        return f"{done}, {left} are left, and no job is."

    fill(lab, own, others=1)
    lab.crash_anywhere(
        lab.call("clear", by="the client", sensor=SENSOR), all_or_none, label="a restart"
    )


def part_of(lab: Context) -> int:
    """How many readings this answer deletes in one transaction."""
    fill(lab, 250)
    lab.run("clear", sensor=SENSOR)
    while len(own_rows(lab.documents("readings"))) == 250 and run_jobs(lab.world, 1):
        pass
    return 250 - len(own_rows(lab.documents("readings")))


@check(
    "started-twice",
    title="It may be called again while it works",
    hint="look-when-you-delete",
)
def started_twice(lab: Context) -> None:
    def all_gone(outcome: Outcome) -> str | None:
        wrong = failed_job(lab, outcome.jobs())
        if wrong is None and own_rows(outcome.documents("readings")):
            wrong = "Readings of the sensor are left, and no job is."
        lab.note(wrong=wrong or "")
        return f"ada and bo both called clear. {wrong}" if wrong else None

    fill(lab, 3, others=1)
    lab.holds_with_jobs(
        [lab.call("clear", by=who, sensor=SENSOR) for who in ("ada", "bo")],
        all_gone,
        label="two calls at once",
    )
    for jobs in range(4):
        fill(lab, 250)
        lab.run("clear", sensor=SENSOR)
        run_jobs(lab.world, jobs)
        lab.run("clear", sensor=SENSOR)
        lab.settle(jobs_max=300)
        wrong = unfinished(lab, lab.documents("readings"))
        lab.note(wrong=wrong or "")
        if wrong is not None:
            lab.fail(
                f'clear("b") was called, and again when {jobs} of its jobs had run. {wrong}',
                verdict="unsafe",
            )

"""Checks for "One winner"."""

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import internal_mutation

WORKERS = ["ada", "bo", "Zoë", "李雷"]
STATUSES = ["done", "running", "pending"]


@internal_mutation
async def add_job(ctx):
    """Somebody else's part of the program: new work arrives."""
    return await ctx.db.insert("jobs", {"title": "new work", "status": "pending"})


@check("claim-alone", title="A claim of a pending job is written down", hint="write-the-owner")
def claim_alone(lab: Context) -> None:
    for worker in WORKERS:
        lab.fresh()
        first, second = lab.seed("jobs", title=["same", "same"], status=["pending", "pending"])
        told = lab.run("claim", job_id=second, worker=worker)
        after = lab.document("jobs", second)
        lab.note(
            job=lab.show(second),
            worker=worker,
            status=lab.show(after.get("status")),
            owner=lab.show(after.get("owner")),
        )
        call = f"claim({lab.show(second)}, {lab.show(worker)})"
        lab.equal(after.get("status"), "running", f"{lab.show(second)}.status after {call}")
        lab.equal(after.get("owner"), worker, f"{lab.show(second)}.owner after {call}")
        lab.equal(told, second, f"what {call} returned")
        other = lab.document("jobs", first).get("status")
        lab.equal(other, "pending", f"{lab.show(first)}.status, which {call} was not about")


@check(
    "claim-of-a-taken-job",
    title="A claim of any other job changes nothing and returns None",
    hint="losing-is-an-answer",
)
def claim_of_a_taken_job(lab: Context) -> None:
    ids = lab.seed(
        "jobs",
        title=["a", "b", "c"],
        status=["running", "done", "running"],
        owner=["ada", "bo", "Zoë"],
    )
    before = lab.documents("jobs")
    for job, row in zip(ids, before, strict=True):
        lab.note(job=lab.show(job), status=lab.show(row["status"]), owner=lab.show(row["owner"]))
        told = lab.run("claim", job_id=job, worker="cy")
        call = f'claim({lab.show(job)}, "cy")'
        noun = (
            f"what {call} returned for a job that is {row['status']} and belongs to {row['owner']}"
        )
        lab.equal(told, None, noun)
        lab.equal(lab.document("jobs", job), row, f"{lab.show(job)} after {call}")


@check(
    "claim-has-one-winner",
    title="Two, three and four claims of one job have one winner",
    hint="decide-where-you-write",
)
def claim_has_one_winner(lab: Context) -> None:
    (job,) = lab.seed("jobs", title=["only one"], status=["pending"])

    def one_winner(outcome: Outcome) -> str | None:
        told = outcome.returned
        winners = [worker for worker in told if told[worker] is not None]
        owner = outcome.document("jobs", job).get("owner")
        name = outcome.show(job)
        lab.note(job=name, winners=listed(winners) or "nobody", owner=outcome.show(owner))
        if len(winners) > 1:
            both = "both" if len(winners) == 2 else "all"
            return (
                f"{listed(winners)} {both} claimed {name}: each was told that it won, and the row "
                f"says owner = {outcome.show(owner)}."
            )
        if outcome.finished[0] not in winners:
            early = outcome.finished[0]
            lab.note(early=early)
            return (
                f"{early} was told None while {name} was still pending and nobody had claimed it."
            )
        if owner != winners[0]:
            return f"{winners[0]} was told that it won {name}, and the row says owner = {outcome.show(owner)}."
        wrong = [worker for worker in winners if told[worker] != job]
        return (
            f"{wrong[0]} won {name} and was told {outcome.show(told[wrong[0]])}." if wrong else None
        )

    for count in (2, 3, 4):
        lab.holds_in_every_order(
            [lab.call("claim", by=worker, job_id=job, worker=worker) for worker in WORKERS[:count]],
            one_winner,
            label=f"{count} workers, one job",
        )


@check(
    "next-takes-a-pending-job",
    title="claim_next finds the pending jobs among the others, then returns None",
    hint="ask-the-index",
)
def next_takes_a_pending_job(lab: Context) -> None:
    for size in (1, 3, 40):
        lab.fresh()
        statuses = [lab.choose(STATUSES) for _ in range(size)] + ["pending", "done"]
        lab.seed("jobs", title=["same"] * len(statuses), status=statuses)
        waiting = {job["_id"] for job in lab.documents("jobs") if job["status"] == "pending"}
        total = len(waiting)
        while waiting:
            taken = total - len(waiting)
            told = lab.run("claim_next", worker="ada")
            lab.note(told=lab.show(told), waiting=str(len(waiting)), size=str(len(statuses)))
            if told not in waiting:
                lab.fail(
                    f"claim_next returned {lab.show(told)} while {len(waiting)} of {len(statuses)} jobs "
                    f"were pending and {taken} had been claimed. Wanted: the id of a pending job."
                )
            row = lab.document("jobs", str(told))
            lab.equal(row.get("status"), "running", f"{lab.show(told)}.status after claim_next")
            lab.equal(row.get("owner"), "ada", f"{lab.show(told)}.owner after claim_next")
            waiting.discard(told)
        lab.equal(
            lab.run("claim_next", worker="ada"),
            None,
            "what claim_next returned, with no job pending",
        )


@check(
    "next-serves-everybody",
    title="Workers at the same time get different jobs, and nobody goes without",
    hint="pick-where-you-claim",
)
def next_serves_everybody(lab: Context) -> None:
    def fair(outcome: Outcome) -> str | None:
        told = outcome.returned
        rows = {row["_id"]: row for row in outcome.documents("jobs")}
        got = {worker: job for worker, job in told.items() if job is not None}
        for worker, job in got.items():
            twice = [other for other in got if got[other] == job]
            if len(twice) > 1:
                lab.note(winners=listed(twice), job=outcome.show(job))
                return f"{listed(twice)} were all given {outcome.show(job)}."
            if rows[job].get("owner") != worker:
                lab.note(winners=worker, job=outcome.show(job))
                owner = outcome.show(rows[job].get("owner"))
                return f"{worker} was given {outcome.show(job)}, and the row says owner = {owner}."
        left = [outcome.show(id) for id, row in rows.items() if row["status"] == "pending"]
        without = [worker for worker in told if told[worker] is None]
        if left and without:
            lab.note(without=without[0], left=left[0])
            return f"{without[0]} was told None, and {listed(left)} was pending all the time."
        return None

    for count, jobs in ((2, 1), (2, 3), (3, 2), (4, 4)):
        lab.fresh()
        lab.seed("jobs", title=["same"] * (jobs + 1), status=["done"] + ["pending"] * jobs)
        lab.holds_in_every_order(
            [lab.call("claim_next", by=worker, worker=worker) for worker in WORKERS[:count]],
            fair,
            label=f"{count} workers, {jobs} pending",
        )


@check(
    "next-ignores-new-jobs",
    title="claim_next does not run again because a job was added",
    hint="read-one-row",
)
def next_ignores_new_jobs(lab: Context) -> None:
    lab.seed("jobs", title=["old"] * 3, status=["done", "pending", "pending"])

    def once(outcome: Outcome) -> str | None:
        attempts = outcome.attempts["ada"]
        lab.note(attempts=str(attempts))
        if attempts > 1:
            return (
                f"claim_next ran {attempts} times for ada, because a job was added while it ran. The new "
                "job was not the one it claimed."
            )
        return None

    lab.holds_in_every_order(
        [
            lab.call("claim_next", by="ada", worker="ada"),
            lab.call("checks:add_job", by="a customer"),
        ],
        once,
        label="one worker, one new job",
        verdict="costly",
    )


@check(
    "next-reads-little",
    title="claim_next reads the job it claims, not the table",
    hint="read-one-row",
)
def next_reads_little(lab: Context) -> None:
    lab.seed("jobs", title=["old"] * 305, status=["done"] * 300 + ["pending"] * 5)
    read = lab.reads("claim_next", worker="ada").documents
    lab.at_most(read, 4, "documents that claim_next read, of 305")

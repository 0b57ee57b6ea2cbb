"""Checks for "One winner"."""

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import UNDEFINED, internal_mutation

WORKERS = ["ada", "bo", "Zoë", "李雷"]
STATUSES = ["done", "running", "pending"]


@internal_mutation
async def add_job(ctx):
    """Somebody else's part of the program: new work arrives."""
    return await ctx.db.insert("jobs", {"title": "new work", "status": "pending"})


@internal_mutation
async def remove_job(ctx, job_id):
    """Somebody else's part of the program: work is called off."""
    await ctx.db.delete("jobs", job_id)


@check("claim-alone", title="A claim of a pending job is written down", hint="write-the-owner")
def claim_alone(lab: Context) -> None:
    jobs = lab.seed("jobs", title=["same"] * 5, status=["pending"] * 5)
    for job, worker in zip(jobs[1:], WORKERS, strict=True):
        told = lab.run("claim", job_id=job, worker=worker)
        name, call = lab.show(job), f"claim({lab.show(job)}, {lab.show(worker)})"
        row = lab.document("jobs", job)
        status, owner = row.get("status", UNDEFINED), row.get("owner", UNDEFINED)
        lab.note(call=call, status=lab.show(status), owner=lab.show(owner))
        lab.equal(status, "running", f"After {call}, {name}.status is {{}}")
        lab.equal(owner, worker, f"After {call}, {name}.owner is {{}}")
        lab.equal(told, job, f"{call} returned {{}}")
    others = lab.document("jobs", jobs[0]).get("status", UNDEFINED)
    lab.equal(others, "pending", f"Nobody claimed {lab.show(jobs[0])}, and its status is {{}}")


@check(
    "claim-of-a-taken-job",
    title="A claim of any other job changes nothing and returns None",
    hint="losing-is-an-answer",
)
def claim_of_a_taken_job(lab: Context) -> None:
    ids = lab.seed(
        "jobs",
        title=["a", "b", "c", "d", "e"],
        status=["running", "done", "running", "done", "running"],
        owner=["ada", "bo", "Zoë", None, None],
    )
    before = lab.documents("jobs")
    for job, row in zip(ids, before, strict=True):
        owner = f"belongs to {row['owner']}" if "owner" in row else "has no owner"
        lab.note(lost=f"{lab.show(job)} is {lab.show(row['status'])} and {owner}.")
        told = lab.run("claim", job_id=job, worker="cy")
        call = f'claim({lab.show(job)}, "cy")'
        was = f"a job that is {row['status']} and {owner}"
        lab.equal(told, None, f"{call} returned {{}} for {was}")
        after = lab.document("jobs", job)
        for field in ("status", "owner", "title"):
            seen = after.get(field, UNDEFINED)
            wanted = row.get(field, UNDEFINED)
            lab.equal(seen, wanted, f"{call} made {field} {{}} in {was}")
    (gone,) = lab.seed("jobs", title=["called off"], status=["pending"])
    lab.run("checks:remove_job", job_id=gone)
    lab.note(lost=f"{lab.show(gone)} was deleted, and somebody still holds its id.")
    told = lab.run("claim", job_id=gone, worker="cy")
    lab.equal(told, None, f'claim({lab.show(gone)}, "cy") returned {{}} for a job that was deleted')


@check(
    "claim-has-one-winner",
    title="Two, three and four claims of one job have one winner",
    hint="decide-where-you-write",
)
def claim_has_one_winner(lab: Context) -> None:
    for queue in (WORKERS, WORKERS[::-1]):
        lab.fresh()
        (job,) = lab.seed("jobs", title=["only one"], status=["pending"])
        for place, worker in enumerate(queue):
            told = lab.run("claim", job_id=job, worker=worker)
            lab.note(
                seen=f"{worker}, number {place + 1} of {len(queue)}, was told {lab.show(told)}."
            )
            came = f"{listed(queue)} claimed {lab.show(job)} one after another, and {worker} was told {{}}"
            lab.equal(told, None if place else job, came)
    lab.fresh()
    (job,) = lab.seed("jobs", title=["only one"], status=["pending"])

    def one_winner(outcome: Outcome) -> str | None:
        told = outcome.returned
        attempts = sum(outcome.attempts.values())
        lab.measure(attempts, f"attempts of {len(told)} claims of one job, together")
        winners = [worker for worker in told if told[worker] is not None]
        owner, name = outcome.document("jobs", job).get("owner", UNDEFINED), outcome.show(job)
        row_says = f"the row says owner = {outcome.show(owner)}"
        if len(winners) > 1:
            lab.note(seen=f"{listed(winners)} were told that they won, and {row_says}.")
            both = "both" if len(winners) == 2 else "all"
            return f"{listed(winners)} {both} claimed {name}: each was told so, and {row_says}."
        if not winners:
            lab.note(seen=f"{listed(list(told))} were told None, and {row_says}.")
            return f"Nobody won {name}, which was pending: {listed(list(told))} were told None; {row_says}."
        (winner,) = winners
        if owner != winner or told[winner] != job:
            lab.note(seen=f"{winner} was told {outcome.show(told[winner])}, and {row_says}.")
            return f"{winner} claimed {name} and was told {outcome.show(told[winner])}; {row_says}."
        return None

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
            for field, wanted in (("status", "running"), ("owner", "ada")):
                seen = row.get(field, UNDEFINED)
                lab.equal(seen, wanted, f"After claim_next, {lab.show(told)}.{field} is {{}}")
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
                lab.note(seen=f"{outcome.show(job)} was given out {len(twice)} times.")
                return f"{listed(twice)} were both given {outcome.show(job)}."
            if rows[job].get("owner") != worker:
                lab.note(seen=f"{outcome.show(job)} was given to {worker} and taken away again.")
                owner = outcome.show(rows[job].get("owner"))
                return f"{worker} was given {outcome.show(job)}, and the row says owner = {owner}."
        left = [outcome.show(id) for id, row in rows.items() if row["status"] == "pending"]
        without = [worker for worker in told if told[worker] is None]
        if left and without:
            lab.note(seen=f"{without[0]} went home with nothing while {left[0]} was pending.")
            return f"{without[0]} was told None, and {listed(left)} stayed pending the whole time."
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
        lab.note(looked=f"one new job made it run {attempts} times.")
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
    reads = lab.reads("claim_next", worker="ada")
    lab.note(looked=f"it read {reads.documents} documents to claim one.")
    noun = "documents read by claim_next, in a table of 305"
    lab.at_most(reads.documents, 4, noun, of=reads)

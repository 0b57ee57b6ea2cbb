"""Bo's whole claim inside Ada's: whom the starter tells that they won."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """The owner in the row, and who was told."""
    (job,) = lab.seed("jobs", title=["only one"], status=["pending"])
    calls = [lab.call("claim", by=by, job_id=job, worker=by) for by in ("ada", "bo")]
    told = lab.play(calls, "abbb")
    winners = [by for by, said in told.returned.items() if said is not None]
    who = f"only {winners[0]} was told" if len(winners) == 1 else "both were told"
    return f"The owner is {told.document('jobs', job)['owner']}; {who}"

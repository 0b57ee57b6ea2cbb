"""The worker dies when it has taken the job: the starter, with a crash after the first step of the job."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """What the payout is when nothing is left to run."""
    (ada,) = lab.seed("sellers", name=["ada"], balance=[100], paid=[0])
    told = lab.play_with_worker([lab.call("request", by="ada", seller_id=ada, amount=30)], "aatbx")
    state = told.documents("payouts")[0]["state"]
    return {
        "paid": "The job runs again, and ada is paid",
        "open": "It stays open, and nobody tries again",
    }.get(str(state), "It is marked as failed")

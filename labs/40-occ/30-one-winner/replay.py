"""Two workers claim one job at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two claims of one row, and the rule that one of them wins."""
    (job,) = lab.seed("jobs", title=["only one"], status=["pending"])

    def one_winner(outcome: Outcome) -> str | None:
        winners = [by for by, told in outcome.returned.items() if told is not None]
        owner = lab.show(outcome.document("jobs", job).get("owner"))
        if len(winners) == 1:
            return None
        return f"{' and '.join(winners) or 'Nobody'} won, and the row says owner = {owner}."

    return [lab.call("claim", by=by, job_id=job, worker=by) for by in ("ada", "bo")], one_winner

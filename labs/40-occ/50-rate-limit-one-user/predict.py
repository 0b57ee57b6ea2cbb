"""Two users at the same moment: how often the starter runs."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """The attempts of both calls."""
    calls = [lab.call("allow", by=user, user=user) for user in ("ada", "bo")]
    return str(sum(lab.play(calls, "abab").attempts.values()))

"""Two people join one team at the same moment: how often the starter runs."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """The attempts of both calls."""
    ada, bo = lab.seed("users", name=["ada", "bo"])
    (team,) = lab.seed("teams", name=["red"])
    calls = [
        lab.call("join", by="ada", team_id=team, user_id=ada),
        lab.call("join", by="bo", team_id=team, user_id=bo),
    ]
    return str(sum(lab.play(calls, "abab").attempts.values()))

"""The same person joins the same team twice at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls that insert a row each, and the rule that there is one."""
    (user,) = lab.seed("users", name=["ada"])
    (team,) = lab.seed("teams", name=["red"])

    def once(outcome: Outcome) -> str | None:
        count = len(outcome.ask("teams:members", team_id=team))
        return None if count == 1 else f"ada is a member {count} times."

    calls = [lab.call("join", by=by, team_id=team, user_id=user) for by in ("one tab", "another")]
    return calls, once

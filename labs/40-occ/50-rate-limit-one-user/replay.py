"""One user with four events sends two messages at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls of which one may pass."""
    lab.seed("events", user=["ada"] * 4, at=[lab.now_ms - 1_000] * 4)

    def five_at_most(outcome: Outcome) -> str | None:
        allowed = 4 + sum(told is True for told in outcome.returned.values())
        return None if allowed <= 5 else f"ada was allowed {allowed} times within a minute."

    return [lab.call("allow", by=by, user="ada") for by in ("one tab", "another")], five_at_most

"""The same person likes a post twice at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls of one user, and the rule that they are one like."""
    (post,) = lab.seed("posts", title=["x"], likes=[0])

    def once(outcome: Outcome) -> str | None:
        rows = len(outcome.documents("likes"))
        return None if rows == 1 else f"One person has {rows} likes on one post."

    return [
        lab.call("like", by=by, post_id=post, user="ada") for by in ("a click", "a second click")
    ], once

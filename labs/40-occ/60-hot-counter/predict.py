"""Twenty likes of one post in flight at once: how many the starter counts."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """Likes that were counted, in the worst of three crowds."""
    (post,) = lab.seed("posts", title=["x"], likes=[0])
    calls = [lab.call("like", by=f"user {n}", post_id=post, user=f"user {n}") for n in range(20)]
    counted = min(len(outcome.documents("likes")) for outcome in lab.crowd(calls, runs=3))
    if counted == 20:
        return "All twenty"
    return "Between ten and nineteen" if counted >= 10 else "Fewer than ten"

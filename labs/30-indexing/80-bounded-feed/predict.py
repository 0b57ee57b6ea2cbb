"""Twenty posts of five authors below 500 of a stranger: what the starter reads."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """How many documents one feed reads."""
    authors = ["ada", "bo", "cy", "di", "ed"]
    written = authors * 4 + ["a stranger"] * 500
    lab.seed("posts", author=written, hidden=[False] * len(written), text=["hi"] * len(written))
    return f"{lab.reads('feed', authors=authors).documents:,}"

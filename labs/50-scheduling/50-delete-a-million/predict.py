"""One call of the starter, and a day."""

from labkit.grader.rehearsal import Rehearsal

DAY_MS = 86_400_000


def answer(lab: Rehearsal) -> str:
    """How many readings are left."""
    lab.seed("readings", sensor=["b"] * 250, value=[0] * 250)
    lab.run("clear", sensor="b")
    lab.advance(DAY_MS)
    return str(len(lab.documents("readings")) or "None")

"""Two consumers look at the same moment."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls of consume, and the rule that the event is returned once."""
    lab.run("add", text="ada")
    lab.run("consume")
    lab.run("add", text="bo")

    def once(outcome: Outcome) -> str | None:
        told = [text for texts in outcome.returned.values() for text in texts or []]
        if len(told) == 1:
            return None
        return f"Both looked at the same place, and the event of bo was returned {len(told)} times."

    return [lab.call("consume", by="reader 1"), lab.call("consume", by="reader 2")], once

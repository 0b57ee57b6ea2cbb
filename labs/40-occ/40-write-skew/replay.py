"""The last two doctors of a ward leave at the same time."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls that each write their own row, and the rule about both rows."""
    ada, bo = lab.seed("shifts", doctor=["ada", "bo"], ward=["north"] * 2, on_call=[True] * 2)

    def somebody_stays(outcome: Outcome) -> str | None:
        if any(row["on_call"] for row in outcome.documents("shifts")):
            return None
        return "Both were told that they may leave, and nobody is on call in the north."

    calls = [
        lab.call("go_off_call", by="ada", shift_id=ada, others_on_call=1),
        lab.call("go_off_call", by="bo", shift_id=bo, others_on_call=1),
    ]
    return calls, somebody_stays

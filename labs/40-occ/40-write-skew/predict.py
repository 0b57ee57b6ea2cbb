"""Ada and Bo press the button while both apps still show 1: the starter in the order that overlaps."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """Who is still on call when both have been answered."""
    ada, bo = lab.seed("shifts", doctor=["ada", "bo"], ward=["north"] * 2, on_call=[True] * 2)
    told = lab.play(
        [
            lab.call("go_off_call", by="ada", shift_id=ada, others_on_call=1),
            lab.call("go_off_call", by="bo", shift_id=bo, others_on_call=1),
        ],
        "abab",
    )
    on_call = [str(row["doctor"]) for row in told.documents("shifts") if row["on_call"]]
    return {0: "Nobody on call", 2: "Both"}.get(len(on_call)) or f"Only {on_call[0]}"

"""A badge over 200 messages: what the starter reads."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """How many documents one call of `badge` reads."""
    (room,) = lab.seed("rooms", name=["hall"])
    lab.seed("messages", room=[room] * 200, text=["hi"] * 200)
    return str(lab.reads("badge", room_id=room).documents)

"""Two messages are added to one room at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls that change one count, and the rule that it counts both."""
    (room,) = lab.seed("rooms", name=["hall"])

    def both_count(outcome: Outcome) -> str | None:
        module = lab.program.module
        total, stored = (
            outcome.ask(f"{module}:total", room_id=room),
            len(outcome.documents("messages")),
        )
        return (
            None
            if total == stored
            else f"The room has {stored} messages, and the total says {total}."
        )

    return [lab.call("add", by=by, room_id=room, text="hi") for by in ("ada", "bo")], both_count

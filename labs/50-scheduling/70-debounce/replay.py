"""Two people edit a note at the same moment."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two edits, and the rule that they make one page."""
    (note,) = lab.seed("notes", text=["old"])

    def one_page(outcome: Outcome) -> str | None:
        here, lab.world = lab.world, outcome.world
        lab.advance(60_000)
        lab.world = here
        count = len(outcome.world.documents("pages"))
        if count == 1:
            return None
        return f"Both edits began with the same note, and there are {count} pages of one burst."

    return [lab.call("edit", by=who, note_id=note, text=who) for who in ("Ada", "Bo")], one_page

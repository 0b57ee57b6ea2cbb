"""Ten edits, a second apart: the starter."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """How many pages there are a minute later."""
    (note,) = lab.seed("notes", text=[""])
    for letters in range(1, 11):
        lab.run("edit", note_id=note, text="x" * letters)
        lab.advance(1_000)
    lab.advance(60_000)
    return str(len(lab.documents("pages")))

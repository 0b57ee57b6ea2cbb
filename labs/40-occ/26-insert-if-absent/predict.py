"""Bo's whole call inside Ada's: how many rows of one name the starter leaves."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """Rows stored, and what Ada was told."""
    calls = [lab.call("reserve", by=by, name="zoë") for by in ("ada", "bo")]
    told = lab.play(calls, "abbb")
    if len(told.documents("names")) == 2:
        return "Two rows; both are told that the name is theirs"
    refused = "that the name is taken" if "ada" in told.raised else "that the name is hers"
    return f"One row; Ada is told {refused}"

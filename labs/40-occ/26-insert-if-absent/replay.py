"""Two people reserve one name at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls that insert a row each, and the rule that one name has one."""

    def one_row(outcome: Outcome) -> str | None:
        count = len(outcome.documents("names"))
        return None if count == 1 else f"There are {count} rows with the name zoë."

    return [lab.call("reserve", by=by, name="zoë") for by in ("ada", "bo")], one_row

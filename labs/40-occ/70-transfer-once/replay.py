"""Two copies of one request arrive at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two equal calls, and the rule that money moves once."""
    ada, shop = lab.seed("accounts", owner=["ada", "shop"], balance=[100, 0])
    request = {"key": "order 7", "source": ada, "target": shop, "amount": 40}

    def once(outcome: Outcome) -> str | None:
        rows, left = (
            len(outcome.documents("transfers")),
            outcome.document("accounts", ada)["balance"],
        )
        if rows == 1 and left == 60:
            return None
        return f"{rows} rows say that 40 were moved, and the account holds {lab.show(left)} of 100."

    return [lab.call("transfer", by=by, **request) for by in ("request", "its copy")], once

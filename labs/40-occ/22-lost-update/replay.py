"""Two amounts are added to one account at once."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls that change one number, and the rule that it counts both."""
    (account,) = lab.seed("accounts", owner=["zoe"], credits=[10])

    def both_count(outcome: Outcome) -> str | None:
        held = outcome.document("accounts", account)["credits"]
        return (
            None
            if held == 22
            else f"10 and 5 and 7 are 22, and the account holds {lab.show(held)}."
        )

    calls = [
        lab.call("add", by="ada", account_id=account, amount=5),
        lab.call("add", by="bo", account_id=account, amount=7),
    ]
    return calls, both_count

"""Bo's whole call inside Ada's: what the starter leaves in the account."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """The credits after both calls."""
    (account,) = lab.seed("accounts", owner=["zoe"], credits=[10])
    calls = [
        lab.call("add", by="ada", account_id=account, amount=5),
        lab.call("add", by="bo", account_id=account, amount=7),
    ]
    return str(lab.play(calls, "abbb").document("accounts", account)["credits"])

"""Bo's twelve messages among a thousand: what the starter reads."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """How many documents one call of `inbox` reads."""
    to = ["bo" if row % 80 == 0 and row < 960 else "ada" for row in range(1_000)]
    lab.seed("messages", workspace=["acme"] * 1_000, to=to, text=["hi"] * 1_000)
    return f"{lab.reads('inbox', to='bo').documents:,}"

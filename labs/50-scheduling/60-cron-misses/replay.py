"""The cron job runs, and somebody presses the button."""

from labkit.grader.rehearsal import Invariant, Lane, Outcome, Rehearsal

FIFTEENTH_OF_DECEMBER_MS = 1_734_220_800_000


def replay(lab: Rehearsal) -> tuple[list[Lane], Invariant]:
    """Two calls of bill, and the rule that one due date has one invoice."""
    lab.seed("customers", name=["Ada"], amount=[10], since=[FIFTEENTH_OF_DECEMBER_MS])

    def one_invoice(outcome: Outcome) -> str | None:
        here, lab.world = lab.world, outcome.world
        lab.settle()
        lab.world = here
        count = len(outcome.world.documents("invoices"))
        if count == 1:
            return None
        return f"Both found the due date of 15 December without an invoice, and Ada has {count}."

    return [lab.call("bill", by="the cron job"), lab.call("bill", by="the button")], one_invoice

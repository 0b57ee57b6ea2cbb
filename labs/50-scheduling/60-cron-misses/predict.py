"""Nights with the cron job, an outage, and nights again: the starter."""

from labkit.grader.rehearsal import Rehearsal
from minivex import FunctionReference, cron_jobs

DAY_MS = 86_400_000
TENTH_OF_JANUARY_MS = 1_736_467_200_000
NUMBERS = ("None", "One", "Two", "Three", "Four")


def answer(lab: Rehearsal) -> str:
    """How many invoices ada has at the end of March."""
    crons = cron_jobs()
    bill = FunctionReference("billing:bill", is_internal=True)
    crons.daily("bill", {"hour_utc": 3, "minute_utc": 30}, bill)
    lab.fresh(crons=crons)
    lab.seed("customers", name=["ada"], amount=[10], since=[TENTH_OF_JANUARY_MS])
    lab.advance(67 * DAY_MS)  # up to 9 March
    lab.sleep(3 * DAY_MS)
    lab.advance(19 * DAY_MS)
    return NUMBERS[len(lab.documents("invoices"))]

"""Checks for "Payout once"."""

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import internal_mutation

HOUR_MS = 3_600_000


@internal_mutation
async def sell(ctx, seller_id, amount):
    """Somebody else's part of the program: something is sold."""
    seller = await ctx.db.get("sellers", seller_id)
    await ctx.db.patch("sellers", seller_id, {"balance": seller["balance"] + amount})


@internal_mutation
async def close(ctx, seller_id):
    """Somebody else's part of the program: a seller leaves."""
    await ctx.db.delete("sellers", seller_id)


def seller(lab: Context, balance: float) -> str:
    """A seller to whom the shop owes that much."""
    (ada,) = lab.seed("sellers", name=["ada"], balance=[balance], paid=[0])
    return ada


def state_of(payout: dict) -> str:
    """``paid``, or ``failed, TOO_LITTLE``."""
    return ", ".join(str(payout[name]) for name in ("state", "reason") if name in payout)


def holds(lab: Context, who: str, balance: float, paid: float, when: str, *, job: str = "") -> None:
    """The seller must have been paid that much ``when`` it is looked."""
    row = lab.document("sellers", who)
    found = [row.get("balance"), row.get("paid")]
    lab.note(found=f"balance and paid are {lab.show(found)}", job=job)
    lab.equal(found, [balance, paid], f"{when}, balance and paid of {lab.show(who)} are {{}}")


@check(
    "an-hour-later",
    title="A payout is stored at once and made an hour later",
    hint="leave-it-to-a-job",
)
def an_hour_later(lab: Context) -> None:
    ada = seller(lab, 100)
    call = f"request({lab.show(ada)}, 30)"
    lab.note(call=call)
    told = lab.run("request", seller_id=ada, amount=30)
    lab.note(found=f"the payout is {lab.show(lab.document('payouts', str(told)))}")
    lab.equal(
        state_of(lab.document("payouts", str(told)) or {"state": "not there"}),
        "open",
        f"{call} returned {lab.show(told)}, and the state of that payout is {{}}",
    )
    holds(lab, ada, 100, 0, f"Right after {call}")
    lab.advance(HOUR_MS - 1)
    holds(lab, ada, 100, 0, f"1 ms less than an hour after {call}")
    lab.advance(1)
    ends = listed([f"{lab.show(job.id)} ended as {job.state}" for job in lab.jobs()])
    holds(lab, ada, 70, 30, f"An hour after {call}", job=f" {ends}." if ends else "")
    found = state_of(lab.document("payouts", str(told)))
    lab.note(found=f"the payout is {found}")
    lab.equal(found, "paid", f"An hour after {call}, the state of the payout is {{}}")
    lab.settle()
    holds(lab, ada, 70, 30, f"When all jobs of {call} had run")
    call = f"request({lab.show(ada)}, 70)"
    lab.note(call=call)
    lab.run("request", seller_id=ada, amount=70)
    lab.settle()
    holds(lab, ada, 0, 100, f"An hour after {call}, for all that was left")


@check(
    "says-why",
    title="A payout that cannot be made is marked as failed, with the reason",
    hint="a-raise-takes-the-note-along",
)
def says_why(lab: Context) -> None:
    for reason, amount in (("TOO_LITTLE", 100.5), ("NO_SELLER", 30)):
        ada = seller(lab, 100)
        call = f"request({lab.show(ada)}, {lab.show(amount)})"
        told = str(lab.run("request", seller_id=ada, amount=amount))
        if reason == "NO_SELLER":
            lab.run("checks:close", seller_id=ada)
        lab.settle()
        found = state_of(lab.document("payouts", told))
        ends = [f"failed. {job.error}" for job in lab.jobs() if job.state == "failed"]
        lab.note(
            call=call, reason=reason, found=found, job=f" Its job ended: {ends[0]}." if ends else ""
        )
        where = f"{lab.show(ada)} holds 100" if reason == "TOO_LITTLE" else f"{lab.show(ada)} left"
        with lab.after(f"{where}. An hour after {call},"):
            lab.equal(found, f"failed, {reason}", "the payout is {}")
            if reason == "TOO_LITTLE":
                row = lab.document("sellers", ada)
                lab.equal([row["balance"], row["paid"]], [100, 0], "balance and paid are {}")
            lab.equal(ends, [], "the jobs that ended as failed are {}")


def judge_for(lab: Context, start: float, amounts: list[float], *, sold: float = 0):
    """What must hold when all has run: the payouts that fit are made once, and every job ended well."""

    def paid_once(outcome: Outcome) -> str | None:
        (row,) = outcome.documents("sellers")
        payouts = outcome.documents("payouts")
        states = [state_of(payout) for payout in payouts]
        lab.note(found=f"the payouts are {', '.join(states) or 'gone'}")
        made = sum(payout["amount"] for payout in payouts if payout["state"] == "paid")
        for payout in payouts:
            if payout["state"] == "open":
                ends = [f"{outcome.show(job.id)} ended as {job.state}" for job in outcome.jobs()]
                return (
                    f"{outcome.show(payout['_id'])} is still open, and nothing is left to run: "
                    f"{listed(ends) or 'there is no job'}."
                )
        if [row["balance"], row["paid"]] != [start + sold - made, made]:
            return (
                f"Payouts of {outcome.show(made)} are marked as paid. The seller had {outcome.show(start + sold)}, and "
                f"balance and paid are {outcome.show(row['balance'])} and {outcome.show(row['paid'])}."
            )
        if row["balance"] < 0:
            return f"The balance is {outcome.show(row['balance'])}."
        if sum(amounts) <= start and made != sum(payout["amount"] for payout in payouts):
            return f"There was enough for all, and the payouts are {', '.join(states)}."
        for job in outcome.jobs():
            if job.state not in ("success", "canceled"):
                why = f": {job.error}" if job.error else ""
                lab.note(found=f"{outcome.show(job.id)} is {job.state}")
                return f"The payouts are {', '.join(states)}; {outcome.show(job.id)} ended as {job.state}{why}."
        return None

    return paid_once


@check(
    "at-once",
    title="Two payouts, or a payout and a sale, at the same moment neither lose nor make money",
    hint="look-where-you-move",
)
def at_once(lab: Context) -> None:
    for start, amounts, sold in ((100, [30], 5), (100, [30, 40], 0), (50, [30, 40], 0)):
        lab.fresh()
        ada = seller(lab, start)
        for amount in amounts:
            lab.run("request", seller_id=ada, amount=amount)
        lab.sleep(HOUR_MS)
        lab.holds_with_jobs(
            [lab.call("checks:sell", by="a customer", seller_id=ada, amount=sold)] if sold else [],
            judge_for(lab, start, amounts, sold=sold),
            label=f"payouts of {' and '.join(map(str, amounts))} from {start}"
            + (", a sale" if sold else ""),
        )


@check(
    "worker-dies",
    title="Wherever the worker dies, the payout is made once, and its job ends well",
    hint="effects-and-end-in-one-commit",
)
def worker_dies(lab: Context) -> None:
    for start, amounts in ((100, [30]), (100, [30, 40])):
        lab.fresh()
        ada = seller(lab, start)
        lab.crash_anywhere(
            [lab.call("request", by="ada", seller_id=ada, amount=amount) for amount in amounts],
            judge_for(lab, start, amounts),
            label=f"payouts of {' and '.join(map(str, amounts))}",
            crashes=3 - len(amounts),
        )

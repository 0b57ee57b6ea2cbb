"""Checks for "A mail for every order"."""

from labkit.grader.checks import Context, Outcome, check
from labkit.harness.worker_play import Unanswered

CUSTOMERS = ["ada", "bo"]
DELAY_MS = 60_000


def counted(count: int, noun: str) -> str:
    """``2 orders``, ``1 order``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def mail_missing(outcome: Outcome, *, sent: bool) -> str | None:
    """What is wrong about the jobs for the orders that are there; with ``sent``, also about the mails."""
    orders = outcome.documents("orders")
    jobs = [job for job in outcome.jobs("orders:send_mail") if job.state != "canceled"]
    for order in orders:
        mine = [job for job in jobs if job.args == {"order_id": order["_id"]}]
        if len(mine) != 1:
            return (
                f"{outcome.show(order['_id'])} of {order['customer']} is stored, and there are {counted(len(mine), 'job')} "
                "to send its mail. Wanted: 1."
            )
    if len(jobs) != len(orders):
        return (
            f"{counted(len(orders), 'order')} and {counted(len(jobs), 'job')} for mails are there. "
            "Wanted: as many jobs as orders."
        )
    mails = [row["order"] for row in outcome.documents("mails")]
    if sent and sorted(mails) != sorted(order["_id"] for order in orders):
        return f"{counted(len(orders), 'order')} and {counted(len(mails), 'mail')} are there. Wanted: one mail for each order."
    return None


@check(
    "one-order",
    title="An order is stored, and its mail is sent a minute later",
    hint="use-the-scheduler",
)
def one_order(lab: Context) -> None:
    tea, cup = lab.seed("items", name=["tea", "cup"], stock=[7, 1])
    for item, customer, left in ((tea, "ada", 6), (cup, "bo", 0), (tea, "cleo", 5)):
        call = f"place({lab.show(item)}, {lab.show(customer)})"
        lab.note(call=call)
        before = len(lab.jobs())
        start_ms = lab.now_ms
        told = lab.run("place", item_id=item, customer=customer)
        order = lab.document("orders", str(told))
        if not order:
            lab.fail(f"{call} returned {lab.show(told)}. Wanted: the id of the row in orders.")
        lab.equal(
            [order["item"], order["customer"]],
            [item, customer],
            f"{call} stored an order with item and customer {{}}",
        )
        lab.equal(lab.document("items", item)["stock"], left, f"{call} left a stock of {{}}")
        jobs = lab.jobs("send_mail")[before:]
        lab.note(seen=f"{counted(len(jobs), 'job')} for send_mail.")
        lab.equal(len(jobs), 1, f"After {call}, the number of new jobs for send_mail is {{}}")
        lab.equal(jobs[0].args, {"order_id": told}, f"{call} scheduled send_mail with {{}}")
        lab.note(seen="a job that is due at another time.")
        lab.equal(
            int(jobs[0].due_ms - start_ms),
            DELAY_MS,
            f"{call} scheduled send_mail for {{}} ms later",
        )
        lab.advance(DELAY_MS)
        mails = [row["order"] for row in lab.documents("mails")]
        lab.note(seen=f"a minute later, {counted(mails.count(told), 'mail')} for it.")
        lab.equal(mails.count(told), 1, f"A minute after {call}, the number of its mails is {{}}")


@check(
    "refused",
    title="An order that is refused leaves nothing behind",
    hint="raise-and-all-is-gone",
)
def refused(lab: Context) -> None:
    (cup,) = lab.seed("items", name=["cup"], stock=[0])
    call = f'place({lab.show(cup)}, "ada")'
    lab.note(call=call)
    with lab.after(f"{lab.show(cup)} has a stock of 0."):
        lab.refuses("SOLD_OUT", "place", item_id=cup, customer="ada")
        for noun, rows in (
            ("rows in orders", lab.documents("orders")),
            ("jobs for send_mail", lab.jobs("send_mail")),
        ):
            lab.note(left=f"{len(rows)} {noun}")
            lab.equal(len(rows), 0, f"{call} raised, and the number of {noun} is {{}}")
        lab.equal(lab.document("items", cup)["stock"], 0, f"{call} raised, and the stock is {{}}")


@check(
    "at-once",
    title="Customers who order at once get one mail for each order",
    hint="a-rerun-schedules-anew",
)
def at_once(lab: Context) -> None:
    def judge_for(stock: int, count: int):
        wanted = min(stock, count)

        def one_mail_each(outcome: Outcome) -> str | None:
            orders = outcome.documents("orders")
            left = outcome.documents("items")[0]["stock"]
            lab.note(
                seen=f"{counted(len(orders), 'order')} and {counted(len(outcome.jobs()), 'job')}."
            )
            if len(orders) != wanted or left != stock - wanted:
                return (
                    f"{count} customers asked for a cup at once, {stock} were there: {counted(len(orders), 'order')} "
                    f"and a stock of {outcome.show(left)} are stored. Wanted: {wanted} and {stock - wanted}."
                )
            return mail_missing(outcome, sent=True)

        return one_mail_each

    for stock, count in ((2, 2), (1, 2)):
        lab.fresh()
        (cup,) = lab.seed("items", name=["cup"], stock=[stock])
        lab.holds_with_jobs(
            [lab.call("place", by=who, item_id=cup, customer=who) for who in CUSTOMERS[:count]],
            judge_for(stock, count),
            label=f"{count} customers, {stock} cups",
            refusals=("SOLD_OUT",),
        )


@check(
    "worker-dies",
    title="Wherever the worker dies, each order that is there has its job",
    hint="one-commit-for-both",
)
def worker_dies(lab: Context) -> None:
    for unanswered in (Unanswered.GIVES_UP, Unanswered.ASKS_AGAIN):
        lab.fresh()
        (cup,) = lab.seed("items", name=["cup"], stock=[5])
        lab.crash_anywhere(
            lab.call("place", by="ada", item_id=cup, customer="ada"),
            lambda outcome: mail_missing(outcome, sent=True),
            at_once=lambda outcome: mail_missing(outcome, sent=False),
            label=f"one order, a customer who {unanswered.value}",
            unanswered=unanswered,
            crashes=2,
        )

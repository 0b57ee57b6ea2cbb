"""Checks for "Cron misses"."""

from datetime import UTC, datetime

from labkit.grader.checks import Context, Outcome, check
from minivex import Backend, Commit, FunctionReference, Value, cron_jobs

DAY_MS = 86_400_000
NAMES = ["Ada", "Bo", "Cy", "Dee", "Eve", "Fay"]
NIGHTLY = cron_jobs()
NIGHTLY.daily(
    "bill", {"hour_utc": 3, "minute_utc": 30}, FunctionReference("billing:bill", is_internal=True)
)

Row = dict[str, Value]


def midnight(text: str) -> int:
    """``2025-03-31`` in milliseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def day(ms: float) -> str:
    """The day of a time, as ``2025-03-31``; with the time of day where it is not midnight."""
    found = datetime.fromtimestamp(ms / 1000, tz=UTC)
    return f"{found:%Y-%m-%d}" if not ms % DAY_MS else f"{found:%Y-%m-%d %H:%M}"


def is_leap(year: int) -> bool:
    """Whether February has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def due_days(since: str, until_ms: int) -> list[str]:
    """The due dates from ``since`` on that have come."""
    year, month, first = map(int, since.split("-"))
    found = []
    while True:
        days = [31, 29 if is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        text = f"{year:04}-{month:02}-{min(first, days):02}"
        if midnight(text) > until_ms:
            return found
        found.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def enter(lab: Context, *since: str) -> dict[str, tuple[str, str, int]]:
    """Customers with that first due date; by id: name, date and amount."""
    amounts = [10 + 5 * number for number in range(len(since))]
    there = len(lab.documents("customers"))
    names = NAMES[there : there + len(since)]
    ids = lab.seed(
        "customers", name=names, amount=amounts, since=[midnight(each) for each in since]
    )
    return dict(zip(ids, zip(names, since, amounts, strict=True), strict=True))


def wrong_bill(
    customers: dict[str, tuple[str, str, int]], invoices: list[Row], until_ms: int
) -> str | None:
    """What is wrong with the invoices when ``bill`` has just run, in words."""
    for id, (name, since, amount) in customers.items():
        own = [row for row in invoices if row["customer_id"] == id]
        found = sorted(day(float(row["due"])) for row in own)
        wanted = due_days(since, until_ms)
        if found != wanted:
            missing = [each for each in wanted if each not in found]
            twice = [each for each in found if found.count(each) > 1]
            if missing:
                what = f"has no invoice for {missing[0]}"
            elif twice:
                what = f"has {found.count(twice[0])} invoices for {twice[0]}"
            else:
                what = f"has an invoice for {next(each for each in found if each not in wanted)}"
            return f"{name}, who pays since {since}, {what}."
        if any(row["amount"] != amount for row in own):
            return f"{name} pays {amount}, and the amounts are {[row['amount'] for row in own]}."
    return None


def judge(lab: Context, customers: dict[str, tuple[str, str, int]], story: str) -> None:
    """All invoices must be right now."""
    wrong = wrong_bill(customers, lab.documents("invoices"), lab.now_ms)
    lab.note(story=story, wrong=wrong or "")
    if wrong is not None:
        lab.fail(f"{story} {wrong}")


def settle(lab: Context, world: Backend) -> None:
    """Let the jobs run that are left in another world."""
    here, lab.world = lab.world, world
    lab.settle()
    lab.world = here


def begin(lab: Context, *since: str) -> dict[str, tuple[str, str, int]]:
    """Start over at noon, with a cron job that runs every night, and customers."""
    lab.fresh(crons=NIGHTLY)
    lab.advance(DAY_MS // 2)
    return enter(lab, *since)


def nights(lab: Context, count: int) -> None:
    """Let nights pass in which the cron job runs as it should."""
    for _ in range(count):
        lab.advance(DAY_MS)


@check(
    "night-after-night",
    title="Run night after night, it bills each due date once",
    hint="what-has-no-invoice",
)
def night_after_night(lab: Context) -> None:
    customers = begin(lab, "2025-01-03", "2025-01-10", "2025-01-10", "2025-02-01")
    for count in (1, 1, 1, 8, 1, 20, 30):
        nights(lab, count)
        judge(lab, customers, f"The cron job ran every night up to {day(lab.now_ms)[:10]}.")


@check(
    "month-ends",
    title="The 29th, 30th and 31st are due in every month",
    hint="count-from-the-first",
)
def month_ends(lab: Context) -> None:
    for month, months in (("2025-01", 4), ("2027-12", 4)):
        lab.fresh(crons=NIGHTLY)
        lab.sleep(midnight(f"{month}-02") - lab.now_ms + DAY_MS // 2)
        nights(lab, 1)
        customers = enter(lab, *[f"{month}-{last}" for last in (28, 29, 30, 31)])
        for _ in range(months):
            nights(lab, 30)
            judge(lab, customers, f"The cron job ran every night up to {day(lab.now_ms)[:10]}.")


@check("missed-runs", title="What was missed is billed by the next run", hint="not-since-yesterday")
def missed_runs(lab: Context) -> None:
    since = ("2025-01-03", "2025-01-04", "2025-01-05", "2025-01-31", "2025-02-02")
    for days in (1, 3, 40, 100):
        customers = begin(lab, *since)
        nights(lab, 1)
        lab.sleep(days * DAY_MS)
        story = f"From 2025-01-02 to {day(lab.now_ms)[:10]} the scheduler was off. "
        nights(lab, 1)
        judge(lab, customers, f"{story}Then the cron job ran.")
        nights(lab, 3)
        judge(lab, customers, f"{story}Then the cron job ran for some nights.")
    for days in (3, 40):
        customers = begin(lab, *since)
        nights(lab, 1)
        slow_run(lab, days)
        nights(lab, 1)
        judge(
            lab,
            customers,
            f"The run of 2025-01-03 took {days} days. The cron job ran again on {day(lab.now_ms)[:10]}.",
        )


def slow_run(lab: Context, days: int) -> None:
    """Let the run of the next night begin, and take that long."""
    lab.sleep(DAY_MS)
    run = lab.world.start_due()
    assert run is not None, "the cron job is due"
    is_slow = False
    for _ in range(lab.program.step_budget):
        if run.done:
            break
        if isinstance(run.next_move, Commit) and not is_slow:
            lab.sleep(days * DAY_MS)
            is_slow = True
        run.move()


@check(
    "entered-late", title="A customer who is entered late gets all invoices", hint="state-of-each"
)
def entered_late(lab: Context) -> None:
    customers = begin(lab, "2025-01-02")
    nights(lab, 45)
    customers |= enter(lab, "2025-01-15", "2025-02-14", "2025-02-15", "2024-11-30")
    nights(lab, 1)
    judge(
        lab,
        customers,
        "Customers were entered on 2025-02-15, with a first due date before that. The cron job ran.",
    )
    nights(lab, 20)
    judge(
        lab,
        customers,
        f"Customers were entered late. The cron job ran every night up to {day(lab.now_ms)}.",
    )


@check(
    "twice-at-once",
    title="Two runs at the same time bill nobody twice",
    hint="look-where-you-write",
)
def twice_at_once(lab: Context) -> None:
    customers = enter(lab, "2024-12-15", "2025-01-01")

    def once(outcome: Outcome) -> str | None:
        settle(lab, outcome.world)
        wrong = wrong_bill(customers, outcome.documents("invoices"), lab.now_ms)
        lab.note(wrong=wrong or "")
        return wrong

    told = lab.run("bill")
    lab.settle()
    lab.equal(told, None, "bill() returned {}")
    judge(lab, customers, "bill() ran.")
    lab.run("bill")
    lab.settle()
    judge(lab, customers, "bill() ran twice, one after the other.")
    lab.fresh()
    customers = enter(lab, "2024-12-15", "2025-01-01")
    lab.holds_in_every_order(
        [lab.call("bill", by=who) for who in ("the cron job", "the button")], once, label="two runs"
    )


@check(
    "dies-anywhere",
    title="A run that dies leaves nothing that the next one does not repair",
    hint="nothing-noted-before",
)
def dies_anywhere(lab: Context) -> None:
    customers = enter(lab, "2024-12-15", "2024-10-31", "2025-01-01")

    def repaired(outcome: Outcome) -> str | None:
        lab.ask(outcome, "bill")
        settle(lab, outcome.world)
        wrong = wrong_bill(customers, outcome.world.documents("invoices"), lab.now_ms)
        lab.note(wrong=wrong or "")
        return None if wrong is None else f"The next run came to its end. {wrong}"

    lab.crash_anywhere(lab.call("bill", by="the cron job"), repaired, label="a run that dies")

"""Checks for "Retrying an action"."""

from labkit.grader.checks import Context, Outcome, check, listed
from labkit.harness.service import Answer, Service
from minivex import UNDEFINED

BANK = Service("bank", "pay")
ATTEMPTS_MAX = 5
LIMIT_MS = 600_000

SAID = {
    Answer.FAILS: "failed",
    Answer.LOST: "paid and lost its answer",
    Answer.HANGS: "never answered",
    Answer.LATE: "paid and answered late",
    Answer.FAILS_LATE: "failed, and said so late",
}


def story(script: tuple[Answer, ...]) -> str:
    """What the bank did with the first requests."""
    if not script:
        return "The bank works."
    if len(set(script)) == 1 and len(script) > 1:
        return f"The bank {SAID[script[0]]} {len(script)} times."
    return f"The bank {', then it '.join(SAID[each] for each in script)}."


def times(count: int) -> str:
    """``once``, ``3 times``."""
    return "once" if count == 1 else f"{count} times"


def wrong_with_the_bank(lab: Context, row: dict) -> str | None:
    """What the bank was asked that it must not be asked."""
    name, paid = lab.show(row["_id"]), BANK.done
    if len(paid) > 1:
        keys = [lab.names.text(str(each.args.get("key", "none"))) for each in paid]
        return f"The bank paid {times(len(paid))} for {name}. The keys were {listed(keys)}."
    for request in BANK.requests:
        if request.args.get("amount") != row["amount"]:
            asked = lab.show(request.args.get("amount", UNDEFINED))
            return f"The bank was asked for {asked}. Wanted: {lab.show(row['amount'])}."
    if len(BANK.requests) > ATTEMPTS_MAX:
        return (
            f"The bank was asked {times(len(BANK.requests))} for {name}. "
            f"At most {ATTEMPTS_MAX} attempts are allowed."
        )
    return None


def wrong_with_the_row(lab: Context, row: dict, wanted: str) -> str | None:
    """What the row says that it must not say when all has run."""
    name, state = lab.show(row["_id"]), row["state"]
    if state == "open":
        return f"{name} is still open, and nothing is left to run."
    if state != wanted:
        paid = f"paid {times(len(BANK.done))}" if BANK.done else "has not paid"
        return f"{name} is {state}, and the bank {paid}. Wanted: {wanted}."
    given = [each.receipt for each in BANK.done]
    if state == "done" and row.get("receipt") not in given:
        return (
            f"{name} is done with the receipt {lab.show(row.get('receipt', UNDEFINED))}. "
            f"The bank has given {lab.show(given[0]) if given else 'none'}."
        )
    return None


def judge_for(
    lab: Context, *, wanted: str = "done", asked: int | None = None, limit_ms: int | None = None
):
    """What must hold when all has run; ``asked`` is how often the bank has to be asked, if that is fixed."""
    start_ms = lab.now_ms

    def brought_to_an_end(outcome: Outcome) -> str | None:
        rows = outcome.documents("charges")
        if not rows:
            return "The bank was asked, and no charge is stored." if BANK.requests else None
        (row,) = rows
        name = lab.show(row["_id"])
        paid = f"paid {times(len(BANK.done))}" if BANK.done else "has not paid"
        lab.note(
            seen=f"{name} is {row['state']}; the bank was asked {times(len(BANK.requests))} and {paid}"
        )
        wrong = wrong_with_the_bank(lab, row) or wrong_with_the_row(lab, row, wanted)
        if wrong is not None:
            return wrong
        if asked is not None and len(BANK.requests) != asked:
            return f"The bank was asked {times(len(BANK.requests))} for {name}. Wanted: {times(asked)}."
        past_ms = outcome.world.clock.now_ms - start_ms
        if limit_ms is not None and past_ms > limit_ms:
            return f"The last job of {name} ran {past_ms / 60_000:,.0f} minutes after the call. Wanted: at most 10."
        return None

    return brought_to_an_end


def try_it(lab: Context, script: tuple[Answer, ...], *, crashes: int = 0, **wanted: object) -> None:
    """One charge while the bank does ``script``; the worker dies ``crashes`` times."""
    lab.fresh()
    lab.meets(BANK, *script)
    lab.note(bank=story(script))
    with lab.after(story(script)):
        lab.crash_anywhere(
            lab.call("charge", by="the app", customer="ada", amount=30),
            judge_for(lab, limit_ms=LIMIT_MS if Answer.HANGS in script else None, **wanted),
            label=" ".join(each.value for each in script) or "works",
            crashes=crashes,
        )


@check("bank-works", title="The bank works, and the charge is done", hint="ask-in-a-job")
def bank_works(lab: Context) -> None:
    lab.meets(BANK)
    told = str(lab.run("charge", customer="ada", amount=30))
    row = lab.document("charges", told)
    lab.note(seen=f"the call returned {lab.show(told)}")
    if not row:
        lab.fail(
            f'charge("ada", 30) returned {lab.show(told)}. Wanted: the id of the row in charges.'
        )
    lab.note(seen=f"the charge is {row['state']}, at attempt {lab.show(row['attempt'])}")
    lab.equal(
        [row["state"], row["attempt"]],
        ["open", 1],
        'Right after charge("ada", 30), state and attempt are {}',
    )
    lab.equal(
        len(BANK.requests), 0, 'When charge("ada", 30) returned, the bank had been asked {} times'
    )
    try_it(lab, (), asked=1)


@check(
    "bank-fails",
    title="The bank fails, and another attempt begins, up to five",
    hint="count-the-attempts",
)
def bank_fails(lab: Context) -> None:
    for count in range(1, ATTEMPTS_MAX):
        try_it(lab, (Answer.FAILS,) * count, asked=count + 1)
    try_it(lab, (Answer.FAILS,) * (ATTEMPTS_MAX + 3), wanted="failed", asked=ATTEMPTS_MAX)


@check(
    "pays-once", title="The bank pays once, though its answer is lost", hint="one-key-for-a-charge"
)
def pays_once(lab: Context) -> None:
    for script in (
        (Answer.LOST,),
        (Answer.FAILS, Answer.LOST),
        (Answer.LOST, Answer.FAILS, Answer.LOST),
    ):
        try_it(lab, script)
    lab.fresh()
    lab.meets(BANK)
    for _ in range(2):
        lab.run("charge", customer="ada", amount=30)
        lab.settle()
    lab.note(bank="Two charges of 30 for ada, one after the other.")
    lab.note(seen=f"the bank paid {times(len(BANK.done))}")
    if len(BANK.done) != 2:
        lab.fail(
            f"Two charges of 30 for ada, one after the other: the bank paid {times(len(BANK.done))}. Wanted: 2 times."
        )


@check(
    "no-answer",
    title="The bank never answers, and the charge comes to an end",
    hint="leave-a-check-behind",
)
def no_answer(lab: Context) -> None:
    for script in (
        (Answer.HANGS,),
        (Answer.FAILS, Answer.HANGS),
        (Answer.HANGS, Answer.FAILS, Answer.HANGS),
    ):
        try_it(lab, script, asked=len(script) + 1)
    try_it(lab, (Answer.HANGS,) * 8, wanted="failed", asked=ATTEMPTS_MAX)


@check(
    "late-answer",
    title="An answer that comes late changes nothing that is done",
    hint="ask-which-attempt-it-was",
)
def late_answer(lab: Context) -> None:
    for script in (
        (Answer.FAILS_LATE,),
        (Answer.LATE,),
        (Answer.FAILS_LATE, Answer.LATE),
        (Answer.FAILS, Answer.FAILS_LATE),
    ):
        try_it(lab, script, asked=len(script) + 1)


@check(
    "worker-dies",
    title="Wherever the worker dies, the charge is done, and the bank has paid once",
    hint="nobody-runs-your-except",
)
def worker_dies(lab: Context) -> None:
    for script in ((), (Answer.LOST,), (Answer.HANGS,)):
        try_it(lab, script, crashes=1)

"""Checks for "Transfer once"."""

from math import inf, nan

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import UNDEFINED, internal_mutation

CALLERS = ["shop 1", "shop 2", "shop 3", "shop 4"]


@internal_mutation
async def close(ctx, account_id):
    """Somebody else's part of the program: an account is deleted."""
    await ctx.db.delete("accounts", account_id)


@internal_mutation
async def put_in(ctx, account_id, amount):
    """Somebody else's part of the program: money comes in."""
    account = await ctx.db.get("accounts", account_id)
    await ctx.db.patch("accounts", account_id, {"balance": account["balance"] + amount})


def accounts(lab: Context, *balances: float) -> list[str]:
    """Accounts that hold that much."""
    return lab.seed("accounts", owner=["same"] * len(balances), balance=list(balances))


def holds(lab: Context, call: str, wanted: dict[str, float]) -> None:
    """The accounts must hold that much after ``call``."""
    for account, balance in wanted.items():
        seen = lab.document("accounts", account).get("balance", UNDEFINED)
        lab.note(holds=f"{lab.show(account)} holds {lab.show(seen)}.")
        lab.equal(seen, balance, f"After {call}, {lab.show(account)}.balance is {{}}")


@check("moves-alone", title="Money is moved and the transfer is noted", hint="move-and-note")
def moves_alone(lab: Context) -> None:
    a, b, c = accounts(lab, 100, 5, 0)
    held = {a: 100, b: 5, c: 0}
    for key, source, target, amount in (
        ("k1", a, b, 80),
        ("k2", b, c, 0.5),
        ("Schlüssel", a, c, 20),
        ("", c, a, 20.5),
    ):
        call = f"transfer({', '.join(map(lab.show, (key, source, target, amount)))})"
        lab.note(call=call)
        told = lab.run("transfer", key=key, source=source, target=target, amount=amount)
        held[source] -= amount
        held[target] += amount
        holds(lab, call, held)
        row = lab.document("transfers", str(told))
        if not row:
            lab.note(holds=f"it returned {lab.show(told)}.")
            lab.fail(f"{call} returned {lab.show(told)}. Wanted: the id of the row in transfers.")
        stored = [row.get(name) for name in ("key", "source", "target", "amount")]
        lab.equal(
            stored,
            [key, source, target, amount],
            f"{call} stored key, source, target, amount = {{}}",
        )


@check("refuses", title="What cannot be done is refused, and nothing changes", hint="refuse-first")
def refuses(lab: Context) -> None:
    a, b, gone = accounts(lab, 100, 5, 50)
    lab.run("checks:close", account_id=gone)
    for number, (code, source, target, amount) in enumerate(
        (
            ("TOO_LITTLE", a, b, 100.5),
            ("TOO_LITTLE", b, a, 6),
            ("NO_ACCOUNT", a, gone, 10),
            ("NO_ACCOUNT", gone, a, 10),
            ("BAD_REQUEST", a, b, 0),
            ("BAD_REQUEST", a, b, -10),
            ("BAD_REQUEST", a, b, inf),
            ("BAD_REQUEST", a, b, nan),
            ("BAD_REQUEST", a, a, 10),
        )
    ):
        key = f"k{number}"
        call = f"transfer({', '.join(map(lab.show, (key, source, target, amount)))})"
        lab.note(call=call, code=code)
        lab.refuses(code, "transfer", key=key, source=source, target=target, amount=amount)
        holds(lab, call, {a: 100, b: 5})


@check(
    "repeat-gets-the-first-answer",
    title="The same request again gets the first answer, whatever has happened since",
    hint="key-first",
)
def repeat_gets_the_first_answer(lab: Context) -> None:
    a, b, c = accounts(lab, 100, 0, 0)
    request = {"key": "k1", "source": a, "target": b, "amount": 80}
    call = f"transfer({', '.join(map(lab.show, request.values()))})"
    first = lab.run("transfer", **request)
    lab.note(call=call, first=lab.show(first), since="nothing else had happened")

    def again(since: str, wanted: dict[str, float]) -> None:
        lab.note(since=since)
        with lab.after(f"{call} returned {lab.show(first)}. It came again when {since}:"):
            told = lab.run("transfer", **request)
            lab.equal(told, first, "it returned {}")
            for account, balance in wanted.items():
                seen = lab.document("accounts", account).get("balance", UNDEFINED)
                lab.equal(seen, balance, f"{lab.show(account)}.balance is {{}}")

    again("nothing else had happened", {a: 20, b: 80})
    lab.run("transfer", key="k2", source=a, target=c, amount=20)
    again(f"{lab.show(a)} was empty", {a: 0, b: 80, c: 20})
    lab.run("transfer", key="k3", source=b, target=c, amount=80)
    lab.run("checks:close", account_id=b)
    again(f"{lab.show(b)} was closed", {a: 0, c: 100})


@check(
    "key-with-other-values",
    title="A key that comes again with other values is refused",
    hint="compare-the-request",
)
def key_with_other_values(lab: Context) -> None:
    a, b, c = accounts(lab, 100, 100, 100)
    first = lab.run("transfer", key="k1", source=a, target=b, amount=10)
    held = {a: 90, b: 110, c: 100}
    begun = f'transfer("k1", {lab.show(a)}, {lab.show(b)}, 10)'
    for source, target, amount in ((a, b, 11), (a, c, 10), (c, b, 10), (b, a, 10), (a, b, 5000)):
        call = f'transfer("k1", {lab.show(source)}, {lab.show(target)}, {lab.show(amount)})'
        lab.note(call=call, first=begun)
        with lab.after(f"{begun} returned {lab.show(first)}. Then"):
            lab.refuses(
                "KEY_REUSED", "transfer", key="k1", source=source, target=target, amount=amount
            )
            holds(lab, call, held)


@check(
    "refused-key-may-come-again",
    title="A request that was refused has not used up its key",
    hint="one-commit-for-both",
)
def refused_key_may_come_again(lab: Context) -> None:
    a, b = accounts(lab, 5, 0)
    call = f'transfer("k1", {lab.show(a)}, {lab.show(b)}, 10)'
    lab.refuses("TOO_LITTLE", "transfer", key="k1", source=a, target=b, amount=10)
    count = len(lab.documents("transfers"))
    lab.note(event=f"{call} was refused.")
    lab.equal(
        count, 0, f"{call} was refused with TOO_LITTLE, and the number of rows in transfers is {{}}"
    )
    lab.run("checks:put_in", account_id=a, amount=10)
    lab.note(event=f"{call} was refused, money came in, and it was sent again.")
    with lab.after(
        f"{call} was refused with TOO_LITTLE, 10 came in, and it was sent again. The second time"
    ):
        told = lab.run("transfer", key="k1", source=a, target=b, amount=10)
        rows = [row["_id"] for row in lab.documents("transfers")]
        lab.equal(rows, [told], f"it returned {lab.show(told)}, and transfers holds {{}}")
        for account, balance in ((a, 5), (b, 10)):
            seen = lab.document("accounts", account)["balance"]
            lab.equal(seen, balance, f"it left {lab.show(account)}.balance at {{}}")


@check(
    "cut-off-and-sent-again",
    title="A request that is cut off anywhere and sent again moves its amount once",
    hint="one-commit-for-both",
)
def cut_off_and_sent_again(lab: Context) -> None:
    a, b = accounts(lab, 100, 0)
    request = {"key": "k1", "source": a, "target": b, "amount": 30}
    for event in lab.cut_off(lab.call("transfer", by="the shop", **request)):
        moved = lab.document("accounts", b)["balance"] + lab.document("accounts", a)["balance"]
        lab.note(event=f"one request ran, {event}, and was sent again.")
        lab.equal(moved, 100, "the accounts together held {}")
        told = lab.run("transfer", **request)
        rows = [row["_id"] for row in lab.documents("transfers")]
        for account, balance in ((a, 70), (b, 30)):
            seen = lab.document("accounts", account)["balance"]
            lab.equal(seen, balance, f"it was sent again, and {lab.show(account)}.balance is {{}}")
        lab.equal(
            rows, [told], f"it was sent again and returned {lab.show(told)}; transfers holds {{}}"
        )


@check(
    "at-once",
    title="Requests at once: a key moves money once, and no account is overdrawn",
    hint="look-where-you-move",
)
def at_once(lab: Context) -> None:
    def judge_for(keys: list[str], amount: float, start: float):
        moves_wanted = min(len(set(keys)), int(start // amount))

        def moved_once(outcome: Outcome) -> str | None:
            attempts = sum(outcome.attempts.values())
            lab.measure(attempts, f"attempts of {len(keys)} requests from one account, together")
            payer, payee = (row["balance"] for row in outcome.documents("accounts"))
            rows = outcome.documents("transfers")
            state = (
                f"{outcome.show(start)} were there, {len(keys)} requests asked for "
                f"{outcome.show(amount)} each"
            )
            if len(set(keys)) < len(keys):
                state += " with one key"
            held = f"the accounts hold {outcome.show(payer)} and {outcome.show(payee)}"
            lab.note(seen=f"{state}, and {held}.")
            if len(rows) != moves_wanted:
                return f"{state}, and {len(rows)} were carried out. Wanted: {moves_wanted}."
            if [payer, payee] != [start - amount * moves_wanted, amount * moves_wanted]:
                return f"{state}, {moves_wanted} had to be carried out, and {held}."
            by_key = {row["key"]: row["_id"] for row in rows}
            for who, key in zip(CALLERS, keys, strict=False):
                told = outcome.returned.get(who)
                if told != by_key.get(key):
                    answer = (
                        "was refused" if who in outcome.raised else f"was told {outcome.show(told)}"
                    )
                    lab.note(seen=f"{who} {answer}.")
                    wanted = outcome.show(by_key[key]) if key in by_key else "a refusal"
                    return f"{who} sent the key {key} and {answer}. Wanted: {wanted}."
            return None

        return moved_once

    for keys, start, amount in (
        (["k", "k"], 200, 60),
        (["k", "k"], 100, 60),
        (["k1", "k2"], 100, 60),
        (["k", "k", "k"], 200, 60),
        (["k1", "k2", "k1"], 200, 60),
        (["k1", "k2", "k3"], 100, 50),
        (["k1", "k2", "k1", "k2"], 60, 60),
    ):
        lab.fresh()
        a, b = accounts(lab, start, 0)
        lab.holds_in_every_order(
            [
                lab.call("transfer", by=who, key=key, source=a, target=b, amount=amount)
                for who, key in zip(CALLERS, keys, strict=False)
            ],
            judge_for(keys, amount, start),
            label=f"requests {', '.join(keys)}",
            refusals=("TOO_LITTLE",),
        )


@check(
    "others-do-not-meet",
    title="Transfers between other accounts run once each, and the archive is not read",
    hint="one-place-for-a-key",
)
def others_do_not_meet(lab: Context) -> None:
    def once(outcome: Outcome) -> str | None:
        again = [who for who, attempts in outcome.attempts.items() if attempts > 1]
        if not again:
            return None
        who, attempts = again[0], outcome.attempts[again[0]]
        others = listed([each for each in outcome.attempts if each != who])
        lab.note(looked=f"{who}'s request ran {attempts} times.")
        return (
            f"{who}'s transfer ran {attempts} times, because {others} moved money between other "
            "accounts, with another key."
        )

    for count in (2, 3):
        lab.fresh()
        ids = accounts(lab, *[100] * 2 * count)
        lab.holds_in_every_order(
            [
                lab.call(
                    "transfer",
                    by=who,
                    key=f"k{n}",
                    source=ids[2 * n],
                    target=ids[2 * n + 1],
                    amount=1,
                )
                for n, who in enumerate(CALLERS[:count])
            ],
            once,
            label=f"{count} requests, {2 * count} accounts",
            verdict="costly",
        )
    lab.fresh()
    a, b = accounts(lab, 100, 100)
    old = 300
    lab.seed(
        "transfers",
        key=[f"old {n}" for n in range(old)],
        source=[a] * old,
        target=[b] * old,
        amount=[1] * old,
    )
    reads = lab.reads("transfer", key="new", source=a, target=b, amount=1)
    lab.note(looked=f"it read {reads.documents} documents.")
    noun = f"documents read by transfer, with {old} transfers in the archive"
    lab.at_most(reads.documents, 6, noun, of=reads)

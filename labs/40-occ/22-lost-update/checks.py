"""Checks for "Lost update"."""

from itertools import permutations

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import UNDEFINED, internal_mutation

PEOPLE = ["ada", "bo", "Zoë", "李雷"]
AMOUNTS = [[5, 7, 11, 13], [-30, -30, 0.5, 100]]


@internal_mutation
async def close(ctx, account_id):
    """Somebody else's part of the program: an account is deleted."""
    await ctx.db.delete("accounts", account_id)


@check("adds-alone", title="An amount is added, and nothing else changes", hint="write-the-sum")
def adds_alone(lab: Context) -> None:
    notes = ["a good customer", None, "naïve"]
    ids = lab.seed("accounts", owner=["same", "same", "Zoë"], credits=[10, 0, -2.5], note=notes)
    before = {str(row["_id"]): row for row in lab.documents("accounts")}
    for account, amount in ((ids[0], 5), (ids[2], 2.5), (ids[0], -40), (ids[1], 0), (ids[0], 1)):
        wanted = {**before[account], "credits": before[account]["credits"] + amount}
        call = f"add({lab.show(account)}, {lab.show(amount)})"
        held = lab.show(before[account]["credits"])
        lab.note(call=call, held=held)
        told = lab.run("add", account_id=account, amount=amount)
        for row in lab.documents("accounts"):
            id = str(row["_id"])
            kept = wanted if id == account else before[id]
            for field in ("owner", "note", "credits"):
                seen, due = row.get(field, UNDEFINED), kept.get(field, UNDEFINED)
                name = f"{lab.show(id)}.{field}"
                lab.note(seen=f"{name} is {lab.show(seen)}, not {lab.show(due)}.")
                lab.equal(
                    seen, due, f"{lab.show(account)} held {held}. After {call}, {name} is {{}}"
                )
        lab.note(seen=f"it returned {lab.show(told)}.")
        lab.equal(told, wanted["credits"], f"{lab.show(account)} held {held}. {call} returned {{}}")
        before[account] = wanted


@check("gone-account", title="An account that is gone is refused", hint="an-id-outlives-its-row")
def gone_account(lab: Context) -> None:
    gone, kept = lab.seed("accounts", owner=["ada", "bo"], credits=[10, 10])
    lab.run("checks:close", account_id=gone)
    lab.note(gone=lab.show(gone))
    lab.refuses("NO_ACCOUNT", "add", account_id=gone, amount=5)
    count = len(lab.documents("accounts"))
    lab.equal(count, 1, f"After add({lab.show(gone)}, 5) was refused, accounts holds {{}} rows")
    lab.equal(lab.document("accounts", kept)["credits"], 10, f"{lab.show(kept)}.credits is {{}}")


@check(
    "outlives-a-crash",
    title="A call that is cut off does not stop the next one",
    hint="nothing-to-give-back",
)
def outlives_a_crash(lab: Context) -> None:
    (account,) = lab.seed("accounts", owner=["ada"], credits=[10])
    first = lab.call("add", by="ada", account_id=account, amount=5)
    for event in lab.cut_off(first):
        held = lab.document("accounts", account)["credits"]
        told = lab.run("add", account_id=account, amount=7)
        holds = lab.document("accounts", account).get("credits", UNDEFINED)
        lab.note(event=event, told=lab.show(told), holds=lab.show(holds))
        wanted = 22 if event == "its answer was lost" else held + 7
        if holds != wanted:
            lab.fail(
                f"add({lab.show(account)}, 7) returned {lab.show(told)}, and the account, which had held "
                f"{lab.show(held)}, holds {lab.show(holds)}. Wanted: {lab.show(wanted)}."
            )


@check(
    "nothing-is-lost",
    title="Two, three and four calls at once: every amount is in the account",
    hint="read-where-you-write",
)
def nothing_is_lost(lab: Context) -> None:
    for amounts in AMOUNTS:
        for count in (2, 3, 4):
            lab.fresh()
            (account,) = lab.seed("accounts", owner=["ada"], credits=[10])
            given = dict(zip(PEOPLE, amounts[:count], strict=False))
            due = 10 + sum(amounts[:count])

            def all_there(outcome: Outcome, account=account, given=given, due=due) -> str | None:
                attempts = sum(outcome.attempts.values())
                lab.measure(attempts, f"attempts of {len(given)} calls for one account, together")
                holds = outcome.document("accounts", account)["credits"]
                if holds == due:
                    return None
                added = listed([f"{who} added {outcome.show(given[who])}" for who in given])
                lab.note(seen=f"the account held 10 and now holds {outcome.show(holds)}.")
                return (
                    f"{outcome.show(account)} held 10, {added}, and it holds {outcome.show(holds)} instead "
                    f"of {outcome.show(due)}."
                )

            lab.holds_in_every_order(
                [
                    lab.call("add", by=who, account_id=account, amount=amount)
                    for who, amount in given.items()
                ],
                all_there,
                label=f"{count} calls, one account",
            )


@check(
    "told-what-it-made",
    title="Each caller is told the total that its own amount made",
    hint="answer-from-inside",
)
def told_what_it_made(lab: Context) -> None:
    def one_after_another(told: dict, given: dict) -> bool:
        for order in permutations(given):
            total = 10
            for who in order:
                total += given[who]
                if told[who] != total:
                    break
            else:
                return True
        return False

    for count in (2, 3):
        lab.fresh()
        (account,) = lab.seed("accounts", owner=["ada"], credits=[10])
        given = dict(zip(PEOPLE, AMOUNTS[0][:count], strict=False))

        def explained(outcome: Outcome, given=given) -> str | None:
            told = outcome.returned
            if one_after_another(told, given):
                return None
            added = listed([f"{who} added {given[who]}" for who in given])
            answers = listed([f"{who} was told {outcome.show(told[who])}" for who in given])
            lab.note(seen=f"{answers}.")
            return f"From 10, {added}; {answers}. One after another, nobody is told that."

        lab.holds_in_every_order(
            [
                lab.call("add", by=who, account_id=account, amount=amount)
                for who, amount in given.items()
            ],
            explained,
            label=f"what {count} callers are told",
        )


@check(
    "other-accounts-do-not-meet",
    title="Calls for different accounts run once each",
    hint="touch-one-row",
)
def other_accounts_do_not_meet(lab: Context) -> None:
    def once(outcome: Outcome) -> str | None:
        again = [who for who, attempts in outcome.attempts.items() if attempts > 1]
        if not again:
            return None
        who, attempts = again[0], outcome.attempts[again[0]]
        lab.note(looked=f"{who}'s call ran {attempts} times.")
        others = listed([other for other in outcome.attempts if other != who])
        return f"{who}'s add ran {attempts} times, because {others} added to another account."

    for count in (2, 3, 4):
        lab.fresh()
        accounts = lab.seed("accounts", owner=["same"] * 6, credits=[10] * 6)
        lab.holds_in_every_order(
            [
                lab.call("add", by=who, account_id=account, amount=1)
                for who, account in zip(PEOPLE[:count], accounts[1:], strict=False)
            ],
            once,
            label=f"{count} calls, {count} accounts",
            verdict="costly",
        )

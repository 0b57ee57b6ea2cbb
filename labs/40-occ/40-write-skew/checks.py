"""Checks for "Write skew"."""

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import UNDEFINED, internal_mutation, internal_query

DOCTORS = ["ada", "bo", "Zoë", "李雷"]
WARDS = ["north", "Nord", "", "Süd"]


@internal_mutation
async def resign(ctx, shift_id):
    """Somebody else's part of the program: a shift is deleted."""
    await ctx.db.delete("shifts", shift_id)


@internal_query
async def on_call_now(ctx):
    """Somebody else's part of the program: the page that shows who is on call."""
    return [row["doctor"] for row in await ctx.db.query("shifts").collect() if row["on_call"]]


@check("leaves-alone", title="A doctor leaves while another one stays", hint="leave-and-say-so")
def leaves_alone(lab: Context) -> None:
    shifts = lab.seed(
        "shifts",
        doctor=["same"] * 6,
        ward=["north", "north", "north", "Süd", "Süd", "Süd"],
        on_call=[True, True, True, True, False, True],
    )
    rows = {str(row["_id"]): row for row in lab.documents("shifts")}
    # The last two are off call already, in wards with one doctor left; the app says so each time.
    for shift, said in (
        (shifts[0], 2),
        (shifts[2], 1),
        (shifts[5], 1),
        (shifts[2], 1),
        (shifts[4], 1),
    ):
        call = f"go_off_call({lab.show(shift)}, {said})"
        was = "on call" if rows[shift]["on_call"] else "off call already"
        told = lab.run("go_off_call", shift_id=shift, others_on_call=said)
        lab.note(call=call, told=lab.show(told), was=was)
        lab.equal(told, True, f"{lab.show(shift)} was {was}. {call} returned {{}}")
        rows[shift] = {**rows[shift], "on_call": False}
        for id, row in rows.items():
            seen = lab.document("shifts", id).get("on_call", UNDEFINED)
            lab.equal(seen, row["on_call"], f"After {call}, {lab.show(id)}.on_call is {{}}")
    (gone,) = lab.seed("shifts", doctor=["cy"], ward=["north"], on_call=[True])
    lab.run("checks:resign", shift_id=gone)
    lab.note(call=f"go_off_call({lab.show(gone)}, 1)", was="gone")
    told = lab.run("go_off_call", shift_id=gone, others_on_call=1)
    lab.note(told=lab.show(told))
    lab.equal(
        told, False, f"{lab.show(gone)} was gone. go_off_call({lab.show(gone)}, 1) returned {{}}"
    )


@check(
    "last-one-stays",
    title="The last one of a ward stays, whatever the app says",
    hint="count-it-yourself",
)
def last_one_stays(lab: Context) -> None:
    shifts = lab.seed(
        "shifts",
        doctor=["ada", "bo", "cy", "di", "ed"],
        ward=[*WARDS[:3], "north", "Süd"],
        on_call=[True, True, True, False, True],
    )
    for shift in shifts[:3]:
        row = lab.document("shifts", shift)
        for said in (0, 1, 7):
            call, ward = f"go_off_call({lab.show(shift)}, {said})", lab.show(row["ward"])
            told = lab.run("go_off_call", shift_id=shift, others_on_call=said)
            seen = lab.document("shifts", shift).get("on_call", UNDEFINED)
            facts = f"In the ward {ward} there was nobody else."
            lab.note(call=call, facts=facts, told=lab.show(told), said=str(said))
            alone = f"{lab.show(shift)} is the only shift on call in {ward}"
            lab.equal(told, False, f"{alone}. {call} returned {{}}")
            lab.equal(seen, True, f"{alone}. After {call}, its on_call is {{}}")
    first, second = lab.seed(
        "shifts", doctor=["fay", "gil"], ward=["Ost", "Ost"], on_call=[True, True]
    )
    call = f"go_off_call({lab.show(first)}, 0)"
    told = lab.run("go_off_call", shift_id=first, others_on_call=0)
    facts = f"{lab.show(second)} was on call in the same ward."
    lab.note(call=call, facts=facts, told=lab.show(told), said="0")
    lab.equal(told, True, f"{facts} {call} returned {{}}")


@check(
    "somebody-stays",
    title="Two, three and four doctors leave at once: exactly one stays",
    hint="read-the-others",
)
def somebody_stays(lab: Context) -> None:
    for leaving in ([0, 1], [0, 1, 2], [0, 0, 1], [0, 1, 2, 3]):
        lab.fresh()
        on_call = len(set(leaving))
        shifts = lab.seed(
            "shifts",
            doctor=[*DOCTORS[:on_call], "guard"],
            ward=["north"] * on_call + ["Süd"],
            on_call=[True] * (on_call + 1),
        )
        callers = {
            who: shifts[place]
            for who, place in zip(["ada", "bo", "cy", "di"], leaving, strict=False)
        }

        def one_stays(outcome: Outcome, callers=callers) -> str | None:
            attempts = sum(outcome.attempts.values())
            lab.measure(attempts, f"attempts of {len(callers)} calls for one ward, together")
            told = outcome.returned
            staying = {
                row["_id"]: row["doctor"]
                for row in outcome.documents("shifts")
                if row["ward"] == "north" and row["on_call"]
            }
            words = listed([f"{who} was told {told[who]}" for who in told])
            if not staying:
                lab.note(seen=f"{words}, and nobody is on call.")
                return f"{words}, and nobody is on call in the north."
            wrong = [who for who, shift in callers.items() if told[who] == (shift in staying)]
            if wrong:
                who = wrong[0]
                state = "on call" if callers[who] in staying else "off call"
                lab.note(seen=f"{who} was told {told[who]} and is {state}.")
                return f"{who} was told {told[who]}, and {outcome.show(callers[who])} is {state}."
            if len(staying) > 1:
                held = [outcome.show(shift) for shift in staying]
                lab.note(seen=f"{listed(held)} stayed on call, though one was enough.")
                return f"{words}: {listed(held)} are still on call. Wanted: one of them."
            return None

        lanes = [
            lab.call("go_off_call", by=who, shift_id=shift, others_on_call=on_call - 1)
            for who, shift in callers.items()
        ]
        lab.holds_in_every_order(lanes, one_stays, label=f"{len(lanes)} doctors leave")
        if len(lanes) == 2:

            def never_empty(outcome: Outcome) -> str | None:
                if set(outcome.returned["a patient"]) - {"guard"}:
                    return None
                lab.note(seen="there was a moment at which nobody was on call.")
                return "A patient who looked in between found nobody on call in the north."

            lanes.append(lab.call("checks:on_call_now", by="a patient"))
            lab.holds_in_every_order(lanes, never_empty, label="2 doctors leave, a patient looks")


@check(
    "other-wards-do-not-meet",
    title="Doctors of different wards run once each",
    hint="ask-one-ward",
)
def other_wards_do_not_meet(lab: Context) -> None:
    for count in (2, 3, 4):
        lab.fresh()
        wards = [ward for ward in WARDS for _ in range(2)]
        shifts = lab.seed("shifts", doctor=["same"] * 8, ward=wards, on_call=[True] * 8)
        callers = dict(zip(["ada", "bo", "cy", "di"][:count], shifts[::2], strict=False))
        where = dict(zip(callers, WARDS, strict=False))

        def once(outcome: Outcome, where=where) -> str | None:
            again = [who for who, attempts in outcome.attempts.items() if attempts > 1]
            if not again:
                return None
            who, attempts = again[0], outcome.attempts[again[0]]
            others = listed(
                [f"{each} left {outcome.show(where[each])}" for each in where if each != who]
            )
            lab.note(looked=f"{who}'s call ran {attempts} times because of another ward.")
            return f"{who}, of {outcome.show(where[who])}, ran {attempts} times, because {others}."

        lab.holds_in_every_order(
            [
                lab.call("go_off_call", by=who, shift_id=shift, others_on_call=1)
                for who, shift in callers.items()
            ],
            once,
            label=f"{count} doctors, {count} wards",
            verdict="costly",
        )


@check(
    "reads-who-is-on-call",
    title="A call reads the shifts on call, not the archive",
    hint="ask-one-ward",
)
def reads_who_is_on_call(lab: Context) -> None:
    on_call = 3
    shifts = lab.seed(
        "shifts",
        doctor=["same"] * 303,
        ward=["north"] * 303,
        on_call=[False] * 150 + [True] * on_call + [False] * 150,
    )
    reads = lab.reads("go_off_call", shift_id=shifts[151], others_on_call=2)
    lab.note(looked=f"it read {reads.documents} documents, with {on_call} shifts on call.")
    noun = f"documents read by go_off_call, in a ward with {on_call} of 303 on call"
    lab.at_most(reads.documents, lab.amount("doctors on call", on_call) + 3, noun, of=reads)

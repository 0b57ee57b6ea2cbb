"""Checks for "Insert if absent"."""

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import UNDEFINED, internal_query

PEOPLE = ["ada", "bo", "Zoë", "李雷"]
NAMES = ["Ada", "bo", "Zoë", "李雷", "ann", "ANNA", "x", "mary jane"]
SPELLINGS = [["Zoë", "zoë", "ZOË", "zOË"], ["ada", "Ada", "ADA", "aDa"]]
NEIGHBOURS = ["an", "ann!", "zo", "zoe", "Ωmega"]
CROWD = [f"user{number}" for number in range(300)]


@internal_query
async def names_now(ctx):
    """Somebody else's part of the program: a page that lists all names."""
    return [row["name"] for row in await ctx.db.query("names").collect()]


@check(
    "free-name-is-stored", title="A free name is stored as it was typed", hint="store-both-forms"
)
def free_name_is_stored(lab: Context) -> None:
    for name in NAMES:
        told = lab.run("reserve", name=name)
        call = f"reserve({lab.show(name)})"
        rows = [row["_id"] for row in lab.documents("names")]
        stored = lab.document("names", str(told)).get("name", UNDEFINED)
        lab.note(call=call, stored=lab.show(stored))
        if told not in rows:
            lab.fail(f"{call} returned {lab.show(told)}. Wanted: the id of the new row.")
        lab.equal(stored, name, f"After {call}, {lab.show(told)}.name is {{}}")
    lab.equal(
        len(lab.documents("names")), len(NAMES), f"After {len(NAMES)} calls, names holds {{}} rows"
    )


@check(
    "taken-name-is-refused",
    title="A name that somebody has is refused, in whatever case",
    hint="compare-keys",
)
def taken_name_is_refused(lab: Context) -> None:
    lab.seed("names", name=NAMES, key=[name.lower() for name in NAMES])
    before = lab.documents("names")
    for name, asked in (
        ("bo", "bo"),
        ("Ada", "ada"),
        ("Zoë", "ZOË"),
        ("ANNA", "Anna"),
        ("李雷", "李雷"),
        ("mary jane", "Mary Jane"),
    ):
        lab.note(asked=f"reserve({lab.show(asked)})", has=lab.show(name))
        lab.refuses("TAKEN", "reserve", name=asked)
        count = len(lab.documents("names"))
        lab.equal(
            count,
            len(before),
            f"After reserve({lab.show(asked)}) was refused, names holds {{}} rows",
        )
    lab.equal(lab.documents("names"), before, "After all were refused, names holds {}")


@check(
    "one-row-for-a-name",
    title="Two, three and four calls for one name leave one row",
    hint="look-where-you-insert",
)
def one_row_for_a_name(lab: Context) -> None:
    def one_row(outcome: Outcome) -> str | None:
        attempts = sum(outcome.attempts.values())
        lab.measure(attempts, f"attempts of {len(outcome.attempts)} calls for one name, together")
        rows = [row for row in outcome.documents("names") if row["name"] not in NEIGHBOURS]
        told = outcome.returned
        held = listed([outcome.show(row["name"]) for row in rows])
        if len(rows) > 1:
            many = "both" if len(told) == 2 else "all"
            lab.note(seen=f"{listed(list(told))} were {many} given it, and the table holds {held}.")
            return f"{listed(list(told))} were {many} given one name: the table holds {held}."
        if not rows:
            lab.note(seen="everybody was refused, and nobody has the name.")
            return f"{listed(list(outcome.raised))} were told TAKEN, and nobody has the name."
        if list(told.values()) != [rows[0]["_id"]]:
            given = listed(list(told)) or "nobody"
            lab.note(seen=f"the table holds {held}, and {given} was told so.")
            return f"The table holds {held}, and {given} was given its id. Wanted: one winner."
        return None

    def at_no_moment(outcome: Outcome) -> str | None:
        seen = [name for name in outcome.returned["a reader"] if name not in NEIGHBOURS]
        if len(seen) > 1:
            shown = listed([outcome.show(name) for name in seen])
            lab.note(seen=f"there was a moment at which the table held {shown}.")
            return f"A reader who looked in between found {shown} in the table."
        return None

    for spellings in SPELLINGS:
        for count in (2, 3, 4):
            lab.fresh()
            lab.seed("names", name=NEIGHBOURS, key=NEIGHBOURS)
            callers = [
                lab.call("reserve", by=person, name=name)
                for person, name in zip(PEOPLE, spellings[:count], strict=False)
            ]
            lab.holds_in_every_order(
                callers, one_row, label=f"{count} people, one name", refusals=("TAKEN",)
            )
            if count == 2:
                lab.holds_in_every_order(
                    [*callers, lab.call("checks:names_now", by="a reader")],
                    at_no_moment,
                    label="2 people, one name, and a reader",
                    refusals=("TAKEN",),
                )


@check(
    "other-names-do-not-meet",
    title="Calls for different names run once each",
    hint="read-one-place",
)
def other_names_do_not_meet(lab: Context) -> None:
    def once(outcome: Outcome) -> str | None:
        if len(outcome.documents("names")) != lab_rows + len(outcome.attempts):
            return f"names holds {len(outcome.documents('names'))} rows."
        again = [name for name, attempts in outcome.attempts.items() if attempts > 1]
        if again:
            who = again[0]
            lab.note(looked=f"reserve({asked[who]}) ran {outcome.attempts[who]} times.")
            others = listed([f"{each} took {asked[each]}" for each in asked if each != who])
            return f"{who}'s reserve({asked[who]}) ran {outcome.attempts[who]} times, because {others}."
        return None

    for stored in ([], NEIGHBOURS):
        for names in (["ann", "anna"], ["x", "ann", "李雷"], ["mary", "ann", "anna", "Zoë"]):
            lab.fresh()
            rows = [name for name in stored if name not in names]
            lab.seed("names", name=rows, key=rows)
            lab_rows = len(rows)
            asked = {who: lab.show(name) for who, name in zip(PEOPLE, names, strict=False)}
            lab.holds_in_every_order(
                [
                    lab.call("reserve", by=person, name=name)
                    for person, name in zip(PEOPLE, names, strict=False)
                ],
                once,
                label=f"{len(names)} people, {len(names)} names",
                verdict="costly",
            )


@check(
    "reads-one-place",
    title="reserve reads the place of its name, not the table",
    hint="read-one-place",
)
def reads_one_place(lab: Context) -> None:
    lab.seed("names", name=CROWD, key=CROWD)
    reads = lab.reads("reserve", name="Zoë")
    lab.note(looked=f"it read {reads.documents} documents to store one.")
    noun = f"documents read by reserve, in a table of {len(CROWD)}"
    lab.at_most(reads.documents, 2, noun, of=reads)

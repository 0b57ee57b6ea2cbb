"""Checks for "Creation time is not commit order"."""

from collections import Counter
from collections.abc import Sequence

from labkit.grader.checks import Context, Outcome, check, listed
from minivex import Backend, Value

PRODUCERS = ["ada", "bo", "cy"]
DELAYS_MS = {
    0: "at once",
    1_000: "a second later",
    20_000: "20 seconds later",
    600_000: "10 minutes later",
}


def by_commit(world: Backend) -> list[Value]:
    """The texts of the events, in the order of their commits."""
    return [
        new.document["text"]
        for entry in world.write_log.entries
        for table, old, new in entry.changes
        if table.name == "events" and old is None and new is not None
    ]


def wrongly_told(told: Sequence[Value], stored: Sequence[Value]) -> str | None:
    """Which event was returned twice, or not at all, in words."""
    counts = Counter(told)
    for text in stored:
        if counts[text] != 1:
            told = "never returned it" if not counts[text] else f"returned it {counts[text]} times"
            return f"The event of {text} was committed, and consume {told}."
    strange = [text for text in told if text not in stored]
    return f"consume returned {strange[0]}, which nobody has added." if strange else None


@check("once-each", title="One after another, each event is returned once", hint="go-on-behind")
def once_each(lab: Context) -> None:
    lab.equal(lab.run("consume"), [], "Nobody had added anything, and consume returned {}")
    for pause_ms, texts in (
        (0, ["ada"]),
        (1, ["bo", "cy"]),
        (0, []),
        (90_000, ["Zoë"]),
        (0, ["", "li"]),
    ):
        lab.advance(pause_ms)
        for text in texts:
            told = lab.run("add", text=text)
            stored = lab.document("events", str(told)).get("text")
            lab.equal(
                stored, text, f"The event that add({lab.show(text)}) returned has the text {{}}"
            )
        story = (
            f"{listed([lab.show(text) for text in texts])} had been added"
            if texts
            else "Nothing was new"
        )
        lab.advance(90_000)
        told = lab.run("consume")
        lab.note(seen=f"{story}, and `consume` returned {lab.show(told)}.")
        if not isinstance(told, list) or sorted(map(str, told)) != sorted(texts):
            lab.fail(f"{story}, and consume returned {lab.show(told)}. Wanted: {lab.show(texts)}.")


@check(
    "however-long-it-takes",
    title="An event is returned once, however long the mutation takes that adds it",
    hint="order-of-commits",
)
def however_long_it_takes(lab: Context) -> None:
    for delay_ms, later in DELAYS_MS.items():
        lab.fresh()
        lane = lab.call("add", by="ada", text="ada")
        slow = lab.world.start(lane.reference, lane.args)
        slow.move_to_commit()
        lab.advance(delay_ms)
        lab.run("add", text="bo")
        lab.advance(90_000)
        answers = [*lab.run("consume")]
        slow.finish()
        lab.advance(90_000)
        answers += [*lab.run("consume"), *lab.run("consume")]
        story = f"Ada's add began first; Bo's began {later}, and committed first"
        wrong = wrongly_told(answers, ["ada", "bo"])
        lab.note(story=f"{story}.", wrong=wrong or "")
        if wrong is not None:
            lab.fail(f"{story}. {wrong}", verdict="unsafe")


@check(
    "in-every-order",
    title="In every order, each event is returned once",
    hint="one-mutation-one-snapshot",
)
def in_every_order(lab: Context) -> None:
    for producers, consumers in ((1, 1), (2, 1), (1, 2), (2, 2)):
        lab.fresh()
        lab.run("add", text="zero")
        readers = [f"reader {n}" for n in range(1, consumers + 1)]

        def judge(
            outcome: Outcome, producers: int = producers, readers: list[str] = readers
        ) -> str | None:
            stored = ["zero", *PRODUCERS[:producers]]
            told = [text for reader in readers for text in outcome.returned[reader] or []]
            last = [*lab.ask(outcome, "consume")]
            wrong = wrongly_told([*told, *last], stored)
            lab.note(wrong=wrong or "")
            if wrong is not None:
                return wrong
            again = max(outcome.attempts[reader] for reader in readers)
            lab.measure(again, "attempts of one call of consume, beside others")
            order = by_commit(outcome.world)
            if sorted(last, key=lambda text: order.index(text) if text in order else -1) != last:
                lab.measure(1 + lab.meters.get(MIXED, 0), MIXED)
            return None

        lanes = [lab.call("add", by=who, text=who) for who in PRODUCERS[:producers]]
        lanes += [lab.call("consume", by=reader) for reader in readers]
        lab.holds_in_every_order(lanes, judge, label=f"{producers} add, {consumers} consume")


MIXED = "orders in which consume returned a later commit before an earlier one"


@check(
    "producers-do-not-meet",
    title="Calls of add run once each",
    hint="nothing-in-common",
)
def producers_do_not_meet(lab: Context) -> None:
    def once(outcome: Outcome) -> str | None:
        again = [who for who, attempts in outcome.attempts.items() if attempts > 1]
        if not again:
            return None
        others = listed([who for who in outcome.attempts if who != again[0]])
        lab.note(
            met=f"{again[0]}'s add ran {outcome.attempts[again[0]]} times, because of {others}."
        )
        return f"{again[0]}'s add ran {outcome.attempts[again[0]]} times, because {others} added an event too."

    for count, old in ((2, 0), (2, 3), (3, 1)):
        lab.fresh()
        for number in range(old):
            lab.run("add", text=f"old {number}")
            lab.run("consume")
        lab.holds_in_every_order(
            [lab.call("add", by=who, text=who) for who in PRODUCERS[:count]],
            once,
            label=f"{count} add",
            verdict="costly",
        )


@check(
    "reads-what-is-new",
    title="consume reads what is new, and not what is old",
    hint="one-range-of-new-ones",
)
def reads_what_is_new(lab: Context) -> None:
    for number in range(300):
        lab.run("add", text=f"old {number}")
    lab.run("consume")
    for new in (0, 1, 12):
        for number in range(new):
            lab.run("add", text=f"new {number}")
        reads = lab.reads("consume")
        lab.reads_at_most(
            # A row that is patched is read once more.
            reads,
            2 * new + 3,
            "consume, with 300 old events,",
            returned=f"{new} new ones",
        )
        lab.run("consume")

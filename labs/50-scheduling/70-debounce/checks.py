"""Checks for "Debounce"."""

from labkit.grader.checks import Context, Outcome, check
from minivex import Backend, Value

DELAY_MS = 5_000
LATER_MS = 60_000

BURSTS: list[tuple[str, list[tuple[int, str]]]] = [
    ("One edit", [(0, "a")]),
    ("Three edits, a second apart", [(0, "a"), (1_000, "b"), (1_000, "c")]),
    ("Four edits, 4,999 ms apart", [(0, "a"), (4_999, "b"), (4_999, "c"), (4_999, "d")]),
    ("Two edits in the same millisecond", [(0, "a"), (0, "b")]),
    ("A letter, another one, and the first one again", [(0, "a"), (1_000, "b"), (1_000, "a")]),
    ("The same text twice", [(0, "a"), (3_000, "a")]),
]
"""Edits: how long after the one before, and the text."""


def texts(rows: list[dict[str, Value]], note: str) -> list[Value]:
    """The texts of a note's pages, the oldest first."""
    return [row["text"] for row in rows if row["note_id"] == note]


def pages(lab: Context, note: str) -> list[Value]:
    """The texts of a note's pages so far."""
    return texts(lab.documents("pages"), note)


def notes(lab: Context, count: int) -> list[str]:
    """Notes that nobody has edited."""
    return lab.seed("notes", text=["old"] * count)


def edit(lab: Context, note: str, text: str) -> None:
    """An edit; it returns nothing."""
    told = lab.run("edit", note_id=note, text=text)
    lab.equal(told, None, f'edit({lab.show(note)}, "{text}") returned {{}}')


@check(
    "once-after-the-last",
    title="A burst makes one page, five seconds after its last edit",
    hint="only-the-newest-builds",
)
def once_after_the_last(lab: Context) -> None:
    for story, burst in BURSTS:
        lab.fresh()
        (note,) = notes(lab, 1)
        wanted: list[str] = []
        for again in ("", ", and the same a minute later"):
            said = f"{story}{again}."
            for pause_ms, text in burst:
                lab.advance(pause_ms)
                unchanged(lab, note, wanted, said, "before the last edit")
                edit(lab, note, text)
            lab.advance(DELAY_MS - 1)
            unchanged(lab, note, wanted, said, f"{DELAY_MS - 1:,} ms after the last edit")
            wanted = [*wanted, burst[-1][1]]
            lab.advance(1)
            unchanged(lab, note, wanted, said, f"{DELAY_MS:,} ms after the last edit")
            lab.advance(LATER_MS)
            unchanged(lab, note, wanted, said, "a minute after the last edit")


def unchanged(lab: Context, note: str, wanted: list[str], story: str, when: str) -> None:
    """The note has these pages now."""
    found = pages(lab, note)
    lab.note(
        story=story,
        wrong=f"{when[0].upper()}{when[1:]} the texts of its pages are {lab.show(found)}.",
    )
    lab.equal(found, wanted, f"{story} {when[0].upper()}{when[1:]} the texts of its pages are {{}}")


@check("each-note-for-itself", title="Each note has its own five seconds", hint="one-count-a-note")
def each_note_for_itself(lab: Context) -> None:
    for count in (2, 3):
        lab.fresh()
        ids = notes(lab, count)
        for number, note in enumerate(ids):
            edit(lab, note, f"text {number}")
            lab.advance(1_000)
        lab.advance(DELAY_MS - count * 1_000)
        for number in range(count):
            found = [pages(lab, each) for each in ids]
            lab.note(
                wrong=f"{5 + number} seconds after the first edit, the pages of the {count} notes are {lab.show(found)}."
            )
            wanted = [[f"text {n}"] if n <= number else [] for n in range(count)]
            lab.equal(
                found,
                wanted,
                f"{count} notes were edited, one a second. {5 + number} seconds after the first, the texts "
                "of their pages are {}",
            )
            lab.advance(1_000)


@check(
    "edits-at-once",
    title="Edits at the same time make one page, in every order",
    hint="plan-where-you-edit",
)
def edits_at_once(lab: Context) -> None:
    for callers in (["ada", "bo"], ["ada", "bo", "cy"]):
        lab.fresh()
        (note,) = notes(lab, 1)

        def one_page(outcome: Outcome, note: str = note) -> str | None:
            later(lab, outcome.world)
            text = outcome.document("notes", note)["text"]
            found = texts(outcome.documents("pages"), note)
            if found == [text]:
                return None
            shown = outcome.show(found)
            seen = (
                f"The last edit was {outcome.show(text)}, and the texts of the pages are {shown}."
            )
            lab.note(seen=seen)
            return seen

        lab.holds_in_every_order(
            [lab.call("edit", by=who, note_id=note, text=who) for who in callers],
            one_page,
            label=f"{len(callers)} edits",
        )


def later(lab: Context, world: Backend) -> None:
    """Let a minute pass in another world."""
    here, lab.world = lab.world, world
    lab.advance(LATER_MS)
    lab.world = here


@check(
    "edit-during-a-build",
    title="An edit during a build is built too",
    hint="nothing-left-planned",
)
def edit_during_a_build(lab: Context) -> None:
    (note,) = notes(lab, 1)
    edit(lab, note, "tea")
    lab.sleep(DELAY_MS)

    def newest_is_built(outcome: Outcome) -> str | None:
        found = texts(outcome.documents("pages"), note)
        if found and found[-1] == "coffee" and len(found) <= 2:
            return None
        shown = outcome.show(found)
        lab.note(
            seen=f'Ada wrote "coffee" while the page of "tea" was built. The pages are {shown}.'
        )
        return f'Ada wrote "coffee" while the page of "tea" was due. In the end, the texts of the pages are {shown}.'

    lab.holds_with_jobs(
        [lab.call("edit", by="ada", note_id=note, text="coffee")],
        newest_is_built,
        label="a build and an edit",
    )


@check(
    "late-result",
    title="A build that ends late does not replace a newer page",
    hint="compare-where-you-store",
)
def late_result(lab: Context) -> None:
    for moves in range(1, 40):
        lab.fresh()
        (note,) = notes(lab, 1)
        edit(lab, note, "tea")
        lab.sleep(DELAY_MS)
        job = None
        for _ in range(moves):
            if job is None or job.done:
                job = lab.world.start_due()
            if job is None:
                return
            job.move()
        edit(lab, note, "coffee")
        lab.advance(LATER_MS)
        for _ in range(lab.program.step_budget):
            if not job.done:
                job.move()
        lab.advance(LATER_MS)
        found = pages(lab, note)
        if not found or found[-1] != "coffee":
            name = job.path.rpartition(":")[2]
            story = f'The page of "tea" was being built when Ada wrote "coffee", and {name} went on a minute later.'
            shown = lab.show(found)
            lab.note(story=story, wrong=f"The texts of the pages are {shown}.")
            lab.fail(
                f"{story} The texts of the pages are {shown}. Wanted: coffee as the newest.",
                verdict="unsafe",
            )


@check(
    "after-a-restart",
    title="A restart loses no more than the build that was running",
    hint="nothing-to-clear",
)
def after_a_restart(lab: Context) -> None:
    (note,) = notes(lab, 1)

    def next_edit_is_built(outcome: Outcome) -> str | None:
        here, lab.world = lab.world, outcome.world
        try:
            edit(lab, note, "coffee")
            lab.advance(DELAY_MS)
            found = pages(lab, note)
        finally:
            lab.world = here
        if found and found[-1] == "coffee":
            return None
        lab.note(
            wrong=f'The next edit was "coffee". After five seconds the pages are {lab.show(found)}.'
        )
        return (
            'When all was quiet, Ada wrote "coffee". Five seconds later, the texts of the pages are '
            f"{lab.show(found)}."
        )

    lab.crash_anywhere(
        lab.call("edit", by="ada", note_id=note, text="tea"),
        next_edit_is_built,
        label="a restart and the next edit",
    )
    lab.fresh()
    (note,) = notes(lab, 1)
    edit(lab, note, "tea")
    lab.advance(1_000)
    lab.world.crash()
    lab.advance(LATER_MS)
    found = pages(lab, note)
    lab.note(
        story="The server restarted between an edit and its build.",
        wrong=f"The pages are {lab.show(found)}.",
    )
    lab.equal(
        found,
        ["tea"],
        "The server restarted a second after an edit, before its build. The texts of the pages are {}",
    )

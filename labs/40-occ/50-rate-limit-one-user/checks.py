"""Checks for "Rate limit"."""

from labkit.grader.checks import Context, Outcome, check, listed

LIMIT = 5
WINDOW_MS = 60_000
USERS = ["ada", "bo", "Zoë", "李雷"]


def seed_events(lab: Context, user: str, *ages_ms: int) -> None:
    """Events of that user which are that old."""
    lab.seed("events", user=[user] * len(ages_ms), at=[lab.now_ms - age for age in ages_ms])


@check("counts-to-the-limit", title="Five times True, then False", hint="count-what-counts")
def counts_to_the_limit(lab: Context) -> None:
    seed_events(lab, "noisy", *[1_000] * 30)
    for user in (*USERS, "ad", ""):
        for number in range(1, LIMIT + 3):
            call, stored = f"allow({lab.show(user)})", len(lab.documents("events"))
            told = lab.run("allow", user=user)
            counted = min(number - 1, LIMIT)
            lab.note(call=call, counted=str(counted), told=lab.show(told))
            had = f"{user or 'The user with no name'} had {counted} events that count"
            lab.equal(told, number <= LIMIT, f"{had}. {call} returned {{}}")
            more = len(lab.documents("events")) - stored
            lab.equal(more, int(number <= LIMIT), f"{had}. Events that {call} added: {{}}")
            if number <= LIMIT:
                row = lab.documents("events")[-1]
                lab.equal(
                    [row["user"], row["at"]], [user, lab.now_ms], f"{call} stored user, at = {{}}"
                )


@check(
    "window-slides", title="An event counts for 60 seconds, and no longer", hint="slide-the-window"
)
def window_slides(lab: Context) -> None:
    for ages, wanted in (
        ([59_999] * 5, False),
        ([60_000] * 5, True),
        ([60_000, 59_999, 3, 2, 1], True),
        ([59_999, 59_999, 0, 0, 0], False),
        ([59_000, 30_000, 20_000, 10_000, 1], False),
        ([600_000] * 40 + [1] * 4, True),
        ([600_000] * 40 + [1] * 5, False),
    ):
        lab.fresh()
        lab.advance(12_345)
        seed_events(lab, "ada", *ages)
        told = lab.run("allow", user="ada")
        old = len([age for age in ages if age >= WINDOW_MS])
        young = [age for age in ages if age < WINDOW_MS]
        oldest = f", the oldest of them {max(young):,} ms old" if young else ""
        had = (
            f"ada had {len(young)} events that count{oldest}, and {old} that are too old to count."
        )
        lab.note(ages=had, told=lab.show(told))
        lab.equal(told, wanted, f"{had} allow returned {{}}")
    lab.fresh()
    allowed = []
    for wait_ms in (0, 50_000, 0, 0, 0, 9_999, 1, 0, 1_000):
        lab.advance(wait_ms)
        if lab.run("allow", user="ada"):
            allowed.append(lab.now_ms)
        within = [at for at in allowed if at > lab.now_ms - WINDOW_MS]
        lab.note(ages=f"{len(within)} calls within one minute were allowed.", told="True")
        if len(within) > LIMIT:
            lab.fail(
                f"{len(within)} calls of one user within 60,000 ms were allowed. Wanted: {LIMIT}."
            )
    lab.equal(len(allowed), 6, "Nine calls within 61 seconds; how many were allowed: {}")


@check(
    "never-above-the-limit",
    title="Calls of one user at once never get beyond the limit",
    hint="count-where-you-note",
)
def never_above_the_limit(lab: Context) -> None:
    for count, left in ((2, 1), (2, 2), (3, 1), (3, 2), (4, 2)):
        lab.fresh()
        seed_events(lab, "ada", *[10_000] * (LIMIT - left))
        seed_events(lab, "bo", *[10_000] * LIMIT)

        def within(outcome: Outcome, count: int = count, left: int = left) -> str | None:
            attempts = sum(outcome.attempts.values())
            lab.measure(attempts, f"attempts of {count} calls of one user, together")
            told = list(outcome.returned.values())
            allowed, rows = told.count(True), len(outcome.documents("events")) - 2 * LIMIT + left
            seen = (
                f"ada had {LIMIT - left} events; of {count} calls at once {allowed} were allowed, and "
                f"{rows} new events are stored"
            )
            lab.note(seen=f"{seen}.")
            if allowed != min(count, left) or rows != allowed:
                return f"{seen}. Wanted: {min(count, left)}."
            return None

        lab.holds_in_every_order(
            [lab.call("allow", by=f"tab {n}", user="ada") for n in range(1, count + 1)],
            within,
            label=f"{count} calls of one user, {left} left",
        )


@check(
    "users-do-not-meet",
    title="Calls of different users run once each",
    hint="one-user-one-range",
)
def users_do_not_meet(lab: Context) -> None:
    def once(outcome: Outcome) -> str | None:
        again = [user for user, attempts in outcome.attempts.items() if attempts > 1]
        if not again:
            return None
        user, attempts = again[0], outcome.attempts[again[0]]
        others = listed([each for each in outcome.attempts if each != user])
        lab.note(looked=f"{user}'s call ran {attempts} times, because of {others}.")
        return f"{user}'s allow ran {attempts} times, because {others} called it at the same time."

    for count, old in ((2, 0), (2, 12), (3, 12), (4, 0)):
        lab.fresh()
        for user in USERS[:count]:
            seed_events(lab, user, *[90_000] * old, 5_000)
        lab.holds_in_every_order(
            [lab.call("allow", by=user, user=user) for user in USERS[:count]],
            once,
            label=f"{count} users, {old} old events each",
            verdict="costly",
        )


@check(
    "reads-what-decides",
    title="A call reads no more than the limit and one",
    hint="one-user-one-range",
)
def reads_what_decides(lab: Context) -> None:
    seed_events(lab, "noisy", *[1_000] * 200)
    seed_events(lab, "ada", *[90_000] * 200, *[1_000] * 4)
    seed_events(lab, "bo", *[1_000] * 40)
    for user, has in (("ada", "200 old events and 4 that count"), ("bo", "40 events that count")):
        reads = lab.reads("allow", user=user)
        lab.note(looked=f"it read {reads.documents} documents for {user}, who has {has}.")
        noun = f"documents read by allow, for a user with {has}"
        lab.at_most(reads.documents, lab.amount("limit", LIMIT) + 1, noun, of=reads)

"""Checks for "Hot counter"."""

from collections import Counter

from labkit.grader.checks import Context, Outcome, check, listed

CROWD = [f"user {number}" for number in range(20)]
RUNS = 25
FANS = [f"fan {number}" for number in range(150)]


@check(
    "counts-each-user",
    title="Each user is counted once, on top of what was there",
    hint="sum-of-all",
)
def counts_each_user(lab: Context) -> None:
    hot, cold, quiet = lab.seed("posts", title=["same"] * 3, likes=[7, 0, 2])
    due = {hot: 7, cold: 0, quiet: 2}
    liked = set()

    def counts(after: str) -> None:
        for post, wanted in due.items():
            told = lab.run("count", post_id=post)
            call = f"count({lab.show(post)})"
            lab.note(call=call, after=after, told=lab.show(told), wanted=lab.show(wanted))
            lab.equal(told, wanted, f"{after}, {call} returned {{}}")

    counts("Before anybody liked anything")
    for user, post in (
        ("ada", hot),
        ("bo", hot),
        ("ada", hot),
        ("ada", cold),
        ("Zoë", hot),
        ("", hot),
        ("bo", hot),
        ("ad", hot),
    ):
        lab.run("like", post_id=post, user=user)
        due[post] += (user, post) not in liked
        again = " once more" if (user, post) in liked else ""
        liked.add((user, post))
        counts(f"After like({lab.show(post)}, {lab.show(user)}){again}")


@check(
    "counts-in-every-order",
    title="Calls at once are all counted, and each user once",
    hint="one-mutation-for-both",
)
def counts_in_every_order(lab: Context) -> None:
    for users in (["ada", "bo"], ["ada", "ada"], ["ada", "ada", "bo"], ["ada", "bo", "ada", "bo"]):
        lab.fresh()
        (post,) = lab.seed("posts", title=["hot"], likes=[7])

        def exact(outcome: Outcome, post: str = post, users: list[str] = users) -> str | None:
            told, due = lab.ask(outcome, "count", post_id=post), 7 + len(set(users))
            if told == due:
                return None
            tabs = listed([f"tab {n} ({user})" for n, user in enumerate(users, start=1)])
            lab.note(seen=f"{tabs} liked a post with 7, and count returned {outcome.show(told)}.")
            return (
                f"A post had 7 likes, and {tabs} liked it at the same time. count returns "
                f"{outcome.show(told)}. Wanted: {due}."
            )

        lab.holds_in_every_order(
            [
                lab.call("like", by=f"tab {n}", post_id=post, user=user)
                for n, user in enumerate(users, start=1)
            ],
            exact,
            label=f"{len(users)} likes",
        )


@check(
    "crowd-does-not-queue",
    title="Twenty likes at the same moment need few attempts",
    hint="spread-the-writes",
)
def crowd_does_not_queue(lab: Context) -> None:
    (post,) = lab.seed("posts", title=["hot"], likes=[7])
    lanes = [lab.call("like", by=user, post_id=post, user=user) for user in CROWD]
    found = lab.crowd(lanes, runs=RUNS)
    attempts = sum(sum(outcome.attempts.values()) for outcome in found)
    gave_up = sum(len(outcome.raised) for outcome in found)
    tables: Counter[str] = Counter()
    for outcome in found:
        tables.update(outcome.conflicts)
    where = listed([f"{table} ({count})" for table, count in tables.most_common()]) or "none"
    lab.note(
        where=f"The commits were refused because of rows in {where}.",
        gave_up=f"{gave_up} of {len(CROWD) * RUNS} gave up after five." if gave_up else "",
    )
    for_100 = round(100 * attempts / (len(CROWD) * RUNS))
    noun = "attempts for 100 likes, 20 at a time"
    lab.measure(for_100, noun)
    lab.note(actual=str(for_100))
    if for_100 > 150 or gave_up:
        lost = (
            f" {gave_up} of {len(CROWD) * RUNS} calls gave up after five attempts."
            if gave_up
            else ""
        )
        lab.fail(
            f"{for_100} {noun}. The budget is 150.{lost} Conflicts by table: {where}.",
            verdict="costly",
        )
    for outcome in found:
        lab.equal(
            lab.ask(outcome, "count", post_id=post),
            27,
            "20 people liked a post with 7: count returns {}",
        )


@check(
    "reader-reads-little",
    title="count reads a bounded number of documents",
    hint="not-too-many",
)
def reader_reads_little(lab: Context) -> None:
    hot, cold = lab.seed("posts", title=["hot", "cold"], likes=[7, 7])
    for user in FANS:
        lab.run("like", post_id=hot, user=user)
    lab.run("like", post_id=cold, user="ada")
    lab.equal(
        lab.run("count", post_id=hot),
        7 + len(FANS),
        f"After {len(FANS)} likes of a post with 7, count returned {{}}",
    )
    for post in (cold, hot):
        reads = lab.reads("count", post_id=post)
        likes = "1 new like" if post == cold else f"{len(FANS)} new likes"
        lab.note(looked=f"it read {reads.documents} documents for a post with {likes}.")
        noun = f"documents read by count, for a post with {likes}"
        lab.at_most(reads.documents, 65, noun, of=reads)

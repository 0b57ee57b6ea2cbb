"""Checks for "Members of teams"."""

from labkit.grader.checks import Context, Outcome, check
from minivex import Value, internal_mutation

NAMES = ["ada", "bo", "Zoë", "李雷", "ada"]
TEAMS = ["red", "blue", "grün"]


@internal_mutation
async def leave_for_ever(ctx, table, id):
    """Somebody deletes a user, or a team, and thinks of nothing else."""
    await ctx.db.delete(table, id)


def people(
    lab: Context, *, users: int = len(NAMES), teams: int = len(TEAMS)
) -> tuple[list[str], list[str]]:
    """The ids of some users and of some teams."""
    names = [NAMES[place % len(NAMES)] for place in range(users)]
    titles = [TEAMS[place % len(TEAMS)] for place in range(teams)]
    return lab.seed("users", name=names), lab.seed("teams", name=titles)


def sorted_by_id(told: Value) -> Value:
    """The rows in one order, as any order will do."""
    if isinstance(told, list) and all(isinstance(row, dict) and "_id" in row for row in told):
        return sorted(told, key=lambda row: str(row["_id"]))
    return told


def compare(lab: Context, pairs: set[tuple[str, str]]) -> None:
    """Both directions must say what ``pairs`` of team and user say."""
    users, teams = lab.documents("users"), lab.documents("teams")
    for team in teams:
        wanted = [user for user in users if (team["_id"], user["_id"]) in pairs]
        call = f"members({lab.show(team['_id'])})"
        told = sorted_by_id(lab.run("members", team_id=team["_id"]))
        lab.same_rows(told, sorted_by_id(wanted), call, fields=["name"])
    for user in users:
        wanted = [team for team in teams if (team["_id"], user["_id"]) in pairs]
        call = f"teams_of({lab.show(user['_id'])})"
        told = sorted_by_id(lab.run("teams_of", user_id=user["_id"]))
        lab.same_rows(told, sorted_by_id(wanted), call, fields=["name"])


@check("both-directions", title="Both directions say who has joined", hint="a-row-for-each-pair")
def both_directions(lab: Context) -> None:
    users, teams = people(lab)
    compare(lab, set())
    pairs: set[tuple[str, str]] = set()
    for user in users[:4]:
        for team in teams[: 1 + users.index(user) % len(teams)]:
            lab.run("join", team_id=team, user_id=user)
            pairs.add((team, user))
    compare(lab, pairs)
    for table, id in (("users", users[1]), ("teams", teams[1])):
        lab.run("checks:leave_for_ever", table=table, id=id)
        compare(lab, pairs)


@check(
    "joins-once", title="Joining twice makes one member, in every order", hint="look-at-the-pair"
)
def joins_once(lab: Context) -> None:
    (ada, bo, *_), (red, *_) = people(lab)
    for _ in range(2):
        lab.run("join", team_id=red, user_id=bo)
    compare(lab, {(red, bo)})

    def one_member(outcome: Outcome) -> str | None:
        told = outcome.ask("teams:members", team_id=red)
        count = sum(row["_id"] == ada for row in told if isinstance(row, dict))
        if count == 1:
            return None
        shown = outcome.show(ada)
        lab.note(call=f"members({outcome.show(red)})", differ=f"has {shown} {count} times")
        return f"members({outcome.show(red)}) has {shown} {count} times. Both calls asked for the same membership."

    lab.holds_in_every_order(
        [lab.call("join", by=who, team_id=red, user_id=ada) for who in ("a browser", "a phone")],
        one_member,
        label="one person joins twice",
    )


@check(
    "joins-do-not-collide",
    title="Two people who join one team need one attempt each",
    hint="write-your-own-row",
)
def joins_do_not_collide(lab: Context) -> None:
    (ada, bo, zoe, *_), (red, *_) = people(lab)
    lab.run("join", team_id=red, user_id=zoe)

    def once(outcome: Outcome) -> str | None:
        told = outcome.ask("teams:members", team_id=red)
        inside = {row["_id"] for row in told if isinstance(row, dict)}
        attempts = sum(outcome.attempts.values())
        lab.measure(attempts, "attempts of two people who join one team, together")
        if inside != {ada, bo, zoe}:
            return f"{len(inside)} people are in the team. Wanted: 3."
        if attempts > 2:
            lab.note(attempts=str(attempts))
            return (
                "ada and bo joined one team at the same time, and the two calls ran "
                f"{attempts} times together. The budget is one attempt each."
            )
        return None

    lab.holds_in_every_order(
        [
            lab.call("join", by="ada", team_id=red, user_id=ada),
            lab.call("join", by="bo", team_id=red, user_id=bo),
        ],
        once,
        label="two people join one team",
        verdict="costly",
    )


@check(
    "reads-the-answer",
    title="An answer of n rows reads at most 2·n documents",
    hint="a-range-from-each-end",
)
def reads_the_answer(lab: Context) -> None:
    users, teams = people(lab, users=900, teams=40)
    for user in users[10:]:
        lab.run("join", team_id=teams[0], user_id=user)
    for place, user in enumerate(users[:10]):
        for team in teams[1 : 2 + place]:
            lab.run("join", team_id=team, user_id=user)
    for function, args, count in (
        ("members", {"team_id": teams[1]}, 10),
        ("members", {"team_id": teams[10]}, 1),
        ("teams_of", {"user_id": users[9]}, 10),
        ("teams_of", {"user_id": users[20]}, 1),
        ("members", {"team_id": teams[20]}, 0),
    ):
        call = lab.title(lab.call(function, by="", **args))
        reads, rows = lab.reads(function, **args), lab.amount("rows", count)
        lab.reads_at_most(
            reads, 2 * rows, call, returned=f"{count} {'row' if count == 1 else 'rows'}"
        )
        if reads.ranges > count + 1:
            lab.note(differ=f"read {reads.ranges:,} ranges to return {count} rows")
            lab.fail(
                f"{call} read {reads.ranges:,} ranges to return {count} rows. The budget is {count + 1}: "
                "one, and one for each row.",
                verdict="costly",
            )

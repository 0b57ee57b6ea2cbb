"""Checks for "The reminder that moved"."""

from labkit.grader.checks import Context, Outcome, check, listed

HOUR_MS = 3_600_000


def clock(lab: Context, start_ms: float, at_ms: float) -> str:
    """A time of the story, which begins at 9:00."""
    minutes = round((at_ms - start_ms) / 60_000)
    return f"{9 + minutes // 60}:{minutes % 60:02}"


def reminders(lab: Context, start_ms: float, rows: list[dict]) -> str:
    """``one for 10:00, sent at 10:00``, …; ``none``."""
    said = [
        f"one for {clock(lab, start_ms, row['at_ms'])}, sent at {clock(lab, start_ms, row['_creationTime'])}"
        for row in rows
    ]
    return listed(said) or "none"


@check(
    "one-reminder",
    title="An event gets its reminder when its time comes",
    hint="a-job-for-the-time",
)
def one_reminder(lab: Context) -> None:
    start_ms = lab.now_ms
    at_ms = start_ms + HOUR_MS
    event = str(lab.run("create", title="tea", remind_ms=at_ms))
    row = lab.document("events", event)
    lab.note(sent=f"the call returned {lab.show(event)}")
    if not row:
        lab.fail(f"create returned {lab.show(event)}. Wanted: the id of the row in events.")
    lab.advance(HOUR_MS - 1)
    sent = lab.documents("sent")
    lab.note(sent=reminders(lab, start_ms, sent))
    if sent:
        found = reminders(lab, start_ms, sent)
        lab.fail(f"An event is at 10:00. The reminders 1 ms before that: {found}. Wanted: none.")
    lab.advance(1)
    sent = lab.documents("sent")
    lab.note(sent=reminders(lab, start_ms, sent))
    found, wanted = reminders(lab, start_ms, sent), "one for 10:00, sent at 10:00"
    if found != wanted:
        lab.fail(f"An event is at 10:00. The reminders at 10:00: {found}. Wanted: {wanted}.")
    lab.equal(sent[0]["event"], event, "The event of the reminder is {}")


@check(
    "moved",
    title="An event that is moved gets one reminder, at the time it has in the end",
    hint="ask-when-the-job-runs",
)
def moved(lab: Context) -> None:
    for hours in ((3,), (0.5,), (3, 2), (3, 1), (1,), (0.5, 3, 0.5), (2, 2)):
        lab.fresh()
        start_ms = lab.now_ms
        event = lab.run("create", title="tea", remind_ms=start_ms + HOUR_MS)
        for each in hours:
            lab.run("move", event_id=event, remind_ms=start_ms + round(each * HOUR_MS))
        lab.settle()
        last_ms = start_ms + round(hours[-1] * HOUR_MS)
        told = ", then to ".join(clock(lab, start_ms, start_ms + each * HOUR_MS) for each in hours)
        sent = lab.documents("sent")
        lab.note(
            story=f"An event at 10:00 was moved to {told}.", sent=reminders(lab, start_ms, sent)
        )
        wanted = f"one for {clock(lab, start_ms, last_ms)}, sent at {clock(lab, start_ms, last_ms)}"
        found = reminders(lab, start_ms, sent)
        if found != wanted:
            lab.fail(
                f"At 9:00, an event at 10:00 was moved to {told}. The reminders: {found}. Wanted: {wanted}."
            )
    lab.fresh()
    start_ms = lab.now_ms
    event = lab.run("create", title="tea", remind_ms=start_ms + HOUR_MS)
    lab.advance(HOUR_MS)
    lab.run("move", event_id=event, remind_ms=start_ms + 2 * HOUR_MS)
    lab.settle()
    found = reminders(lab, start_ms, lab.documents("sent"))
    lab.note(story="An event at 10:00 was moved to 11:00, after its reminder.", sent=found)
    wanted = "one for 10:00, sent at 10:00 and one for 11:00, sent at 11:00"
    if found != wanted:
        lab.fail(
            f"An event was moved to 11:00, right after its reminder at 10:00. The reminders: {found}. Wanted: {wanted}."
        )


@check("removed", title="An event that is removed gets no reminder", hint="look-for-the-event")
def removed(lab: Context) -> None:
    for hours in ((), (2,), (0.5, 3)):
        lab.fresh()
        start_ms = lab.now_ms
        event = lab.run("create", title="tea", remind_ms=start_ms + HOUR_MS)
        for each in hours:
            lab.run("move", event_id=event, remind_ms=start_ms + round(each * HOUR_MS))
        lab.run("remove", event_id=event)
        lab.settle()
        sent = reminders(lab, start_ms, lab.documents("sent"))
        failed = [job for job in lab.jobs() if job.state == "failed"]
        lab.note(sent=sent, failed=f" Its job failed: {failed[0].error}." if failed else "")
        if sent != "none":
            lab.fail(f"An event was removed at 9:00. The reminders: {sent}. Wanted: none.")
        if failed:
            lab.fail(
                f"An event was removed, and {lab.show(failed[0].id)} failed: {failed[0].error}"
            )
    lab.run("remove", event_id=event)
    lab.refuses("NO_EVENT", "move", event_id=event, remind_ms=start_ms + HOUR_MS)


def judge_for(lab: Context, start_ms: float):
    """What must hold when all has run: commit by commit, and at the end."""

    def reminded_right(outcome: Outcome) -> str | None:
        sent = outcome.documents("sent")
        lab.note(sent=reminders(lab, start_ms, sent))
        (before,) = lab.documents("events")
        time_ms: float | None = before["remind_ms"]
        for entry in outcome.world.write_log.entries:
            for change in entry.changes:
                new = None if change.new is None else change.new.document
                if change.table.name == "events":
                    time_ms = None if new is None else new["remind_ms"]
            for change in entry.changes:
                if change.table.name != "sent" or change.new is None:
                    continue
                at_ms = change.new.document["at_ms"]
                if time_ms is None:
                    return "A reminder was sent, and the event had been removed before."
                if at_ms != time_ms:
                    return (
                        f"A reminder for {clock(lab, start_ms, at_ms)} was sent, and the event had been moved to "
                        f"{clock(lab, start_ms, time_ms)} before."
                    )
        return one_for_its_time(lab, start_ms, outcome)

    return reminded_right


def one_for_its_time(lab: Context, start_ms: float, outcome: Outcome) -> str | None:
    """What is wrong about the reminders of the event that is there in the end."""
    sent = outcome.documents("sent")
    lab.note(sent=reminders(lab, start_ms, sent))
    for row in sent:
        if row["_creationTime"] < row["at_ms"]:
            return f"The reminders: {reminders(lab, start_ms, sent)}. One was too early."
    for event in outcome.documents("events"):
        mine = [row for row in sent if row["at_ms"] == event["remind_ms"]]
        if len(mine) != 1:
            return (
                f"In the end the event is at {clock(lab, start_ms, event['remind_ms'])}, and the number of reminders "
                f"for that time is {len(mine)}. Wanted: 1."
            )
    return None


@check(
    "at-that-moment",
    title="No order of reminder, move and removal sends one for a time that is over",
    hint="look-and-send-in-one-commit",
)
def at_that_moment(lab: Context) -> None:
    for calls in (("move 2",), ("remove",), ("move 2", "move 3"), ("move 2", "remove")):
        lab.fresh()
        start_ms = lab.now_ms
        event = lab.run("create", title="tea", remind_ms=start_ms + HOUR_MS)
        lab.sleep(HOUR_MS)
        lanes = []
        for who, call in zip(("ada", "bo"), calls, strict=False):
            function, _, hours = call.partition(" ")
            args = {"remind_ms": start_ms + int(hours) * HOUR_MS} if hours else {}
            lanes.append(lab.call(function, by=who, event_id=event, **args))
        lab.holds_with_jobs(
            lanes,
            judge_for(lab, start_ms),
            label=f"it is 10:00, {', '.join(calls)}",
            refusals=("NO_EVENT",),
        )


@check(
    "worker-dies",
    title="Wherever the worker dies, the event gets its reminder",
    hint="a-mutation-survives",
)
def worker_dies(lab: Context) -> None:
    for hours in (3, 0.5):
        lab.fresh()
        start_ms = lab.now_ms
        event = lab.run("create", title="tea", remind_ms=start_ms + HOUR_MS)
        args = {"event_id": event, "remind_ms": start_ms + round(hours * HOUR_MS)}
        lab.crash_anywhere(
            lab.call("move", by="ada", **args),
            lambda outcome, start_ms=start_ms: one_for_its_time(lab, start_ms, outcome),
            label=f"moved to {clock(lab, start_ms, start_ms + hours * HOUR_MS)}",
            crashes=2 if hours == 3 else 1,
        )

"""An event at 10:00 is moved to 12:00 at 9:00: the starter, until nothing is left to run."""

from labkit.grader.rehearsal import Rehearsal

HOUR_MS = 3_600_000


def answer(lab: Rehearsal) -> str:
    """Which reminders were sent, by the hour at which they were."""
    start_ms = lab.now_ms
    event = lab.run("create", title="tea", remind_ms=start_ms + HOUR_MS)
    told = lab.play_with_worker(
        [lab.call("move", by="ada", event_id=event, remind_ms=start_ms + 3 * HOUR_MS)]
    )
    hours = [
        9 + round((row["_creationTime"] - start_ms) / HOUR_MS) for row in told.documents("sent")
    ]
    return {(12,): "One at 12:00", (10, 12): "One at 10:00 and one at 12:00"}.get(
        tuple(hours), "Only the one at 10:00"
    )

"""What a play with a worker writes down: events with the letter of their lane, and what happens beside the lanes.

```
 Began, Stepped, …     with call = "b", the lane, whatever the engine calls the job
 Aside                 a crash, the next worker, time that passes, a note about a job
```
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from labkit.harness.jobs import JOBS_TABLE
from labkit.harness.play import LETTERS, Lane
from labkit.harness.recorder import Recorder
from minivex.functions.moves import Move
from minivex.trace import Committed, Conflicted, Event, ReadRange, Wrote

__all__ = ["Aside", "Lost", "WorkerTracer"]


@dataclass(frozen=True, slots=True)
class Lost:
    """A lane that was on its way when the worker died, and the move it did not make; None if only its answer was lost."""

    letter: str
    title: Lane
    move: Move | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Aside:
    """What happened beside the moves of a lane; stands among the recorded events of a play."""

    call: str
    kind: Literal["crash", "restart", "wait", "step"]
    now_ms: int
    lost: tuple[Lost, ...] = ()
    said: str = ""


class WorkerTracer:
    """A tracer that puts the letter of the lane on every event: a job's own label is not unique."""

    __slots__ = ("_writers", "asides", "is_job", "lane", "recorder")

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.asides: list[tuple[int, Aside]] = []
        self.lane = LETTERS[0]
        self.is_job = False
        self._writers: dict[int, str] = {}

    def event(self, event: Event) -> None:
        """Pass one event on; of what the engine notes about jobs, only what a person wants to see."""
        if self.is_job and isinstance(event, ReadRange) and event.index == f"{JOBS_TABLE}.by_id":
            return
        tagged = replace(event, call=self.lane)
        if isinstance(tagged, Wrote) and tagged.table == JOBS_TABLE:
            tagged = replace(tagged, fields=_shown(tagged.fields))
        if isinstance(tagged, Conflicted):
            writer = self._writers.get(tagged.read.write_ts, "")
            tagged = replace(tagged, read=replace(tagged.read, writer_label=writer))
        elif isinstance(tagged, Committed):
            self._writers[tagged.ts] = self.lane
        self.recorder.event(tagged)


def _shown(fields: Mapping[str, object]) -> dict[str, object]:
    """The state that was written to a job."""
    state = fields.get("state")
    return {"state": state["kind"]} if isinstance(state, dict) else {}

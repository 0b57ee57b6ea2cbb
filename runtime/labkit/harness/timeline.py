"""What happened, as lanes: the JSON that the page draws.

```
 Began            begin      the version its snapshot sees
 Stepped          step       the learner's line; what it read and wrote
 Committed        commit     the version it made
 Conflicted       conflict   what it had read, who changed it, in which version
```

An entry is one thing a call did; a letter of a coarse schedule is several entries.

Invariants: only made for an order somebody will look at; nothing in it depends on addresses,
on the clock or on random ids.
"""

import re
from collections.abc import Sequence
from typing import Any

from labkit.harness.history import history_of
from labkit.harness.names import Names
from labkit.harness.play import LETTERS, Lane, Play, Running
from labkit.harness.raised import error_name, error_text, is_refusal, refusal_data
from labkit.harness.recorder import Recorder, written_keys
from labkit.harness.witness import lane_names, witness_of
from minivex import Backend, Begin, Commit, ConflictingRead, StepMove
from minivex import Raised as CallRaised
from minivex import Returned as CallReturned
from minivex.trace import Began, Committed, Conflicted, Event, ReadRange, Stepped, Wrote

__all__ = ["documents_of", "move_label", "timeline_of"]

Json = dict[str, Any]


_REFERENCE = re.compile(r"FunctionReference\('(\w+):(\w+)'\)")


def documents_of(world: Backend, names: Names) -> list[Json]:
    """The stored documents under their names, for a table beside the lanes."""
    return [
        {
            "table": table,
            "name": names.note_id(table, str(row["_id"])),
            "fields": {
                field: names.show(value)
                for field, value in row.items()
                if not field.startswith("_")
            },
        }
        for table in (sorted(world.schema.tables) if world.schema else ())
        for row in world.documents(table)
    ]


def timeline_of(
    play: Play, lanes: Sequence[Lane], recorder: Recorder, names: Names, *, before: Backend
) -> Json:
    """The TIMELINE of one order.

    ``names`` knows the documents of ``before``, where the order started, and learns those it made.
    """
    drawn_before = documents_of(before, names)
    for event in recorder.events:
        if isinstance(event, Wrote):
            names.note_id(event.table, event.id)
    writer = _Writer(play.world, names)
    for event in recorder.events:
        writer.take(event)
    return {
        "schedule": play.schedule,
        "isolation": play.world.isolation.value,
        "lanes": [
            {
                "id": letter,
                "path": lane.function,
                "title": names.call(lane.function, lane.args),
                "attempts": max(call.attempts, 1 + reruns),
                "outcome": _outcome(call.outcome, names),
            }
            for letter, lane, call, reruns in zip(
                LETTERS, lanes, play.calls, play.reruns, strict=False
            )
        ],
        "moves": writer.moves,
        "documents": {"before": drawn_before, "after": documents_of(play.world, names)},
        "witness": _witness(play, lanes, recorder, names),
    }


def _witness(play: Play, lanes: Sequence[Lane], recorder: Recorder, names: Names) -> Json | None:
    """What shows that the calls could have run one after another, or not; None until all have ended."""
    if play.open_lanes():
        return None
    history = history_of(recorder.events, written_keys(play.world))
    found = witness_of(history, lane_names(lanes), names, play.world)
    return found.to_json() if found is not None else None


def _outcome(outcome: CallReturned | CallRaised | None, names: Names) -> Json:
    match outcome:
        case None:
            return {"status": "open", "text": ""}
        case CallReturned():
            return {"status": "returned", "text": names.show(outcome.value)}
        case CallRaised():
            error = outcome.error
            if is_refusal(error):
                return {
                    "status": "raised",
                    "text": f"ConvexError({names.show(refusal_data(error))})",
                }
            text = names.text(f"{error_name(error)}: {error_text(error)}")
            return {"status": "raised", "text": text}


def move_label(call: Running, names: Names) -> str | None:
    """What the next move of ``call`` is, for a button; None if it has ended."""
    match call.next_move:
        case None:
            return None
        case Begin(attempt=1):
            return "begin"
        case Begin(attempt=attempt):
            return f"begin, attempt {attempt}"
        case Commit():
            return "commit"
        case StepMove(detail=detail):
            return step_label(detail, names)


def step_label(detail: str, names: Names) -> str:
    """A step as a learner wrote it, ids and functions by their names."""
    written = _REFERENCE.sub(r"internal.\1.\2", detail).replace("'", '"')
    return names.text(written.removeprefix("ctx."))


class _Writer:
    """Turns events into the entries of a timeline."""

    def __init__(self, world: Backend, names: Names) -> None:
        self.moves: list[Json] = []
        self._world = world
        self._names = names
        self._latest: dict[str, Json] = {}  # lane -> its last entry

    def take(self, event: Event) -> None:
        """Add an entry, or what the event says to the lane's last one."""
        match event:
            case Began():
                self._begin(event)
            case Stepped():
                label = step_label(event.detail, self._names)
                line = f"Line {event.line}: " if event.line is not None else ""
                self._add(event, "step", label, f"{line}{label}.", line=event.line)
            case ReadRange():
                self._read(event)
            case Wrote():
                self._write(event)
            case Committed():
                self._commit(event)
            case Conflicted():
                self._conflict(event, event.read)
            case _:
                pass

    def _begin(self, event: Began) -> None:
        if self._world.functions[event.path].kind == "action":
            text = f"{self._function(event.path)} starts. An action has no snapshot of its own."
            self._add(event, "begin", "start", text)
            return
        version = self._names.version(event.ts)
        text = f"{self._function(event.path)} begins at version {version}"
        again = f", attempt {event.attempt}" if event.attempt > 1 else ""
        self._add(event, "begin", f"begin{again}", f"{text}{again}.", version=version)

    def _read(self, event: ReadRange) -> None:
        described = self._world.describe_range(event.index, event.interval)
        read = {
            "index": event.index,
            "range": self._names.range(described),
            "documents": event.documents,
        }
        entry = self._latest[event.call]
        entry["reads"].append(read)
        found = "1 document" if event.documents == 1 else f"{event.documents} documents"
        entry["text"] += f" Reads {read['index']} {read['range']}: {found}."

    def _write(self, event: Wrote) -> None:
        write = {
            "op": event.op,
            "document": self._names.note_id(event.table, event.id),
            "text": self._names.assignments(event.fields),
        }
        entry = self._latest[event.call]
        entry["writes"].append(write)
        what = f": {write['text']}" if write["text"] else ""
        entry["text"] += f" Writes {write['document']}{what}, not yet visible to others."

    def _commit(self, event: Committed) -> None:
        if any(move["writes"] for move in self._since_begin(event.call)):
            version = self._names.note_commit(event.ts)
            text = f"{self._function(event.path)} commits version {version}."
        else:
            version = self._names.version(event.ts)
            text = f"{self._function(event.path)} commits; it wrote nothing, so there is no new version."
        self._add(event, "commit", "commit", text, version=version)

    def _since_begin(self, lane: str) -> list[Json]:
        """The entries of the lane's running attempt."""
        found: list[Json] = []
        for move in reversed(self.moves):
            if move["lane"] == lane:
                if move["kind"] == "begin":
                    break
                found.append(move)
        return found

    def _conflict(self, event: Conflicted, read: ConflictingRead) -> None:
        version = self._names.version(read.write_ts)
        document = self._names.note_id(read.table, read.id)
        range_text = self._names.range(self._world.describe_range(read.index, read.interval))
        writer = read.writer_label or "somebody"
        entry = self._add(
            event,
            "conflict",
            "conflict",
            f"The commit is refused: {event.path} had read {read.index} {range_text}, and {writer} has "
            f"changed {document} in version {version}. It runs again from the top.",
            version=version,
        )
        entry["conflict"] = {
            "index": read.index,
            "range": range_text,
            "document": document,
            "writer": writer,
            "version": version,
        }

    @staticmethod
    def _function(path: str) -> str:
        return path.rpartition(":")[2]

    def _add(
        self,
        event: Event,
        kind: str,
        label: str,
        text: str,
        *,
        line: int | None = None,
        version: int | None = None,
    ) -> Json:
        entry: Json = {
            "n": len(self.moves) + 1,
            "lane": event.call,
            "attempt": event.attempt,
            "kind": kind,
            "label": label,
            "text": text,
            "line": line,
            "version": version,
            "reads": [],
            "writes": [],
            "conflict": None,
        }
        self.moves.append(entry)
        self._latest[event.call] = entry
        return entry

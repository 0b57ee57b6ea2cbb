"""Set-up, calls and what must hold, as one value: a scene that a reader may edit.

```
 rows       {"jobs": [{"status": "pending"}]}              stored before anything moves
 calls      {"a": ("claim", {"job_id": "jobs#1"}), …}       one per lane, two to four
 invariant  def invariant(tables): "…"; return …            its docstring is the sentence people read
```

``"jobs#1"`` stands for the id of the first row of jobs, in arguments and in later rows.

Invariants: a workload can be played any number of times; playing never changes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getdoc

from labkit.harness.history import History
from labkit.harness.names import Names, listed
from labkit.harness.play import LETTERS, Lane, Play
from labkit.harness.witness import lane_names, witness_of
from minivex import Backend, Value, functions_of
from minivex.clock import VirtualClock
from minivex.schema.tables import Schema
from minivex.services.crons import Crons

__all__ = [
    "Verdict",
    "Workload",
    "WorkloadError",
    "mapping",
    "stored",
    "with_ids",
    "workload_of",
]

LANES_MIN = 2

Rule = Callable[[dict[str, list[dict[str, Value]]]], object]
"""Whether the rule holds, by the documents of each table."""


class WorkloadError(Exception):
    """A scene lacks something, or has it in a form that cannot be played."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the rule holds: ``open`` until every lane has ended."""

    state: str
    sentence: str

    def to_json(self) -> dict[str, str]:
        """The verdict as replies carry it."""
        return {"state": self.state, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Workload:
    """A start, the calls, and the rule."""

    start: Backend
    lanes: tuple[Lane, ...]
    invariant: Rule
    sentence: str

    def judge(self, play: Play, history: History) -> Verdict:
        """What the rule says about the end of ``play``, with a witness from its history."""
        waiting = [LETTERS[lane] for lane in play.open_lanes()]
        if waiting:
            return Verdict(
                "open", f"{self.sentence} Not decided: {listed(waiting)} can still move."
            )
        schema = play.world.schema
        tables = {
            name: play.world.documents(name) for name in sorted(schema.tables if schema else ())
        }
        names = Names(self.start)
        names.note(play.world)
        found = witness_of(history, lane_names(self.lanes), names, play.world)
        witness = "" if found is None else f" {found.sentence[:1].upper()}{found.sentence[1:]}"
        if self.invariant(tables):
            return Verdict("kept", f"Kept: {self.sentence}{witness}")
        return Verdict("broken", f"Broken: {self.sentence}{witness}")


def workload_of(namespace: Mapping[str, object], module: str) -> Workload:
    """Read a scene from the names that its file defines.

    Raises: WorkloadError, if it cannot be played; and what the engine raises for rows that the schema
        does not take.
    """
    world, names = stored(namespace, module)
    lanes = tuple(_lanes(mapping(namespace, "calls"), world.functions, module, names))
    invariant, sentence = _rule(namespace)
    return Workload(world, lanes, invariant, sentence)


def stored(
    namespace: Mapping[str, object],
    module: str,
    *,
    clock: VirtualClock | None = None,
    crons: Crons | None = None,
) -> tuple[Backend, Names]:
    """A backend with the scene's schema, functions and rows, and what the rows are called.

    Time and cron jobs are those that are given, if they are.

    Raises: as ``workload_of``.
    """
    schema = namespace.get("schema")
    if not isinstance(schema, Schema):
        raise WorkloadError("The scene needs a schema: assign define_schema(…) to schema.")
    functions = functions_of(namespace, module)
    world = Backend(schema=schema, functions=functions, seed=1, clock=clock, crons=crons)
    names = Names(world)
    for table, rows in mapping(namespace, "rows").items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise WorkloadError(f"rows[{table!r}] must be a list of dicts, one for each row.")
        for row in rows:
            world.load(table, [with_ids(row, names)])
            names.note(world)
    return world, names


def mapping(namespace: Mapping[str, object], name: str) -> dict[str, object]:
    """The dict that the scene calls ``name``."""
    found = namespace.get(name)
    if not isinstance(found, dict):
        raise WorkloadError(
            f"The scene needs {name}, a dict. Its form is shown in the scene you began with."
        )
    return found


def _lanes(
    calls: Mapping[str, object], functions: Mapping[str, object], module: str, names: Names
) -> list[Lane]:
    letters = list(LETTERS[: len(calls)])
    if not LANES_MIN <= len(calls) <= len(LETTERS) or list(calls) != letters:
        raise WorkloadError('calls must have two to four lanes, named "a", "b", … in this order.')
    lanes = []
    for letter, call in calls.items():
        match call:
            case (str(function), dict(args)):
                path = f"{module}:{function}"
                if path not in functions:
                    known = listed(sorted(name.partition(":")[2] for name in functions))
                    raise WorkloadError(
                        f"Lane {letter} calls {function}, and the file defines {known or 'no function'}."
                    )
                lanes.append(Lane(path, with_ids(args, names), letter))
            case _:
                raise WorkloadError(f'calls["{letter}"] must be ("function", {{arguments}}).')
    return lanes


def _rule(namespace: Mapping[str, object]) -> tuple[Rule, str]:
    invariant = namespace.get("invariant")
    if not callable(invariant):
        raise WorkloadError(
            "The scene needs def invariant(tables), which returns whether the rule holds."
        )
    sentence = " ".join((getdoc(invariant) or "").split())
    if not sentence:
        raise WorkloadError(
            "The docstring of invariant says the rule in one sentence; it is empty."
        )
    return invariant, sentence


def with_ids(value: object, names: Names) -> dict[str, Value]:
    """A copy with every ``"table#n"`` that names a stored row replaced by its id."""
    replaced = _replace(value, names)
    assert isinstance(replaced, dict), "a dict stays a dict"
    return replaced


def _replace(value: object, names: Names) -> object:
    match value:
        case str():
            return names.id_of(value) or value
        case list():
            return [_replace(item, names) for item in value]
        case dict():
            return {key: _replace(item, names) for key, item in value.items()}
        case _:
            return value

"""What a scene with a worker is made of: calls, the jobs they leave, other people's services, and a rule.

```
 rows       {"totals": [{"sum": 0}]}                    optional: stored before anything moves
 services   {"bank": ["charge"]}                        optional: internal.bank.charge is an action
 calls      {"a": ("place", {"amount": 30}), …}         one to four
 invariant  def invariant(tables, done): "…"; return …  documents by table, done requests by service
```

Invariant: a scene can be played any number of times; each worker of a play loads the file anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import getdoc

from labkit.harness.jobs import JOBS_TABLE
from labkit.harness.names import Names, listed
from labkit.harness.play import LETTERS, Lane
from labkit.harness.service import Service
from labkit.harness.workload import WorkloadError, mapping, stored, with_ids
from labkit.visual.film import Load
from minivex import Backend, Function, Value, functions_of

__all__ = ["Rule", "WorkerScene", "rule_of", "services_of", "worker_scene_of"]

CALLS_MAX = 4

Done = dict[str, list[dict[str, Value]]]
"""The arguments of the requests for which a service did something."""

RuleFunction = Callable[[dict[str, list[dict[str, Value]]], Done], object]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold at the end, and the sentence that says it."""

    holds: RuleFunction
    sentence: str

    def keeps(self, world: Backend, services: Sequence[Service]) -> bool:
        """Whether it holds for what ``world`` stores and ``services`` have done."""
        tables = [*(world.schema.tables if world.schema else ()), JOBS_TABLE]
        done = {each.name: [dict(one.args) for one in each.done] for each in services}
        return bool(self.holds({name: world.documents(name) for name in tables}, done))


@dataclass(frozen=True, slots=True)
class WorkerScene:
    """A start, the calls, the services and the rule."""

    start: Backend
    names: Names
    lanes: tuple[Lane, ...]
    services: tuple[Service, ...]
    rule: Rule
    functions_of: Callable[[], Mapping[str, Function]]
    """Loads the program as a new worker does."""


def worker_scene_of(load: Load, module: str) -> WorkerScene:
    """Read a scene from what ``load`` returns.

    Raises: WorkloadError, if it cannot be played; what ``load`` raises; and what the engine raises for rows
        that the schema does not take.
    """
    namespace = load()
    services = services_of(namespace)
    world, names = stored({"rows": {}, **namespace}, module)
    return WorkerScene(
        world,
        names,
        tuple(_lanes(mapping(namespace, "calls"), world, module, names)),
        services,
        rule_of(namespace),
        lambda: _program(load(), module, services),
    )


def services_of(namespace: Mapping[str, object]) -> tuple[Service, ...]:
    """The services that the file names.

    Raises: WorkloadError, if ``services`` has another form.
    """
    found = []
    for name, operations in mapping({"services": {}, **namespace}, "services").items():
        if not isinstance(operations, list) or not all(type(each) is str for each in operations):
            raise WorkloadError(f'services["{name}"] must be a list of names of functions.')
        found.append(Service(name, *operations))
    return tuple(found)


def rule_of(namespace: Mapping[str, object]) -> Rule:
    """The rule of the file.

    Raises: WorkloadError, if there is none, or it has no sentence.
    """
    invariant = namespace.get("invariant")
    if not callable(invariant):
        raise WorkloadError(
            "The scene needs def invariant(tables, done), which returns whether the rule holds."
        )
    sentence = " ".join((getdoc(invariant) or "").split())
    if not sentence:
        raise WorkloadError(
            "The docstring of invariant says the rule in one sentence; it is empty."
        )
    return Rule(invariant, sentence)


def _program(
    namespace: Mapping[str, object], module: str, services: Sequence[Service]
) -> dict[str, Function]:
    functions = functions_of(namespace, module)
    for service in services:
        functions |= service.functions
    return functions


def _lanes(calls: Mapping[str, object], world: Backend, module: str, names: Names) -> list[Lane]:
    if not 1 <= len(calls) <= CALLS_MAX or list(calls) != list(LETTERS[: len(calls)]):
        raise WorkloadError(
            f'calls must have one to {CALLS_MAX} entries, named "a", "b", … in this order.'
        )
    lanes = []
    for letter, call in calls.items():
        match call:
            case (str(function), dict(args)):
                path = f"{module}:{function}"
            case _:
                raise WorkloadError(f'calls["{letter}"] must be ("function", {{arguments}}).')
        if path not in world.functions:
            known = listed(sorted(name.partition(":")[2] for name in world.functions))
            raise WorkloadError(
                f"Call {letter} is of {function}, and the file defines {known or 'no function'}."
            )
        lanes.append(Lane(path, with_ids(args, names), letter))
    return lanes

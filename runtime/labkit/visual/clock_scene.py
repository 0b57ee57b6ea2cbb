"""What a scene about time is made of: when it begins and ends, calls at times, cron jobs, slow services, and a rule.

```
 start, end   "2026-03-02 09:00", "2026-03-02 09:03"        UTC; or def period(setting): return start, end
 rows         {"notes": [{"text": ""}]}                      optional
 services     {"mail": ["send"]}                             optional: each request takes setting["takes"] seconds
 crons        cron_jobs(), filled                            optional; or def crons(setting)
 calls        [(30, "pay", {"number": 1}), …]                optional: seconds after the start; or def calls(setting)
 invariant    def invariant(tables, done): "…"; return …     asked at the end
```

``setting`` is what the controls of the page say, by their ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from labkit.harness.names import Names, listed
from labkit.harness.service import Answer, Service
from labkit.harness.workload import WorkloadError, stored, with_ids
from labkit.visual.film import Settings
from labkit.visual.worker_scene import Rule, rule_of, services_of
from minivex import Backend, Value
from minivex.clock import VirtualClock
from minivex.services.crons import Crons

__all__ = ["ClockScene", "TimedCall", "clock_scene_of"]

CALLS_MAX = 40
REQUESTS_MAX = 1_000
SECOND_MS = 1_000


@dataclass(frozen=True, slots=True)
class TimedCall:
    """A call that a client makes at a time."""

    at_ms: int
    path: str
    args: dict[str, Value]


@dataclass(frozen=True, slots=True)
class ClockScene:
    """A start, what comes from outside and when, and how long it goes on."""

    start: Backend
    """Its clock stands at the beginning, and its cron jobs are deployed."""

    names: Names
    file: str
    """What the reader's file is called where its lines are told."""

    calls: tuple[TimedCall, ...]
    crons: Crons
    services: tuple[Service, ...]
    takes_ms: int
    end_ms: int
    rule: Rule


def clock_scene_of(namespace: Mapping[str, object], module: str, setting: Settings) -> ClockScene:
    """Read a scene from the names that its file defines.

    Raises: WorkloadError, if it cannot be played; what a function of the scene raises; and what the engine raises for
        rows or cron jobs that cannot be.
    """
    start_ms, end_ms = _period(namespace, setting)
    crons = _asked(namespace.get("crons", Crons()), setting)
    if not isinstance(crons, Crons):
        raise WorkloadError("crons must be what cron_jobs() returns.")
    given = {"rows": {}, **namespace}
    world, names = stored(given, module, clock=VirtualClock(start_ms), crons=crons)
    calls = [
        _call(entry, world, module, names, start_ms)
        for entry in _list(_asked(namespace.get("calls", []), setting))
    ]
    takes_ms = int(setting.get("takes", 0)) * SECOND_MS
    services = services_of(namespace)
    for service in services:
        service.answers(*([Answer.LATE] * REQUESTS_MAX if takes_ms else []))
    return ClockScene(
        world,
        names,
        f"{module}.py",
        tuple(sorted(calls, key=lambda call: call.at_ms)),
        crons,
        services,
        takes_ms,
        end_ms,
        rule_of(namespace),
    )


def _asked(found: object, setting: Settings) -> object:
    """A value of the scene, or what a function of the scene makes of the setting."""
    return found(dict(setting)) if callable(found) else found


def _period(namespace: Mapping[str, object], setting: Settings) -> tuple[int, int]:
    given = _asked(namespace.get("period", (namespace.get("start"), namespace.get("end"))), setting)
    match given:
        case (str(start), str(end)):
            start_ms, end_ms = _time_ms(start), _time_ms(end)
        case _:
            raise WorkloadError(
                'The scene needs start and end, such as start, end = "2026-03-02 09:00", "2026-03-02 09:03".'
            )
    if start_ms >= end_ms:
        raise WorkloadError(f"The scene ends at {end}, which is not after its start at {start}.")
    return start_ms, end_ms


def _time_ms(text: str) -> int:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WorkloadError(
            f'"{text}" is no time. Write the year first, as in "2026-03-02 09:00".'
        ) from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    found_ms = int(found.timestamp() * SECOND_MS)
    if found_ms <= 0:
        raise WorkloadError(f"The scene has the time {text}. Choose one after 1970.")
    return found_ms


def _list(found: object) -> list[object]:
    if not isinstance(found, list) or len(found) > CALLS_MAX:
        raise WorkloadError(
            f'calls must be a list of up to {CALLS_MAX} times (seconds, "function", {{arguments}}).'
        )
    return found


def _call(entry: object, world: Backend, module: str, names: Names, start_ms: int) -> TimedCall:
    match entry:
        case (int(at) | float(at), str(function), dict(args)) if at >= 0:
            path = f"{module}:{function}"
        case _:
            raise WorkloadError('Each of calls must be (seconds, "function", {arguments}).')
    if path not in world.functions:
        known = listed(sorted(name.partition(":")[2] for name in world.functions))
        raise WorkloadError(
            f"A call is of {function}, and the file defines {known or 'no function'}."
        )
    return TimedCall(start_ms + int(at * SECOND_MS), path, with_ids(args, names))

"""``fieldbook simulate``: random histories against the slow model, until one goes wrong.

```
 fieldbook simulate --histories 10000 --seed 1     exit 0 all agree, 1 one differs
 fieldbook simulate --seed 1 --only 481            that one history again, shrunk and told
 fieldbook simulate --jobs --histories 1000        scheduled functions and crashes instead
```
"""

from __future__ import annotations

import argparse
import json
import time
from typing import NamedTuple

from labkit.simulation.campaign import attempt, cases
from labkit.simulation.job_campaign import first_job_failure
from labkit.simulation.shrinker import shrink
from labkit.simulation.story import tell

__all__ = ["add_simulate", "simulate"]

AGREE, DIFFER = 0, 1
HISTORIES = 10_000


def add_simulate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command line of ``simulate``."""
    parser = commands.add_parser("simulate", help="random histories against a slow model")
    parser.add_argument(
        "--histories", type=int, default=HISTORIES, help=f"how many (default {HISTORIES})"
    )
    parser.add_argument("--seed", type=int, default=0, help="where to begin (default 0)")
    parser.add_argument("--only", type=int, help="the number of the one history to play")
    parser.add_argument("--jobs", action="store_true", help="scheduled functions and crashes")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def simulate(options: argparse.Namespace) -> tuple[int, str]:
    """Play the histories; the exit status, and what to print."""
    start = 0 if options.only is None else options.only
    end = options.histories if options.only is None else options.only + 1
    began = time.perf_counter()
    found = (_jobs if options.jobs else _histories)(options.seed, start, end)
    seconds = time.perf_counter() - began
    if found is not None:
        jobs = "--jobs " if options.jobs else ""
        again = f"fieldbook simulate {jobs}--seed {options.seed} --only {found.number}"
        if options.json:
            result = {"agree": False, "seed": options.seed, "again": again, **found._asdict()}
            return DIFFER, json.dumps(result, indent=2)
        head = f"history {found.number} of seed {options.seed}"
        return DIFFER, f"{head}\n\n{found.story}\n\nagain: {again}"
    played = end - start
    if options.json:
        return AGREE, json.dumps({"agree": True, "seed": options.seed, "histories": played})
    return AGREE, f"{played} histories agree with the model, {played / seconds:.0f} per second"


class _Found(NamedTuple):
    """A history that went wrong."""

    number: int
    kind: str
    story: str


def _histories(seed: int, start: int, end: int) -> _Found | None:
    for number, case, world in cases(seed, start, end):
        difference = attempt(case, world)
        if difference is not None:
            shrunk = shrink(case, difference)
            story = tell(shrunk.case, shrunk.difference)
            return _Found(number, shrunk.difference.kind, story)
    return None


def _jobs(seed: int, start: int, end: int) -> _Found | None:
    failure = first_job_failure(seed, start, end)
    return failure and _Found(failure.number, failure.difference.kind, failure.story)

"""``fieldbook simulate``: random histories against the slow model, until one goes wrong.

```
 fieldbook simulate --histories 10000 --seed 1     exit 0 all agree, 1 one differs
 fieldbook simulate --seed 1 --only 481            that one history again, shrunk and told
```
"""

from __future__ import annotations

import argparse
import json
import time

from labkit.simulation.campaign import attempt, cases
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
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def simulate(options: argparse.Namespace) -> tuple[int, str]:
    """Play the histories; the exit status, and what to print."""
    start = 0 if options.only is None else options.only
    end = options.histories if options.only is None else options.only + 1
    began = time.perf_counter()
    for number, case, world in cases(options.seed, start, end):
        difference = attempt(case, world)
        if difference is None:
            continue
        shrunk = shrink(case, difference)
        story = tell(shrunk.case, shrunk.difference)
        again = f"fieldbook simulate --seed {options.seed} --only {number}"
        if options.json:
            result = {
                "agree": False,
                "seed": options.seed,
                "history": number,
                "kind": shrunk.difference.kind,
                "story": story,
                "again": again,
            }
            return DIFFER, json.dumps(result, indent=2)
        return DIFFER, f"history {number} of seed {options.seed}\n\n{story}\n\nagain: {again}"
    played = end - start
    if options.json:
        return AGREE, json.dumps({"agree": True, "seed": options.seed, "histories": played})
    rate = played / (time.perf_counter() - began)
    return AGREE, f"{played} histories agree with the model, {rate:.0f} per second"

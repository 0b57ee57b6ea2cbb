"""A contender in a process of its own: requests in, one answer each, both JSON lines.

::

    {"op": "adapter", "spec": "tests.bench.engine_adapter:Engine"}
    {"op": "open", "count": 1000}                  W1: load that many documents
    {"op": "run", "workload": "W2", "seconds": 0.05, "options": {}}
    {"op": "memory", "count": 2000}
                                       answers: {"us": …, "check": …}, {"absent": true},
                                       {"error": …}

The same module answers inside Pyodide, where ``node_worker.mjs`` hands the lines over.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

from tests.bench.timing import Measured
from tests.bench.workloads import WORKLOADS, load, memory
from tests.bench.world import World

__all__ = ["Worker"]


class Worker:
    """Answers requests about one contender."""

    def __init__(self) -> None:
        self._world: World | None = None

    def answer(self, line: str) -> str:
        """The answer to one request. An error is an answer; the next request may succeed."""
        request = json.loads(line)
        try:
            found = self._do(request)
        except NotImplementedError:
            return json.dumps({"absent": True})
        except Exception as error:
            return json.dumps({"error": f"{type(error).__name__}: {error}"})
        return json.dumps({"us": found.us, "check": found.check})

    def _do(self, request: dict[str, Any]) -> Measured:
        if request["op"] == "adapter":
            module, _, name = request["spec"].partition(":")
            self._world = World(getattr(import_module(module), name))
            return Measured(0, sys.version.split()[0])
        world = self._world
        assert world is not None, "the adapter comes first"
        match request["op"]:
            case "open":
                return load(world, request["count"])
            case "memory":
                return memory(world, request["count"])
            case _:
                work = WORKLOADS[request["workload"]]
                return work(world, request["seconds"], **request["options"])


def main() -> None:
    """Answer every line of the standard input."""
    worker = Worker()
    for line in sys.stdin:
        print(worker.answer(line), flush=True)


if __name__ == "__main__":
    main()

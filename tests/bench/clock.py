"""The time of a measurement: what the own process has computed, whoever else is busy.

Nobody here waits for a disk or a network, so the time on the wall would add nothing but the
other jobs of the machine. Deadlines, which say how long to go on, use the clock on the wall.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module

__all__ = ["cpu_seconds"]


def _clock() -> Callable[[], float]:
    """The processor time of this process; in Pyodide that is Node's, as ``cpu_time.mjs`` reads it.

    Pyodide's own ``time.process_time`` is the time on the wall.
    """
    if sys.platform == "emscripten":
        of_node: Callable[[], float] = import_module("js").benchCpuSeconds
        return of_node
    return time.process_time


cpu_seconds = _clock()
"""Seconds of processor time that this process has used."""

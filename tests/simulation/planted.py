"""Bugs to plant in the engine: each takes one thing away that its guarantees rest on.

``python -m tests.simulation.planted`` says for each how many histories it takes to be found.
"""

from __future__ import annotations

from tests.simulation.bugs_in_live_queries import BUGS as IN_LIVE_QUERIES
from tests.simulation.bugs_in_pushes import BUGS as IN_PUSHES
from tests.simulation.bugs_in_reads import BUGS as IN_READS
from tests.simulation.bugs_in_writes import BUGS as IN_WRITES
from tests.simulation.planting import found_after

__all__ = ["PLANTED"]

PLANTED = [*IN_READS, *IN_WRITES, *IN_LIVE_QUERIES, *IN_PUSHES]

if __name__ == "__main__":
    for bug in PLANTED:
        found = found_after(bug)
        said = "never" if found is None else f"{found[0]:5}  {found[1]}"
        print(f"{said:24} {bug.name}")

"""What an attempt recorded as read: no more and no less than what it looked at.

A commit that nobody disturbs does not show whether its reads are right. So they are asked: which
documents of the snapshot lie in them, index by index, and which ids that mean nothing.
"""

from __future__ import annotations

from labkit.simulation.difference import Differ
from labkit.simulation.history import Attempt, History, name_of
from labkit.simulation.model import ModelRun
from labkit.simulation.ordering import rank
from labkit.simulation.schemas import AUTOMATIC
from labkit.simulation.versions import Version

__all__ = ["check_reads"]


def check_reads(history: History, attempt: Attempt, run: ModelRun, version: Version) -> None:
    """Compare what ``attempt`` recorded with what ``run``, the model's, looked at on ``version``.

    Raises: Differ, if it is more or less.
    """
    tables = version.tables
    labels = version.indexes
    slots = [slot.id for slot in history.world.slots]
    wanted: dict[tuple[str, str], set[str]] = {}
    for read in run.reads:
        known = {**AUTOMATIC, **labels.get(read.table, {})}
        label = next(name for name, paths in known.items() if paths == read.paths)
        if label == "by_id":
            ids = {id for id in (*slots, *attempt.memory.own) if read.holds_key((rank(id),))}
        else:
            docs = tables.get(read.table, {}).values()
            ids = {doc.id for doc in docs if read.holds(doc)}
        if ids:
            wanted.setdefault((read.table, label), set()).update(ids)
    if attempt.covered != wanted:
        raise Differ(
            "reads",
            f"{name_of(attempt)} has recorded reads of {_sorted(attempt.covered)}\n"
            f"  and has looked at {_sorted(wanted)}",
        )


def _sorted(covered: dict[tuple[str, str], set[str]]) -> str:
    parts = [f"{table}.{label}: {sorted(ids)}" for (table, label), ids in sorted(covered.items())]
    return ", ".join(parts) or "nothing"

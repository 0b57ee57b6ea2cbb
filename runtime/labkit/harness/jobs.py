"""The scheduled functions of a world, as a check looks at them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from minivex import Backend, Value

__all__ = ["JOBS_TABLE", "Job", "JobState", "jobs_of"]

JOBS_TABLE = "_scheduled_functions"

JobState: TypeAlias = Literal["pending", "inProgress", "success", "failed", "canceled"]


@dataclass(frozen=True, slots=True)
class Job:
    """One scheduled call: what, when, and what became of it."""

    id: str
    function: str
    """Its name as the program writes it: ``orders:send``."""

    args: dict[str, Value]
    due_ms: float
    state: JobState
    error: str = ""
    """What a failed one raised."""


def jobs_of(world: Backend) -> list[Job]:
    """Every scheduled call that is still known, in order of creation."""
    return [_job(row) for row in world.documents(JOBS_TABLE)]


def _job(row: dict[str, Value]) -> Job:
    state = cast("dict[str, Value]", row["state"])
    args = cast("list[dict[str, Value]]", row["args"])
    return Job(
        id=str(row["_id"]),
        function=str(row["name"]).replace(".js:", ":"),
        args=args[0],
        due_ms=cast("float", row["scheduledTime"]),
        state=cast("JobState", state["kind"]),
        error=str(state.get("error", "")),
    )

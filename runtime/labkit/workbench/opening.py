"""What a session begins with: all that the page has kept."""

from dataclasses import dataclass, field

from labkit.workbench.application import Files
from minivex.clock import START_MS

__all__ = ["Opening"]


@dataclass(frozen=True, slots=True)
class Opening:
    """The log, and what is kept beside it."""

    log: bytes = b""
    files: Files = ()
    """What was pushed last; empty if nothing was."""
    now_ms: int = START_MS
    commits: int = 0
    seed: int = 1
    panes: tuple[tuple[str, str, str, str], ...] = field(default=())

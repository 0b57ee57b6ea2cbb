"""One function called several times at the same moment: each call makes one move, then the next call does.

```
 1  begin        read         commit
 2       begin        read           commit ✕ begin read commit
```

A browser has many readers and a playground has one; this is how the one sees what many would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from labkit.workbench.words import shown_cell
from minivex import Backend, Raised, Value

__all__ = ["TIMES_MAX", "run_together"]

TIMES_MAX: Final = 20

Json = dict[str, Any]


def run_together(
    backend: Backend,
    path: str,
    args: Mapping[str, Value],
    *,
    identity: Mapping[str, object] | None,
    times: int,
    explain: Callable[[BaseException], Json],
) -> Json:
    """Run the calls to their ends; what came of each, and of all of them.

    Raises: FunctionNotFoundError, or whatever ends Python.
    """
    calls = [
        backend.start(path, args, label=f"call {number}", identity=identity)
        for number in range(1, times + 1)
    ]
    while waiting := [call for call in calls if not call.done]:
        for call in waiting:
            call.move()
    crowd = []
    for call in calls:
        outcome = call.outcome
        error = explain(outcome.error) if isinstance(outcome, Raised) else None
        crowd.append(
            {
                "label": call.label,
                "attempts": call.attempts,
                "error": error,
                "value": ""
                if outcome is None or isinstance(outcome, Raised)
                else shown_cell(outcome.value),
            }
        )
    failed = [one["error"] for one in crowd if one["error"]]
    value = (
        ""
        if failed
        else f"{times} calls at the same moment, {sum(call.attempts for call in calls)} attempts"
    )
    return {
        "crowd": crowd,
        "ok": not failed,
        "error": failed[0] if failed else None,
        "value": value,
    }

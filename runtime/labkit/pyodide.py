"""Grade an attempt in Pyodide under Node: the Python of the browser, the same report.

```
 labkit.process ── seal, request ──▶ node pyodide.mjs ── runtime/ mounted ──▶ labkit.entry ──▶ reply
```

Invariant: what comes back is byte for byte what CPython gives, but for what only one of them limits: the
child here has no limit of memory but Node's.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labkit.process import DEADLINE_S, Progress, RefusedError, grade_in_process

__all__ = ["grade_in_pyodide"]

_SCRIPT = Path(__file__).with_name("pyodide.mjs")
_START_S = 20.0
"""Pyodide takes 2 to 5 seconds to start; that is not the attempt's time."""


def grade_in_pyodide(
    exercise_id: str,
    files: Mapping[str, str],
    source: str,
    *,
    deadline_s: float = DEADLINE_S,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The report on ``source``, made by Pyodide.

    Raises: RefusedError, if Node or Pyodide is not installed; otherwise as `grade_in_process`.
    """
    node = shutil.which("node")
    if node is None:
        raise RefusedError(
            "--pyodide needs Node 20 or newer on PATH; without it, grade in CPython instead"
        )
    if not (_SCRIPT.parents[2] / "node_modules" / "pyodide").is_dir():
        raise RefusedError("--pyodide needs the npm package pyodide; run `make setup` first")
    return grade_in_process(
        exercise_id,
        files,
        source,
        deadline_s=deadline_s + _START_S,
        progress=progress,
        command=(node, str(_SCRIPT)),
    )

"""What the pages' live cells and the reproductions of errors print, to compare two Pythons."""

from __future__ import annotations

import json
from pathlib import Path

from labkit.grader.cell import run_cell
from sitegen.cells import printed_by, read_cells
from sitegen.error_texts import read_errors, reproduction_of


def printed(root: Path = Path()) -> str:
    """A JSON object from cells and errors to what they print."""
    found = {cell.id: printed_by(cell) for cell in read_cells(root)}
    for error in read_errors(root):
        if error.python:
            ran = run_cell("messages", reproduction_of(error))
            # Not the traceback: since Python 3.12 a comprehension is no frame of its own.
            raised = ran["error"]["message"] if ran["error"] else ""
            found[f"error {error.id}"] = f"{ran['output']}{raised}"
    return json.dumps(found, sort_keys=True)

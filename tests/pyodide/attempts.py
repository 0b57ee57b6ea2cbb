"""The reply to every attempt of every exercise, through the one function that the page calls.

``fieldbook record`` keeps the report of each attempt, and tests/labs has CPython give it again. So what
is recorded is what CPython replies, and the other Python is compared with that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from labkit.entry import handle
from labkit.grader.folder import LabFolder, find_folders
from labkit.grader.report import canonical_json
from labkit.grader.rules import SNAPSHOT, attempts


def exercises(root: Path) -> Iterator[tuple[LabFolder, dict[str, str]]]:
    """Every exercise below ``root``, with its files."""
    for folder in find_folders(root):
        if folder.kind == "exercise":
            yield folder, folder.files()


def replies(root: Path = Path("labs")) -> str:
    """Grade all attempts below ``root``; a JSON object from attempt to reply."""
    found = {}
    for folder, files in exercises(root):
        exercise = {"id": folder.id, "files": files}
        for name, source in attempts(files).items():
            request = {"kind": "grade", "exercise": exercise, "source": source}
            found[f"{folder.id}/{name}"] = handle(json.dumps(request))
    return json.dumps(found, sort_keys=True)


def recorded(root: Path = Path("labs")) -> str:
    """The same from what is recorded, without grading anything."""
    found = {}
    for folder, files in exercises(root):
        for name, report in json.loads(files[SNAPSHOT]).items():
            found[f"{folder.id}/{name}"] = canonical_json({"kind": "graded", "report": report})
    return json.dumps(found, sort_keys=True)

"""With the search through points switched off, and each order played from the start, every verdict is the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from labkit.grader import context
from labkit.grader.exercise import Exercise
from labkit.grader.folder import LabFolder, find_folders
from labkit.grader.grade import grade
from labkit.harness.interleave import Exploration, Judge, explore
from labkit.harness.play import Lane, Play
from minivex import Backend

LABS = Path(__file__).resolve().parents[3] / "labs"
FOLDERS = [each for each in find_folders(LABS) if each.kind == "exercise"]
WITH_ORDERS = [each for each in FOLDERS if each.chapter == "40-occ"]


def from_the_start(
    start: Backend,
    lanes: Sequence[Lane],
    judge: Judge,
    *,
    budget: int,
    progress: Callable[[int, int], None] | None,
) -> Exploration:
    """``explore`` as it is for plays of another kind."""
    return explore(
        start,
        lanes,
        judge,
        budget=budget,
        progress=progress,
        play_of=lambda: Play(start, lanes, budget=budget),
    )


def told(exercise: Exercise, source: str) -> dict[str, Any]:
    """The report, but for how many orders were run, and for meters, which checks may count per run."""
    report = json.loads(json.dumps(grade(exercise, source).to_json()))
    del report["summary"], report["meters"]
    for each in report["checks"]:
        if each["explored"] is not None:
            del each["explored"]["distinct"]
    return dict(report)


@pytest.mark.slow
@pytest.mark.parametrize("folder", WITH_ORDERS, ids=lambda each: each.id)
def test_the_search_changes_no_report(folder: LabFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    files = folder.files()
    exercise = Exercise.from_files(files)
    for name in ("starter.py", "solution.py"):
        found = told(exercise, files[name])
        with monkeypatch.context() as off:
            off.setattr(context, "explore", from_the_start)
            assert told(exercise, files[name]) == found

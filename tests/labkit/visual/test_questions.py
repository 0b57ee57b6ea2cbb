"""Every scene of a visual lab asks something, and its own run gives one of the answers that a reader can choose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labkit.grader.exercise import Lab, Scene
from labkit.grader.facts import ExerciseError
from labkit.grader.question import answer_of
from labkit.grader.scene import play_scene
from labkit.grader.visual import play_visual

LABS = Path(__file__).resolve().parents[3] / "labs"
FOLDERS = [*sorted((LABS / "05-visual").glob("[0-9]*-*")), LABS / "40-occ" / "20-two-lanes"]

EXPECTED = {
    "index-list/equal": "3",
    "index-list/newest": "2",
    "index-list/filter": "5",
    "index-list/compound": "2",
    "read-set/index-or-filter": "24",
    "read-set/take-or-collect": "claim_of_all",
    "read-set/join": "3",
    "kill-switch/mutation": "30",
    "kill-switch/action": "charged once, and the row says open",
    "kill-switch/intent": "charged once, and the row says paid",
    "clock/once": "canceled, and the mail is sent",
    "clock/month-end": "3",
    "clock/daily": "3",
    "clock/overlong": "4",
    "clock/debounce": "09:00:12",
    "subscriptions/range": "4",
    "subscriptions/hot": "0",
    "subscriptions/equal": "4",
    "subscriptions/together": "no",
    "two-lanes/lost-update": "2",
    "two-lanes/write-skew": "bo",
}
"""Reckoned by hand, so that a change of a scene, of its question or of the engine is seen here."""


def files_of(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()
    }


SCENES = [
    pytest.param(files, lab, scene, id=f"{lab.id}/{scene.id}")
    for files in map(files_of, FOLDERS)
    for lab in [Lab.from_files(files)]
    for scene in lab.scenes
]


def run_of(lab: Lab, scene: Scene, source: str, settings: dict[str, object] | None = None) -> Any:
    assert scene.question
    if lab.view == "lanes":
        return play_scene(scene, source, moves=scene.question.moves, isolation="serializable")
    return play_visual(lab, scene, source, settings or {})["frames"]


@pytest.mark.parametrize(("files", "lab", "scene"), SCENES)
def test_the_run_of_a_scene_answers_its_question(
    files: dict[str, str], lab: Lab, scene: Scene
) -> None:
    assert scene.question
    run = run_of(lab, scene, scene.source)
    answer = answer_of(files, scene.id, run)
    assert answer is not None
    assert answer["text"] == EXPECTED[f"{lab.id}/{scene.id}"]
    assert scene.question.fits(answer["text"])
    steps = len(run["timeline"]["moves"]) if lab.view == "lanes" else len(run)
    assert 1 <= answer["step"] <= steps


def test_a_scene_that_cannot_be_played_answers_nothing() -> None:
    assert answer_of({"predict.py": "def one(run): return 1, run[0]"}, "one", []) is None


def test_a_run_without_what_is_asked_about_answers_nothing() -> None:
    files = files_of(LABS / "05-visual" / "40-kill-switch")
    assert answer_of(files, "mutation", [{"picture": {"stored": []}}]) is None


def test_the_answer_is_that_of_the_run_and_not_of_a_list() -> None:
    files = files_of(LABS / "05-visual" / "10-index-list")
    lab = Lab.from_files(files)
    scene = lab.scene("newest")
    assert scene
    longer = scene.source.replace(".take(2)", ".take(4)")
    answer = answer_of(files, "newest", run_of(lab, scene, longer))
    assert answer
    assert answer["text"] == "4"


def test_lanes_that_still_have_moves_are_not_what_is_asked_about() -> None:
    files = files_of(LABS / "40-occ" / "20-two-lanes")
    lab = Lab.from_files(files)
    for scene in lab.scenes:
        run = run_of(lab, scene, scene.source)
        assert set(run["next"].values()) == {None}


def test_a_scene_without_its_function_is_the_authors_to_repair() -> None:
    with pytest.raises(ExerciseError, match=r"defines no all_of_it\(run\)"):
        answer_of({"predict.py": ""}, "all-of-it", [1])

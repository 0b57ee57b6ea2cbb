"""An exercise is read from a mapping; every mistake names its file and its rule."""

from __future__ import annotations

import pytest

from labkit.grader.exercise import Exercise, ExerciseError, Lab, content_version


def test_an_exercise_is_read(one_winner: Exercise) -> None:
    assert one_winner.id == "one-winner"
    assert one_winner.filename == "jobs.py"
    assert one_winner.functions == ("claim", "claim_next")
    assert len(one_winner.version) == 12
    assert all(len(steps) == 3 for steps in one_winner.hints.values())


def test_hints_without_an_attempt_have_no_placeholder(one_winner: Exercise) -> None:
    assert not [step for steps in one_winner.hints.values() for step in steps if "|" in step]


def test_wrong_answers_and_recorded_reports_are_no_content(
    one_winner_files: dict[str, str],
) -> None:
    shown = {
        path: text
        for path, text in one_winner_files.items()
        if not path.startswith(("wrong/", "right/")) and path != "report.snap.json"
    }
    assert shown.keys() < one_winner_files.keys()
    assert content_version(shown) == content_version(one_winner_files)
    assert content_version({**shown, "prompt.md": ""}) != content_version(shown)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"exercise.toml": None}, "exercise.toml: the folder has no such file"),
        ({"checks.py": None}, "checks.py: the folder has no such file"),
        ({"exercise.toml": "id = "}, "exercise.toml: .*rule: the file is TOML"),
        ({"exercise.toml": 'id = "x"'}, "exercise.toml: module is not set"),
        ({"exercise.toml": 'id = "x"\nmodule = 5'}, "module is 5; wanted str"),
        ({"exercise.toml": 'module = "a-b"'}, "'a-b' cannot be the name of a file"),
        ({"hints.md": "## one\n"}, "hints.md: one has none; wanted Observed, Idea, Fix"),
    ],
)
def test_a_mistake_names_file_and_rule(
    one_winner_files: dict[str, str], change: dict[str, str | None], message: str
) -> None:
    files = {**one_winner_files, **change}
    with pytest.raises(ExerciseError, match=message):
        Exercise.from_files({path: text for path, text in files.items() if text is not None})


@pytest.mark.parametrize(
    ("replacement", "message"),
    [
        (('id = "one-winner"', 'id = "One Winner"'), "id is 'One Winner'"),
        (("minutes = 25", "minutes = true"), "minutes is True; wanted int"),
        (('needs = ["two-lanes"]', "needs = [1]"), "needs holds something that is not text"),
    ],
)
def test_a_fact_of_the_wrong_form_is_refused(
    one_winner_files: dict[str, str], replacement: tuple[str, str], message: str
) -> None:
    toml = one_winner_files["exercise.toml"].replace(*replacement)
    with pytest.raises(ExerciseError, match=message):
        Exercise.from_files({**one_winner_files, "exercise.toml": toml})


def test_a_lab_is_read(two_lanes_files: dict[str, str]) -> None:
    lab = Lab.from_files(two_lanes_files)
    assert [scene.id for scene in lab.scenes] == ["lost-update", "write-skew"]
    assert lab.scenes[0].grain == "step"
    assert lab.scene("write-skew") is lab.scenes[1]
    assert lab.scene("another") is None


@pytest.mark.parametrize(
    ("replacement", "message"),
    [
        (('grain = "step"', 'grain = "fine"'), "scene 1 has the grain 'fine'"),
        (('file = "lost_update.py"', 'file = "gone.py"'), "gone.py: the folder has no such file"),
        (("[[scenes]]", "[scenes]"), "lab.toml: .*rule: the file is TOML"),
    ],
)
def test_a_lab_with_a_mistake_is_refused(
    two_lanes_files: dict[str, str], replacement: tuple[str, str], message: str
) -> None:
    toml = two_lanes_files["lab.toml"].replace(*replacement)
    with pytest.raises(ExerciseError, match=message):
        Lab.from_files({**two_lanes_files, "lab.toml": toml})


def test_a_lab_has_a_scene(two_lanes_files: dict[str, str]) -> None:
    toml = two_lanes_files["lab.toml"].partition("[[scenes]]")[0]
    with pytest.raises(ExerciseError, match="no \\[\\[scenes\\]\\] table"):
        Lab.from_files({**two_lanes_files, "lab.toml": toml})

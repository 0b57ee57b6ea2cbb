"""A workshop's plan repeats nothing by hand, fits its time, and its links open what they say."""

import base64
import json
import re
import tomllib
import zlib
from pathlib import Path

import pytest

from labkit.grader.exercise import Lab
from sitegen.build import check_pages
from sitegen.course import read_course
from sitegen.generate import generated
from sitegen.pages import GapError
from sitegen.room_links import scene_fragment
from sitegen.workshop import Workshop, read_workshop
from sitegen.wrong_answers import check_titles, obstacles
from tests.site.conftest import REPOSITORY
from tests.site.small_course import LAB, write_files

PLAN = """\
title = "A small hour"
summary = "One thing."
start = "13:50"
minutes_max = 30
before = ["Open the [list](/exercises/)."]

[[parts]]
id = "all"
title = "All of it"
goal = "It grows."

[[parts.blocks]]
kind = "lab"
lab = "two-numbers"
scene = "only"
moves = "ab"
minutes = 5
say = ["Look."]

[[parts.blocks]]
kind = "exercise"
exercise = "add-one"
debrief = 3
say = ["Do not say two."]
watch = "Three."
after = "Why not three?"

[[parts.blocks]]
kind = "break"
minutes = 2

[[parts.blocks]]
kind = "talk"
id = "end"
title = "The end"
minutes = 15
say = ["Bye."]
checkpoint = "Nobody is left."
"""


def texts(root: Path) -> dict[str, str]:
    """The generated pages about teaching, by name."""
    return {
        page.path.removeprefix("docs/teach/"): page.text
        for page in generated(root).pages
        if page.path.startswith("docs/teach/")
    }


@pytest.fixture
def small_plan(small_root: Path) -> Path:
    write_files(small_root, {"labs/workshop.toml": PLAN})
    return small_root


@pytest.fixture(scope="module")
def plan() -> Workshop:
    """The plan of this repository."""
    found = read_workshop(REPOSITORY, read_course(REPOSITORY))
    assert found is not None
    return found


def test_without_a_plan_there_is_the_room_alone(small_root: Path) -> None:
    pages = texts(small_root)
    assert set(pages) == {"index.md"}
    assert "A workshop" not in pages["index.md"]


def test_times_are_added_up_and_minutes_come_from_the_exercise(small_plan: Path) -> None:
    page = texts(small_plan)["half-day.md"]
    assert "| 13:50 | 5 | Lab: [Two numbers](#two-numbers) |" in page
    title = "Add one: the smallest exercise"
    assert f"| 13:55 | 5 + 3 to talk | Exercise: [{title}](#add-one) |" in page
    assert "| 14:03 | 2 | Break |" in page
    assert "| 14:20 | | End |" in page
    assert "**The invariant: it grows.**" in page
    assert "1. Why?" in page


def test_the_solution_is_folded_and_on_a_page_of_its_own(small_plan: Path) -> None:
    pages = texts(small_plan)
    assert "a = 2" not in pages["half-day.md"]
    assert '<details class="fb-solution" name="solutions" markdown="1">' in pages["solutions.md"]
    assert "a = 2" in pages["solutions.md"]
    assert "export const a = 2;" in pages["solutions.md"]


def test_the_workbook_has_the_task_and_neither_answer_nor_solution(small_plan: Path) -> None:
    page = texts(small_plan)["workbook.md"]
    for part in (
        "it grows",
        "There are two numbers.",
        "<li>1 &lt; 2</li>",
        "Add one.",
        'b = {"x": 1}',
    ):
        assert part in page
    assert "The starter says so" not in page
    assert "a = 2" not in page


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ('exercise = "add-one"', 'exercise = "add-two"'),
            "no exercise 'add-two'; there is add-one",
        ),
        (('lab = "two-numbers"', 'lab = "three"'), "no lab 'three'; there is two-numbers"),
        (('scene = "only"', 'scene = "other"'), "no scene of two-numbers 'other'; there is only"),
        (("minutes_max = 30", "minutes_max = 20"), "it takes 30 minutes, and may take 20"),
    ],
)
def test_a_plan_that_contradicts_the_course_stops_the_build(
    small_plan: Path, change: tuple[str, str], problem: str
) -> None:
    write_files(small_plan, {"labs/workshop.toml": PLAN.replace(*change)})
    with pytest.raises(GapError) as caught:
        check_pages(small_plan)
    assert problem in str(caught.value)


def test_a_link_for_the_room_holds_scene_text_and_moves() -> None:
    lab = Lab.from_files(LAB)
    fragment = scene_fragment(lab, "only", "ab")
    name, _, data = fragment.partition("=1.")
    assert name == "share"
    padded = data + "=" * (-len(data) % 4)
    shared = json.loads(zlib.decompress(base64.urlsafe_b64decode(padded), -15))
    assert shared == {
        "id": "two-numbers",
        "version": lab.version,
        "code": "x = 1\n",
        "scene": "only",
        "moves": "ab",
        "isolation": "serializable",
    }
    assert len(fragment) < 8_000


def test_the_plan_of_this_site_is_half_a_day_of_three_subjects(plan: Workshop) -> None:
    assert plan.minutes <= 240
    assert [part.id for part in plan.parts] == ["indexing", "occ", "scheduling"]
    for part in plan.parts:
        kinds = {block.kind for block in part.blocks}
        assert {"lab", "exercise"} <= kinds
    for block in plan.blocks():
        assert block.say or block.kind == "break"


def test_the_plan_says_nothing_twice_that_a_folder_knows() -> None:
    data = tomllib.loads((REPOSITORY / "labs/workshop.toml").read_text(encoding="utf-8"))
    for part in data["parts"]:
        for block in part["blocks"]:
            if block["kind"] in ("exercise", "lab"):
                assert "title" not in block
            if block["kind"] == "exercise":
                assert "minutes" not in block


def test_each_exercise_of_the_plan_knows_its_typical_wrong_answers(plan: Workshop) -> None:
    for item in plan.exercises():
        found = obstacles(item)
        wrong = [name for name in item.files if name.startswith("wrong/")]
        assert sum(len(each.beliefs) for each in found) > len(wrong) / 2, item.exercise.id
        for each in found:
            assert each.title == check_titles(item)[each.check]
            assert each.idea, each.check
            assert not any(re.search(r"^expect:", belief) for belief in each.beliefs)

"""What the generator makes of a course, and what it refuses."""

import json
from pathlib import Path

import pytest
import yaml

from labkit.grader.exercise import Exercise
from sitegen.build import check_pages
from sitegen.generate import generated
from sitegen.pages import GapError
from tests.labkit.grader.programs import SMALL_EXERCISE
from tests.site.conftest import generate
from tests.site.small_course import EXERCISE, write_files

CHAPTER = "labs/10-small"


def gap_lines(root: Path) -> list[str]:
    with pytest.raises(GapError) as caught:
        check_pages(root)
    return [str(gap) for gap in caught.value.gaps]


def test_a_second_run_writes_nothing(small_root: Path) -> None:
    first = generate(small_root)
    assert len(first) == len(generated(small_root).pages)
    times = {path: (small_root / path).stat().st_mtime_ns for path in first}
    assert generate(small_root) == []
    assert times == {path: (small_root / path).stat().st_mtime_ns for path in first}


def test_only_the_page_that_changed_is_written(small_root: Path) -> None:
    generate(small_root)
    write_files(small_root / CHAPTER / "20-add-one", {"solution.py": "a = 1 + 1\n"})
    touched = generate(small_root)
    with_its_version = ["small/index.md", "index.md"]
    assert touched == [
        "docs/exercises/add-one.md",
        *(f"docs/exercises/{page}" for page in with_its_version),
        "docs/progress/index.md",
        "docs/progress/certificate.md",
        "docs/teach/index.md",
        "docs/assets/lab/content/add-one.json",
    ]


def test_a_removed_exercise_takes_its_files_with_it(small_root: Path) -> None:
    generate(small_root)
    folder = small_root / CHAPTER / "20-add-one"
    folder.rename(small_root / "elsewhere")
    touched = generate(small_root)
    assert "docs/exercises/add-one.md" in touched
    assert not (small_root / "docs/exercises/add-one.md").exists()
    assert not (small_root / "docs/assets/lab/content/add-one.json").exists()


def test_an_exercise_page_has_all_its_parts_in_order(small_root: Path) -> None:
    generate(small_root)
    text = (small_root / "docs/exercises/add-one.md").read_text()
    parts = [
        "# Add one: the smallest exercise",
        '<ul class="fb-meta"><li>Exercise</li><li>5 minutes</li><li>transaction</li>',
        "## Before you begin",
        "## Predict",
        "## Task",
        '<div class="fb-lab-wrap"><minivex-exercise exercise="add-one" version="',
        "<summary>The same in TypeScript</summary>",
        "`convex/schema.ts` TypeScript",
        "`convex/numbers.ts` TypeScript",
        "export const a = 1;",
        "## Hints",
        "<summary>Start here</summary>",
        "<summary>What was observed</summary>",
        "## When it passes",
        "### Why it is right",
        "<minivex-replay ",
        "### What it costs",
        "### Questions",
        "### Read on",
        "## Solution",
        "`numbers.py` Python",
        "`convex/schema.ts` TypeScript",
        "`convex/numbers.ts` TypeScript",
        "export const a = 2;",
        "Next: [Add one: the smallest exercise](last.md)",
    ]
    place = 0
    for part in parts:
        place = text.index(part, place) + len(part)


def test_the_last_exercise_leads_to_the_list_and_an_unwritten_page_is_not_linked(
    small_root: Path,
) -> None:
    generate(small_root)
    text = (small_root / "docs/exercises/last.md").read_text()
    assert "This was the last one. [All exercises](index.md)" in text
    text = (small_root / "docs/exercises/add-one.md").read_text()
    assert "one-mutation.md#conflict)\n\n</details>" in text
    assert "not-there-yet" not in text


def test_a_part_that_is_still_to_be_written_is_said_and_keeps_nothing_back(
    small_root: Path,
) -> None:
    (small_root / CHAPTER / "20-add-one/why.md").unlink()
    made = generated(small_root)
    assert [str(note) for note in made.notes if "add-one" in note.file] == [
        (
            "labs/10-small/20-add-one/why.md: wanted the headings ## Why it is right and ## What it costs "
            "(rule: a page explains a right answer)"
        )
    ]
    assert made.gaps == ()


def test_a_page_is_made_without_a_starter_in_typescript(small_root: Path) -> None:
    (small_root / CHAPTER / "20-add-one/starter.ts").unlink()
    made = generated(small_root)
    assert [note.rule for note in made.notes if "add-one" in note.file] == [
        "a page shows the starter in TypeScript"
    ]
    (text,) = (page.text for page in made.pages if page.path == "docs/exercises/add-one.md")
    assert "fb-starter" not in text


def test_a_question_is_answered_by_running_the_starter(small_root: Path) -> None:
    generate(small_root)
    text = (small_root / "docs/exercises/add-one.md").read_text()
    assert "<minivex-predict" not in text  # its starter is no module of functions
    (small_root / CHAPTER / "20-add-one").rename(small_root / "elsewhere")
    write_files(small_root / CHAPTER / "40-add-one", SMALL_EXERCISE)
    generate(small_root)
    text = (small_root / "docs/exercises/add-one.md").read_text()
    assert "<li>3</li><li>4</li>" in text
    assert "<p><strong>3</strong> It adds 0.</p></details></minivex-predict></div>" in text


def test_the_starter_is_shown_without_javascript_as_it_is(small_root: Path) -> None:
    generate(small_root)
    text = (small_root / "docs/exercises/add-one.md").read_text()
    assert (
        '<pre><code>a = "&lt;b&gt;"\n\n\nb = {"x": 1}</code></pre></minivex-exercise></div>' in text
    )


def test_page_and_content_file_carry_the_version_that_grades(small_root: Path) -> None:
    generate(small_root)
    content = json.loads((small_root / "docs/assets/lab/content/add-one.json").read_text())
    exercise = Exercise.from_files(content["files"])
    assert exercise.version == Exercise.from_files(EXERCISE).version
    assert f'version="{exercise.version}"' in (small_root / "docs/exercises/add-one.md").read_text()


def test_what_no_element_reads_stays_at_home(small_root: Path) -> None:
    generate(small_root)
    content = json.loads((small_root / "docs/assets/lab/content/add-one.json").read_text())
    assert set(content) == {"id", "files"}
    at_home = {"wrong/adds_two.py", "report.snap.json", "starter.ts"}
    assert set(content["files"]) == set(EXERCISE) - at_home


def test_a_lab_stands_after_its_prediction(small_root: Path) -> None:
    generate(small_root)
    text = (small_root / "docs/labs/two-numbers.md").read_text()
    assert text.index("## Predict") < text.index("<minivex-lab ") < text.index("## After")
    assert "<pre><code>x = 1</code></pre>" in text


def test_the_indexes_have_one_line_for_each_item(small_root: Path) -> None:
    generate(small_root)
    exercises = (small_root / "docs/exercises/index.md").read_text()
    assert (
        "[Add one: the smallest exercise](add-one.md) "
        '<span class="fb-path__asks">Add one to a number.</span>' in exercises
    )
    labs = (small_root / "docs/labs/index.md").read_text()
    assert "- [Two numbers](two-numbers.md): Move two numbers." in labs


def test_links_from_the_root_become_links_between_files(small_root: Path) -> None:
    generate(small_root)
    text = (small_root / "docs/exercises/add-one.md").read_text()
    assert "[the rule](../guide/one-mutation.md#conflict)" in text
    assert "[one](../guide/one-mutation.md#retry)" in text


def test_the_navigation_needs_no_edit_for_a_new_exercise(small_root: Path) -> None:
    facts = EXERCISE["exercise.toml"].replace("add-one", "add-two")
    folder = small_root / CHAPTER / "30-add-two"
    write_files(folder, EXERCISE | {"exercise.toml": facts})
    generate(small_root)
    config = yaml.safe_load((small_root / "mkdocs.generated.yml").read_text())
    assert config["INHERIT"] == "mkdocs.yml"
    nav = {title: pages for root in config["nav"] for title, pages in root.items()}
    assert nav["Exercises"] == [
        "exercises/index.md",
        {
            "Small things": [
                "exercises/small/index.md",
                "exercises/add-one.md",
                "exercises/add-two.md",
                "exercises/last.md",
            ]
        },
    ]
    assert nav["Labs"] == ["labs/index.md", "labs/two-numbers.md"]


def test_a_missing_file_is_a_gap_with_its_name(small_root: Path) -> None:
    (small_root / CHAPTER / "20-add-one/solution.ts").unlink()
    assert gap_lines(small_root) == [
        (
            "labs/10-small/20-add-one/solution.ts: the folder has no such file "
            "(rule: the page's files exist)"
        )
    ]


def test_a_prompt_without_a_prediction_is_a_gap(small_root: Path) -> None:
    prompt = EXERCISE["prompt.md"].replace("## Predict", "## Guess")
    write_files(small_root / CHAPTER / "20-add-one", {"prompt.md": prompt})
    assert gap_lines(small_root) == [
        (
            "labs/10-small/20-add-one/prompt.md: found Before you begin, Task; "
            "wanted Before you begin, Predict, Task, in this order (rule: a prompt has three sections)"
        )
    ]


def test_facts_that_cannot_be_read_are_a_gap(small_root: Path) -> None:
    write_files(small_root / CHAPTER / "20-add-one", {"exercise.toml": "id = 3"})
    (line,) = gap_lines(small_root)
    assert line.startswith("labs/10-small/20-add-one/exercise.toml: ")


def test_two_exercises_with_one_id_are_a_gap(small_root: Path) -> None:
    write_files(small_root / CHAPTER / "30-again", EXERCISE)
    assert gap_lines(small_root) == [
        "labs/10-small/30-again: 'add-one' is also labs/10-small/20-add-one (rule: ids are unique)"
    ]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("/nowhere/", "'/nowhere/' does not exist; there is /engine/commits/, /engine/"),
        ("/guide/one-mutation/#nowhere", "does not exist; there is caller, conflict, example"),
        ("../guide.md", "'../guide.md' should look like /guide/one-mutation/#retry"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_gap_with_its_line(
    small_root: Path, link: str, said: str
) -> None:
    prompt = EXERCISE["prompt.md"].replace("/guide/one-mutation/#conflict", link)
    write_files(small_root / CHAPTER / "20-add-one", {"prompt.md": prompt})
    (line,) = gap_lines(small_root)
    assert line.startswith("labs/10-small/20-add-one/prompt.md:3: ")
    assert said in line


def test_a_dead_link_does_not_keep_a_page_from_a_preview(small_root: Path) -> None:
    prompt = EXERCISE["prompt.md"].replace("/guide/one-mutation/#conflict", "/nowhere/")
    write_files(small_root / CHAPTER / "20-add-one", {"prompt.md": prompt})
    made = generated(small_root)
    assert [gap.rule for gap in made.gaps] == ["links lead to a page of the site"]
    assert "docs/exercises/add-one.md" in [page.path for page in made.pages]

"""The rules that all folders keep together find what breaks them."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.grader.course import IDS, course_problems, publish, published_ids


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for id in ("one", "two"):
        folder = tmp_path / "10-x" / f"10-{id}"
        folder.mkdir(parents=True)
        (folder / "lab.toml").write_text("needs = []\n", encoding="utf-8")
    (tmp_path / "10-x" / "chapter.md").write_text("# X\n", encoding="utf-8")
    publish(tmp_path, ["one", "two"])
    return tmp_path


def broken(root: Path) -> set[tuple[str, str]]:
    return {(problem.file, problem.rule) for problem in course_problems(root)}


def test_folders_that_keep_the_rules_have_no_problem(root: Path) -> None:
    assert broken(root) == set()


def test_an_id_that_was_published_stays(root: Path) -> None:
    (root / "10-x" / "10-two").rename(root / "10-x" / "10-three")
    (one, two) = sorted(str(problem) for problem in course_problems(root))
    assert one.startswith("ids.txt: three is not in it; run `fieldbook record three`")
    assert two.startswith("ids.txt: two was published and no folder has it now")
    facts = root / "10-x" / "10-three" / "lab.toml"
    facts.write_text("formerly = ['two']\n", encoding="utf-8")
    publish(root, ["three"])
    assert broken(root) == set()


def test_an_id_is_published_once_and_keeps_its_place(root: Path) -> None:
    assert publish(root, ["two", "four", "four"]) == ["four"]
    assert published_ids(root) == ["one", "two", "four"]
    assert (root / IDS).read_text(encoding="utf-8") == "one\ntwo\nfour\n"
    assert publish(root, ["one"]) == []


def test_two_folders_with_one_id_are_found(root: Path) -> None:
    (root / "20-y").mkdir()
    (root / "20-y" / "chapter.md").write_text("# Y\n", encoding="utf-8")
    (root / "20-y" / "10-one").mkdir()
    (root / "20-y" / "10-one" / "lab.toml").write_text("needs = ['gone']\n", encoding="utf-8")
    assert {rule for _, rule in broken(root)} == {"ids are unique", "what is needed is there"}


def test_a_chapter_without_a_text_and_a_folder_of_nothing_are_found(root: Path) -> None:
    (root / "20-y" / "10-z").mkdir(parents=True)
    assert broken(root) == {
        ("20-y/chapter.md", "a chapter has a text"),
        ("20-y/10-z/", "a folder is an exercise or a lab"),
    }

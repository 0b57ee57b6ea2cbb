"""Every folder of labs/ keeps the rules: those of its own, and those that all keep together."""

from __future__ import annotations

import pytest

from labkit.grader.course import course_problems
from labkit.grader.folder import LabFolder, find_folders
from labkit.grader.rules import problems
from tests.labkit.conftest import LABS

pytestmark = pytest.mark.slow  # every attempt is graded; `make check` has `fieldbook check` for it


@pytest.mark.parametrize("folder", list(find_folders(LABS)), ids=lambda folder: folder.id)
def test_the_folder_keeps_all_rules(folder: LabFolder) -> None:
    assert [str(problem) for problem in problems(folder)] == []


def test_the_folders_keep_the_rules_of_the_course() -> None:
    assert [str(problem) for problem in course_problems(LABS)] == []

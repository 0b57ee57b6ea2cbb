"""A new exercise keeps the rules from its first minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.cli import main as fieldbook
from tests.tools.new_exercise import UnusableNameError, create


@pytest.fixture
def labs(tmp_path: Path) -> Path:
    """A folder of labs with one chapter and one exercise."""
    (tmp_path / "labs" / "40-occ" / "30-one-winner").mkdir(parents=True)
    return tmp_path / "labs"


def test_a_new_exercise_keeps_every_rule_once_it_is_recorded(
    labs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = create(labs, "occ/my-exercise")
    assert folder == labs / "40-occ" / "40-my-exercise"
    assert fieldbook(["--labs", str(labs), "record", "my-exercise"]) == 0
    status = fieldbook(["--labs", str(labs), "check", "my-exercise"])
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("my-exercise", "is not CHAPTER/NAME"),
        ("occ/My Exercise", "is not CHAPTER/NAME"),
        ("values/my-exercise", "there are: occ"),
        ("40-occ/one-winner", "is taken by labs/40-occ/30-one-winner"),
    ],
)
def test_a_name_that_cannot_be_used_says_why(labs: Path, name: str, said: str) -> None:
    with pytest.raises(UnusableNameError, match=said):
        create(labs, name)

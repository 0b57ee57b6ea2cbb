"""Old addresses lead to where their text is now."""

from pathlib import Path

import pytest

from sitegen.course import read_course
from sitegen.pages import GapError
from sitegen.redirects import DATA, moved_addresses, redirect_page, write_redirects
from tests.site.small_course import write_course


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a course, an empty table, and a site of two pages."""
    write_course(tmp_path)
    (tmp_path / DATA).parent.mkdir(parents=True)
    table(tmp_path, "")
    for page in ("guide/new", "exercises/add-one"):
        file = tmp_path / "site" / page / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text('<h2 id="part">Part</h2>')
    return tmp_path


def table(root: Path, lines: str) -> None:
    (root / DATA).write_text(f"[moved]\n{lines}\n")


def test_an_old_address_leads_to_the_new_one_from_below_any_path(root: Path) -> None:
    table(root, '"guide/old/" = "guide/new/#part"')
    assert write_redirects(root / "site", root) == 2
    page = (root / "site/guide/old/index.html").read_text()
    assert 'content="0; url=../new/#part"' in page
    assert '<a href="../new/#part">' in page
    assert '<link rel="canonical" href="../new/#part">' in page


def test_the_former_name_of_an_exercise_leads_to_it(root: Path) -> None:
    moved = moved_addresses(root, read_course(root))
    assert moved == {"exercises/plus-one/": "exercises/add-one/"}


def test_an_address_may_move_to_the_top(root: Path) -> None:
    assert "url=../../" in redirect_page("guide/old/", "")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('"guide/new/" = "exercises/add-one/"', "is a page still"),
        ('"guide/old" = "guide/new/"', "does not end in /"),
        ('"guide/old/" = "guide/newer/"', "no such page"),
        ('"guide/old/" = "guide/new/#nowhere"', "no such section"),
    ],
)
def test_a_line_that_leads_nowhere_fails_the_build(root: Path, line: str, problem: str) -> None:
    table(root, line)
    with pytest.raises(GapError, match=problem):
        write_redirects(root / "site", root)

"""The page about safety lists the attacks that are tried, and names tests that exist."""

from __future__ import annotations

import re

from tests.e2e.attack_list import PAGE, with_tables
from tests.repo.repository import ROOT


def test_the_page_lists_the_attacks_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_tables(page), "run: python -m tests.e2e.attack_list"


def test_a_test_that_a_page_names_exists() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.py", "*.js", "*.mjs")
        for path in (ROOT / "tests").rglob(pattern)
    )
    for name in ("safety.md", "acceptance.md"):
        page = (ROOT / "docs" / "contributing" / name).read_text(encoding="utf-8")
        for test in re.findall(r"`(test_\w+)`", page):
            assert f"def {test}(" in code, f"{name}: {test}"
        for path in re.findall(r"`((?:tests|runtime)/[\w./-]+)`", page):
            assert (ROOT / path).exists(), f"{name}: {path}"

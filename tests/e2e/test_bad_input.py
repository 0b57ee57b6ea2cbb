"""Whatever a learner's program does, the page stays usable and the program's text stays there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.element import QUICK, Element, open_exercise, source_of

PROGRAMS = {
    "a syntax error": "def claim(:\n    pass\n",
    "an exception": "raise ValueError('at import')\n",
    "a flood of output": "for i in range(2_000_000):\n    print('line', i)\n",
    "deep recursion": "def f(n):\n    return f(n + 1)\n\n\nf(0)\n",
    "a huge allocation": "data = bytearray(8 * 1024**3)\n",
    "allocation without end": "data = []\nwhile True:\n    data.append(bytes(10_000_000))\n",
}


@pytest.fixture(scope="module")
def exercise(lasting_page: Page) -> Element:
    """One exercise, which all of them are tried on in a row."""
    return open_exercise(lasting_page, QUICK)


@pytest.mark.parametrize("what", PROGRAMS)
def test_the_page_survives(exercise: Element, what: str) -> None:
    exercise.write(PROGRAMS[what])
    exercise.press("Check")
    exercise.wait_for("failed", "error", "stopped")
    # Said in words somewhere, not only by a colour.
    expect(exercise.root).to_contain_text("Error" if "error" in what else " ")
    first_line = PROGRAMS[what].split("\n")[0]
    assert first_line in exercise.code()

    exercise.write(source_of(QUICK, "solution.py"))
    exercise.press("Check")
    exercise.wait_for("passed")


def test_a_program_that_never_ends_is_stopped(exercise: Element) -> None:
    exercise.write("while True:\n    pass\n")
    exercise.press("Run")
    exercise.wait_for("running")
    exercise.press("Stop")
    exercise.wait_for("stopped")
    assert "while True:" in exercise.code()

    exercise.write(source_of(QUICK, "solution.py"))
    exercise.press("Check")
    exercise.wait_for("passed")

"""Stop ends whatever runs, soon, and the next run finds a Python."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.element import QUICK, Element, open_exercise, source_of

# A tick and a grace for what does not listen, then the spare takes over.
STOPPED_WITHIN_MS = 300 + 1_000
PRESS_STOP = """(element) => new Promise((stopped) => {
  const began = performance.now();
  const look = () => {
    if (element.dataset.state === "stopped") stopped(performance.now() - began);
  };
  new MutationObserver(look).observe(element, { attributes: true });
  [...element.querySelectorAll("button")].find((one) => one.textContent === "Stop").click();
})"""

PROGRAMS = {
    "a loop": "while True:\n    pass\n",
    "a loop that catches everything": (
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass\n"
    ),
    "one long call": "sum(iter(int, 1))\n",
    "recursion without a limit": (
        "import sys\n\nsys.setrecursionlimit(10**7)\n\n\n"
        "def f(n):\n    return f(n + 1)\n\n\n"
        "while True:\n    try:\n        f(0)\n    except Exception:\n        pass\n"
    ),
}


@pytest.fixture(scope="module")
def exercise(lasting_page: Page) -> Element:
    """One exercise, in which all of them are stopped in a row."""
    return open_exercise(lasting_page, QUICK)


@pytest.mark.parametrize("what", PROGRAMS)
def test_a_program_is_stopped_in_time(exercise: Element, what: str) -> None:
    wait_until_ready(exercise)
    exercise.write(PROGRAMS[what])
    exercise.press("Run")
    exercise.wait_for("running", "error")
    exercise.page.wait_for_timeout(500)  # let it get deep, or long
    if exercise.root.get_attribute("data-state") == "running":
        assert exercise.root.evaluate(PRESS_STOP) < STOPPED_WITHIN_MS

    exercise.write(source_of(QUICK, "solution.py"))
    exercise.press("Check")
    exercise.wait_for("passed")


def wait_until_ready(exercise: Element) -> None:
    """Run an empty file, and give the spare Python time to start."""
    exercise.write("")
    exercise.press("Run")
    exercise.wait_for("idle", "running")
    exercise.wait_for("idle")
    exercise.page.wait_for_timeout(1_500)

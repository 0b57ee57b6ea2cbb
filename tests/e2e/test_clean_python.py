"""What one check left behind in its Python is gone when the next one is graded."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.element import Element, open_exercise, source_of

TRACES = {
    "a builtin": "\n\nimport builtins\n\nbuiltins.len = lambda *_: 0\n",
    "the grader": (
        "\n\nimport labkit.grader.context as grader\n\n"
        "grader.Context.holds_in_every_order = lambda *_, **__: None\n"
    ),
}

# A check may be over before the next look from outside, so the page itself watches for its end.
PRESS = """(element, name) => new Promise((settled) => {
  let hasRun = false;
  new MutationObserver(() => {
    const { state } = element.dataset;
    if (state === "running") hasRun = true;
    else if (hasRun && state !== "booting") settled(state);
  }).observe(element, { attributes: true, attributeFilter: ["data-state"] });
  [...element.querySelectorAll("button")].find((one) => one.textContent === name).click();
})"""


def settle(exercise: Element, button: str) -> str:
    """Press a button and give the state in which its run ended."""
    return str(exercise.root.evaluate(PRESS, button))


@pytest.fixture(scope="module")
def exercise(lasting_page: Page) -> Element:
    """One exercise, in which each answer follows the other."""
    return open_exercise(lasting_page, "one-winner")


@pytest.mark.parametrize("what", TRACES)
def test_an_answer_does_not_reach_the_next_check(exercise: Element, what: str) -> None:
    starter = source_of("one-winner", "starter.py")
    for button in ("Run", "Check"):
        exercise.write(starter + TRACES[what])
        settle(exercise, button)
        exercise.write(starter)
        assert settle(exercise, "Check") == "failed"
        assert "Not safe in every order" in exercise.root.inner_text()

"""An exercise from a cold start to a right answer, as a learner does it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.element import open_exercise, source_of

TABS_MAX = 150


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until ``target`` has the focus."""
    for _ in range(TABS_MAX):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached by {TABS_MAX} presses of {key}")


def test_the_starter_fails_with_the_schedule_that_breaks_it(cold_page: Page) -> None:
    exercise = open_exercise(cold_page, "one-winner")
    exercise.press("Check")
    exercise.wait_for("failed")
    schedule = exercise.root.get_by_text("The same as a table")
    schedule.focus()
    cold_page.keyboard.press("Enter")
    expect(exercise.root.get_by_role("table").first).to_contain_text("commit")


def test_the_solution_passes_after_a_wrong_answer(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.write(source_of("one-winner", "wrong/query_then_blind_patch.py"))
    exercise.press("Check")
    exercise.wait_for("failed")
    exercise.write(source_of("one-winner", "solution.py"))
    exercise.press("Check")
    exercise.wait_for("passed")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    expect(exercise.button("Check")).to_be_enabled()
    tab_to(page, exercise.editor)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("while True:\n    pass\n")
    page.keyboard.press("Escape")  # Tab indents inside the editor; Escape lets it move on
    tab_to(page, exercise.button("Run"))
    page.keyboard.press("Enter")
    exercise.wait_for("running")
    tab_to(page, exercise.button("Stop"))
    page.keyboard.press("Space")
    exercise.wait_for("stopped")
    tab_to(page, exercise.editor, "Shift+Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source_of("one-winner", "solution.py"))
    page.keyboard.press("Escape")
    tab_to(page, exercise.button("Check"))
    page.keyboard.press("Enter")
    exercise.wait_for("passed")


def test_reset_brings_the_starter_back(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    expect(exercise.button("Check")).to_be_enabled()
    exercise.write("print('mine')\n")
    exercise.press("Reset")
    expect(exercise.editor).to_contain_text(source_of("one-winner", "starter.py").split("\n")[0])
    assert "print('mine')" not in exercise.code()


def test_what_was_written_is_there_after_a_reload(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    expect(exercise.button("Check")).to_be_enabled()
    exercise.write("print('mine')\n")
    page.reload()
    expect(exercise.editor).to_contain_text("print('mine')")

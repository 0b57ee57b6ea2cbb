"""Run on an exercise's page: a file without main(lab) is told about it and can be given one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, open_exercise


def test_a_file_without_main_is_offered_one_that_runs(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.press("Run")
    expect(exercise.root).to_contain_text("It has no main(lab)", timeout=PATIENCE_MS)
    exercise.wait_for("idle")
    exercise.press("Add a main to the file")
    expect(exercise.editor).to_contain_text("def main(lab):")
    exercise.press("Run")
    expect(exercise.root).to_contain_text("Value: []", timeout=PATIENCE_MS)
    exercise.wait_for("idle")


def test_what_main_prints_and_returns_is_shown(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.write("def main(lab):\n    print('printed')\n    return [1, 'two']\n")
    exercise.press("Run")
    expect(exercise.root).to_contain_text("printed", timeout=PATIENCE_MS)
    expect(exercise.root).to_contain_text('Value: [1, "two"]', timeout=PATIENCE_MS)

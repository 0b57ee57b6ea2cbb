"""A frame that is taken away, with the Python in it, is replaced; the page says one line at most.

That a frame's process can end alone, as it does where memory runs out, was tried by hand: Playwright takes it for the end of
the page. Here the element is removed, which comes to the same for everything the page can see.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, open_exercise, open_lab

ENDLESS = "while True:\n    pass\n"
TAKE_AWAY = "() => document.querySelector('iframe').remove()"


def test_a_frame_that_was_lost_between_two_runs_is_not_missed(page: Page) -> None:
    lab = open_lab(page, "two-lanes")
    lab.press("Move a")
    expect(lab.root.get_by_text("Move 1 of 1, lane a").first).to_be_attached(timeout=PATIENCE_MS)
    page.evaluate(TAKE_AWAY)
    lab.press("Move b")
    expect(lab.root.get_by_text("Move 2 of 2, lane b").first).to_be_attached(timeout=PATIENCE_MS)
    expect(lab.root).not_to_contain_text("fresh Python takes over")


def test_a_run_that_loses_its_frame_ends_in_one_line_and_the_next_one_works(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.write(ENDLESS)
    exercise.press("Run")
    exercise.wait_for("running")
    expect(exercise.root.locator(".fb-status")).to_contain_text("running")
    page.evaluate(TAKE_AWAY)
    expect(exercise.root).to_contain_text("The browser ended Python", timeout=PATIENCE_MS)
    assert "while True" in exercise.code()
    exercise.write("print('here again')\n")
    exercise.press("Run")
    expect(exercise.root.locator(".fb-output")).to_contain_text("here again", timeout=PATIENCE_MS)

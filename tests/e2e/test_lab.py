"""The lab "Two lanes": two calls moved by hand, with the check at the commit on and off."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, Element, open_lab

# Both read before either writes.
BOTH_READ_FIRST = "aabbaabb"


def play(lab: Element, moves: str) -> None:
    """Press the button of each move and wait until the schedule has it."""
    now = lab.root.get_by_role("slider", name="Moves of the schedule")
    for number, lane in enumerate(moves, start=1):
        lab.press(f"Move {lane}")
        said = f"Move {number} of {number}, lane {lane}"
        expect(lab.root.get_by_text(said).first).to_be_attached(timeout=PATIENCE_MS)
    expect(now).to_have_attribute("aria-valuenow", str(len(moves)))


def test_a_stale_read_is_refused_at_the_commit_and_runs_again(page: Page) -> None:
    lab = open_lab(page, "two-lanes")
    play(lab, BOTH_READ_FIRST)
    expect(lab.root).to_contain_text("The commit is refused")
    play_on = ("begins at version 1, attempt 2", "Line 10", "Line 12", "commits version 2")
    for said in play_on:
        lab.press("Move b")
        expect(lab.root.get_by_text(said).first).to_be_attached(timeout=PATIENCE_MS)
    expect(lab.root).to_contain_text("Kept:")
    expect(lab.button("Move b")).to_be_disabled()


def test_without_the_check_an_update_is_lost(page: Page) -> None:
    lab = open_lab(page, "two-lanes")
    switch = lab.root.get_by_role("switch", name="OCC")
    expect(switch).to_be_checked()
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    play(lab, BOTH_READ_FIRST)
    expect(lab.root).to_contain_text("Broken:")
    # The same moves with the check on: the page plays them again.
    switch.focus()
    page.keyboard.press("Space")
    expect(lab.root).to_contain_text("The commit is refused", timeout=PATIENCE_MS)


def test_a_move_can_be_taken_back(page: Page) -> None:
    lab = open_lab(page, "two-lanes")
    play(lab, "ab")
    lab.press("Back")
    expect(lab.root.get_by_text("Move 1 of 1, lane a").first).to_be_attached(timeout=PATIENCE_MS)
    lab.press("Restart")
    expect(lab.root.get_by_text("Move 1 of 1")).to_have_count(0)
    expect(lab.button("Move a")).to_be_enabled()


def test_turning_the_check_off_after_a_retry_keeps_what_still_applies(page: Page) -> None:
    lab = open_lab(page, "two-lanes")
    play(lab, BOTH_READ_FIRST)
    lab.press("Move b")
    expect(lab.root.get_by_text("attempt 2").first).to_be_attached(timeout=PATIENCE_MS)
    lab.root.get_by_role("switch", name="OCC").press("Space")
    expect(lab.root).to_contain_text("Broken:", timeout=PATIENCE_MS)

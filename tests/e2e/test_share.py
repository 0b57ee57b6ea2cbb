"""A link carries code, schedule and step; nothing of it runs or replaces anything by itself."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import quiet_page
from tests.e2e.element import PATIENCE_MS, Element, open_exercise, open_lab, source_of
from tests.e2e.test_lab import play


def link_of(element: Element) -> str:
    """Press Share and read the link."""
    element.press("Share")
    field = element.root.get_by_label("Link to this")
    expect(field).not_to_have_value("")
    return field.input_value()


def test_somebody_else_s_code_is_shown_and_neither_run_nor_kept(
    browser: Browser, page: Page, site_url: str
) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.press("Check")
    exercise.wait_for("failed")
    exercise.press("Previous move")
    link = link_of(exercise)
    assert len(link) < 8_000
    with quiet_page(browser, site_url) as theirs:
        own = open_exercise(theirs, "one-winner")
        own.write("print('my own')\n")
        theirs.goto("about:blank")
        theirs.goto(link)
        expect(own.root).to_contain_text("This code is somebody else's.")
        own.root.scroll_into_view_if_needed()
        expect(own.editor).to_contain_text(source_of("one-winner", "starter.py").split("\n")[0])
        expect(own.root).to_have_attribute("data-state", "idle")
        expect(own.button("Keep it as mine")).to_have_count(0)  # it would push the own text out
        own.press("Check")
        own.wait_for("failed")
        now = own.root.get_by_role("slider", name="Moves of the schedule")
        expect(now).to_have_attribute("aria-valuenow", "15")
        own.press("Back to my own code")
        expect(own.editor).to_contain_text("print('my own')")
        theirs.goto("exercises/")
        expect(theirs.locator('minivex-state[exercise="one-winner"]')).to_have_text("begun")


def test_a_scene_is_shared_with_its_moves_and_waits_for_run(
    browser: Browser, page: Page, site_url: str
) -> None:
    lab = open_lab(page, "two-lanes")
    play(lab, "aab")
    link = link_of(lab)
    with quiet_page(browser, site_url) as theirs:
        theirs.goto(link)
        there = Element(theirs, "minivex-lab")
        expect(there.root).to_contain_text("It asks for the moves a, a, b.")
        expect(there.root.get_by_text("Move 3 of 3")).to_have_count(0)
        there.press("Run")
        expect(there.root.get_by_text("Move 3 of 3, lane b").first).to_be_attached(
            timeout=PATIENCE_MS
        )


def test_a_damaged_link_says_so_and_shows_the_own_code(page: Page) -> None:
    page.goto("exercises/one-winner/#share=1.abcdef")
    exercise = Element(page, "minivex-exercise")
    expect(exercise.root).to_contain_text("The link is damaged")
    exercise.root.scroll_into_view_if_needed()
    expect(exercise.editor).to_contain_text(source_of("one-winner", "starter.py").split("\n")[0])

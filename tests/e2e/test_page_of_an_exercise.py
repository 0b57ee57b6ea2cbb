"""The page around a task: the question before it, what success opens, and how far one is."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import quiet_page
from tests.e2e.element import PATIENCE_MS, open_exercise, source_of
from tests.e2e.test_before_python import hold_python
from tests.e2e.test_exercise import tab_to

# The page is always gone before the browser's database has taken anything.
NO_WRITE_ARRIVES = """(() => {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (names, mode) {
    if (mode === "readwrite") throw new DOMException("gone", "AbortError");
    return transaction.call(this, names, mode);
  };
})()"""


def test_the_editor_opens_with_a_prediction_and_the_engine_answers_it(page: Page) -> None:
    page.goto("exercises/one-winner/")
    exercise = page.locator("minivex-exercise")
    question = page.locator("minivex-predict")
    expect(exercise.get_by_role("button", name="Go to the question")).to_be_visible()
    expect(exercise.get_by_role("button", name="Check", exact=True)).to_be_hidden()
    wrong = question.get_by_label("The owner is bo; only bo was told")
    tab_to(page, wrong)
    page.keyboard.press("Space")
    tab_to(page, question.get_by_role("button", name="Predict", exact=True))
    page.keyboard.press("Enter")
    expect(exercise.get_by_role("button", name="Check", exact=True)).to_be_visible()
    happened = question.get_by_text("The owner is ada; both were told").last
    expect(happened).to_be_visible(timeout=PATIENCE_MS)
    expect(question.get_by_role("slider")).to_have_attribute("aria-valuemax", "16")
    expect(question.get_by_role("status").last).to_contain_text("What happened: The owner is ada")
    page.reload()
    expect(exercise.get_by_role("button", name="Check", exact=True)).to_be_visible()
    expect(question).to_contain_text("You predicted: The owner is bo; only bo was told")


def test_a_question_is_passed_over_with_the_keyboard_and_once(page: Page) -> None:
    page.goto("exercises/lost-update/")
    exercise = page.locator("minivex-exercise")
    skip = page.locator("minivex-predict").get_by_role("button", name="Skip")
    tab_to(page, skip)
    page.keyboard.press("Enter")
    expect(exercise.get_by_role("button", name="Check", exact=True)).to_be_visible()
    page.reload()
    expect(exercise.get_by_role("button", name="Check", exact=True)).to_be_visible()
    expect(skip).to_be_hidden()


def test_what_the_page_shows_as_done_needs_no_database_to_outlive_a_reload(page: Page) -> None:
    page.add_init_script(NO_WRITE_ARRIVES)
    page.goto("exercises/lost-update/")
    check = page.locator("minivex-exercise").get_by_role("button", name="Check", exact=True)
    page.locator("minivex-predict").get_by_role("button", name="Skip").click()
    expect(check).to_be_visible()
    page.reload()
    expect(check).to_be_visible()


def test_the_editor_opens_before_python_has_arrived(cold_page: Page) -> None:
    waiting = hold_python(cold_page)
    cold_page.goto("exercises/lost-update/")
    question = cold_page.locator("minivex-predict")
    question.get_by_label("22").check()
    question.get_by_role("button", name="Predict", exact=True).click()
    editor = cold_page.locator("minivex-exercise")
    expect(editor.get_by_role("button", name="Check", exact=True)).to_be_visible()
    expect(question).to_contain_text("The code runs now")
    for route in waiting:
        route.continue_()
    expect(question.get_by_text("What happened: 15").first).to_be_visible(timeout=PATIENCE_MS)


def test_success_opens_the_reasons_and_plays_the_own_code_without_the_check(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    after = page.locator("details.fb-after")
    replay = page.locator("minivex-replay")
    expect(after).not_to_have_attribute("open", "")
    exercise.write(source_of("one-winner", "right/next_calls_claim.py"))
    exercise.press("Check")
    expect(exercise.root.get_by_role("status").first).to_have_text("Checking.")
    exercise.wait_for("passed")
    expect(after.get_by_role("heading", name="What it costs")).to_be_visible()
    expect(exercise.root.get_by_role("link", name="Next: Write skew")).to_be_visible()
    replay.get_by_role("button", name="Play my code without the check").press("Enter")
    expect(replay.locator(".fb-verdict")).to_contain_text("ada and bo won", timeout=PATIENCE_MS)
    replay.get_by_role("switch", name="OCC").press("Space")
    expect(replay.locator(".fb-verdict")).to_contain_text("one commit was refused")
    expect(replay.get_by_role("slider")).to_be_visible()
    page.goto("exercises/")
    states = page.locator('minivex-state[exercise="one-winner"]')
    expect(states.first).to_have_text("passed, 1 attempt")
    expect(page.locator("minivex-tally").nth(1)).to_have_text(", 1 passed")


def test_moving_through_a_schedule_is_said(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.press("Check")
    exercise.wait_for("failed")
    exercise.press("Previous move")
    said = exercise.root.locator(".fb-timeline").get_by_role("status")
    expect(said).to_contain_text("Move 15 of 16")
    exercise.press("Show a hint")
    page.reload()
    exercise.press("Check")
    exercise.wait_for("failed")
    expect(exercise.button("Show hint 2 of 3")).to_be_visible()


def test_a_failed_check_fits_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    exercise = open_exercise(page, "one-winner")
    exercise.press("Check")
    exercise.wait_for("failed")
    exercise.press("Show a hint")
    exercise.press("Share")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_can_be_read_without_javascript(browser: Browser, site_url: str) -> None:
    with quiet_page(browser, site_url, java_script_enabled=False) as page:
        page.goto("exercises/one-winner/")
        page.get_by_text("What happens", exact=True).click()
        expect(
            page.get_by_text("Ada’s mutation patches the row").or_(
                page.get_by_text("Ada's mutation patches the row")
            )
        ).to_be_visible()
        page.get_by_text("Why it is right, what it costs").click()
        expect(page.get_by_text("The mutation that writes")).to_be_visible()

"""What is said while something is under way: a download that fails, a check that begins and ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.conftest import first_look
from tests.e2e.element import PATIENCE_MS, QUICK, open_exercise, source_of

SAID = """(element) => {
  window.said = [];
  const lines = element.querySelectorAll('[role="status"], [aria-live]');
  const note = (line) => window.said.push(line.textContent);
  for (const line of lines) {
    const all = { childList: true, characterData: true, subtree: true };
    new MutationObserver(() => note(line)).observe(line, all);
  }
  return lines.length;
}"""


@pytest.fixture
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page in a profile of its own; a file that fails is written to the console, so that is not watched."""
    context = browser.new_context(base_url=site_url, service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("file", ["runtime/engine-*", "runtime/core-*", "manifest.json"])
def test_a_failed_download_says_what_failed_and_can_be_retried(page: Page, file: str) -> None:
    def fail(route: Route) -> None:
        route.abort()

    page.route(f"**/assets/lab/{file}", fail)
    exercise = open_exercise(page, QUICK)
    said = exercise.root.locator(".fb-status__text")
    expect(said).to_contain_text(file.partition("*")[0])
    expect(said).to_contain_text("did not arrive")
    exercise.press("Check")
    expect(exercise.root.locator(".fb-lab__ended")).to_contain_text("did not arrive")
    expect(exercise.root).to_have_attribute("data-state", "error")

    page.unroute(f"**/assets/lab/{file}", fail)
    exercise.write(source_of(QUICK, "solution.py"))
    exercise.press("Retry")
    expect(exercise.root).to_contain_text("Python is ready", timeout=PATIENCE_MS)
    expect(exercise.button("Retry")).to_be_hidden()
    exercise.press("Check")
    exercise.wait_for("passed")


def test_a_check_and_its_verdict_are_announced_once(
    warm_context: BrowserContext, site_url: str
) -> None:
    with first_look(warm_context, site_url) as page:
        exercise = open_exercise(page, "one-winner")
        expect(exercise.root).to_contain_text("Python is ready", timeout=PATIENCE_MS)
        assert exercise.root.evaluate(SAID) > 0
        exercise.press("Check")
        exercise.wait_for("failed")
        first, *others = page.evaluate("said")
        assert first == "Checking."
        assert len(others) == 1, others
        assert others[0].startswith("Not safe in every order")

"""Every page has a policy that runs the site's scripts and no others, and nothing offends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import SITE
from tests.e2e.element import PATIENCE_MS, open_exercise, open_lab, source_of

RECORD = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""

LOCKED = """() => new Promise((locked) => {
  const look = () => (typeof fetch === "undefined" ? locked() : setTimeout(look, 20));
  look();
})"""


@pytest.fixture
def watched(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page that records what the policy blocks, and that navigates as on its public address."""
    context = browser.new_context(base_url=site_url, service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(RECORD)
    page = context.new_page()

    def with_our_address(route: Route) -> None:
        # Instant navigation trusts the sitemap, which has the address the site was built for.
        text = (SITE / "sitemap.xml").read_text(encoding="utf-8")
        built_for = text.partition("<loc>")[2].partition("</loc>")[0]
        route.fulfill(body=text.replace(built_for, site_url), content_type="text/xml")

    page.route("**/sitemap.xml", with_our_address)
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """What was blocked since the last full load."""
    found = page.evaluate("window.violations")
    assert isinstance(found, list)
    return found


def test_every_page_has_the_same_policy() -> None:
    pages = [page for page in SITE.rglob("*.html") if "assets" not in page.relative_to(SITE).parts]
    policies = {
        page.read_text(encoding="utf-8").partition('Content-Security-Policy" content="')[2]
        .partition('"')[0]
        for page in pages
    }  # fmt: skip
    (policy,) = policies
    assert "'sha256-" in policy
    assert "'unsafe-eval'" not in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "blob:" not in scripts


def test_reading_searching_and_colours_offend_nothing(watched: Page) -> None:
    watched.goto("")
    watched.locator(".md-search__input").focus()
    watched.keyboard.type("mutation", delay=20)
    expect(watched.locator(".md-search-result__item").first).to_be_visible()
    watched.keyboard.press("Escape")
    scheme = watched.locator("body").get_attribute("data-md-color-scheme")
    for _ in range(2):
        watched.locator("label.md-header__button:visible[for^='__palette']").first.click()
    expect(watched.locator("body")).not_to_have_attribute("data-md-color-scheme", scheme or "")
    assert violations(watched) == []
    watched.reload()
    assert violations(watched) == []


def test_instant_navigation_and_labs_offend_nothing(watched: Page) -> None:
    watched.goto("guide/")
    watched.evaluate("window.stays = true")
    watched.get_by_role("link", name="What happens to one mutation").first.click()
    expect(watched.locator("h1")).to_contain_text("mutation", ignore_case=True)
    watched.get_by_role("link", name="Two lanes").first.click()
    expect(watched.locator("minivex-lab")).to_be_attached()
    assert watched.evaluate("window.stays"), "the page was loaded anew"
    lab_button = watched.get_by_role("button", name="Move a", exact=True)
    lab_button.click()
    expect(watched.get_by_text("Move 1 of 1, lane a").first).to_be_attached(timeout=PATIENCE_MS)
    assert violations(watched) == []


def test_a_lab_and_an_exercise_loaded_first_offend_nothing(watched: Page) -> None:
    lab = open_lab(watched, "two-lanes")
    lab.press("Move a")
    expect(lab.root.get_by_text("Move 1 of 1, lane a").first).to_be_attached(timeout=PATIENCE_MS)
    assert violations(watched) == []
    exercise = open_exercise(watched, "one-winner")
    exercise.write(source_of("one-winner", "solution.py"))
    exercise.press("Check")
    exercise.wait_for("passed")
    assert violations(watched) == []


def test_a_script_that_is_not_ours_does_not_run(watched: Page) -> None:
    watched.goto("")
    watched.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<img src='x' onerror='window.ran = true'>");
        }"""
    )
    watched.wait_for_function("() => window.violations.length >= 2")
    assert watched.evaluate("window.ran === undefined")


def test_the_frame_of_python_reaches_nothing(watched: Page) -> None:
    lab = open_lab(watched, "two-lanes")
    lab.press("Move a")
    expect(lab.root.get_by_text("Move 1 of 1, lane a").first).to_be_attached(timeout=PATIENCE_MS)
    (frame,) = watched.frames[1:]
    home = watched.url
    assert frame.evaluate("self.origin") == "null"
    for attempt in (
        f"fetch({home!r})",
        "fetch('data:,x')",
        "localStorage.length",
        "indexedDB.open('x')",
        "caches.keys()",
        "parent.document.title",
        "import('data:text/javascript,1')",
        f"import(new URL('../../assets/lab/lab.js', {home!r}).href)",
    ):
        tried = f"(async () => {attempt})().then(() => 'reached', () => 'refused')"
        assert frame.evaluate(tried) == "refused", attempt
    pythons = [worker for worker in watched.workers if worker.url.startswith("blob:")]
    assert pythons
    for worker in pythons:
        worker.evaluate(LOCKED)  # the spare may still be starting
        for name in (
            "fetch",
            "XMLHttpRequest",
            "WebSocket",
            "importScripts",
            "indexedDB",
            "caches",
        ):
            assert worker.evaluate(f"typeof {name}") == "undefined", name
        refused = "import('data:text/javascript,1').then(() => 'reached', () => 'refused')"
        assert worker.evaluate(refused) == "refused"

"""On paper: light, whole, and without anything to press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import quiet_page

PAGES = {
    "guide": "guide/guards/",
    "reference": "reference/functions/",
    "exercise": "exercises/one-winner/",
}
CLIPPED = """() => [...document.querySelectorAll("article pre, article code, article table")]
  .filter((each) => each.checkVisibility())
  .filter((each) => each.scrollHeight > each.clientHeight + 2 && each.clientHeight > 0
    && getComputedStyle(each).overflowY !== "visible")
  .map((each) => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_printed_light_and_without_what_is_pressed(
    browser: Browser, site_url: str, kind: str
) -> None:
    with quiet_page(browser, site_url, color_scheme="dark") as page:
        page.goto(PAGES[kind])
        page.wait_for_load_state("networkidle")
        page.emulate_media(media="print", color_scheme="dark")
        style = "getComputedStyle(document.body)"
        assert page.evaluate(f"{style}.getPropertyValue('--fb-text')").strip() == "#1c2024"
        for gone in (".md-header", ".md-footer", ".md-sidebar--primary"):
            expect(page.locator(gone).first).to_be_hidden()
        assert page.locator("article button").filter(visible=True).count() == 0
        expect(page.locator(".fb-printed")).to_contain_text(PAGES[kind])
        assert page.evaluate(CLIPPED) == []


def test_what_a_cell_prints_is_printed(browser: Browser, site_url: str) -> None:
    with quiet_page(browser, site_url) as page:
        page.goto(PAGES["reference"])
        expect(page.locator("minivex-cell[data-state=idle]").first).to_be_visible()
        page.emulate_media(media="print")
        cell = page.locator("minivex-cell").first
        expect(cell.locator("pre").first).to_contain_text("async def")
        expect(cell.locator(".fb-cell__output")).to_be_visible()


def test_the_text_of_an_editor_is_printed_whole_and_leaves_no_trace(
    browser: Browser, site_url: str
) -> None:
    with quiet_page(browser, site_url) as page:
        # The large editor never arrives: it would stand where this one does.
        page.route("**/editor-*.js", lambda _: None)
        page.goto(PAGES["exercise"])
        expect(page.locator("textarea.fb-editor__area")).to_be_visible()
        text = page.locator("textarea.fb-editor__area").input_value()
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(".fb-printed-code")).to_be_visible()
        assert page.locator(".fb-printed-code").text_content() == text
        assert page.evaluate(CLIPPED) == []
        for secret in ("#solution", ".fb-solution", ".fb-hint >> nth=0"):
            expect(page.locator(secret)).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        expect(page.locator(".fb-printed-code")).to_have_count(0)
        expect(page.locator("textarea.fb-editor__area")).to_be_visible()

"""Every kind of page, in light and in dark, narrow and zoomed: no serious accessibility problem, no stray request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ROOT, quiet_page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "home": "",
    "guide": "guide/one-mutation/",
    "reference": "reference/functions/",
    "errors": "reference/errors/",
    "limits": "reference/limits/",
    "engine": "engine/commits/",
    "provider": "providers/clerk/",
    "labs": "labs/",
    "lab": "labs/two-lanes/",
    "visual": "labs/index-list/",
    "exercises": "exercises/",
    "exercise": "exercises/one-winner/",
    "work": "progress/",
    "playground": "playground/",
    "contributing": "contributing/safety/",
}
# A phone of today, the narrowest that WCAG asks for, and a window of 1280 pixels at 200 %.
WIDTHS = (375, 320, 640)


def serious_violations(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page: rule and first element."""
    page.add_script_tag(path=AXE)
    result: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


@pytest.fixture(scope="module", params=["light", "dark"])
def reader(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Page]:
    """One page in each palette, which goes from address to address as a reader does."""
    # The site's policy would keep axe out as well.
    with quiet_page(browser, site_url, color_scheme=request.param, bypass_csp=True) as page:
        yield page


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_can_be_used_by_everyone(reader: Page, kind: str) -> None:
    reader.set_viewport_size({"width": 1280, "height": 720})
    reader.goto(PAGES[kind])
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    reader.wait_for_load_state("networkidle")
    assert serious_violations(reader) == []
    for width in WIDTHS:
        reader.set_viewport_size({"width": width, "height": 640})
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("kind", ["lab", "exercise", "playground"])
def test_a_live_page_shows_its_code_without_javascript(
    browser: Browser, site_url: str, kind: str
) -> None:
    with quiet_page(browser, site_url, java_script_enabled=False) as page:
        page.goto(PAGES[kind])
        expect(page.locator(f"minivex-{kind} pre")).to_contain_text("async def ")

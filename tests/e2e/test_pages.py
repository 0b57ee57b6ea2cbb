"""Every kind of page, in light and in dark: no serious accessibility problem, no stray request."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ROOT, quiet_page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "home": "",
    "guide": "guide/one-mutation/",
    "lab": "labs/two-lanes/",
    "exercise": "exercises/one-winner/",
    "playground": "playground/",
    "contributing": "contributing/",
}


def serious_violations(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page: rule and first element."""
    page.add_script_tag(path=AXE)
    result: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_can_be_used_by_everyone(
    browser: Browser, site_url: str, kind: str, scheme: str
) -> None:
    # The site's policy would keep axe out as well.
    with quiet_page(browser, site_url, color_scheme=scheme, bypass_csp=True) as page:
        page.goto(PAGES[kind])
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert serious_violations(page) == []


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_fits_a_narrow_screen(browser: Browser, site_url: str, kind: str) -> None:
    with quiet_page(browser, site_url, viewport={"width": 320, "height": 640}) as page:
        page.goto(PAGES[kind])
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("kind", ["lab", "exercise", "playground"])
def test_a_live_page_shows_its_code_without_javascript(
    browser: Browser, site_url: str, kind: str
) -> None:
    with quiet_page(browser, site_url, java_script_enabled=False) as page:
        page.goto(PAGES[kind])
        expect(page.locator(f"minivex-{kind} pre")).to_contain_text("async def ")

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


# A colour that is on its way from one palette to the other is of neither.
AT_ONCE = "*, ::before, ::after { transition: none !important; animation: none !important; }"
# What of axe's rules looks at colours: all others see the same in both palettes.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def serious_violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds that keeps somebody from using the page: rule and first element."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    result: dict[str, Any] = page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


@pytest.fixture(scope="module")
def reader(browser: Browser, site_url: str) -> Iterator[Page]:
    """One page, which goes from address to address as a reader does."""
    # The site's policy would keep axe out as well.
    with quiet_page(browser, site_url, bypass_csp=True) as page:
        yield page


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_can_be_used_by_everyone(reader: Page, kind: str) -> None:
    body = reader.locator("body")
    reader.set_viewport_size({"width": 1280, "height": 720})
    reader.emulate_media(color_scheme="light")
    reader.goto(PAGES[kind])
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    reader.wait_for_load_state("networkidle")
    reader.add_script_tag(path=AXE)
    reader.add_style_tag(content=AT_ONCE)
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    assert serious_violations(reader) == []
    for width in WIDTHS:
        reader.set_viewport_size({"width": width, "height": 640})
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, width
    reader.set_viewport_size({"width": 1280, "height": 720})
    reader.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert serious_violations(reader, OF_COLOURS) == []


@pytest.mark.parametrize("kind", ["lab", "exercise", "playground"])
def test_a_live_page_shows_its_code_without_javascript(
    browser: Browser, site_url: str, kind: str
) -> None:
    with quiet_page(browser, site_url, java_script_enabled=False) as page:
        page.goto(PAGES[kind])
        expect(page.locator(f"minivex-{kind} pre")).to_contain_text("async def ")

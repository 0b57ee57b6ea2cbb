"""How much JavaScript of its own a page of the site loads, compressed, as a browser asks for it.

Python, its worker and the theme's script are counted elsewhere; what a service worker fetches for a
visit without a network is not what the page waits for.
"""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import SITE

KILOBYTE = 1_000
LAB_PAGE_MAX = 150 * KILOBYTE
"""Everything before the first keystroke in the editor."""
PROSE_PAGE_MAX = 20 * KILOBYTE


class Weight:
    """The site's own scripts that a page has asked for."""

    def __init__(self, page: Page) -> None:
        """Count from now on."""
        self.names: set[str] = set()
        page.on("request", self._count)

    def _count(self, request: Request) -> None:
        path = request.url.partition("?")[0].partition("/assets/lab/")[2]
        if path.endswith(".js"):
            self.names.add(path)

    @property
    def bytes(self) -> int:
        """What they take on the way, at a host that compresses."""
        texts = ((SITE / "assets" / "lab" / name).read_bytes() for name in self.names)
        return sum(len(gzip.compress(text, 9)) for text in texts)

    def has(self, stem: str) -> bool:
        """Whether a part of that name is among them."""
        return any(name.startswith(f"{stem}-") for name in self.names)


@pytest.mark.parametrize("address", ["exercises/one-winner/", "labs/two-lanes/"])
def test_a_lab_page_is_light_until_the_first_keystroke(cold_page: Page, address: str) -> None:
    weight = Weight(cold_page)
    cold_page.goto(address)
    skip = cold_page.get_by_role("button", name="Open the editor without predicting")
    element = cold_page.locator("minivex-exercise, minivex-lab")
    expect(skip.or_(element.get_by_label("Your code")).first).to_be_visible()
    if skip.is_visible():
        skip.click()
    element.scroll_into_view_if_needed()
    cold_page.locator(".cm-editor").first.wait_for()
    cold_page.get_by_label("Your code").focus()
    cold_page.wait_for_load_state("networkidle")
    assert weight.has("editor-codemirror")
    assert not weight.has("editor-find")
    assert weight.bytes <= LAB_PAGE_MAX, sorted(weight.names)


@pytest.mark.parametrize(
    "address", ["", "guide/one-mutation/", "reference/database/"]
)  # with cells
def test_a_page_to_read_is_lighter_still(cold_page: Page, address: str) -> None:
    weight = Weight(cold_page)
    cold_page.goto(address)
    cold_page.wait_for_load_state("networkidle")
    assert "lab.js" in weight.names
    assert weight.bytes <= PROSE_PAGE_MAX, sorted(weight.names)

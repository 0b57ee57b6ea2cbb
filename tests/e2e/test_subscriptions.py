"""The lab "Subscriptions": who ran again because of which write, stepped through and looked up."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, open_visual, pass_over

Scheme = Literal["light", "dark"]


def test_a_write_says_where_it_landed_as_each_query_sees_it(page: Page) -> None:
    lab = open_visual(page, "subscriptions")
    expect(lab.root).to_contain_text("Broken: 2 runs were for nothing")
    slider = lab.root.get_by_role("slider", name="Step")
    slider.focus()
    page.keyboard.press("End")
    expect(lab.root).to_contain_text("One transition takes the page from version 3 to 4.")
    lab.root.get_by_role("button", name="Write 2").focus()
    landed = 'bo ranged("red"): messages#5 (channel = "blue") is outside of'
    expect(lab.root).to_contain_text(landed)


def test_a_table_of_its_own_wakes_nobody(page: Page) -> None:
    lab = open_visual(page, "subscriptions")
    lab.root.get_by_role("tab", name="A field that everybody reads").press("Enter")
    pass_over(lab)
    expect(lab.root).to_contain_text("Broken: 5 runs were for nothing", timeout=PATIENCE_MS)
    lab.root.get_by_label("last_seen is kept in").select_option("a table of its own")
    lab.wait_for("passed")
    expect(lab.root).to_contain_text("Kept: no query ran for nothing.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_scrolls_sideways(page: Page, scheme: Scheme) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.emulate_media(color_scheme=scheme)
    lab = open_visual(page, "subscriptions")
    lab.root.get_by_role("slider", name="Step").press("End")
    expect(lab.root.get_by_role("button", name="Write 4")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 375

"""The labs about reading: an index key by key, and the meter of a read set, stepped through and changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, open_visual


def test_an_insert_into_the_read_set_invalidates_and_the_table_says_so(page: Page) -> None:
    lab = open_visual(page, "index-list")
    expect(lab.root).to_contain_text("The seek goes straight to messages#1")
    lab.press("Next")
    expect(lab.root).to_contain_text("messages#1 is read.")
    lab.root.get_by_label("Another lane inserts").select_option("a message in red")
    lab.wait_for("failed")
    lab.root.get_by_role("slider", name="Step").press("End")
    expect(lab.root).to_contain_text("its subscription runs it again")
    lab.root.get_by_text("The same as a table").press("Enter")
    row = lab.root.get_by_role("row", name="messages#9")
    expect(row).to_contain_text("written, inside")


def test_more_rows_take_the_filter_over_the_limit(page: Page) -> None:
    lab = open_visual(page, "read-set")
    lab.wait_for("passed")
    lab.root.get_by_role("slider", name="Jobs that are stored").press("End")
    expect(lab.root).to_contain_text("Over the limit", timeout=PATIENCE_MS)
    lab.root.get_by_label("Limits").select_option("the real ones")
    expect(lab.root).to_contain_text("Both return the same.", timeout=PATIENCE_MS)


@pytest.mark.parametrize("identifier", ["index-list", "read-set"])
def test_on_a_phone_nothing_scrolls_sideways(page: Page, identifier: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    lab = open_visual(page, identifier)
    lab.root.get_by_role("slider", name="Step").press("End")
    expect(lab.button("Next")).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") == 375


MOTIONS = """
window.motions = [];
const animate = Element.prototype.animate;
Element.prototype.animate = function (frames, options) {
  window.motions.push(options.duration);
  return animate.call(this, frames, options);
};
"""


def test_what_moves_is_short_and_nothing_does_where_less_motion_is_wished(page: Page) -> None:
    page.add_init_script(MOTIONS)
    lab = open_visual(page, "index-list")
    lab.press("Next")
    expect(lab.root).to_contain_text("messages#1 is read.")
    motions = page.evaluate("motions")
    assert motions
    assert max(motions) <= 200
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("motions.length = 0")
    lab.press("Next")
    expect(lab.root).to_contain_text("messages#3 is read.")
    assert page.evaluate("motions") == []
    running = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert page.evaluate(running) == 0

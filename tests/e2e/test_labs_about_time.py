"""The labs "Kill switch" and "Clock scrubber": a worker that dies where the reader says, and time on a slider."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, open_visual, pass_over

Scheme = Literal["light", "dark"]


def test_the_worker_dies_where_the_reader_says(page: Page) -> None:
    lab = open_visual(page, "kill-switch")
    expect(lab.root).to_contain_text("the rule holds at every one")
    lab.root.get_by_role("tab", name="A scheduled action").press("Enter")
    pass_over(lab)
    lab.wait_for("failed")
    lab.root.get_by_role("slider", name="Step").press("End")
    expect(lab.root).to_contain_text("Transient error while executing action")
    lab.root.get_by_role("listitem").filter(has_text="before move 11: kept").click()
    lab.wait_for("passed")
    expect(lab.root).to_contain_text("The worker died before move 11.")
    dies = lab.root.get_by_role("slider", name="The worker dies before move")
    expect(dies).to_have_value("11")
    dies.press("ArrowLeft")
    lab.wait_for("failed")


def test_dragging_time_shows_what_is_due_and_what_is_skipped(page: Page) -> None:
    lab = open_visual(page, "clock")
    lab.root.get_by_role("tab", name="A run that takes longer").press("Enter")
    pass_over(lab)
    expect(lab.root).to_contain_text("6 skipped", timeout=PATIENCE_MS)
    time = lab.root.get_by_role("slider", name="Step")
    for _ in range(2):
        time.press("ArrowRight")
    expect(lab.root).to_contain_text("one run at a time, so they are skipped")
    lab.root.get_by_text("The same as a table").click()
    note = "Skipping 2 run(s) of sync because multiple scheduled runs are in the past"
    expect(lab.root.get_by_role("cell", name=note)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lab", ["kill-switch", "clock"])
def test_on_a_phone_nothing_scrolls_sideways(page: Page, lab: str, scheme: Scheme) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.emulate_media(color_scheme=scheme)
    open_visual(page, lab).root.get_by_role("slider", name="Step").press("End")
    assert page.evaluate("document.documentElement.scrollWidth") == 375

"""What a page costs before and without Python: its largest paint, and our own scripts on it."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Playwright

from tests.bench.browser.first_result import OURS, wait_for_rest
from tests.bench.browser.host import SLOW, Host, profile

__all__ = ["PAGES", "Prose", "measure_page"]

PAGES = {"prose": "guide/rules/", "lab": "exercises/one-winner/"}
_OWN = "/assets/lab/"


class Prose(NamedTuple):
    """One first visit at 10 Mbit/s."""

    paint_ms: float
    """Largest contentful paint."""
    longest_task_ms: float
    own_script_bytes: int
    """Compressed; with what comes late, such as the editor."""


def measure_page(playwright: Playwright, host: Host, kind: str) -> Prose:
    """Open a page with an empty profile and wait until nothing more arrives."""
    with profile(playwright) as page:
        host.set_line(SLOW)
        page.goto(host.address(OURS, PAGES[kind]))
        if kind == "lab":
            page.locator("minivex-exercise").scroll_into_view_if_needed()  # the editor comes now
        wait_for_rest(page, host)
        scripts = [
            sent
            for path, sent in host.counted().items()
            if path.startswith(_OWN) and path.endswith(".js")
        ]
        tasks: list[float] = page.evaluate("bench.longTasks.map((one) => one.duration)")
        paint_ms: float = page.evaluate("bench.paint()")
    return Prose(paint_ms, max(tasks, default=0), sum(scripts))

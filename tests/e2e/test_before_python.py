"""What can be done before Python has arrived: everything, and it is done once it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import quiet_page
from tests.e2e.element import PATIENCE_MS, Element

PHONE = {"width": 375, "height": 667}


@pytest.fixture
def phone(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page on a small screen with a touch surface."""
    with quiet_page(browser, site_url, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        yield page


def hold_python(page: Page) -> list[Route]:
    """Keep requests for the interpreter waiting; the list of those that wait."""
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/python-*.wasm.zst", wait)
    return waiting


def test_moves_made_before_python_is_there_are_played_when_it_is(phone: Page) -> None:
    waiting = hold_python(phone)
    phone.goto("labs/two-lanes/")
    lab = Element(phone, "minivex-lab")
    lab.button("Move a").tap()
    lab.button("Move b").tap()
    lab.wait_for("booting")
    assert waiting
    for route in waiting:
        route.continue_()
    expect(lab.root.get_by_text("Move 2 of 2, lane b").first).to_be_attached(timeout=PATIENCE_MS)
    expect(lab.button("Back")).to_be_enabled()


def test_stopping_before_python_is_there_forgets_the_moves(phone: Page) -> None:
    waiting = hold_python(phone)
    phone.goto("labs/two-lanes/")
    lab = Element(phone, "minivex-lab")
    lab.button("Move a").tap()
    lab.wait_for("booting")
    lab.button("Stop").tap()
    lab.wait_for("stopped")
    for route in waiting:
        route.continue_()
    lab.button("Move b").tap()
    expect(lab.root.get_by_text("Move 1 of 1, lane b").first).to_be_attached(timeout=PATIENCE_MS)


def test_more_moves_than_there_are_play_what_there_is(phone: Page) -> None:
    waiting = hold_python(phone)
    phone.goto("labs/two-lanes/")
    lab = Element(phone, "minivex-lab")
    for _ in range(7):
        lab.button("Move a").tap()
    for route in waiting:
        route.continue_()
    expect(lab.root.get_by_text("Move 4 of 4, lane a").first).to_be_attached(timeout=PATIENCE_MS)


def test_text_typed_before_the_lab_is_there_stays(phone: Page) -> None:
    held: list[Route] = []

    def wait(route: Route) -> None:
        held.append(route)

    phone.route("**/content/two-lanes.json*", wait)
    phone.goto("labs/two-lanes/")
    lab = Element(phone, "minivex-lab")
    lab.root.scroll_into_view_if_needed()
    lab.root.locator(".cm-content").focus()
    phone.keyboard.press("ControlOrMeta+Home")
    phone.keyboard.insert_text("# mine\n")
    for route in held:
        route.continue_()
    expect(lab.root.get_by_text("next: begin").first).to_be_attached(timeout=PATIENCE_MS)
    assert lab.code().startswith("# mine")

"""A live cell of a reference page: it runs as it stands, edited, and wrong."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, ROOT

RECORDED = (ROOT / "docs/cells/functions/first.out").read_text().strip()


def first_cell(page: Page) -> Locator:
    page.goto("reference/functions/")
    cell = page.locator('minivex-cell[cell="functions/first"]')
    expect(cell.get_by_role("button", name="Run")).to_be_visible()
    return cell


def press(cell: Locator, name: str) -> None:
    cell.get_by_role("button", name=name, exact=True).click()


def test_a_cell_shows_what_it_prints_and_prints_it_when_it_runs(page: Page) -> None:
    cell = first_cell(page)
    output = cell.locator(".fb-cell__output")
    expect(output).to_have_text(RECORDED)
    press(cell, "Run")
    expect(cell).to_have_attribute("data-state", "passed", timeout=PATIENCE_MS)
    expect(output).to_have_text(RECORDED)


def test_an_edited_cell_shows_the_error_at_its_line_and_comes_back(page: Page) -> None:
    cell = first_cell(page)
    press(cell, "Edit")
    editor = cell.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("def main(lab):\n    print('before')\n    lab.run('nothing')\n")
    press(cell, "Run")
    expect(cell).to_have_attribute("data-state", "error", timeout=PATIENCE_MS)
    expect(cell.locator(".fb-cell__output")).to_have_text("before")
    expect(cell.locator(".fb-error")).to_contain_text("Could not find public function")
    press(cell, "Reset")
    expect(cell.locator(".fb-cell__output")).to_have_text(RECORDED)

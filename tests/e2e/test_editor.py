"""The editor's numbers and caret stand where its lines are, however late its font arrives."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.e2e.element import PATIENCE_MS, Element

# For each line: how far its number is above or below it, in pixels.
NUMBERS_TO_LINES = """(editor) => {
  const isShown = (number) => number.style.visibility !== "hidden";
  const numbers = [...editor.querySelectorAll(".cm-lineNumbers .cm-gutterElement")].filter(isShown);
  const lines = [...editor.querySelectorAll(".cm-line")];
  if (numbers.length !== lines.length) return [numbers.length - lines.length];
  const top = (element) => element.getBoundingClientRect().top;
  return numbers.map((number, at) => Math.abs(top(number) - top(lines[at])));
}"""
# How far the drawn caret is from the end of the text of its line, in pixels.
CARET_TO_TEXT = """(editor) => {
  const line = editor.querySelector(".cm-activeLine");
  const range = document.createRange();
  range.selectNodeContents(line);
  const caret = editor.querySelector(".cm-cursor-primary").getBoundingClientRect();
  return Math.abs(caret.left - range.getBoundingClientRect().right);
}"""
PIXEL = 1.0


def hold_mono_font(page: Page) -> list[Route]:
    """Keep requests for the editor's font waiting; the list of those that wait."""
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/ibm-plex-mono-*.woff2", wait)
    return waiting


def test_numbers_stand_beside_lines_that_have_not_been_seen(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 100})
    page.goto("labs/two-lanes/")
    surface = page.locator("minivex-lab .fb-editor__surface")
    surface.wait_for(state="attached")
    # Below the window, and near enough to be made ready.
    top = surface.evaluate("(surface) => surface.getBoundingClientRect().top")
    page.set_viewport_size({"width": 1440, "height": int(top / 1.2)})
    editor = page.locator("minivex-lab .cm-editor")
    editor.wait_for(state="attached", timeout=PATIENCE_MS)
    assert editor.evaluate("(editor) => editor.getBoundingClientRect().top > innerHeight")
    assert max(editor.evaluate(NUMBERS_TO_LINES)) < PIXEL


def test_a_late_font_moves_numbers_and_caret_with_the_lines(cold_page: Page) -> None:
    waiting = hold_mono_font(cold_page)
    cold_page.goto("exercises/one-winner/", wait_until="domcontentloaded")  # fonts hold up the load
    exercise = Element(cold_page, "minivex-exercise")
    exercise.root.scroll_into_view_if_needed()
    editor = exercise.root.locator(".cm-editor")
    editor.wait_for(timeout=PATIENCE_MS)
    assert waiting, "the font was not asked for"
    exercise.editor.focus()
    exercise.page.keyboard.press("ControlOrMeta+Home")
    for _ in range(12):
        exercise.page.keyboard.press("ArrowDown")
    exercise.page.keyboard.press("End")
    assert editor.evaluate(CARET_TO_TEXT) < PIXEL

    for route in waiting:
        route.continue_()
    cold_page.unroute("**/ibm-plex-mono-*.woff2")
    cold_page.evaluate("() => document.fonts.load('12px \"IBM Plex Mono\"').then(() => true)")
    expect(editor).to_be_visible()
    cold_page.evaluate(
        "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )
    assert max(editor.evaluate(NUMBERS_TO_LINES)) < PIXEL
    assert editor.evaluate(CARET_TO_TEXT) < PIXEL

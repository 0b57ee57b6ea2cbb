"""The editor by keyboard alone: names and what they are, errors, find, undo, size, and the way out."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.element import Element, open_exercise

HELPER = "\n\n@mutation\nasync def helper(ctx):\n    "


def at_the_end(exercise: Element, text: str) -> Locator:
    """Type at the end of the code, as a person does; the list of names that comes."""
    exercise.root.locator(".cm-editor").wait_for()
    exercise.editor.focus()
    exercise.page.keyboard.press("ControlOrMeta+End")
    exercise.page.keyboard.insert_text(text)
    return exercise.page.get_by_role("listbox")


def test_names_are_offered_by_what_stands_before_them(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    names = at_the_end(exercise, HELPER)
    page.keyboard.type("await ctx.db.")
    expect(names.get_by_role("option").first).to_contain_text("delete")
    expect(names).to_contain_text("normalize_id")
    page.keyboard.type('query("')
    expect(names.get_by_role("option")).to_have_text(["jobs"])
    page.keyboard.press("Escape")
    page.keyboard.type('jobs").withIn')  # as it is called in TypeScript
    expect(names.get_by_role("option")).to_contain_text(["with_index"])
    page.keyboard.press("Enter")
    expect(exercise.editor).to_contain_text('ctx.db.query("jobs").with_index')


def test_a_name_says_what_it_is_and_a_line_what_is_wrong_with_it(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    at_the_end(exercise, f"{HELPER}await ctx.scheduler.run_after")
    page.keyboard.press("ControlOrMeta+i")
    shown = exercise.root.locator(".fb-docs-tip")
    expect(shown).to_contain_text("run_after(delay_ms, function, args=None)")
    expect(shown).to_contain_text("Call function in delay_ms milliseconds")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    exercise.write("x = 1\nboom()\n")
    page.keyboard.press("ControlOrMeta+Enter")
    exercise.wait_for("error")
    expect(exercise.root.locator(".fb-line--error")).to_have_text("boom()")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ControlOrMeta+i")
    expect(shown).to_contain_text("name 'boom' is not defined")
    page.keyboard.press("ControlOrMeta+z")  # a check is nothing to undo
    expect(exercise.editor).not_to_contain_text("boom()")


def test_find_opens_in_the_editor_and_gives_the_focus_back(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    at_the_end(exercise, "")
    page.keyboard.press("ControlOrMeta+f")
    box = exercise.root.get_by_role("textbox", name="Find")
    expect(box).to_be_focused()
    page.keyboard.type("claim_next")
    expect(exercise.root.locator(".cm-searchMatch")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(exercise.editor).to_be_focused()


def test_escape_says_that_tab_leaves_now_and_it_does(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    at_the_end(exercise, "")
    page.keyboard.press("Tab")
    expect(exercise.editor).to_be_focused()
    page.keyboard.press("Escape")
    said = exercise.root.get_by_text("Tab leaves the editor now.")
    expect(said).to_be_visible()
    page.keyboard.press("Tab")
    expect(exercise.button("Check")).to_be_focused()


def test_the_size_of_code_is_kept_and_the_typescript_stands_beside(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    exercise = open_exercise(page, "one-winner")
    size = "(editor) => Number.parseFloat(getComputedStyle(editor).fontSize)"
    usual = exercise.editor.evaluate(size)
    exercise.press("A+, larger code")
    larger = exercise.editor.evaluate(size)
    assert larger > usual
    exercise.button("Share").focus()
    page.keyboard.press("Tab")
    expect(exercise.root.get_by_role("tab", name="Result")).to_be_focused()
    page.keyboard.press("ArrowRight")
    beside = exercise.root.get_by_role("tabpanel", name="The same in TypeScript")
    expect(beside).to_contain_text("convex/schema.ts")
    page.reload()
    exercise.root.scroll_into_view_if_needed()
    expect(beside).to_contain_text("convex/schema.ts")  # as it was left
    assert exercise.editor.evaluate(size) == larger
    exercise.press("Run")
    expect(beside).to_be_hidden()
    expect(exercise.root.get_by_role("tabpanel", name="Result")).to_be_visible()

"""A learner's work: kept over visits and tabs, taken elsewhere as a file, safe from bad files."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import quiet_page
from tests.e2e.element import PATIENCE_MS, QUICK, open_exercise, open_lab

KEPT = """async () => {
  const opened = await new Promise((resolve, reject) => {
    const request = indexedDB.open("fieldbook");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return new Promise((resolve) => {
    const asked = opened.transaction("work").objectStore("work").getAll();
    asked.onsuccess = () => { opened.close(); resolve(asked.result); };
  });
}"""
OLD_TEXT = "localStorage.setItem('fieldbook:text:one-winner@00000000000a', 'print(1)\\n')"
OLD_SCENE = (
    "localStorage.setItem('fieldbook:text:two-lanes/lost-update@00000000000a', 'print(1)\\n')"
)

# The browser's database is read, but nobody hears of it before `answer()`.
SLOW_DATABASE = """(() => {
  const { transaction } = IDBDatabase.prototype;
  const answered = new Promise((answer) => { window.answer = () => answer(); });
  IDBDatabase.prototype.transaction = function (...asked) {
    const made = transaction.apply(this, asked);
    if (asked[1] === "readwrite") return made;
    Object.defineProperty(made, "oncomplete", {
      set: (then) => made.addEventListener("complete", () => answered.then(then)),
    });
    return made;
  };
})()"""


def texts_kept(page: Page) -> list[str]:
    """Every text that is in the browser's database."""
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('fieldbook:text:'))"
    )  # the journal has moved to the database
    return [
        version["text"]
        for work in page.evaluate(KEPT)
        for version in work["versions"].values()
        if version["text"] is not None
    ]


def test_text_is_in_the_database_a_moment_after_it_was_typed(page: Page) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.write("print('mine')\n")
    assert texts_kept(page) == ["print('mine')\n"]
    page.reload()
    expect(exercise.editor).to_contain_text("print('mine')")


def test_text_of_the_site_s_first_version_moves_over(page: Page) -> None:
    page.goto("progress/")
    page.evaluate(OLD_TEXT)
    page.reload()
    expect(page.get_by_text("There is work on 1 exercise")).to_be_visible()
    assert texts_kept(page) == ["print(1)\n"]


def test_another_tab_sees_what_was_written(page: Page) -> None:
    first = open_exercise(page, "one-winner")
    other_page = page.context.new_page()
    other = open_exercise(other_page, "one-winner")
    other_page.evaluate("document.activeElement.blur()")
    first.write("print('from the first tab')\n")
    # A tab in the background keeps its plain editor.
    expect(other.root.locator("textarea")).to_have_value("print('from the first tab')\n")


def test_a_new_version_offers_to_keep_take_or_compare(page: Page) -> None:
    page.goto("progress/")
    page.evaluate(OLD_TEXT)
    page.goto("exercises/one-winner/")
    exercise = open_exercise(page, "one-winner")
    expect(exercise.root).to_contain_text("This exercise was revised since you worked on it")
    exercise.press("Compare")
    compared = exercise.root.get_by_role("region", name="Your text compared")
    expect(compared).to_contain_text("− only in your text: print(1)")
    exercise.press("Keep my text")
    expect(exercise.editor).to_contain_text("print(1)")


def test_a_new_version_of_a_lab_offers_the_same(page: Page) -> None:
    page.goto("progress/")
    page.evaluate(OLD_SCENE)
    lab = open_lab(page, "two-lanes")
    offer = lab.root.get_by_text("This scene was revised since you worked on it")
    expect(offer).to_be_visible(timeout=PATIENCE_MS)
    lab.press("Compare")
    compared = lab.root.get_by_role("region", name="Your text compared")
    expect(compared).to_contain_text("− only in your text: print(1)")
    lab.press("Keep my text")
    expect(lab.editor).to_contain_text("print(1)")
    expect(offer).to_be_hidden()
    lab.wait_for("error")  # what is played is the text that was kept: it has no lanes


def test_work_goes_to_another_browser_as_a_file(
    browser: Browser, page: Page, site_url: str, tmp_path: Path
) -> None:
    exercise = open_exercise(page, "one-winner")
    exercise.write("print('mine')\n")
    texts_kept(page)
    page.goto("progress/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as a file").press("Enter")
    file = tmp_path / "work.json"
    download.value.save_as(file)
    assert json.loads(file.read_text())["format"] == "convex-fieldbook-work"
    with quiet_page(browser, site_url) as elsewhere:
        elsewhere.goto("progress/")
        elsewhere.locator("input[type=file]").set_input_files(file)
        elsewhere.get_by_role("button", name="Add it to what is here").press("Enter")
        expect(elsewhere.get_by_text("Added.")).to_be_visible()
        there = open_exercise(elsewhere, "one-winner")
        expect(there.editor).to_contain_text("print('mine')")


def test_an_export_before_the_database_has_answered_has_everything(
    page: Page, tmp_path: Path
) -> None:
    open_exercise(page, QUICK).write("print('mine')\n")
    texts_kept(page)
    page.add_init_script(SLOW_DATABASE)
    page.goto("progress/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as a file").press("Enter")
        page.evaluate("answer()")
    download.value.save_as(tmp_path / "work.json")
    assert "print('mine')" in (tmp_path / "work.json").read_text()


def test_what_is_typed_before_the_large_editor_has_arrived_stays(page: Page) -> None:
    exercise = open_exercise(page, QUICK)
    exercise.write("print('earlier')\n")
    texts_kept(page)
    held: list[Route] = []

    def wait(route: Route) -> None:
        held.append(route)

    page.route("**/editor-codemirror-*.js", wait)
    page.reload()
    area = exercise.root.locator("textarea")
    expect(area).to_have_value("print('earlier')\n")
    area.focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.insert_text("print('typed')\n")
    expect(area).to_have_value("print('earlier')\nprint('typed')\n")
    for route in held:
        route.continue_()
    exercise.root.locator(".cm-editor").wait_for()
    expect(exercise.editor).to_be_focused()
    page.keyboard.insert_text("# at the caret\n")
    expect(exercise.editor).to_contain_text("# at the caret")
    assert texts_kept(page) == ["print('earlier')\nprint('typed')\n# at the caret\n"]


def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(
    page: Page, tmp_path: Path
) -> None:
    page.goto("progress/")
    page.evaluate(OLD_TEXT)
    page.reload()
    chosen = page.locator("input[type=file]")
    said = page.locator(".fb-work__said")
    newer = {"format": "convex-fieldbook-work", "formatVersion": 99, "work": []}
    for name, text, reason in (
        ("cut.json", '{"format": "convex-fieldbook-work", "wor', "it is not JSON to its end"),
        ("other.json", '{"a": 1}', "was not written by"),
        ("newer.json", json.dumps(newer), "A newer version of this site wrote this file"),
    ):
        (tmp_path / name).write_text(text)
        chosen.set_input_files(tmp_path / name)
        expect(said).to_contain_text(reason)
    assert texts_kept(page) == ["print(1)\n"]


def test_a_browser_without_storage_says_so_and_works(browser: Browser, site_url: str) -> None:
    with quiet_page(browser, site_url) as page:
        page.add_init_script(
            "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('blocked'); } });"
            "Storage.prototype.setItem = () => { throw new Error('blocked'); };"
        )
        exercise = open_exercise(page, "one-winner")
        expect(exercise.root).to_contain_text("This browser keeps nothing for this site")
        exercise.write("print('mine')\n")
        expect(exercise.editor).to_contain_text("print('mine')")

"""A live element of a page, handled as a learner does it: with the keyboard, by accessible names."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

LABS = Path(__file__).resolve().parents[2] / "labs"
PATIENCE_MS = 60_000
QUICK = "missing-sorts-first"
"""An exercise whose checks take no time, for tests that need any one."""


def source_of(identifier: str, name: str) -> str:
    """The text of one file of an exercise."""
    (folder,) = LABS.glob(f"*/*-{identifier}")
    return (folder / name).read_text(encoding="utf-8")


class Element:
    """``<minivex-exercise>`` or ``<minivex-lab>`` on the page that shows it."""

    def __init__(self, page: Page, tag: str) -> None:
        """Find the only element called ``tag``."""
        self.page = page
        self.root = page.locator(tag)
        self.editor = self.root.get_by_label("Your code")

    def button(self, name: str) -> Locator:
        """The button with this name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """Press a button with the keyboard."""
        button = self.button(name)
        expect(button).to_be_enabled(timeout=PATIENCE_MS)
        button.focus()
        self.page.keyboard.press("Enter")

    def wait_for(self, *states: str) -> None:
        """Wait until the element is in one of ``states``."""
        wanted = ", ".join(f'[data-state="{state}"]' for state in states)
        expect(self.root.and_(self.page.locator(wanted))).to_be_attached(timeout=PATIENCE_MS)

    def write(self, text: str) -> None:
        """Replace the code with ``text``, once the editor has taken the plain field's place."""
        self.root.locator(".cm-editor").first.wait_for()
        self.editor.focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)
        shown = re.match(r"[ -~]*", text.strip())  # what is odd is not shown as it is
        expect(self.editor).to_contain_text(shown[0] if shown else "")

    def code(self) -> str:
        """The code in the editor as it is shown."""
        return self.editor.inner_text()


def open_exercise(page: Page, identifier: str) -> Element:
    """Load an exercise's page, and pass its question over."""
    page.goto(f"exercises/{identifier}/")
    exercise = Element(page, "minivex-exercise")
    closed = exercise.button("Open the editor without predicting")
    expect(closed.or_(exercise.button("Check")).first).to_be_visible()
    if closed.is_visible():
        exercise.press("Open the editor without predicting")
    expect(exercise.button("Check")).to_be_visible()
    exercise.root.scroll_into_view_if_needed()  # the editor comes when it is seen
    return exercise


def open_visual(page: Page, identifier: str, *, guess: bool = False) -> Element:
    """Load a visual lab's page and scroll to the lab; its question is passed over, unless it is to be answered."""
    page.goto(f"labs/{identifier}/")
    lab = Element(page, "minivex-visual")
    lab.root.scroll_into_view_if_needed()
    if not guess:
        pass_over(lab)
    return lab


def pass_over(lab: Element) -> None:
    """Let the scene show itself without a guess."""
    lab.press("Show me without a guess")
    expect(lab.root.get_by_role("slider", name="Step")).to_be_visible(timeout=PATIENCE_MS)


def open_lab(page: Page, identifier: str) -> Element:
    """Load a lab's page and scroll to the lab, which starts once it is seen."""
    page.goto(f"labs/{identifier}/")
    lab = Element(page, "minivex-lab")
    lab.root.scroll_into_view_if_needed()
    lab.button("Restart").scroll_into_view_if_needed()
    return lab

"""An exercise in Firefox, handled through what its page shows."""

from __future__ import annotations

import json

from tests.firefox.bidi import Tab

__all__ = ["Exercise"]

BUTTON = "[...document.querySelectorAll('minivex-exercise button')].find((one) => one.textContent === %s)"
EDITOR = "document.querySelector('minivex-exercise .cm-content')"
ELEMENT = "document.querySelector('minivex-exercise')"


class Exercise:
    """The exercise on the page of a tab."""

    def __init__(self, tab: Tab, site: str, identifier: str) -> None:
        """Open its page, pass the question over, and wait for the editor."""
        self.tab = tab
        tab.go(f"{site}exercises/{identifier}/")
        self.press("Open the editor without predicting")
        tab.evaluate(f"{ELEMENT}.scrollIntoView()")
        tab.wait(f"{EDITOR} !== null")

    def press(self, name: str) -> None:
        """Press the button of this name once it can be pressed."""
        button = BUTTON % json.dumps(name)
        self.tab.wait(
            f"{button}?.getAttribute('aria-disabled') !== 'true' && {button} !== undefined"
        )
        self.tab.evaluate(f"{button}.click()")

    def write(self, text: str) -> None:
        """Replace the code."""
        insert = f"document.execCommand('insertText', false, {json.dumps(text)})"
        self.tab.evaluate(f"({EDITOR}.focus(), document.execCommand('selectAll'), {insert}, null)")

    def wait_for(self, *states: str) -> str:
        """Wait until the element is in one of ``states``, and say which."""
        wanted = json.dumps(states)
        state = f"{ELEMENT}.dataset.state"
        found = self.tab.wait(f"{wanted}.includes({state}) && {state}", seconds=60)
        return str(found)

    def output(self) -> str:
        """What the program printed."""
        return str(self.tab.wait(f"{ELEMENT}.querySelector('.fb-output pre')?.textContent"))

"""The playground in Firefox: what was pushed and committed is there again when the page is loaded anew."""

from __future__ import annotations

import json

from tests.e2e.watched_site import WatchedSite
from tests.firefox.bidi import Tab

ELEMENT = "document.querySelector('minivex-playground')"
BUTTON = f"[...{ELEMENT}.querySelectorAll('button')].find((one) => one.textContent === %s)"
DONE = f"['passed', 'failed', 'error'].includes({ELEMENT}.dataset.state) && {ELEMENT}.dataset.state"
PICK = f"""({ELEMENT}.querySelector('#fb-pg-function').value = 'app:open_channel',
  {ELEMENT}.querySelector('#fb-pg-function').dispatchEvent(new Event('change')),
  {ELEMENT}.querySelector('#fb-pg-arg-0').value = 'general', null)"""


def press(tab: Tab, name: str) -> None:
    button = BUTTON % json.dumps(name)
    tab.wait(f"{button} !== undefined && {button}.getAttribute('aria-disabled') !== 'true'")
    tab.evaluate(f"{button}.click()")


def test_what_was_committed_is_there_again(tab: Tab, site: WatchedSite) -> None:
    tab.go(f"{site.url}playground/")
    press(tab, "Push")
    assert tab.wait(DONE, seconds=60) == "passed"
    tab.wait(f"{ELEMENT}.querySelector('#fb-pg-function')?.options.length > 0")
    tab.evaluate(PICK)
    press(tab, "Run")
    tab.wait(f"{ELEMENT}.dataset.commits === '3'", seconds=60)
    tab.go(f"{site.url}playground/")
    assert tab.wait(DONE, seconds=60) == "passed"
    tab.wait(f"{BUTTON % json.dumps('channels 1')} !== undefined")

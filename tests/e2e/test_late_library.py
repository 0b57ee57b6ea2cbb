"""Modules and codecs that are not there from the start are fetched, or say how to get them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, QUICK, open_exercise

FETCHED = {
    "an import": "import html\n\nprint(html.escape('<'), 'is here')\n",
    "a codec": "print('bücher'.encode('idna'), 'is here')\n",
    "an alias of a codec": "print('ž'.encode('iso-8859-2'), 'is here')\n",
}
NOT_FETCHED = {
    "a codec": ("name = 'idna'\n'x'.encode(name)\n", "Write `import encodings.idna`"),
}


@pytest.mark.parametrize("what", FETCHED)
def test_what_a_file_names_is_fetched(cold_page: Page, what: str) -> None:
    exercise = open_exercise(cold_page, QUICK)
    exercise.write(FETCHED[what])
    exercise.press("Run")
    expect(exercise.root.locator(".fb-output")).to_contain_text("is here", timeout=PATIENCE_MS)


@pytest.mark.parametrize("what", NOT_FETCHED)
def test_what_is_named_at_run_time_says_how_to_get_it(page: Page, what: str) -> None:
    program, cure = NOT_FETCHED[what]
    exercise = open_exercise(page, QUICK)
    exercise.write(program)
    exercise.press("Run")
    exercise.wait_for("error")
    expect(exercise.root).to_contain_text(cure)

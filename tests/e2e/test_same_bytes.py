"""A check in the browser gives the recorded report, byte for byte, each time in a Python where nothing has run."""

from __future__ import annotations

import json
import os

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import ROOT
from tests.e2e.element import open_exercise, source_of
from tests.e2e.test_clean_python import settle
from tests.pyodide.attempts import recorded

TIMES = int(os.environ.get("CHECKS_REPEATED", "2"))
LISTEN = """
window.repliesOfPython = [];
window.MessageChannel = class extends MessageChannel {
  constructor() {
    super();
    this.port1.addEventListener("message", ({ data }) => {
      if (data.kind === "reply") window.repliesOfPython.push(data.reply);
    });
  }
};
"""


@pytest.mark.parametrize("exercise_id", ["missing-sorts-first", "one-winner"])
def test_the_bytes_are_those_that_are_recorded(page: Page, exercise_id: str) -> None:
    page.add_init_script(LISTEN)
    exercise = open_exercise(page, exercise_id)
    wanted = json.loads(recorded(ROOT / "labs"))
    for name in ("starter.py", "solution.py"):
        exercise.write(source_of(exercise_id, name))
        for _ in range(TIMES):
            assert settle(exercise, "Check") in ("passed", "failed")
        replies = page.evaluate("window.repliesOfPython.splice(0)")
        assert len(replies) == TIMES
        assert set(replies) == {wanted[f"{exercise_id}/{name}"]}

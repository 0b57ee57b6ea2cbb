"""Colours, widths and bars where there is a terminal, and nothing of them where there is none."""

from __future__ import annotations

import io
import os

import pytest

from labkit.cli.markdown_text import markdown_text
from labkit.cli.terminal import PLAIN, Progress, style_of


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Screen()


def test_a_terminal_has_colours_and_a_width(screen: Screen) -> None:
    style = style_of(screen)
    assert style.bad("NO") == "\x1b[31mNO\x1b[0m"
    assert style.width == 59


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_refused(
    screen: Screen, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert style_of(screen).bad("NO") == "NO"


def test_a_pipe_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert style_of(io.StringIO()) is PLAIN
    assert PLAIN.bold("text") == "text"
    pipe = io.StringIO()
    with Progress(pipe) as progress:
        progress.show(1, 2, "half")
    assert pipe.getvalue() == ""


def test_a_bar_is_drawn_over_itself_and_leaves_nothing(screen: Screen) -> None:
    with Progress(screen) as progress:
        progress.show(
            45, 90, "two workers, one job, and a label that is much longer than the screen"
        )
    drawn = screen.getvalue()
    assert "█████░░░░░  45 of 90  two workers" in drawn
    assert drawn.endswith("\r\x1b[K")
    assert max(len(part) for part in drawn.split("\r\x1b[K")) <= 59
    assert os.environ["COLUMNS"] == "60"


def test_markdown_is_filled_and_its_code_is_not() -> None:
    text = markdown_text(
        "An **action** is [several\ntransactions](/guide/actions/#one).\n\n- one\n- two\n\n"
        "```python\nx = 1\n\ny = 2\n```\n",
        40,
    )
    assert text == (
        "An action is several transactions\n(guide/actions/#one).\n\n- one\n\n- two\n\n"
        "    x = 1\n\n    y = 2"
    )

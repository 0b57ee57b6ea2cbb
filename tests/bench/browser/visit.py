"""One long visit to our own site, as fast as the machine is: other labs, checks, Stop.

Every time is taken in the page, from the click on a button to the sentence or state that answers it.
Between two clicks the page comes to rest, as it does while somebody reads or writes.
"""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Page, Playwright

from tests.bench.browser.first_result import OURS, wait_for_rest
from tests.bench.browser.host import FAST, Host, profile
from tests.bench.browser.install import ROOT

__all__ = ["Visit", "exercise_ids", "measure_visit"]

ONE_WINNER = "one-winner"
_SKIP = "Open the editor without predicting"
_PRINT = 'print("RESULT", 2 + 3)\n'
_STOPPED = {
    "a loop": "while True:\n    pass\n",
    "one long call": "sum(iter(int, 1))\n",
}
_SPARE_MS = 1_500
"""A check uses its Python up; so long the next one has had to start, at the least."""


class Visit(NamedTuple):
    """Milliseconds."""

    other_lab: list[float]
    one_winner: list[float]
    checks: dict[str, float]
    """By exercise: its solution, checked."""
    stops: dict[str, list[float]]
    runs_after_stop: dict[str, list[float]]
    longest_task: float
    """While Python started and everything was checked."""


def exercise_ids() -> list[str]:
    """Every exercise there is, in the order of the course."""
    folders = sorted(path.parent for path in (ROOT / "labs").glob("*/*/exercise.toml"))
    return [folder.name.partition("-")[2] for folder in folders]


def measure_visit(playwright: Playwright, host: Host, *, times: int, ids: list[str]) -> Visit:
    """Open a page, wait for Python, then measure everything that comes after."""
    with profile(playwright) as page:
        host.set_line(FAST)
        page.goto(host.address(OURS, f"exercises/{ONE_WINNER}/"))
        _open_editor(page)
        _press(page, "Run", "idle")
        wait_for_rest(page, host)
        other_lab = [_other_lab(page, host, one) for one in _others(ids, times)]
        _go(page, host, ONE_WINNER)
        one_winner = [_check(page, ONE_WINNER) for _ in range(times)]
        stops: dict[str, list[float]] = {}
        runs: dict[str, list[float]] = {}
        for name, program in _STOPPED.items():
            pairs = [_stop(page, program) for _ in range(times)]
            stops[name] = [stopped for stopped, _ in pairs]
            runs[name] = [ran for _, ran in pairs]
        checks = {}
        longest: list[float] = page.evaluate("bench.longTasks.map((one) => one.duration)")
        for one in ids:
            _go(page, host, one)
            checks[one] = _check(page, one)
        longest += page.evaluate("bench.longTasks.map((one) => one.duration)")
    return Visit(other_lab, one_winner, checks, stops, runs, max(longest, default=0))


def _others(ids: list[str], times: int) -> list[str]:
    return [one for one in ids if one != ONE_WINNER][:times]


def _go(page: Page, host: Host, exercise: str) -> None:
    """Follow a link, as the theme's own navigation does: the page stays, its content changes."""
    page.evaluate(
        """async (address) => {
          const link = Object.assign(document.createElement("a"), { href: address });
          document.querySelector("article").append(link);
          link.click();
          await bench.until(() => location.href === address && !link.isConnected);
        }""",
        host.address(OURS, f"exercises/{exercise}/"),
    )
    _open_editor(page)


def _open_editor(page: Page) -> None:
    page.evaluate(
        """async (skip) => {
          await bench.until(() => bench.button(skip) || bench.button("Check"));
          bench.button(skip)?.click();
          await bench.until(() => bench.button("Check"));
          document.querySelector("minivex-exercise").scrollIntoView();
          await bench.until(() => document.querySelector("minivex-exercise .cm-content"));
        }""",
        _SKIP,
    )


def _write(page: Page, text: str) -> None:
    page.locator("minivex-exercise").get_by_label("Your code").first.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def _press(page: Page, name: str, *states: str) -> float:
    """From the click to one of ``states``."""
    ms: float = page.evaluate(
        """async ({ name, states }) => {
          const root = document.querySelector("minivex-exercise");
          const at = await bench.press(name, root);
          const seen = new Promise((resolve) => {
            const look = () => {
              if (!states.includes(root.dataset.state)) return;
              requestAnimationFrame(() => resolve(performance.now()));
            };
            new MutationObserver(look).observe(root, { attributes: true });
          });
          return (await seen) - at;
        }""",
        {"name": name, "states": list(states)},
    )
    return ms


def _other_lab(page: Page, host: Host, exercise: str) -> float:
    _go(page, host, exercise)
    _write(page, _PRINT)
    page.wait_for_timeout(500)
    return _press(page, "Run", "idle")


def _check(page: Page, exercise: str) -> float:
    (folder,) = (ROOT / "labs").glob(f"*/*-{exercise}")
    _write(page, (folder / "solution.py").read_text())
    page.wait_for_timeout(_SPARE_MS)
    return _press(page, "Check", "passed")


def _stop(page: Page, program: str) -> tuple[float, float]:
    _write(page, program)
    page.wait_for_timeout(_SPARE_MS)
    page.evaluate("bench.press('Run', document.querySelector('minivex-exercise'))")
    page.evaluate(
        """() => bench.until(
          () => document.querySelector("minivex-exercise").dataset.state === "running")"""
    )
    page.wait_for_timeout(500)
    stopped = _press(page, "Stop", "stopped")
    _write(page, _PRINT)
    return stopped, _press(page, "Run", "idle")

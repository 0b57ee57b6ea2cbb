"""From opening a page to the first line that Python prints there: ours and the peers', in turn.

A first visit with an empty profile, and, once the page has come to rest, a later visit. Each site's
program is asked for as soon as the page lets anyone do so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, Playwright

from tests.bench.browser.host import Host, Line, profile

__all__ = ["CONTENDERS", "OURS", "FirstResult", "measure_first_results"]

OURS = "ours"
_RESULT = "RESULT 5"
_SKIP = "Open the editor without predicting"


class FirstResult(NamedTuple):
    """One visit."""

    site: str
    visit: str
    """``cold`` or ``repeat``."""
    ms: float
    longest_task_ms: float
    bytes: int
    requests: int


def _ours(page: Page, visit: str) -> float:
    """Run on an exercise's page. The program is written on the first visit, and kept for the next."""
    page.evaluate(
        """async (skip) => {
          const root = () => document.querySelector("minivex-exercise");
          await bench.until(() => bench.button(skip) || bench.button("Run"));
          bench.button(skip)?.click();
          await bench.until(() => bench.button("Run", root()));
        }""",
        _SKIP,
    )
    if visit == "cold":
        editor = page.locator("minivex-exercise").get_by_label("Your code")
        editor.focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text('print("RESULT", 2 + 3)\n')
    ms: float = page.evaluate(
        """async (result) => {
          const root = document.querySelector("minivex-exercise");
          await bench.press("Run", root);
          const shown = () => root.querySelector(".fb-lab__result, .fb-output, [class*=output]");
          return bench.until(() => shown()?.textContent.includes(result));
        }""",
        _RESULT,
    )
    return ms


def _theme(page: Page, _visit: str) -> float:
    """Its play button does nothing until its sign of waiting has gone."""
    ms: float = page.evaluate(
        """async (result) => {
          const shown = () => document.body?.innerText.replaceAll("\\u00a0", " ").includes(result);
          const waits = () => document.querySelector("#header-hourglass-svg");
          await bench.until(() => waits()?.getAttribute("class")?.includes("vanish"));
          const play = () => document.querySelector("button[btn_kind=play]");
          await bench.until(play);
          let pressed = -Infinity;
          return bench.until(() => {
            if (shown()) return true;
            if (performance.now() - pressed > 2000) {
              pressed = performance.now();
              play().click();
            }
            return false;
          });
        }""",
        _RESULT,
    )
    return ms


def _jupyterlite(page: Page, _visit: str) -> float:
    """Its page for one program runs what the address says."""
    ms: float = page.evaluate(
        """(result) => bench.until(() => document.body?.innerText.includes(result))""", _RESULT
    )
    return ms


CONTENDERS: dict[str, tuple[str, Callable[[Page, str], float]]] = {
    OURS: ("exercises/one-winner/", _ours),
    "pyodide-mkdocs-theme": ("", _theme),
    "JupyterLite": (
        "repl/index.html?kernel=python&execute=1&code=print(%22RESULT%22,2%2B3)",
        _jupyterlite,
    ),
}


def wait_for_rest(page: Page, host: Host) -> None:
    """Until nothing has been asked for in two seconds: what is fetched for later has arrived."""
    before = -1
    while before != (before := sum(host.counted().values())):
        page.wait_for_timeout(2_000)


def measure_first_results(
    playwright: Playwright, host: Host, line: Line, sites: list[str]
) -> list[FirstResult]:
    """One round: every site in turn, cold and then again."""
    found = []
    for site in sites:
        path, first_result = CONTENDERS[site]
        with profile(playwright) as page:
            for visit in ("cold", "repeat"):
                page.goto("about:blank")
                host.set_line(line)
                page.goto(host.address(site, path), wait_until="commit")
                ms = first_result(page, visit)
                counted = host.counted()
                tasks: list[float] = page.evaluate("bench.longTasks.map((one) => one.duration)")
                found.append(
                    FirstResult(
                        site, visit, ms, max(tasks, default=0), sum(counted.values()), len(counted)
                    )
                )
                wait_for_rest(page, host)
    return found

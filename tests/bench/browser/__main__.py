"""``make bench-browser``: what a learner waits for in Chromium, beside two other sites with Python.

    make bench-browser                              five rounds: about fifteen minutes
    make bench-browser ARGS=--quick                 one round, six exercises, one audit: three minutes
    make bench-browser ARGS="--only visit,prose"    parts: first, visit, prose, audit
    make bench-browser ARGS="--json FILE"           and every number in a file

The site has to be built. Rounds go through all sites in turn, so that a busy minute of the machine
touches everybody; numbers are medians. The exit status says whether every budget that was measured
is met.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from playwright.sync_api import Playwright, sync_playwright

from tests.bench.browser import audit, prose
from tests.bench.browser.budgets import judge
from tests.bench.browser.first_result import CONTENDERS, OURS, measure_first_results
from tests.bench.browser.host import SLOW, Host
from tests.bench.browser.install import ROOT, TARGET, Installed, install
from tests.bench.browser.sites import jupyterlite, pyodide_mkdocs_theme
from tests.bench.browser.table import shown_budgets, shown_checks
from tests.bench.browser.visit import ONE_WINNER, exercise_ids, measure_visit

PARTS = ("first", "visit", "prose", "audit")
_QUICK_EXERCISES = 6


class Numbers:
    """Every number of a run, by name, with the load of the machine beside it."""

    def __init__(self) -> None:
        self.all: defaultdict[str, list[float]] = defaultdict(list)
        self.loads: list[float] = []

    def add(self, name: str, *values: float) -> None:
        """More of the same."""
        self.all[name].extend(values)
        self.loads.append(os.getloadavg()[0])
        shown = " ".join(f"{value:.0f}" for value in values)
        print(f"{name:<32} {shown}  (load {self.loads[-1]:.1f})", flush=True)

    @property
    def medians(self) -> dict[str, float]:
        """One number for each name."""
        return {name: median(values) for name, values in self.all.items()}


def main(arguments: list[str]) -> int:
    """Measure, print, judge."""
    given = _options(arguments)
    numbers = Numbers()
    started = time.monotonic()
    installed = install()
    ours = TARGET / "sites" / "ours"  # a copy: a build in the middle of a run mixes two versions
    shutil.rmtree(ours, ignore_errors=True)
    shutil.copytree(given.site, ours)
    sites = {OURS: ours}
    if "first" in given.only:
        sites["pyodide-mkdocs-theme"] = pyodide_mkdocs_theme(installed)
        sites["JupyterLite"] = jupyterlite(installed)
    host = Host(sites)
    try:
        with sync_playwright() as playwright:
            checks = _measure(playwright, host, given, numbers)
        if "audit" in given.only:
            _audit(numbers, installed, host, 1 if given.quick else 3)
    finally:
        host.stop()
    manifest = json.loads((ours / "assets" / "lab" / "manifest.json").read_text())
    numbers.add("runtime", sum(file["bytes"] for file in manifest["files"].values()) / 1e6)
    judged = judge(numbers.medians)
    print(f"\n{shown_budgets(judged)}\n\n{shown_checks(checks)}")
    loads = f"load {min(numbers.loads):.1f} to {max(numbers.loads):.1f} on {os.cpu_count()} cores"
    print(f"\n{time.monotonic() - started:.0f} s, {loads}")
    if given.json is not None:
        found = {
            "numbers": numbers.all,
            "loads": numbers.loads,
            "checks": checks,
            "budgets": [{**one._asdict(), "is_met": one.is_met} for one in judged],
        }
        given.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    return int(any(one.is_met is False for one in judged))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-browser")
    parser.add_argument("--quick", action="store_true", help="one round, fewer exercises")
    parser.add_argument("--only", default=",".join(PARTS), metavar="PART,PART")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number there")
    given = parser.parse_args(arguments)
    given.only = given.only.split(",")
    if unknown := set(given.only) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if not (given.site / "index.html").is_file():
        parser.error("there is no built site; run `make build` first")
    return given


def _measure(
    playwright: Playwright, host: Host, given: argparse.Namespace, numbers: Numbers
) -> dict[str, float]:
    """What needs a browser of our own; how long each exercise's check took."""
    for _ in range(1 if given.quick else 5):
        if "first" in given.only:
            for one in measure_first_results(playwright, host, SLOW, list(CONTENDERS)):
                numbers.add(f"{one.visit}/{one.site}", one.ms)
                numbers.add(f"bytes/{one.visit}/{one.site}", one.bytes)
                numbers.add(f"task/{one.visit}/{one.site}", one.longest_task_ms)
        if "prose" in given.only:
            for kind in prose.PAGES:
                page = prose.measure_page(playwright, host, kind)
                numbers.add(f"paint/{kind}", page.paint_ms)
                numbers.add(f"script/{kind}", page.own_script_bytes / 1_000)
                numbers.add(f"task/{kind}", page.longest_task_ms)
    if "visit" not in given.only:
        return {}
    ids = exercise_ids()[: _QUICK_EXERCISES if given.quick else None]
    visit = measure_visit(playwright, host, times=3 if given.quick else 7, ids=ids)
    numbers.add("other lab", *visit.other_lab)
    numbers.add(f"check/{ONE_WINNER}", *visit.one_winner)
    for name in visit.stops:
        numbers.add(f"stop/{name}", *visit.stops[name])
        numbers.add(f"after/{name}", *visit.runs_after_stop[name])
    numbers.add("task/visit", visit.longest_task)
    numbers.add("check/median", median(visit.checks.values()))
    numbers.add("check/heaviest", max(visit.checks.values()))
    return visit.checks


def _audit(numbers: Numbers, installed: Installed, host: Host, times: int) -> None:
    lost: defaultdict[str, set[str]] = defaultdict(set)
    for _ in range(times):
        for page in audit.PAGES:
            scores, reasons = audit.audit(installed, host, page)
            for category, score in scores.items():
                numbers.add(f"audit/{page}/{category}", score)
            lost[page].update(reasons)
    for page, found in lost.items():
        for reason in sorted(found):
            print(f"audit/{page} lost points: {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

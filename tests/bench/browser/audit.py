"""Lighthouse on four types of page, with its own idea of a telephone on a slow line."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.bench.browser.first_result import OURS
from tests.bench.browser.host import FAST, Host
from tests.bench.browser.install import Installed
from tests.tools.browser import find

__all__ = ["CATEGORIES", "PAGES", "Audit", "audit"]

PAGES = {
    "home": "",
    "guide": "guide/one-mutation/",
    "exercise": "exercises/one-winner/",
    "labs": "labs/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

Audit = dict[str, float]
"""Score of each category, 0 to 100."""


def audit(installed: Installed, host: Host, page: str) -> tuple[Audit, list[str]]:
    """Scores of one page, and what cost points.

    Raises: RuntimeError, if Lighthouse gives no report.
    """
    host.set_line(FAST)  # it models a line of its own
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = ["--headless=new", *(["--no-sandbox"] if is_root else [])]
    program: Path = installed.node / ".bin" / "lighthouse"
    done = subprocess.run(
        [
            *(str(program), host.address(OURS, PAGES[page]), "--quiet", "--output=json"),
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={' '.join(flags)}",
        ],
        env={**os.environ, "CHROME_PATH": find()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-1_000:])
    report = json.loads(done.stdout)
    scores = {name: 100.0 * (report["categories"][name]["score"] or 0) for name in CATEGORIES}
    lost = [
        f"{name}: {report['audits'][part['id']]['title']}"
        for name in CATEGORIES
        for part in report["categories"][name]["auditRefs"]
        if part["weight"]
        and (report["audits"][part["id"]]["score"] or 0) < 0.9
        and report["audits"][part["id"]]["scoreDisplayMode"] not in {"notApplicable", "manual"}
    ]
    return scores, lost

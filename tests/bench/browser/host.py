"""The sites behind one modelled line, and browsers with empty profiles to visit them."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, Playwright

from tests.bench.browser.install import ROOT, TARGET
from tests.tools.browser import find

__all__ = ["FAST", "SLOW", "Host", "Line", "profile"]

PATIENCE_MS = 180_000
_INIT = (Path(__file__).parent / "in_page.js").read_text()


class Line(NamedTuple):
    """How fast everything arrives."""

    megabits: float
    """A second, for all connections together; 0 has no limit."""
    delay_ms: float
    """Before each answer."""


SLOW = Line(10, 40)
FAST = Line(0, 0)


class Host:
    """Serves folders, each at a port of its own; counts what it sends."""

    def __init__(self, sites: dict[str, Path]) -> None:
        self._process = subprocess.Popen(
            [
                "node",
                str(Path(__file__).parent / "server.mjs"),
                *(f"{name}={folder}" for name, folder in sites.items()),
            ],
            env={**os.environ, "BENCH_BROTLI": str(TARGET / "brotli")},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        ports: dict[str, int] = json.loads(self._process.stdout.readline())
        self._origins = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}

    def address(self, site: str, path: str = "") -> str:
        """The address of a page."""
        return f"{self._origins[site]}/{path}"

    def set_line(self, line: Line) -> None:
        """From now on everything arrives this fast; counting starts anew."""
        self._get(f"__link?rate={line.megabits}&delay={line.delay_ms}")

    def counted(self) -> dict[str, int]:
        """Bytes sent since then, by path."""
        paths: dict[str, int] = json.loads(self._get("__counted"))["paths"]
        return paths

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait()

    def _get(self, path: str) -> bytes:
        origin = next(iter(self._origins.values()))
        with urllib.request.urlopen(f"{origin}/{path}") as response:
            body: bytes = response.read()
        return body


@contextmanager
def profile(playwright: Playwright) -> Iterator[Page]:
    """A page in a browser of its own, with nothing in its caches and a disk to keep things on."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=find(),
            args=["--no-sandbox"] if is_root else [],
            viewport={"width": 1280, "height": 800},
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.pages[0]
        page.add_init_script(_INIT)
        yield page
        context.close()

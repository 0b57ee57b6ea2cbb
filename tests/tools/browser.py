"""Find the browser that the end-to-end tests drive, or install one; print its path.

Looked for in this order: ``$CHROMIUM``, a Chromium or Chrome on this machine, Debian's package
(as root), Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoBrowserError(Exception):
    """There is no browser to test with; the message says what to install."""


def on_this_machine() -> str | None:
    """The path of a browser that is installed, or None.

    Raises: NoBrowserError, if CHROMIUM names something that cannot be started.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        path = shutil.which(chosen)
        if path is None:
            message = f"CHROMIUM={chosen} is not a program. Give the path of Chromium or Chrome."
            raise NoBrowserError(message)
        return path
    for name in (*NAMES, *MAC_PATHS):
        path = shutil.which(name)
        if path is not None:
            return path
    return downloaded()


def downloaded() -> str | None:
    """The path of a browser that Playwright downloaded earlier, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def install() -> None:
    """Install a browser with whatever this machine offers; silent about what does not work."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", "update"], env=quiet, capture_output=True, check=False)
        commands.insert(0, ["apt-get", "-qq", "install", "-y", "chromium"])
    for command in commands:
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode == 0 and on_this_machine():
            return


def find() -> str:
    """The path of a browser, installed just now if need be.

    Raises: NoBrowserError, if there is none and none could be installed.
    """
    path = on_this_machine()
    if path is None:
        install()
        path = on_this_machine()
    if path is None:
        message = "No Chromium found. Install Chromium or Chrome, or set CHROMIUM=/path/to/it."
        raise NoBrowserError(message)
    return path


if __name__ == "__main__":
    try:
        print(find())
    except NoBrowserError as error:
        sys.exit(str(error))

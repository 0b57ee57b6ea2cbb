"""Find the Firefox that the tests drive; nothing is installed for them."""

from __future__ import annotations

import os
import shutil

__all__ = ["on_this_machine"]

NAMES = ("firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox")


def on_this_machine() -> str | None:
    """The path of ``$FIREFOX`` or of a Firefox that is installed, or None."""
    chosen = os.environ.get("FIREFOX")
    found = (shutil.which(name) for name in ([chosen] if chosen else NAMES))
    return next((path for path in found if path), None)

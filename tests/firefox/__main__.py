"""Run what stands here in Firefox if there is one; say so when there is none: ``python -m tests.firefox``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.tools.firefox import on_this_machine

if on_this_machine() is None:
    print("There is no Firefox on this machine, so nothing was tried in it.")
    sys.exit(0)
sys.exit(pytest.main(["-q", str(Path(__file__).parent), *sys.argv[1:]]))

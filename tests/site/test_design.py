"""The page on design names every token that there is, and styles name tokens."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHEETS = [*(ROOT / "docs/assets/css").glob("*.css"), ROOT / "runtime/browser/lab.css"]
TOKENS = ROOT / "docs/assets/css/tokens.css"
PAGE = ROOT / "docs/contributing/design.md"
TOKEN = re.compile(r"^\s*(--fb-[\w-]+):", re.MULTILINE)
COLOUR = re.compile(r"[:\s](#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\))")


def test_the_page_on_design_lists_the_tokens() -> None:
    defined = set(TOKEN.findall(TOKENS.read_text(encoding="utf-8")))
    listed = set(re.findall(r"`(--fb-[\w-]+)`", PAGE.read_text(encoding="utf-8")))
    assert listed == defined


def test_styles_name_tokens_and_no_colours() -> None:
    named = [
        f"{sheet.name}: {found}"
        for sheet in SHEETS
        if sheet != TOKENS
        for found in COLOUR.findall(sheet.read_text(encoding="utf-8"))
    ]
    assert named == []

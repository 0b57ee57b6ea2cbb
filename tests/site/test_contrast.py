"""The palettes: every token in both, every pair that is read far enough apart.

WCAG 2.2: 4.5 for text, 3 for lines and marks that carry meaning.
"""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "docs/assets/css/tokens.css"
TEXT_MIN = 4.5
MARK_MIN = 3.0

LANES = [f"lane-{lane}" for lane in "abcd"]
VERDICTS = ["ok", "bad", "warn"]
CODE = ["keyword", "function", "string", "number", "type", "comment", "operator"]
SURFACES = ["bg", "surface", "surface-2"]

TEXT_PAIRS = [
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in SURFACES),
    *((ink, ground) for ink in (*VERDICTS, *LANES) for ground in SURFACES),
    *((tone, f"{tone}-surface") for tone in (*VERDICTS, *LANES)),
    *((ink, f"{tone}-surface") for ink in ("text", "muted") for tone in (*VERDICTS, *LANES)),
    *((f"code-{token}", ground) for token in CODE for ground in SURFACES),
    ("accent-text", "accent"),
]
MARK_PAIRS = [
    (mark, ground)
    for mark in ("focus", "read", "write", "commit", "conflict")
    for ground in SURFACES
]


def palettes() -> dict[str, dict[str, str]]:
    """The colours of both palettes, by the name after ``--fb-``."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", TOKENS.read_text())
    colours = {
        "slate" if "slate" in selector else "default": dict(
            re.findall(r"--fb-([\w-]+): (#[0-9a-f]{6});", body)
        )
        for selector, body in blocks
        if "--fb-bg:" in body
    }
    assert set(colours) == {"default", "slate"}
    return colours


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_both_palettes_define_the_same_colours() -> None:
    found = palettes()
    assert set(found["default"]) == set(found["slate"])


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = palettes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= TEXT_MIN


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_can_be_seen_on_their_ground(scheme: str, mark: str, ground: str) -> None:
    colours = palettes()[scheme]
    assert contrast(colours[mark], colours[ground]) >= MARK_MIN

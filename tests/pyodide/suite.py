"""Runs pytest inside Pyodide, on the tests that need nothing but pure Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# The exercises' own tests are not here: each attempt is graded in both Pythons and compared.
FOLDERS = ("tests/engine", "tests/labkit")
# Packages of .venv that have compiled parts, and ways out that a browser does not have.
ELSEWHERE = re.compile(
    r"^\s*(?:import|from) (?:"
    r"hypothesis|jsonschema|subprocess|threading|socket|labkit\.process|tests\.labkit\.report_schema"
    r")\b",
    re.MULTILINE,
)


def run(chosen: list[str]) -> int:
    """Run the usual tests, or with the arguments ``chosen`` instead; pytest's exit status."""
    files = sorted(path for folder in FOLDERS for path in Path(folder).rglob("test_*.py"))
    left_out = [path for path in files if ELSEWHERE.search(path.read_text(encoding="utf-8"))]
    usual = [str(path) for path in files if path not in left_out]
    status = pytest.main(
        [
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:faulthandler",
            "-m",
            "not slow and not cpython",
            *(chosen or usual),
        ]
    )
    names = ", ".join(path.name for path in left_out) or "none"
    print(f"{len(files) - len(left_out)} files of tests in Pyodide; in CPython only: {names}")
    return int(status)

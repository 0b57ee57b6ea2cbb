"""Where a report breaks the schema that is published of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_SCHEMA = Path(__file__).resolve().parents[2] / "runtime" / "labkit" / "report.schema.json"
_REPORT = Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def violations(report: Any) -> list[str]:
    """The place and the sentence of each violation."""
    return [f"{error.json_path}: {error.message}" for error in _REPORT.iter_errors(report)]

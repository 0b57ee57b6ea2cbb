"""Everything that scenario files were answered, as one hash per file.

Two Pythons that give the same hashes gave the same answers, ids, times and messages included,
those that no scenario compares as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from labkit.conformance.files import find_scenario_files, read_scenario_file
from labkit.conformance.report import FileReport, run_file

__all__ = ["transcript", "transcript_hashes"]


def transcript(report: FileReport) -> str:
    """One line for each step: where it stands, its op, what it came to, and whether that is right."""
    return "".join(
        json.dumps([scenario, result.number, result.op, result.state.value, result.got]) + "\n"
        for scenario, result in report.results
    )


def transcript_hashes(paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of the transcript of each scenario file that ``paths`` mean."""
    found = {}
    for path in find_scenario_files(paths):
        text = transcript(run_file(read_scenario_file(path)))
        found[path.as_posix()] = hashlib.sha256(text.encode()).hexdigest()
    return found

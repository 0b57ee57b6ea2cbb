"""``fieldbook conformance``: scenario files with Convex's answers, run against the engine.

```
 fieldbook conformance PATH…          files, or folders of them       exit 0 all pass, 1 some fail
 fieldbook conformance PATH… --json   the same as one JSON object     exit 2 what cannot be run
```

Every file is read before anything runs: one that is no file of scenarios is named with the
reason, and nothing is run. What the text and the JSON hold is written in ``report``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from labkit.conformance.files import find_scenario_files, read_scenario_file
from labkit.conformance.report import json_report, run_file, text_report
from labkit.conformance.running import State

__all__ = ["add_conformance", "conformance"]

ALL_PASS, SOME_FAIL = 0, 1


def add_conformance(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command line of ``conformance``."""
    parser = commands.add_parser("conformance", help="scenario files with Convex's answers")
    parser.add_argument("paths", nargs="+", type=Path, help="files, or folders of them")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def conformance(options: argparse.Namespace) -> tuple[int, str]:
    """Run the scenarios; the exit status, and what to print.

    Raises: ScenarioFileError, if a path is not there or a file cannot be run.
    """
    files = [read_scenario_file(path) for path in find_scenario_files(options.paths)]
    reports = [run_file(file) for file in files]
    text = json_report(reports) if options.json else text_report(reports)
    has_failed = any(report.count(State.FAILED) for report in reports)
    # A lone surrogate can be an answer, and cannot be printed.
    return SOME_FAIL if has_failed else ALL_PASS, text.encode("utf-8", "backslashreplace").decode()

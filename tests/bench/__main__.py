"""``make bench``: the engine beside what anyone would reach for instead, as ratios.

    make bench                            all of it: about four minutes
    make bench ARGS="--quick"             one round, no 100,000 documents: one minute
    make bench ARGS="--only W2,W6"        some workloads (also: memory, start)
    make bench ARGS="--json FILE"         and every number in a file

``--no-install`` leaves out the peers that are not there yet. The exit status says whether
every bar that was measured is met.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

from tests.bench.bars import judge
from tests.bench.contenders import contenders
from tests.bench.install import Installed, install
from tests.bench.measurements import Options, Row, measure_all
from tests.bench.table import shown_bars, shown_calls, shown_row

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true", help="one round, no 100,000 documents")
    parser.add_argument("--only", default="", metavar="W2,W6", help="these workloads alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number there")
    parser.add_argument("--no-install", action="store_true", help="only who is here already")
    given = parser.parse_args(arguments)
    options = Options(only=frozenset(filter(None, given.only.split(","))))
    if given.quick:
        options = replace(options, sizes=(1_000, 10_000), rounds=1, seconds=0.03)
    installed = Installed.existing() if given.no_install else install()
    everyone = contenders(installed)
    start = time.monotonic()
    results = measure_all(everyone, options, _print_row)
    verdicts = judge(results)
    print(shown_calls(results))
    print(shown_bars(verdicts))
    for one in everyone.values():
        if one.problem:
            print(f"left out: {one.name}: {one.problem}")
    print(f"\n{time.monotonic() - start:.0f} s")
    if given.json is not None:
        numbers = {
            "rows": [asdict(row) for row in results.values()],
            "bars": [{**one._asdict(), "verdict": one.word} for one in verdicts],
        }
        given.json.write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n")
    return int(any(one.word == "MISSED" for one in verdicts))


def _print_row(row: Row) -> None:
    print(shown_row(row), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

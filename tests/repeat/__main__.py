"""The same answer gets the same bytes, however often it is graded: in CPython, in Pyodide and in Chromium.

    python -m tests.repeat                          100 times in each of them
    python -m tests.repeat --times 5 --in cpython pyodide
    python -m tests.repeat --in cpython one-winner  one exercise only

Each time is a new interpreter with another PYTHONHASHSEED, which decides the order of Python's sets. What is graded is the
starter and the solution; what it is compared with is ``report.snap.json``. In Chromium, pages of the built site are asked,
each time in a Python in which nothing has run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("cpython", "pyodide", "chromium")
IN_PYODIDE = ("missing-sorts-first", "one-winner", "debounce", "who-is-asking")
"""The exercises that Pyodide repeats if none is chosen: a plain one, one of orders, of jobs, of callers."""


def in_cpython(times: int, chosen: Sequence[str]) -> bool:
    """Grade in one new process each time."""
    graded, others = 0, []
    for seed in range(times):
        done = subprocess.run(
            [sys.executable, "-m", "tests.repeat.once", *chosen],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": "runtime"},
            stdout=subprocess.DEVNULL,  # what the attempts print
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
        found = json.loads(done.stderr.splitlines()[-1])
        graded += found["graded"]
        others += [f"{name} with PYTHONHASHSEED={seed}" for name in found["different"]]
    return _told("CPython", times, graded, others)


def in_pyodide(times: int, chosen: Sequence[str]) -> bool:
    """Grade in one new Pyodide each time."""
    command = ["node", "tests/repeat/pyodide.mjs", str(times), *(chosen or IN_PYODIDE)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return _told("Pyodide", times, found["graded"], found["different"])


def in_chromium(times: int, _: Sequence[str]) -> bool:
    """Press Check that often, on pages of the built site."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/e2e/test_same_bytes.py"]
    env = {**os.environ, "CHECKS_REPEATED": str(times)}
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == 0


def _told(place: str, times: int, graded: int, others: Sequence[str]) -> bool:
    for name in others:
        print(f"{place}: {name} got another reply")
    print(
        f"{place}: {times} times, {graded} attempts graded, {len(others)} with another reply",
        flush=True,
    )
    return graded > 0 and not others


def main(arguments: Sequence[str]) -> int:
    """Repeat in each place; 1 if any reply was another."""
    parser = argparse.ArgumentParser(prog="python -m tests.repeat", description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--in", dest="places", nargs="+", choices=PLACES, default=PLACES)
    parser.add_argument("exercises", nargs="*")
    options = parser.parse_args(arguments)
    run = {"cpython": in_cpython, "pyodide": in_pyodide, "chromium": in_chromium}
    same = [run[place](options.times, options.exercises) for place in options.places]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

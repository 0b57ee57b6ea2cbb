"""The steps of ``make check`` and ``make test``: run them, say which failed and how to repeat it.

Two run at a time, because the smallest machine this has to pass on has two cores. A step starts when
those that it comes after have passed: what is cheap comes first, and what takes minutes is not begun
when that has failed. What a step prints is shown only when it fails. A step that has not ended after
its minutes is ended, with all that it started, and counts as failed: one that hangs must not hide the
others.

    python tests/tools/steps.py check | test [STEP …]
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AT_A_TIME = 2
MINUTES = 25
"""The longest that a step may take. The slowest has taken thirteen on two cores, beside another."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, by the name that ``make check`` prints."""

    name: str
    command: str
    after: frozenset[str] = frozenset()
    """Names of the steps that must have passed before this one starts."""
    seconds: float = MINUTES * 60


def after(names: Iterable[str], *steps: Step) -> list[Step]:
    """These steps, to be started when those called ``names`` have passed."""
    return [replace(step, after=frozenset(names)) for step in steps]


# Seconds each, all of them together less than half a minute.
QUICK = [
    Step("mypy", "mypy"),
    Step("tsc", "tsc -p ."),
    Step("generated pages", "python -m sitegen --check"),
    Step("import-linter", "lint-imports"),
    Step("ruff check", "ruff check"),
    Step("ruff format", "ruff format --check"),
    Step("biome", "biome check --error-on-warnings"),
    Step("codespell", "codespell"),
    Step("zizmor", "zizmor --offline --quiet .github"),
]
SAMPLES = Step("TypeScript samples", "node tests/typescript/check.mjs docs labs")
NODE = Step("node --test", "node tests/tools/node_tests.mjs")

# The longest first, so that two workers finish at about the same time.
CHECK = [
    Step("pytest (fast)", 'pytest -q -m "not slow"'),
    SAMPLES,
    Step("exercises", "fieldbook check"),
    NODE,
    *QUICK,
]

# Folders of tests that a step of their own runs.
ELSEWHERE = [
    *("tests/conformance", "tests/engine", "tests/interleavings", "tests/model"),
    *("tests/simulation", "tests/labs", "tests/e2e"),
]

# `make test` runs every test instead of the fast ones, and what needs a built site: the longest first here too.
TEST = [
    *QUICK,
    *after(
        [step.name for step in QUICK],
        Step("site", "python -m sitegen build"),
        Step("browser to test with", "python tests/tools/browser.py"),
        Step("Pyodide", "node tests/pyodide/run.mjs"),
    ),
    *after(["site", "browser to test with"], Step("Chromium", "pytest -q tests/e2e")),
    *after(
        ["site"],
        Step(
            "pytest",
            f"BUILT_SITE=site pytest -q {' '.join(f'--ignore {each}' for each in ELSEWHERE)}",
        ),
    ),
    *after(
        [step.name for step in QUICK],
        Step("labs", "pytest -q tests/labs"),
        Step("pytest (engine)", "sh tests/tools/pytest_engine.sh"),
        NODE,
        SAMPLES,
    ),
    *after(
        ["site"],
        Step("Firefox", "python -m tests.firefox"),
        Step("HTML", "node --test tests/site/html.test.js tests/site/weight.test.js"),
        Step("search", "node --test tests/site/search.test.js"),
    ),
    *after(
        [step.name for step in QUICK],
        Step("TypeScript behaviour", "node --no-warnings tests/typescript/behaviour.mjs"),
        Step("histories", "fieldbook simulate --histories 10000"),
        Step("jobs", "fieldbook simulate --jobs --histories 2000"),
    ),
]
DOORS = {"check": CHECK, "test": TEST}


def environment() -> dict[str, str]:
    """The locked tools before everything else on PATH; no progress bars, no colours."""
    tools = [str(ROOT / ".venv" / "bin"), str(ROOT / "node_modules" / ".bin")]
    return {**os.environ, "PATH": os.pathsep.join([*tools, os.environ["PATH"]]), "NO_COLOR": "1"}


def output_of(step: Step) -> tuple[int, str]:
    """The exit status of one step and what it printed; ended when its time is over."""
    with subprocess.Popen(
        step.command,
        shell=True,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate(timeout=step.seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            printed, _ = process.communicate()
            late = f"ended here: not done after {step.seconds:g} s"
            return 1, f"{printed}\n{late}"
        except BaseException:
            # Ctrl-C reaches only our own group: what the step started has to be ended by name.
            os.killpg(process.pid, signal.SIGKILL)
            raise
        return process.returncode, printed


def run(step: Step) -> bool:
    """Run one step; True when it passed."""
    started = time.monotonic()
    status, printed = output_of(step)
    seconds = time.monotonic() - started
    if status == 0:
        last = printed.strip().rsplit("\n", 1)[-1][:80]
        print(f"  ok    {step.name:<22}{seconds:6.1f} s  {last}", flush=True)
        return True
    print(
        f"\n  FAIL  {step.name:<22}{seconds:6.1f} s\n\n{printed.rstrip()}\n\n"
        f"  repeat it alone: make step NAME={step.name!r}\n",
        flush=True,
    )
    return False


def run_steps(steps: Iterable[Step]) -> int:
    """Run each step when those before it have passed; the exit status, after a sentence for each failure."""
    waiting = list(steps)
    running: dict[Future[bool], Step] = {}
    passed: set[str] = set()
    failed: list[str] = []
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        while True:
            ready = [step for step in waiting if step.after <= passed]
            for step in ready[: AT_A_TIME - len(running)]:
                waiting.remove(step)
                running[pool.submit(run, step)] = step
            if not running:
                break
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(done).name
                if done.result():
                    passed.add(name)
                else:
                    failed.append(name)
    if failed:
        print(f"\n{len(failed)} failed: {', '.join(failed)}")
    if waiting:
        print(f"Not started because of that: {', '.join(step.name for step in waiting)}")
    return 1 if failed or waiting else 0


def main(arguments: list[str]) -> int:
    """Run the steps of one door, or of one door those that are named."""
    door, *names = arguments or ["check"]
    if door not in DOORS:
        print(f"steps.py: {door!r} is not one of {', '.join(DOORS)}")
        return 2
    steps = DOORS[door]
    if names:
        known = {step.name: step for step in [*CHECK, *TEST]}
        unknown = [name for name in names if name not in known]
        if unknown:
            print(f"steps.py: no step {unknown[0]!r}; there are: {', '.join(known)}")
            return 2
        steps = after([], *(known[name] for name in names))
    return run_steps(steps)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

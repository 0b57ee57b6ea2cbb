"""The steps of ``make check`` and ``make test``: run them, say which failed and how to repeat it.

Steps of one stage do not depend on each other and run two at a time, because the smallest
machine this has to pass on has two cores. A stage starts when the one before it has passed.
What a step prints is shown only when it fails. A step that has not ended after its minutes is
ended, with all that it started, and counts as failed: one that hangs must not hide the others.

    python tests/tools/steps.py check | test [STEP …]
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AT_A_TIME = 2
MINUTES = 25
"""The longest that a step may take. The slowest takes nine on two cores that do nothing else."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, by the name that ``make check`` prints."""

    name: str
    command: str
    seconds: float = MINUTES * 60


# The longest first, so that two workers finish at about the same time.
CHECK = [
    Step("mypy", "mypy"),
    Step("pytest (fast)", 'pytest -q -m "not slow"'),
    Step("TypeScript samples", "node tests/typescript/check.mjs docs labs"),
    Step("exercises", "fieldbook check"),
    Step("generated pages", "python -m sitegen --check"),
    Step("node --test", "node tests/tools/node_tests.mjs"),
    Step("tsc", "tsc -p ."),
    Step("import-linter", "lint-imports"),
    Step("ruff check", "ruff check"),
    Step("ruff format", "ruff format --check"),
    Step("biome", "biome check --error-on-warnings"),
    Step("codespell", "codespell"),
    Step("zizmor", "zizmor --offline --quiet .github"),
]

# Folders of tests that a step of their own runs.
ELSEWHERE = [
    *("tests/conformance", "tests/engine", "tests/interleavings", "tests/model"),
    *("tests/simulation", "tests/labs", "tests/e2e"),
]

# `make test` runs every test instead of the fast ones, and then what needs a built site.
TEST = [
    [
        Step("pytest", f"pytest -q {' '.join(f'--ignore {each}' for each in ELSEWHERE)}"),
        Step("pytest (engine)", "sh tests/tools/pytest_engine.sh"),
        Step("labs", "pytest -q tests/labs"),
        *(step for step in CHECK if step.name not in ("pytest (fast)", "exercises")),
        Step("TypeScript behaviour", "node --no-warnings tests/typescript/behaviour.mjs"),
        Step("histories", "fieldbook simulate --histories 10000"),
        Step("jobs", "fieldbook simulate --jobs --histories 2000"),
    ],
    [
        Step("site", "python -m sitegen build"),
        Step("browser to test with", "python tests/tools/browser.py"),
    ],
    [
        Step("Chromium", "pytest -q tests/e2e"),
        Step("Firefox", "python -m tests.firefox"),
        Step("Pyodide", "node tests/pyodide/run.mjs"),
        Step("HTML", "node --test tests/site/html.test.js tests/site/weight.test.js"),
        Step("search", "node --test tests/site/search.test.js"),
    ],
]
STAGES = {"check": [CHECK], "test": TEST}


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


def run_stages(stages: list[list[Step]]) -> int:
    """Run stage after stage; the exit status, after a sentence for each failure."""
    for number, stage in enumerate(stages):
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            passed = list(pool.map(run, stage))
        failed = [step for step, ok in zip(stage, passed, strict=True) if not ok]
        if failed:
            later = [step.name for rest in stages[number + 1 :] for step in rest]
            print(f"\n{len(failed)} failed: {', '.join(step.name for step in failed)}")
            if later:
                print(f"Not started because of that: {', '.join(later)}")
            return 1
    return 0


def main(arguments: list[str]) -> int:
    """Run the steps of one door, or of one door those that are named."""
    door, *names = arguments or ["check"]
    if door not in STAGES:
        print(f"steps.py: {door!r} is not one of {', '.join(STAGES)}")
        return 2
    stages = STAGES[door]
    if names:
        known = {step.name: step for stage in [CHECK, *TEST] for step in stage}
        unknown = [name for name in names if name not in known]
        if unknown:
            print(f"steps.py: no step {unknown[0]!r}; there are: {', '.join(known)}")
            return 2
        stages = [[known[name]] for name in names]
    return run_stages(stages)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A course of one chapter, one lab and one exercise, for tests that want to break it."""

from pathlib import Path

CHAPTER = """\
# Small things

What the chapter is for.
"""

EXERCISE = {
    "exercise.toml": """\
id = "add-one"
kind = "exercise"
title = "Add one: the smallest exercise"
module = "numbers"
functions = ["add_one"]
concepts = ["transaction", "read set"]
minutes = 5
objective = "Add one to a number."
out_of_scope = "Subtraction."
needs = []
step_budget = 100
anchors = ["/guide/one-mutation/#conflict", "/reference/not-there-yet/"]
formerly = ["plus-one"]

[predict]
question = "What is `1 + 1`?"
options = ["1 < 2", "2"]
because = "The starter says so."
""",
    "prompt.md": """\
## Before you begin

**The invariant: it grows.** There is a number. Read [the rule](/guide/one-mutation/#conflict).

## Predict

There are two numbers.

## Task

Add one.

## Questions

1. Why?
""",
    "starter.py": 'a = "<b>"\n\n\nb = {"x": 1}\n',
    "starter.ts": "// convex/schema.ts\nexport default 0;\n\n// convex/numbers.ts\nexport const a = 1;\n",
    "predict.py": "def answer(lab):\n    return '2'\n",
    "why.md": "## Why it is right\n\nBecause.\n\n## What it costs\n\nNothing.\n",
    "replay.py": "def replay(lab):\n    return [], None\n",
    "solution.py": "a = 2\n",
    "solution.ts": "// convex/schema.ts\nexport default 1;\n\n// convex/numbers.ts\nexport const a = 2;\n",
    "checks.py": '"""Checks."""\n',
    "hints.md": """\
## start-here

### Observed

It was 1.

### Idea

It should be 2.

### Fix

Add [one](/guide/one-mutation/#retry).
""",
    "wrong/adds_two.py": "a = 3\n",
    "report.snap.json": "{}\n",
}

LAST = EXERCISE["exercise.toml"].partition("anchors =")[0].replace("add-one", "last")

LAB = {
    "lab.toml": """\
id = "two-numbers"
kind = "lab"
title = "Two numbers"
summary = "Move two numbers."

[[scenes]]
id = "only"
title = "The only scene"
file = "only.py"
module = "numbers"
""",
    "prompt.md": "## The question\n\nWhich?\n\n## Predict\n\nThis one.\n\n## After\n\nIt was that one.\n",
    "only.py": "x = 1\n",
}


def write_course(root: Path) -> None:
    """Write the course below ``root/labs``."""
    chapter = root / "labs" / "10-small"
    write_files(chapter, {"chapter.md": CHAPTER})
    write_files(chapter / "20-add-one", EXERCISE)
    write_files(chapter / "30-last", EXERCISE | {"exercise.toml": LAST})
    write_files(chapter / "10-two-numbers", LAB)


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write texts by their paths below ``folder``."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

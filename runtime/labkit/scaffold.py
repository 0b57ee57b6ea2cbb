"""A new exercise folder: every file the rules ask for, and a check that says what to write next.

```
 start/count-twice  ->  labs/10-start/20-count-twice/    the next free ten in that chapter
```
"""

from pathlib import Path

from labkit.grader.folder import LabFolder, find_folders

__all__ = ["ScaffoldError", "new_exercise"]

STEP = 10


class ScaffoldError(Exception):
    """The folder cannot be made under that name."""


def new_exercise(root: Path, name: str) -> LabFolder:
    """Write the folder of ``chapter/exercise-id`` and return it.

    Raises: ScaffoldError, if there is no such chapter, or the id is taken or is no id.
    """
    chapter_name, _, id = name.partition("/")
    words = id.split("-")
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in words):
        raise ScaffoldError(
            f"{name!r} is not chapter/name; a name is lower case words joined by hyphens"
        )
    chapters = [path for path in sorted(root.iterdir()) if path.is_dir()]
    chapter = next((path for path in chapters if path.name.partition("-")[2] == chapter_name), None)
    if chapter is None:
        known = ", ".join(path.name.partition("-")[2] for path in chapters)
        raise ScaffoldError(f"there is no chapter {chapter_name!r}; known are {known}")
    if any(folder.id == id for folder in find_folders(root)):
        raise ScaffoldError(f"there is a {id} already, and ids are for ever")
    taken = [
        int(path.name.partition("-")[0]) for path in chapter.iterdir() if path.name[:1].isdigit()
    ]
    number = STEP * (max(taken, default=0) // STEP + 1)
    folder = LabFolder(chapter / f"{number:02}-{id}", "exercise")
    title = " ".join(words).capitalize()
    for path, text in _FILES.items():
        file = folder.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("ID", id).replace("TITLE", title), encoding="utf-8")
    return folder


_PROGRAM = """\
from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema({"notes": define_table({"text": v.string()})})


@internal_mutation(args={"text": v.string()}, returns=v.id("notes"))
async def add(ctx, text):
    return await ctx.db.insert("notes", {"text": BODY})
"""

_TYPESCRIPT = """\
// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({ notes: defineTable({ text: v.string() }) });

// convex/notes.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const add = internalMutation({
  args: { text: v.string() },
  returns: v.id("notes"),
  handler: async (ctx, { text }) => await ctx.db.insert("notes", { BODY }),
});
"""

_FILES = {
    "exercise.toml": """\
id = "ID"
kind = "exercise"
title = "TITLE"
module = "notes"
functions = ["add"]
concepts = []
minutes = 15
objective = "What the learner can do afterwards, in one sentence."
out_of_scope = "What this exercise leaves to others."
needs = []
step_budget = 500
anchors = ["/guide/one-mutation/#writes"]

[predict]
question = "What does the code in the editor store for the text `Zoë`?"
options = ["Zoë", "nothing", "an error"]
because = "The insert stores what it is given, and it is given the empty text."
""",
    "prompt.md": """\
## Before you begin

**The invariant: what must hold, in one sentence.**

## Predict

The situation that the question of exercise.toml is about.

## Task

What to change, and what stays.

## Checkpoint

Your answer passes when …

## Questions

1. What would change if …?
""",
    "starter.py": '"""Runs, and fails a check."""\n\n' + _PROGRAM.replace("BODY", '""'),
    "starter.ts": _TYPESCRIPT.replace("BODY", 'text: ""'),
    "solution.py": '"""Passes all checks."""\n\n' + _PROGRAM.replace("BODY", "text"),
    "solution.ts": _TYPESCRIPT.replace("BODY", "text"),
    "right/another_shape.py": '"""Passes too, and looks different."""\n\n'
    + _PROGRAM.replace("BODY", "str(text)"),
    "wrong/forgets_the_text.py": '"""Misconception: what a learner really believes.\n\n'
    'expect: keeps-the-text\n"""\n\n' + _PROGRAM.replace("BODY", '"note"'),
    "predict.py": '''\
"""One note is added: what the starter stores."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """The text of the note."""
    note = str(lab.run("add", text="Zoë"))
    return str(lab.document("notes", note)["text"] or "nothing")
''',
    "why.md": """\
## Why it is right

What makes every order, or every row, come out well.

## What it costs

What this reads and writes on Convex, and when it runs again.
""",
    "checks.py": '''\
"""Checks for "TITLE"."""

from labkit.grader.checks import Context, check


@check("keeps-the-text", title="The text is stored as it was given", hint="store-what-came")
def keeps_the_text(lab: Context) -> None:
    note = str(lab.run("add", text="Zoë"))
    text = lab.document("notes", note).get("text")
    lab.note(text=lab.show(text))
    lab.equal(text, "Zoë", f"{lab.show(note)}.text is {{}}")
''',
    "hints.md": """\
# Hints for "TITLE"

## store-what-came

### Observed

The note holds {text|another text} instead of what was given.

### Idea

An argument is only stored if the insert names it.

### Fix

```python
await ctx.db.insert("notes", {"text": text})
```
""",
}

"""Hints: read from ``hints.md``, and filled with the values of an attempt.

```
## decide-where-you-write
### Observed     what was seen, in the learner's numbers: {schedule|abbbaa}
### Idea         why, with a place to read on
### Fix          its shape
```
"""

import re
from collections.abc import Mapping

from labkit.grader.facts import ExerciseError
from labkit.grader.failure import CheckFailed

__all__ = ["HINT_STEPS", "fill_hint", "hint_steps", "parse_hints"]

HINT_STEPS = ("Observed", "Idea", "Fix")
"""The three headings under every hint, in this order."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\|([^{}]*)\}")


def parse_hints(markdown: str) -> dict[str, tuple[str, ...]]:
    """Read ``hints.md``: one ``## hint-id`` each, with ``### Observed``, ``### Idea``, ``### Fix``.

    Raises: ExerciseError, if a hint has other steps than these three or one of them is empty.
    """
    hints = _sections(markdown)
    for name, found in hints.items():
        if tuple(found) != HINT_STEPS:
            raise ExerciseError(
                "hints.md",
                "a hint has three steps",
                f"{name} has {', '.join(found) or 'none'}; wanted {', '.join(HINT_STEPS)}",
            )
        for step, lines in found.items():
            if not "".join(lines).strip():
                raise ExerciseError("hints.md", "no step is empty", f"{step} of {name} is empty")
    return {
        name: tuple("\n".join(found[step]).strip() for step in HINT_STEPS)
        for name, found in hints.items()
    }


def fill_hint(step: str, details: Mapping[str, str]) -> str:
    """Put values into the placeholders of a hint: ``{name|words if there is no value}``.

    >>> fill_hint("{who|One worker} won.", {"who": "ada"})
    'ada won.'
    """
    return _PLACEHOLDER.sub(lambda found: details.get(found[1], found[2]), step)


def _sections(markdown: str) -> dict[str, dict[str, list[str]]]:
    """The lines below each ``###`` below each ``##``; fences may hold anything."""
    hints: dict[str, dict[str, list[str]]] = {}
    lines: list[str] = []  # what comes before the first step of a hint is dropped
    fenced = False
    for number, line in enumerate(markdown.splitlines(), start=1):
        fenced ^= line.startswith("```")
        if fenced or not line.startswith(("## ", "### ")):
            lines.append(line)
        elif line.startswith("## "):
            name = line[3:].strip()
            if name in hints:
                raise ExerciseError(
                    "hints.md", "hint ids are unique", f"line {number}: {name} again"
                )
            hints[name] = {}
            lines = []
        elif not hints:
            raise ExerciseError(
                "hints.md",
                "a step belongs to a hint",
                f"line {number}: {line!r} has no ## above it",
            )
        else:
            lines = list(hints.values())[-1][line[4:].strip()] = []
    return hints


def hint_steps(templates: tuple[str, ...], failed: CheckFailed) -> tuple[str, ...]:
    """The steps of a hint that fit what happened.

    A call that raised came to nothing that a check could look at. Unless the hint says what a call did, whatever
    it did (``{differ|…}`` or ``{raised|…}``), its first step makes way for what was raised; and after a mistake,
    which is to be repaired first, the others go too.
    """
    details = {"message": failed.message, **failed.details}
    if failed.raised:
        details["raised"] = failed.raised
    steps = tuple(fill_hint(step, details) for step in templates)
    if not failed.raised or "{differ|" in templates[0] or "{raised|" in templates[0]:
        return steps
    if failed.verdict == "error":
        return (f"{failed.raised} {_REPAIR_FIRST}",)
    return (failed.raised, *steps[1:])


_REPAIR_FIRST = "The check came no further. Repair that first: only a call that ends shows what it returns and writes."

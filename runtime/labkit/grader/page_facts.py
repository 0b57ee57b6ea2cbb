"""What an exercise's page says around the task: the prediction, the reasons, where to read on.

```
 exercise.toml   [predict] question, options, because     asked before the editor opens
                 anchors, formerly                        pages to read, ids it once had
 starter.ts      the starter in TypeScript                folded under the editor
 predict.py      answer(lab)                              runs the starter; which option came out
 why.md          Why it is right · What it costs          opened by success
 replay.py       replay(lab)                              optional: calls and rule for a replay without
                                                          the check at the commit
```

None of this decides a verdict, so grading reads none of it.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from labkit.grader.facts import ExerciseError, Facts

__all__ = ["WHY_SECTIONS", "Missing", "PageFacts", "missing_parts"]

WHY_SECTIONS = ("Why it is right", "What it costs")
"""The sections of every ``why.md``, in this order; others may follow."""

_SECTION = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
_INVARIANT = re.compile(r"^\*\*The (invariant|budget|rule)\b[^*]*\*\*", re.MULTILINE)
_BEFORE = re.compile(r"^## Before you begin\s*$(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export const (\w+)", re.MULTILINE)

Missing = tuple[str, str, str]
"""A file, the rule it breaks, and what to write."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The prediction of an exercise, and what its page links to."""

    question: str
    options: tuple[str, ...]
    because: str
    anchors: tuple[str, ...]
    formerly: tuple[str, ...]

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> "PageFacts":
        """Read them from ``exercise.toml``.

        Raises: ExerciseError, with the file and the rule.
        """
        facts = Facts("exercise.toml", files.get("exercise.toml", ""))
        predict = facts.table("predict")
        if predict is None:
            raise ExerciseError(
                "exercise.toml",
                "a page asks for a prediction",
                "there is no [predict] table with question, options and because",
            )
        options = tuple(predict.need("options", list))
        found = cls(
            question=predict.need("question", str),
            options=options,
            because=predict.need("because", str),
            anchors=tuple(facts.may_list("anchors")),
            formerly=tuple(facts.may_list("formerly")),
        )
        predict.no_others()
        if not options[1:] or len(set(options)) != len(options):
            raise ExerciseError(
                "exercise.toml",
                "a prediction is a choice",
                f"predict.options needs two or more texts that differ; it has {list(options)}",
            )
        return found


def missing_parts(files: Mapping[str, str]) -> Iterator[Missing]:
    """Yield what the page of an exercise wants and its folder does not have yet."""
    before = _BEFORE.search(files.get("prompt.md", ""))
    if before is not None and _INVARIANT.search(before["text"]) is None:
        yield (
            "prompt.md",
            "a page begins with what must hold",
            "under 'Before you begin', write '**The invariant: ….**' (or 'The budget') in one sentence",
        )
    try:
        facts = PageFacts.from_files(files)
    except ExerciseError as error:
        message = str(error).removeprefix(f"{error.file}: ").removesuffix(f" (rule: {error.rule})")
        yield error.file, error.rule, message
    else:
        if not facts.anchors:
            yield (
                "exercise.toml",
                "a page says where to read on",
                'set anchors = ["/guide/one-mutation/#conflict", …]',
            )
    yield from _starter_in_typescript(files)
    if "predict.py" not in files:
        yield (
            "predict.py",
            "a prediction is answered by a run",
            "define answer(lab), which runs the starter and returns one of predict.options",
        )
    sections = [name for name in _SECTION.findall(files.get("why.md", "")) if name in WHY_SECTIONS]
    if tuple(sections) != WHY_SECTIONS:
        yield (
            "why.md",
            "a page explains a right answer",
            f"wanted the headings {' and '.join(f'## {name}' for name in WHY_SECTIONS)}",
        )


def _starter_in_typescript(files: Mapping[str, str]) -> Iterator[Missing]:
    """The starter's functions, each under its name in TypeScript: ``claim_next`` is ``claimNext``."""
    if "starter.ts" not in files:
        yield (
            "starter.ts",
            "a page shows the starter in TypeScript",
            "write starter.py, with its fault, as the files of a Convex project",
        )
        return
    exported = set(_EXPORT.findall(files["starter.ts"]))
    for name in _functions(files.get("starter.py", "")):
        spelt = re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)
        if spelt not in exported:
            yield (
                "starter.ts",
                "the starter is the same in TypeScript",
                f"starter.py has {name}, and nothing is exported as {spelt}",
            )


def _functions(text: str) -> Iterator[str]:
    """The names of the decorated functions of a learner's file."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return  # the rule that the starter runs says so
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list:
            yield node.name

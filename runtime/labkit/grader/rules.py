"""The rules every folder of ``labs/`` keeps, and the report each attempt of it gets.

```
 solution and right/*   pass                          starter   runs, fails, says why
 wrong/*                each fails first at the check it names, and gets that check's hint
 every check            is caught by a wrong answer   every hint   is used by a check
 solution.py changed    is rejected, or listed in mutants.toml as equivalent
 report.snap.json       equals what the attempts get now
 no file                that no rule knows       the page around the task is all there, and runs
```

A broken rule is a `Problem` that names the file and the rule. `attempts` and `snapshot` are what
``fieldbook record`` writes and what the rules compare.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labkit.grader.checks import Check
from labkit.grader.exercise import Exercise, ExerciseError, Lab
from labkit.grader.folder import LabFolder
from labkit.grader.grade import checks_of, grade
from labkit.grader.mutant_rules import MUTANTS, SAMPLE, mutant_problems
from labkit.grader.page_facts import missing_parts
from labkit.grader.rehearsal import predict, replay_without_check
from labkit.grader.report import Report
from labkit.grader.shape import shape

__all__ = ["SNAPSHOT", "Problem", "attempts", "expected_check", "problems", "reports", "snapshot"]

SNAPSHOT = "report.snap.json"

_EXERCISE_FILES = frozenset(
    {
        "exercise.toml",
        "prompt.md",
        "starter.py",
        "starter.ts",
        "solution.py",
        "solution.ts",
        "checks.py",
        "hints.md",
        "predict.py",
        "why.md",
        SNAPSHOT,
    }
)
_OPTIONAL_FILES = frozenset({"replay.py", MUTANTS})
_PROMPT_SECTIONS = ("Before you begin", "Predict", "Task", "Checkpoint", "Questions")
_ATTEMPT = re.compile(r"(right|wrong)/[a-z0-9_]+\.py")
_OPEN_PLACEHOLDER = re.compile(r"\{[a-z_]+\|")
_ID = re.compile(r"\b[0-9a-z]{31,37}\b")


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that a folder breaks."""

    file: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message} (rule: {self.rule})"


def problems(
    folder: LabFolder,
    found: Mapping[str, Report] | None = None,
    *,
    mutants: int | None = SAMPLE,
) -> Iterator[Problem]:
    """Yield every rule that ``folder`` breaks.

    ``found`` are its reports, if they are known already; ``mutants`` is how many changes of the solution are tried,
    None for all.

    Cost: one grading per attempt in the folder, and one per mutant.
    """
    files = folder.files()
    try:
        if folder.kind == "lab":
            lab = Lab.from_files(files)
            yield from _identity(folder, lab.id, "lab.toml")
            yield from _strays(
                files,
                frozenset({"lab.toml", "prompt.md", "predict.py"}) | {s.file for s in lab.scenes},
            )
            return
        exercise = Exercise.from_files(files)
        checks, _ = checks_of(exercise)
    except ExerciseError as error:
        yield Problem(error.file, error.rule, str(error).partition(": ")[2].rpartition(" (rule")[0])
        return
    yield from _identity(folder, exercise.id, "exercise.toml")
    yield from _strays(files, _EXERCISE_FILES | _OPTIONAL_FILES)
    yield from _prompt(files.get("prompt.md", ""))
    yield from _page(exercise, files)
    missing = sorted(
        _EXERCISE_FILES - {SNAPSHOT, "starter.ts", "predict.py", "why.md"} - set(files)
    )
    for path in missing:
        yield Problem(path, "the file exists", "the folder has no such file")
    if missing:
        return
    found = reports(exercise, files) if found is None else found
    yield from _attempts(files, checks, found)
    yield from _coverage(exercise, files, checks)
    for file, rule, message in mutant_problems(exercise, files, count=mutants):
        yield Problem(file, rule, message)
    if files.get(SNAPSHOT) != snapshot(found):
        what = "differs from the reports of today" if SNAPSHOT in files else "is not there"
        yield Problem(
            SNAPSHOT,
            "reports are recorded",
            f"it {what}; run `fieldbook record {exercise.id}`, then read the diff",
        )


def attempts(files: Mapping[str, str]) -> dict[str, str]:
    """Every answer in the folder, by path: starter, solution, right and wrong ones."""
    named = [path for path in ("starter.py", "solution.py") if path in files]
    return {path: files[path] for path in [*named, *filter(_ATTEMPT.fullmatch, files)]}


def reports(exercise: Exercise, files: Mapping[str, str]) -> dict[str, Report]:
    """The report of every attempt in the folder."""
    return {path: grade(exercise, text) for path, text in attempts(files).items()}


def snapshot(found: Mapping[str, Report]) -> str:
    """The recorded form of reports: JSON with one fact a line, so that a diff can be read."""
    data: dict[str, Any] = {path: report.to_json() for path, report in found.items()}
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def expected_check(text: str) -> str | None:
    """The check that a wrong answer says it fails first: ``expect: check-id`` in its docstring."""
    found = re.search(r"^expect: ([a-z0-9-]+)$", _docstring(text), re.MULTILINE)
    return found[1] if found else None


def _docstring(text: str) -> str:
    try:
        return ast.get_docstring(ast.parse(text)) or ""
    except SyntaxError:
        return ""


def _identity(folder: LabFolder, id: str, file: str) -> Iterator[Problem]:
    if id != folder.id:
        yield Problem(
            file, "the id is the folder's name", f"id is {id!r}, the folder says {folder.id!r}"
        )


def _strays(files: Mapping[str, str], known: frozenset[str]) -> Iterator[Problem]:
    for path in files:
        if path not in known and not _ATTEMPT.fullmatch(path):
            yield Problem(path, "no stray file", "nothing reads it")


def _prompt(text: str) -> Iterator[Problem]:
    found = [line[3:].strip() for line in text.splitlines() if line.startswith("## ")]
    if [title for title in found if title in _PROMPT_SECTIONS] != list(_PROMPT_SECTIONS):
        yield Problem(
            "prompt.md",
            "a prompt has five parts",
            f"wanted the headings {', '.join(_PROMPT_SECTIONS)}",
        )


def _page(exercise: Exercise, files: Mapping[str, str]) -> Iterator[Problem]:
    """What stands around the task: it is there, and running it shows what it claims."""
    missing = [Problem(*each) for each in missing_parts(files)]
    yield from missing
    try:
        if not missing:
            predict(exercise, files)
        if "replay.py" in files:
            found = replay_without_check(exercise, files, files.get("solution.py", ""))
            yield from _replay(found)
    except ExerciseError as error:
        yield Problem(error.file, error.rule, str(error).partition(": ")[2].rpartition(" (rule")[0])


def _replay(found: Mapping[str, Any]) -> Iterator[Problem]:
    rule = "a replay shows what the check prevents"
    if found["error"] is not None:
        yield Problem("replay.py", rule, found["error"]["message"])
    elif found["off"] is None:
        yield Problem("replay.py", rule, "no order breaks solution.py, even without the check")
    elif found["on"]["sentence"] is not None:
        yield Problem("replay.py", rule, f"broken with the check too: {found['on']['sentence']}")


def _attempts(
    files: Mapping[str, str], checks: tuple[Check, ...], found: Mapping[str, Report]
) -> Iterator[Problem]:
    """What each attempt must come to."""
    hints = {check.id: check.hint for check in checks}
    for path, report in found.items():
        failed = report.failure
        if path == "starter.py":
            if failed is None or not failed.message:
                yield Problem(
                    path, "the starter fails with a message", f"its verdict is {report.verdict}"
                )
            elif report.verdict == "error":
                yield Problem(path, "the starter runs", failed.message)
        elif not path.startswith("wrong/"):
            if report.verdict != "right":
                yield Problem(path, "a right answer passes", report.summary)
        else:
            yield from _wrong(path, files[path], report, hints)
        if failed is not None:
            yield from _shown(path, (failed.message, *failed.hint.steps))


def _shown(path: str, texts: tuple[str, ...]) -> Iterator[Problem]:
    """What a learner must not see in a message or a hint."""
    for text in texts:
        for line in text.splitlines():
            if _OPEN_PLACEHOLDER.search(line):
                yield Problem("hints.md", "placeholders are filled", line)
            if _ID.search(line):
                yield Problem(path, "documents are shown by name", f"an id stands in: {line}")


def _wrong(path: str, text: str, report: Report, hints: Mapping[str, str]) -> Iterator[Problem]:
    expected = expected_check(text)
    if not _docstring(text).startswith("Misconception: "):
        yield Problem(path, "a wrong answer names its misconception", "its docstring does not")
    if expected is None or expected not in hints:
        known = ", ".join(hints)
        said = (
            "its docstring has no line `expect: …`"
            if expected is None
            else f"`expect:` says {expected}"
        )
        yield Problem(
            path, "a wrong answer names the check it fails", f"{said}; the checks are {known}"
        )
        return
    failed = report.failure
    if failed is None:
        yield Problem(path, "a wrong answer fails", report.summary)
    elif failed.check != expected:
        yield Problem(
            path,
            "a wrong answer fails first where it says",
            f"expected {expected}, failed {failed.check}: {failed.message}",
        )
    elif failed.hint.id != hints[expected]:
        yield Problem(path, "a wrong answer gets its check's hint", f"got {failed.hint.id}")


def _coverage(
    exercise: Exercise, files: Mapping[str, str], checks: tuple[Check, ...]
) -> Iterator[Problem]:
    """Each check is needed, and so is each hint; ids are unique; there is more than one right answer."""
    ids = [check.id for check in checks]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield Problem("checks.py", "ids are unique", f"two checks are called {id}")
    expected = {expected_check(text) for path, text in files.items() if path.startswith("wrong/")}
    for id in ids:
        if id not in expected:
            yield Problem(
                "checks.py", "every check catches a wrong answer", f"none fails first at {id}"
            )
    used = {check.hint for check in checks}
    for hint in exercise.hint_templates:
        if hint not in used:
            yield Problem("hints.md", "every hint is used", f"no check names {hint}")
    rule = "two right answers of different shape"
    shapes = {"solution.py": shape(files["solution.py"])}
    for path in sorted(files):
        if path.startswith("right/"):
            twin = next((other for other, seen in shapes.items() if seen == shape(files[path])), "")
            if twin:
                yield Problem(path, rule, f"it is {twin} with other names")
            shapes[path] = shape(files[path])
    if len(shapes) == 1:
        yield Problem("right/", rule, "there is only solution.py")

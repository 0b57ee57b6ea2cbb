"""An exercise in an editor: what the test file that ``fieldbook start`` writes is made of.

```
 ATTEMPT = Attempt("one-winner", Path("jobs.py"))
 ATTEMPT.checks             one pytest test for each
 ATTEMPT.result(check)      passed · failed, with what a learner is told · not-run, because of another
```

The file is graded once for all its checks, in a process of its own. Nothing here needs pytest.

Invariant: a result is that of the text the file has now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill
from typing import Any

from labkit.cli.terminal import filled
from labkit.grader.exercise import Exercise
from labkit.grader.folder import LabFolder, default_root, find_folders
from labkit.grader.grade import checks_of
from labkit.process import grade_in_process

__all__ = ["Attempt", "Result"]

WIDTH = 88


@dataclass(frozen=True, slots=True)
class Result:
    """How one check went, and what to tell whoever wrote the answer."""

    status: str
    text: str


@dataclass(slots=True)
class Attempt:
    """An answer in a file that is being worked on."""

    exercise: str
    file: Path
    _graded: tuple[str, Mapping[str, Any]] | None = field(default=None, init=False)

    @property
    def checks(self) -> list[str]:
        """The ids of the checks, in order."""
        checks, _ = checks_of(Exercise.from_files(self._folder.files()))
        return [check.id for check in checks]

    def result(self, check: str) -> Result:
        """How the file does in one check."""
        report = self._report()
        found = next(each for each in report["checks"] if each["id"] == check)
        if found["status"] == "failed":
            return Result("failed", self._failed(report, found["title"]))
        if found["status"] == "passed":
            return Result("passed", found["title"])
        if report["failure"] is not None:
            return Result("not-run", f"not run, because {report['failure']['check']} failed first")
        if report["checks"][0]["id"] == check:  # the file did not load: said once
            return Result("failed", self._stopped(report))
        return Result("not-run", f"not run: {report['summary']}")

    @property
    def _folder(self) -> LabFolder:
        root = default_root()
        return next(each for each in find_folders(root) if each.id == self.exercise)

    def _report(self) -> Mapping[str, Any]:
        source = self.file.read_text(encoding="utf-8")
        if self._graded is None or self._graded[0] != source:
            report = grade_in_process(self.exercise, self._folder.files(), source)
            self._graded = source, report
        return self._graded[1]

    def _failed(self, report: Mapping[str, Any], title: str) -> str:
        """What failed, where, and what to type next."""
        failure = report["failure"]
        parts = [title, filled(failure["message"], WIDTH)]
        if failure["witness"] is not None:
            parts.append(fill(failure["witness"]["sentence"], WIDTH))
        if report["error"] is not None and report["error"]["traceback"]:
            parts.append(report["error"]["traceback"])
        name = self.file.name
        parts.append(f"Hint:  fieldbook hint {self.exercise} {name}")
        if failure["schedule"] is not None:
            parts[-1] += (
                f"\nAgain: fieldbook explore {self.exercise} {name} --schedule {failure['schedule']}"
            )
        return "\n\n".join(parts)

    def _stopped(self, report: Mapping[str, Any]) -> str:
        error = report["error"]
        said = filled(f"{report['summary']} {error['type']}: {error['message']}", WIDTH)
        return "\n\n".join(part for part in (said, error["traceback"]) if part)

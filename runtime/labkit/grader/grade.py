"""Exercise + source -> report.

```
 load the file ── does not run ──────────────────────────▶ error
      │
 check 1, 2, … ── one fails ── alone ─────────────────────▶ wrong
      │                        in some order ─────────────▶ unsafe
      │                        over its budget ───────────▶ costly
      └── all pass ──────────────────────────────────────▶ right
```

Checks run in order and stop at the first that fails: it decides verdict, message and hint.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TextIO

from labkit.grader.checks import Check, checks_in
from labkit.grader.exercise import Exercise, ExerciseError
from labkit.grader.failure import CheckFailed, Program
from labkit.grader.hints import hint_steps
from labkit.grader.missing import missing_functions
from labkit.grader.replayed import fails_again
from labkit.grader.report import (
    CheckResult,
    Explored,
    Failure,
    Hint,
    LearnerError,
    Report,
    Status,
    Verdict,
    orders_tried,
)
from labkit.grader.sandbox import LearnerFailure, Output, Source, captured, guarded, load
from labkit.grader.seal import Seal
from labkit.grader.vouched import vouched
from labkit.grader.watch import watch
from labkit.grader.worker_context import Context
from labkit.harness.service import Service
from labkit.harness.worker_play import CRASH
from minivex import Function, functions_of

__all__ = ["Progress", "checks_of", "grade", "program_of"]

Progress = Callable[[int, int, str], None]
"""Hears ``(orders done, orders in all, what is being tried)``."""

CHECKS_MODULE = "checks"


def grade(
    exercise: Exercise,
    text: str,
    *,
    progress: Progress | None = None,
    echo: TextIO | None = None,
) -> Report:
    """Grade one attempt. The learner's prints also go to ``echo`` as they come.

    Raises: ExerciseError, if the exercise itself cannot be used; nothing the attempt does is raised.
    """
    checks, functions = checks_of(exercise)
    source = Source(exercise.filename, text)
    output = Output(echo)
    watch(source.filename)
    run = _Run(exercise, checks, output, Seal(checks[0].body.__globals__))
    with captured(output):
        try:
            program_of(exercise, source, functions)
        except LearnerFailure as failure:
            return run.stopped(failure.error)
        return run.all_checks(source, functions, progress)


def program_of(exercise: Exercise, source: Source, functions: Mapping[str, Function]) -> Program:
    """Load the learner's file and see that it defines what the exercise asks for.

    Raises: LearnerFailure, if it does not load, or defines no schema or not all functions.
    """
    namespace = load(source, exercise.module)
    with guarded(source):
        schema = vouched(namespace.get("schema"))
    if schema is None:
        found = "schema is something else" if "schema" in namespace else "there is no name schema"
        raise LearnerFailure(
            LearnerError(
                "MissingSchema",
                f"{source.filename} defines no schema: {found}. Assign define_schema(…) to schema.",
            )
        )
    with guarded(source):
        defined = functions_of(namespace, exercise.module)
    missing = [name for name in exercise.functions if f"{exercise.module}:{name}" not in defined]
    if missing:
        raise LearnerFailure(missing_functions(missing, sorted(defined), namespace, source))
    return Program(
        module=exercise.module,
        schema=schema,
        functions={**functions, **defined},
        source=source,
        step_budget=exercise.step_budget,
    )


def checks_of(exercise: Exercise) -> tuple[tuple[Check, ...], Mapping[str, Function]]:
    """The checks of the exercise, and the functions they bring along (``checks:…``)."""
    namespace: dict[str, object] = {"__name__": CHECKS_MODULE}
    try:
        exec(compile(exercise.checks, "checks.py", "exec", dont_inherit=True), namespace)  # noqa: S102 - a file of ours
    except Exception as error:
        raise ExerciseError(
            "checks.py", "the checks run", f"{type(error).__name__}: {error}"
        ) from error
    checks = checks_in(namespace)
    if not checks:
        raise ExerciseError("checks.py", "there is a check", "no function is marked with @check")
    for each in checks:
        if each.hint not in exercise.hints:
            raise ExerciseError(
                "hints.md", "every hint exists", f"{each.id} names the hint {each.hint}"
            )
    functions = dict(functions_of(namespace, CHECKS_MODULE))
    for service in namespace.values():
        if isinstance(service, Service):
            functions |= service.functions
    return checks, functions


@dataclass(slots=True)
class _Run:
    """One attempt on its way through the checks."""

    exercise: Exercise
    checks: tuple[Check, ...]
    output: Output
    seal: Seal

    def stopped(self, error: LearnerError) -> Report:
        """The file did not load: no check ran."""
        where = f" at line {error.line}" if error.line is not None else ""
        return self._report(
            "error",
            f"{self.exercise.filename} stopped{where}, so no check could run.",
            [self._result(each, "not-run") for each in self.checks],
            error=error,
        )

    def all_checks(
        self, source: Source, functions: Mapping[str, Function], progress: Progress | None
    ) -> Report:
        """Run the checks in order, up to the first that fails."""
        results: list[CheckResult] = []
        meters: dict[str, int] = {}
        budgets: list[dict[str, Any]] = []
        for position, each in enumerate(self.checks):
            explored: Explored | None = None
            try:
                with guarded(source):
                    # A file is loaded anew for each check: its globals do not survive on Convex either.
                    context = Context(
                        program_of(self.exercise, source, functions),
                        self.output,
                        progress,
                        meters,
                        check=each.id,
                    )
                    try:
                        each.body(context)
                    except CheckFailed as failed:
                        outcome: CheckFailed | LearnerFailure | None = failed
                        context.with_mistake(failed)
                        if context.running is not None:
                            failed.schedule = context.running.schedule
                            failed.timeline = context.running.timeline()
                        if failed.schedule is not None:
                            program = program_of(self.exercise, source, functions)
                            again = Context(
                                program, self.output, check=each.id, only=failed.schedule
                            )
                            with self.output.muted():
                                if not fails_again(each.body, again):
                                    failed.schedule = None
                    else:
                        outcome = None
                    explored = context.explored
                    budgets += [budget.to_json(each.id) for budget in context.budgets]
            except LearnerFailure as failure:
                outcome = failure
            changed = self.seal.broken()
            if changed is not None:
                return self.stopped(_changed(changed, self.exercise.filename))
            if outcome is not None:
                rest = self.checks[position + 1 :]
                report = self._failed(
                    each, outcome, explored, passed=results, rest=rest, meters=meters
                )
                return replace(report, budgets=tuple(budgets))
            results.append(self._result(each, "passed", explored=explored))
        count = f"All {len(results)} checks" if len(results) > 1 else "The check"
        report = self._report(
            "right", f"{count} passed{orders_tried(results)}.", results, meters=meters
        )
        return replace(report, budgets=tuple(budgets))

    def _failed(
        self,
        check: Check,
        outcome: CheckFailed | LearnerFailure,
        explored: Explored | None,
        *,
        passed: list[CheckResult],
        rest: tuple[Check, ...],
        meters: Mapping[str, int],
    ) -> Report:
        if isinstance(outcome, LearnerFailure):
            where = f" at line {outcome.error.line}" if outcome.error.line is not None else ""
            outcome = CheckFailed(
                f"{self.exercise.filename} stopped{where}: {outcome.error.message}",
                verdict="error",
                error=outcome.error,
                raised=f"{self.exercise.filename} stopped{where}.",
            )
        steps = hint_steps(self.exercise.hint_templates[check.hint], outcome)
        return self._report(
            outcome.verdict,
            _summary(outcome).format(title=check.title[:1].lower() + check.title[1:]),
            [
                *passed,
                self._result(check, "failed", outcome.message, explored),
                *(self._result(each, "not-run") for each in rest),
            ],
            failure=Failure(
                check.id,
                outcome.message,
                Hint(check.hint, steps),
                outcome.timeline,
                str(outcome.schedule) if outcome.schedule is not None else None,
            ),
            error=outcome.error,
            meters=meters,
        )

    @staticmethod
    def _result(
        check: Check, status: Status, message: str = "", explored: Explored | None = None
    ) -> CheckResult:
        return CheckResult(check.id, check.title, status, message, explored)

    def _report(
        self,
        verdict: Verdict,
        summary: str,
        results: list[CheckResult],
        *,
        failure: Failure | None = None,
        error: LearnerError | None = None,
        meters: Mapping[str, int] | None = None,
    ) -> Report:
        return Report(
            exercise=self.exercise.id,
            version=self.exercise.version,
            verdict=verdict,
            summary=summary,
            checks=tuple(results),
            failure=failure,
            error=error,
            output=self.output.text,
            meters=dict(meters or {}),
        )


def _changed(name: str, filename: str) -> LearnerError:
    """The file got past the fence and changed what judges it: no verdict of this run can be believed."""
    return LearnerError(
        "ChangedGrader",
        f"{filename} changed {name}, which belongs to the engine or the grader, so nothing that the checks found "
        "counts. An answer is judged by what its functions do: leave the change out.",
    )


def _summary(failed: CheckFailed) -> str:
    """What the verdict says, to be filled with the title of the check."""
    is_crash = failed.schedule is not None and CRASH in failed.schedule.order
    if failed.verdict == "unsafe" and is_crash:
        return "Right when nothing goes wrong, but a crash breaks it: {title}."
    return _SUMMARIES[failed.verdict]


_SUMMARIES: Mapping[Verdict, str] = {
    "right": "All checks passed.",
    "wrong": "Not yet: {title}.",
    "unsafe": "Right when it runs alone, but some order breaks it: {title}.",
    "costly": "Right, but over budget: {title}.",
    "error": "An error ended a check: {title}.",
}

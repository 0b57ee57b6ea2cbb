"""Run the learner's file and its ``main``, with nothing to pass or fail.

```
 def main(lab):                                async def main(lab):
     (job,) = lab.seed("jobs", …)                  (job,) = await lab.seed("jobs", …)
     return lab.run("claim", job_id=job)           return await lab.run("claim", job_id=job)
```
"""

import inspect
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, TextIO

from labkit.grader.exercise import Exercise
from labkit.grader.failure import CheckFailed, Program
from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, Output, Source, captured, explain, guarded, load
from labkit.grader.worker_context import Context
from minivex import Value, functions_of
from minivex.schema.tables import Schema

__all__ = ["run_main"]


class Playground:
    """The learner's functions on an empty world, for their own ``main``."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def seed(self, table: str, **columns: Sequence[Value]) -> list[str]:
        """Store rows, given by columns; their ids."""
        return self._context.seed(table, **columns)

    def run(self, function: str, **args: Value) -> Value:
        """Run one call to its end; what it returned."""
        return self._context.run(function, **args)

    def documents(self, table: str) -> list[dict[str, Value]]:
        """What is stored now, in order of creation."""
        return self._context.documents(table)


class AwaitedPlayground:
    """The same for an ``async def main``, which awaits each of them."""

    def __init__(self, lab: Playground) -> None:
        self._lab = lab

    async def seed(self, table: str, **columns: Sequence[Value]) -> list[str]:
        """Store rows, given by columns; their ids."""
        return self._lab.seed(table, **columns)

    async def run(self, function: str, **args: Value) -> Value:
        """Run one call to its end; what it returned."""
        return self._lab.run(function, **args)

    async def documents(self, table: str) -> list[dict[str, Value]]:
        """What is stored now, in order of creation."""
        return self._lab.documents(table)


def run_main(exercise: Exercise, text: str, *, echo: TextIO | None = None) -> dict[str, Any]:
    """Run the file, then its ``main`` if it has one: what was printed, returned or raised."""
    source = Source(exercise.filename, text)
    output = Output(echo)
    value = ""
    error: LearnerError | None = None
    with captured(output):
        try:
            namespace = load(source, exercise.module)
            if callable(main := namespace.get("main")):
                context = Context(_program(exercise, source, namespace), output)
                result = _called(main, Playground(context), source)
                value = "" if result is None else context.show(result)
        except LearnerFailure as failure:
            error = failure.error
    return {
        "output": output.text,
        "value": value,
        "error": error.to_json() if error is not None else None,
    }


def _called(main: Callable[..., object], lab: Playground, source: Source) -> object:
    """What ``main`` returns, whether it is written with ``async`` or without.

    Raises: LearnerFailure, for whatever goes wrong in it.
    """
    is_async = inspect.iscoroutinefunction(main)
    with guarded(source):
        try:
            inspect.signature(main).bind(lab)
        except TypeError:
            raise LearnerFailure(
                LearnerError("TypeError", "main takes one argument, the lab: def main(lab).")
            ) from None
        try:
            result = main(AwaitedPlayground(lab) if is_async else lab)
            return _finish(result) if inspect.iscoroutine(result) else result
        except CheckFailed as failed:
            found = failed.error or explain(failed, source)
            raise LearnerFailure(replace(found, message=failed.message)) from None


def _program(exercise: Exercise, source: Source, namespace: dict[str, object]) -> Program:
    schema = namespace.get("schema")
    return Program(
        module=exercise.module,
        schema=schema if isinstance(schema, Schema) else Schema({}),
        functions=functions_of(namespace, exercise.module),
        source=source,
        step_budget=exercise.step_budget,
    )


def _finish(main: Coroutine[Any, Any, Any]) -> object:
    """What an ``async def main`` returns: nothing that it may await can pause it."""
    try:
        main.send(None)
    except StopIteration as stop:
        return stop.value
    main.close()
    raise LearnerFailure(
        LearnerError(
            "RuntimeError",
            "main awaited something that is not a method of lab, and nothing will wake it up.",
        )
    )

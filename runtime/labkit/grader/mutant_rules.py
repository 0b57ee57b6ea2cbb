"""The rule about mutants: a small change of the solution is noticed by the checks, or said to change nothing.

```
 mutants.toml   [[equivalent]]                                     a list that is kept by hand
                change = "join: pair.first() -> pair.unique()"     as `fieldbook check` names it
                why = "a pair is stored once"
```

A change that a solution survives is a hole in its checks, unless no caller could tell the difference.
"""

import tomllib
from collections.abc import Iterator, Mapping

from labkit.grader.exercise import Exercise
from labkit.grader.mutants import Mutant, mutants_of, report_on, sample

__all__ = ["MUTANTS", "MUTANTS_MIN", "SAMPLE", "equivalents", "mutant_problems"]

MUTANTS = "mutants.toml"
SAMPLE = 4
"""How many mutants of each solution are tried when there is no time for all."""
MUTANTS_MIN = 3


def equivalents(files: Mapping[str, str]) -> dict[str, str]:
    """The changes that no caller can notice, and why.

    Raises: ValueError, if the file is not as it should be.
    """
    try:
        rows = tomllib.loads(files.get(MUTANTS, "")).get("equivalent", [])
        return {str(row["change"]): _reason(row) for row in rows}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f'it is not a list of [[equivalent]] with change = "…" and why = "…": {error}'
        ) from error


def _reason(row: Mapping[str, object]) -> str:
    why = row["why"]
    if not isinstance(why, str) or not why.strip():
        raise TypeError("why says nothing")
    return why


def mutant_problems(
    exercise: Exercise, files: Mapping[str, str], *, count: int | None = SAMPLE
) -> Iterator[tuple[str, str, str]]:
    """Yield ``(file, rule, message)`` for each mutant that should have been noticed; ``count`` of them, or all.

    Cost: one grading per mutant.
    """
    found = mutants_of(files["solution.py"])
    try:
        listed = equivalents(files)
    except ValueError as error:
        yield MUTANTS, "equivalent mutants are listed with a reason", str(error)
        return
    changes = {each.change for each in found}
    for change in listed:
        if change not in changes:
            yield MUTANTS, "a listed mutant exists", f"solution.py has no change {change!r}"
    open_ = [each for each in found if each.change not in listed]
    if len(open_) < MUTANTS_MIN:
        message = f"{len(open_)} changes of it could be noticed; wanted {MUTANTS_MIN}"
        yield "solution.py", "three mutants are rejected", message
    chosen = found if count is None else sample(open_, count)
    for each in chosen:
        yield from _noticed(exercise, each, listed)


def _noticed(
    exercise: Exercise, mutant: Mutant, listed: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    try:
        is_right = report_on(exercise, mutant).verdict == "right"
    except Exception as error:  # noqa: BLE001 - whatever a check does not expect of an answer
        message = f"with {mutant.change!r} they stop at {type(error).__name__}: {error}"
        yield "checks.py", "the checks run on any answer", message
        return
    if is_right and mutant.change not in listed:
        message = (
            f"every check passes with {mutant.change!r} (solution.py, line {mutant.line}). Let a check notice it "
            f"and add it under wrong/, or list it in {MUTANTS} with the reason why no caller can tell"
        )
        yield "checks.py", "a mutant of the solution is rejected", message
    elif not is_right and mutant.change in listed:
        yield (
            MUTANTS,
            "a listed mutant survives",
            f"the checks do notice {mutant.change!r}; drop it",
        )

"""What an answer's file does not define: the sentence for functions that are not there, or are none."""

import re
from collections.abc import Mapping

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import Source
from labkit.harness.names import listed

__all__ = ["missing_functions"]


def missing_functions(
    missing: list[str], defined: list[str], namespace: Mapping[str, object], source: Source
) -> LearnerError:
    """The file lacks a function; say which, and what is there instead."""
    name = missing[0]
    plain = namespace.get(name)
    if plain is not None:
        return LearnerError(
            "MissingFunction",
            f"{name} is there, but it is not a Convex function. Put @query, @mutation, @action or one of "
            "the internal ones above it.",
            _line_of(name, source),
        )
    names = [path.partition(":")[2] for path in defined]
    has = f"It defines {listed(names)}." if names else "It defines no Convex function."
    wanted = "a function" if len(missing) == 1 else "functions"
    return LearnerError(
        "MissingFunction",
        f"{source.filename} needs {wanted} called {listed(missing)}. {has} Check the spelling.",
    )


def _line_of(name: str, source: Source) -> int | None:
    """The first line that defines ``name``."""
    pattern = re.compile(rf"(async\s+def|def|class)\s+{re.escape(name)}\b|{re.escape(name)}\s*=")
    for number, line in enumerate(source.text.splitlines(), start=1):
        if pattern.match(line):
            return number
    return None

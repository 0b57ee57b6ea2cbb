"""What keeps a page, or the site, from being whole: said by file and line, until a save mends it."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

__all__ = ["Problem", "caught_warnings", "problem_of"]

TEMPLATE = "<template>"
"""What Jinja calls the text of a page in a traceback."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it is, and what is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.where}: {self.what}" if self.where else self.what


def problem_of(error: BaseException, where: str, lines_above: int = 0) -> Problem:
    """The problem that ``error`` stands for.

    mkdocs-macros ends the process after an error in a macro: then the error is the reason of that
    end. ``lines_above`` is how many lines of the file stand above the text that was rendered.
    """
    cause = error
    while isinstance(cause, SystemExit) and cause.__context__ is not None:
        cause = cause.__context__
    line = getattr(cause, "lineno", None) if type(cause).__module__.startswith("jinja2") else None
    if line is None:
        frames = traceback.extract_tb(cause.__traceback__)
        line = next((each.lineno for each in frames if each.filename == TEMPLATE), None)
    place = where if line is None else f"{where}:{line + lines_above}"
    return Problem(place, f"{type(cause).__name__}: {cause}")


class _Collector(logging.Handler):
    """Keeps what is said instead of printing it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.said.append(record.getMessage())


@contextmanager
def caught_warnings() -> Iterator[list[str]]:
    """What mkdocs and its plugins warn of meanwhile: these builds run in one thread, one at a time."""
    logger = logging.getLogger("mkdocs")
    collector = _Collector()
    before = logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.said
    finally:
        logger.removeHandler(collector)
        logger.propagate = before

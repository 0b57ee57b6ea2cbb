"""What a push brings: the reader's files, and what they define between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import Source, explain, guarded
from labkit.workbench.files import FileFailure, Names, run_files
from minivex import functions_of
from minivex.functions.definitions import Function
from minivex.schema.tables import Schema
from minivex.services.crons import Crons
from minivex.services.http_router import HttpRouter

__all__ = ["Application", "Files"]

Files = Sequence[tuple[str, str]]
"""Name and text of each, in the order of their tabs."""

Kind = TypeVar("Kind")

_CALLS = {"schema": "define_schema({…})", "crons": "cron_jobs()", "http": "http_router()"}


@dataclass(frozen=True, slots=True)
class Application:
    """Files that ran to their end. Without one there are no functions, and every table has any shape."""

    files: dict[str, str] = field(default_factory=dict)
    schema: Schema | None = None
    functions: dict[str, Function] = field(default_factory=dict)
    crons: Crons = field(default_factory=Crons)
    http: HttpRouter[Any] = field(default_factory=HttpRouter)

    @classmethod
    def load(cls, files: Files) -> Application:
        """Run the files, fenced in, and take what they define.

        Raises: FileFailure, if one does not run, or two define what an application has once.
        """
        found = run_files(files)
        return cls(
            files=dict(files),
            schema=_only(Schema, "schema", found),
            functions=_functions(found, dict(files)),
            crons=_only(Crons, "crons", found) or Crons(),
            http=_only(HttpRouter, "http", found) or HttpRouter(),
        )

    def explain(self, error: BaseException) -> dict[str, Any]:
        """What an error means, with the innermost line of the reader's files and the name of that file."""
        return explain_in(error, self.files)


def explain_in(error: BaseException, files: dict[str, str]) -> dict[str, Any]:
    """What an error means for the reader of ``files``."""
    if isinstance(error, FileFailure):
        return {**error.error.to_json(), "file": error.file}
    file = ""
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename.removesuffix(".py")
        file = name if name in files else file
        trace = trace.tb_next
    found = explain(error, Source(f"{file}.py", files.get(file, "")))
    return {**found.to_json(), "file": file}


def _functions(found: dict[str, Names], files: dict[str, str]) -> dict[str, Function]:
    """The functions of every file that were not imported from another one, which ran before it."""
    seen: set[int] = set()
    functions: dict[str, dict[str, Function]] = {}
    for module, names in found.items():
        own = {name: value for name, value in names.items() if id(value) not in seen}
        seen.update(id(value) for value in own.values() if type(value) is Function)
        with guarded(Source(f"{module}.py", files[module])):
            functions[module] = functions_of(own, module)
    return {path: one for module in files for path, one in functions[module].items()}


def _only(kind: type[Kind], name: str, found: dict[str, Names]) -> Kind | None:
    """What is called ``name`` in any of the files, and is of that kind; they may import it from one another."""
    holders = {
        module: value
        for module, names in found.items()
        if isinstance(value := names.get(name), kind)
    }
    if len({id(value) for value in holders.values()}) > 1:
        first, second, *_ = holders
        raise FileFailure(
            second,
            LearnerError(
                "DefinitionError",
                f"{first}.py and {second}.py each define {name}. An application has one; take it out of one of them.",
            ),
        )
    if name in found and not holders:
        raise FileFailure(
            name,
            LearnerError(
                "DefinitionError", f"{name}.py defines no {name}. Write {name} = {_CALLS[name]}."
            ),
        )
    return next(iter(holders.values()), None)

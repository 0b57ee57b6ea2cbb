"""What a push brings: one file of the reader's, and what it defines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, Source, guarded, load
from minivex import functions_of
from minivex.functions.definitions import Function
from minivex.schema.tables import Schema
from minivex.services.crons import Crons
from minivex.services.http_router import HttpRouter

__all__ = ["MODULE", "Application"]

MODULE = "app"
"""The file is one Convex module: its functions are ``app:send`` and so on."""


@dataclass(frozen=True, slots=True)
class Application:
    """A file that ran to its end. Without one there are no functions, and every table has any shape."""

    source: Source = field(default_factory=lambda: Source(f"{MODULE}.py", ""))
    schema: Schema | None = None
    functions: dict[str, Function] = field(default_factory=dict)
    crons: Crons | None = None
    http: HttpRouter[Any] | None = None

    @classmethod
    def load(cls, text: str) -> Application:
        """Run the file, fenced in, and take what it defines.

        Raises: LearnerFailure, if it does not run, or a cron job calls nothing.
        """
        source = Source(f"{MODULE}.py", text)
        names = load(source, MODULE)
        schema, crons, http = names.get("schema"), names.get("crons"), names.get("http")
        with guarded(source):
            found = cls(
                source,
                schema if isinstance(schema, Schema) else None,
                functions_of(names, MODULE),
                crons if isinstance(crons, Crons) else None,
                http if isinstance(http, HttpRouter) else None,
            )
            found.check_crons()
        return found

    def check_crons(self) -> None:
        """Refuse a cron job that a deployment would refuse.

        Raises: LearnerFailure, or DefinitionError for a time that never comes.
        """
        for job in self.crons.jobs.values() if self.crons else ():
            job.check_pushable()
            if job.path not in self.functions:
                raise LearnerFailure(
                    LearnerError(
                        "DefinitionError",
                        f"Cron job {job.name!r} calls {job.path}, which is no function of this file. "
                        f"It has {', '.join(self.functions) or 'none'}.",
                    )
                )

    def same_services(self, other: Application) -> bool:
        """Whether cron jobs and routes are those of ``other``, so that only schema and functions differ."""
        return _cron_texts(self.crons) == _cron_texts(other.crons) and not (self.http or other.http)


def _cron_texts(crons: Crons | None) -> dict[str, str]:
    return {name: repr(job.to_json()) for name, job in (crons.jobs if crons else {}).items()}

"""What an exercise's ``checks.py`` is written with: `check`, and the `Context` that checks receive.

```
 @check("claim-alone", title="…", hint="write-the-owner")
 def claim_alone(lab: Context) -> None:
     (job,) = lab.seed("jobs", status=["pending"])
     lab.equal(lab.run("claim", job_id=job, worker="ada"), job, "claim returned {}")
```

Checks judge behaviour, through `Context` and not through bare ``assert``: a learner's sentence needs
both values and a noun, and some failures need a timeline. The first thing that does not hold ends
the check.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labkit.grader.outcome import Outcome
from labkit.grader.worker_context import Context
from labkit.harness.names import listed

__all__ = ["Check", "Context", "Outcome", "check", "checks_in", "listed"]


@dataclass(frozen=True, slots=True)
class Check:
    """One question that an answer must pass."""

    id: str
    title: str
    hint: str
    body: Callable[[Context], None]


def check(id: str, *, title: str, hint: str) -> Callable[[Callable[[Context], None]], Check]:
    """Make a function a check; the ids of checks and hints are permanent."""

    def mark(body: Callable[[Context], None]) -> Check:
        return Check(id, title, hint, body)

    return mark


def checks_in(namespace: Mapping[str, object]) -> tuple[Check, ...]:
    """The checks of a ``checks.py``, in the order in which it defines them."""
    return tuple(value for value in namespace.values() if isinstance(value, Check))

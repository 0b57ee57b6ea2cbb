"""Calls, and time in which the jobs that they leave come due, and cron jobs.

```
 jobs     jobs · settle        what is scheduled and what became of it; let all of it run
 time     advance · sleep      with a worker, who runs what is due, and without one
```

Invariant: what is run here comes to an end, or ends the check.
"""

from dataclasses import dataclass, field, replace
from math import ceil, inf

from labkit.grader.context import Context as CallContext
from labkit.grader.failure import CheckFailed, raised_failure
from labkit.harness.jobs import Job, jobs_of
from labkit.harness.raised import is_refusal
from minivex import Raised
from minivex.errors.kept import kept_text

__all__ = ["TimedContext"]

JOBS_MAX = 100
"""How many jobs may run before a check takes them for endless."""


@dataclass(slots=True)
class TimedContext(CallContext):
    """A stage on which time passes."""

    _job_mistake: CheckFailed | None = field(default=None)
    """What the first job raised that raised by mistake: nobody waits for a job, so nobody else says it."""

    _job_error: tuple[str, str] = field(default=("", ""))
    """That error as the engine keeps it with the job, which a check may quote, and as a failure tells it."""

    def jobs(self, function: str = "") -> list[Job]:
        """The scheduled calls, those of ``function`` only if it is given, in order of creation."""
        self.names.note_jobs(self.world)
        found = [replace(job, error=self.names.error(job.error)) for job in jobs_of(self.world)]
        path = f"{self.program.module}:{function}"
        return [job for job in found if job.function == path] if function else found

    def advance(self, delta_ms: int) -> None:
        """Let time pass, and run on the way what comes due, each at its own time."""
        end_ms = self.now_ms + delta_ms
        self._run_until(end_ms, JOBS_MAX)
        self.world.clock.advance_to(end_ms)
        self.world.advance(0)

    def sleep(self, delta_ms: int) -> None:
        """Let time pass while no worker is there: what comes due stays."""
        self.world.clock.advance(delta_ms)

    def settle(self, *, jobs_max: int = JOBS_MAX) -> int:
        """Let time pass until no job is pending; how many ran. More than ``jobs_max`` end the check."""
        return self._run_until(None, jobs_max)

    def heard(self, outcome: object, title: str, *, path: str) -> None:
        """Keep what a job raised by mistake, the first time."""
        if (
            isinstance(outcome, Raised)
            and self._job_mistake is None
            and not is_refusal(outcome.error)
        ):
            who = f"{title} raised"
            mistake = raised_failure(self.program, self.names, who, outcome.error, path=path)
            kept = kept_text(outcome.error)
            self._job_mistake = mistake
            self._job_error = (self.names.error(kept), mistake.message.removeprefix(f"{who} "))

    def with_mistake(self, failed: CheckFailed) -> None:
        """Let a failure say what a job raised on the way, and at which line; once, where it quotes the job."""
        mistake = self._job_mistake
        if mistake is None or mistake.error is None or failed.error is not None:
            return
        failed.error = mistake.error
        kept, told = self._job_error
        quotes = (kept, kept.partition("\n")[0])  # a check may quote its first line only
        quoted = next((each for each in quotes if each in failed.message), None)
        if quoted is not None:
            failed.message = failed.message.replace(quoted, told, 1)
        elif mistake.error.message not in failed.message:
            end = "" if failed.message.endswith((".", "?", "!")) else "."
            failed.message = f"{failed.message}{end} On the way, {mistake.message}"

    def _run_until(self, end_ms: int | None, jobs_max: int) -> int:
        """Run what comes due up to ``end_ms``, or else until no job is pending; how many jobs ran."""
        count, world = 0, self.world
        while True:
            job_ms, cron_ms = world.jobs.next_due_ms(), world.services.cron_runner.next_due_ms()
            due_ms = min(each for each in (job_ms, cron_ms, inf) if each is not None)
            if (job_ms is None) if end_ms is None else due_ms > end_ms:
                break
            world.clock.advance_to(ceil(due_ms))
            work = world.start_due()
            assert work is not None, "it is due now"
            count += work.job_id is not None
            title = self.names.call(work.path, work.args)
            if count > jobs_max:
                self.note(differ="went on scheduling")
                self.fail(
                    f"{jobs_max:,} jobs had run, and there was one more, {title}. Jobs must come to an end."
                )
            self.heard(self._finished(world, work, title), title, path=work.path)
        self.names.note_jobs(world)
        return count

"""Holds what the engine did against what the model says must have happened.

For each attempt, on the version it began on: it saw exactly that version and its own writes,
from the first line to the last, whatever others did meanwhile. For each one that came to its
commit::

    wrote nothing                       done, whatever others did
    a commit since touched its reads    conflict, and nothing else is
    otherwise                           commit; run again alone, on the newest version, it sees
                                        and writes the same, and that makes the next version

In the end the documents are those of the last version, in the order of every index.
"""

from __future__ import annotations

from labkit.simulation.case import LETTERS, Case
from labkit.simulation.difference import Differ, Difference
from labkit.simulation.final_state import check_final_state
from labkit.simulation.history import Attempt, History, name_of
from labkit.simulation.live_queries import Committed, check_views
from labkit.simulation.model import Given, ModelRun
from labkit.simulation.model_query import Place
from labkit.simulation.program import Fail, Invoke
from labkit.simulation.pushing import PushBegun, PushEvent, PushRefused, Redefined
from labkit.simulation.reads import touched
from labkit.simulation.recorded_reads import check_reads
from labkit.simulation.refusals import GIVING_UP
from labkit.simulation.schemas import SchemaPlan
from labkit.simulation.versions import Doc, Version, stamped

__all__ = ["compare"]

ATTEMPTS_MAX = 5


def compare(history: History) -> Difference | None:
    """The first difference, or ``None`` if there is none."""
    try:
        _Comparison(history).run()
    except Differ as found:
        return found.difference
    return None


class _Comparison:
    """One history. ``versions[n]`` is the database after n commits."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.record = history.record
        self.case: Case = history.case
        self.versions: list[Version] = [history.world.version]
        self.commits: list[Committed] = []
        self.last_ts = history.world.backend.latest_ts
        self.outcomes: dict[tuple[int, int], str] = {}
        self.cursors: dict[int, Place | None] = {}
        self.first_runs: list[ModelRun] = []
        self.push_began = 0
        self.pushed: SchemaPlan | None = None

    def run(self) -> None:
        record = self.record
        if record.crash:
            raise Differ("crash", f"the engine stopped with {record.crash}")
        ended = set(map(id, record.ended))
        for event in record.events:
            if isinstance(event, Attempt):
                self._check_end(event)
            else:
                self._check_push(event)
        for attempt in record.attempts:
            if id(attempt) not in ended:
                self._check_run(attempt, self._model(attempt, attempt.version))
        self._check_attempts()
        self._check_calls()
        check_final_state(self.history, self.versions[-1])
        check_views(self.history, self.versions, self.commits)
        for attempt, run in zip(record.ended, self.first_runs, strict=True):
            check_reads(self.history, attempt, run, self.versions[attempt.version])

    # Attempts.

    def _model(self, attempt: Attempt, version: int) -> ModelRun:
        call = self.case.calls[attempt.call]
        body = call.bodies[attempt.body]
        world = self.history.world
        is_query = body.kind == "query"
        run = ModelRun(
            call,
            body,
            self.versions[version],
            slots=world.slots,
            given=Given(attempt.memory.own, attempt.begin_ts, attempt.now_ms),
            cursor=self.cursors.get(attempt.call) if is_query else None,
            stale=self.versions[attempt.version],
        )
        if is_query and run.outcome.startswith("returned"):
            self.cursors[attempt.call] = run.memory.cursor
        return run

    def _check_run(self, attempt: Attempt, run: ModelRun, when: str = "when it began") -> None:
        name = name_of(attempt)
        seen, wanted = attempt.memory.log, run.memory.log
        if seen != wanted:
            at = next(
                (n for n, (a, b) in enumerate(zip(seen, wanted, strict=False)) if a != b),
                min(len(seen), len(wanted)),
            )
            raise Differ(
                "view" if when == "when it began" else "order",
                f"{name} saw {_entry(seen, at)}\n  as entry {at + 1}; on the database as it was "
                f"{when} it sees {_entry(wanted, at)}",
            )
        self.outcomes[attempt.call, attempt.body] = run.outcome

    def _check_end(self, attempt: Attempt) -> None:
        name = name_of(attempt)
        run = self._model(attempt, attempt.version)
        self.first_runs.append(run)
        self._check_run(attempt, run)
        if not run.outcome.startswith("returned"):
            raise Differ("outcome", f"{name} came to its commit; it should have {run.outcome}")
        if not run.is_writing:
            self._check_unwritten(attempt)
            return
        cause = self._cause(attempt, run)
        if attempt.conflict is not None:
            self._check_conflict(attempt, run, cause)
            return
        if cause is not None:
            raise Differ(
                "missed conflict",
                f"{name} committed, although {cause} changed what it had read after it began",
            )
        ts = attempt.commit_ts
        if ts is None or ts <= self.last_ts:
            raise Differ("ts", f"{name} wrote, and committed at ts {ts} after ts {self.last_ts}")
        newest = len(self.versions) - 1
        if attempt.version != newest:
            run = self._model(attempt, newest)
            self._check_run(attempt, run, "just before its commit")
        changes = stamped(run.changes, ts)
        version = self.versions[-1]
        self.versions.append(version.after(changes, run.numbers))
        new_tables = frozenset(run.numbers) - frozenset(version.numbers)
        self.commits.append(Committed(ts, changes, new_tables))
        self.last_ts = ts

    def _check_unwritten(self, attempt: Attempt) -> None:
        name = name_of(attempt)
        if attempt.conflict is not None:
            raise Differ("false conflict", f"{name} wrote nothing, and met a conflict")
        if attempt.commit_ts != attempt.begin_ts:
            raise Differ("no-op", f"{name} changed nothing, and there is a commit of it")

    def _cause(self, attempt: Attempt, run: ModelRun) -> str | None:
        """The commit since the attempt began that touches what it read, if there is one."""
        for commit in self.commits[attempt.version :]:
            if commit.is_push:
                return f"the push at ts {commit.ts}"
            if commit.new_tables:
                return f"the commit at ts {commit.ts} (a new table)"
            docs = touched(run.reads, commit.changes)
            if docs:
                return f"the commit at ts {commit.ts} ({docs[0].text})"
        return None

    def _check_conflict(self, attempt: Attempt, run: ModelRun, cause: str | None) -> None:
        name = name_of(attempt)
        read = attempt.conflict
        assert read is not None, "there is a conflict to check"
        if cause is None:
            raise Differ(
                "false conflict",
                f"{name} met a conflict in {read.index} over {read.id}, "
                "and nothing that it had read was changed",
            )
        named = [one for one in self.commits[attempt.version :] if one.ts == read.write_ts]
        is_right = any(
            one.is_push
            if read.table == "_schemas"
            else read.id in one.new_tables
            if read.table == "_tables"
            else (read.table, read.id)
            in {(doc.table, doc.id) for doc in touched(run.reads, one.changes)}
            for one in named
        )
        if not is_right or read.read_ts != attempt.begin_ts:
            raise Differ(
                "conflict report",
                f"{name} met a conflict over {read.id} at ts {read.write_ts}, which is not "
                f"what {cause} changed",
            )

    # Pushes.

    def _check_push(self, event: PushEvent) -> None:
        """A push is in force only over documents that match, and is refused only because of one."""
        match event:
            case PushBegun(plan):
                self.push_began = len(self.versions) - 1
                self.pushed = plan
            case PushRefused(plan, table, id):
                seen = [version.tables.get(table, {}).get(id) for version in self.versions]
                if all(doc is None or _is_accepted(plan, doc) for doc in seen[self.push_began :]):
                    raise Differ("push", f"a push was refused because of {id}, which matches it")
                self.versions[-1] = self.versions[-1]._replace(building={})
            case Redefined(ts, plan):
                self._check_redefined(ts, plan)

    def _check_redefined(self, ts: int, plan: SchemaPlan | None) -> None:
        if ts <= self.last_ts:
            raise Differ("ts", f"a push is in force at ts {ts} after ts {self.last_ts}")
        before = self.versions[-1]
        if plan is None:
            assert self.pushed is not None, "only a push builds indexes"
            version = before.preparing(self.pushed)
        else:
            version = before.pushed(plan)
        if plan is not None:
            for docs in before.tables.values():
                for doc in docs.values():
                    if not _is_accepted(plan, doc):
                        raise Differ("push", f"a push is in force, and {doc.text} does not match")
        new_tables = frozenset(version.numbers) - frozenset(before.numbers)
        self.versions.append(version)
        self.commits.append(Committed(ts, (), new_tables, is_push=True))
        self.last_ts = ts

    # Calls.

    def _check_attempts(self) -> None:
        """Only a conflict is tried again, at most four times; then it is given up."""
        by_body: dict[tuple[int, int], list[Attempt]] = {}
        for attempt in self.record.attempts:
            by_body.setdefault((attempt.call, attempt.body), []).append(attempt)
        for key, attempts in by_body.items():
            *earlier, last = attempts
            name = name_of(last)
            if len(attempts) > ATTEMPTS_MAX or any(one.conflict is None for one in earlier):
                raise Differ("attempts", f"{name} was attempted {len(attempts)} times")
            if last.conflict is not None:
                if len(attempts) < ATTEMPTS_MAX:
                    raise Differ("attempts", f"{name} was given up after {len(attempts)} attempts")
                is_system = last.conflict.table.startswith("_")
                failure = "SystemConflictFailure" if is_system else min(GIVING_UP)
                self.outcomes[key] = f"raised {failure}"

    def _check_calls(self) -> None:
        for number, call in enumerate(self.case.calls):
            if call.bodies[0].kind == "action":
                wanted = self._act(number)
                noted = self.record.logs.get(number)
                if noted != wanted:
                    raise Differ(
                        "action", f"action {LETTERS[number]} noted {noted}; it should be {wanted}"
                    )
            expected = self.outcomes.get((number, 0), "nothing at all")
            if self.record.outcomes[number] != expected:
                raise Differ(
                    "outcome",
                    f"call {LETTERS[number]} {self.record.outcomes[number]}; "
                    f"it should have {expected}",
                )

    def _act(self, number: int) -> list[str]:
        """What an action notes, given what the functions came to that it called."""
        call = self.case.calls[number]
        log: list[str] = []
        outcome = "returned [0.0]"
        for op, _, is_caught in call.bodies[0].lines:
            if isinstance(op, Invoke):
                came_to = self.outcomes.get((number, op.body), "nothing at all")
            else:
                assert isinstance(op, Fail), "an action calls or fails"
                came_to = f"raised {_own_error(op)}"
            if not came_to.startswith("raised "):
                log.append(came_to)
            elif is_caught:
                log.append(f"caught {came_to.removeprefix('raised ')}")
            else:
                outcome = came_to
                break
        self.outcomes[number, 0] = outcome
        return log


def _is_accepted(plan: SchemaPlan, doc: Doc) -> bool:
    rule = plan.rules.get(doc.table)
    return rule is None or rule.accepts(doc.fields)


def _entry(log: list[str], at: int) -> str:
    return log[at] if at < len(log) else "nothing more"


def _own_error(op: Fail) -> str:
    return 'ConvexError: {"code":1}' if op.is_convex else "ValueError: no"

"""A failing history as a short text: the database, the programs, the moves, and what went wrong.

Ids are long and say nothing, so documents are called ``#0``, ``#1`` … in the order in which they
were there, and ``a+1`` for the first insert of call a.
"""

from __future__ import annotations

from collections.abc import Iterator

from labkit.simulation.case import LETTERS, Case
from labkit.simulation.difference import Difference
from labkit.simulation.history import Attempt, History, name_of, play
from labkit.simulation.program import Body, Invoke
from labkit.simulation.wording import fields_text, line_text
from labkit.simulation.world import World

__all__ = ["tell"]


def tell(case: Case, difference: Difference) -> str:
    """The story of ``case``, which ends in ``difference``."""
    history = play(case, World(case.plan))
    lines = [
        *_database(case),
        *_programs(case),
        *_pushes(case),
        f"moves  {' '.join(history.record.moves)}",
        *_events(history),
        f"engine and model differ: {difference.kind}",
        *(f"  {line}" for line in difference.text.split("\n")),
    ]
    return _with_names("\n".join(lines), history)


def _database(case: Case) -> Iterator[str]:
    yield "database"
    for table, indexes in case.plan.indexes.items():
        shown = [f"{name} [{', '.join(fields)}]" for name, fields in indexes.items()]
        yield f"  table {table}  {', '.join(shown)}"
    for number, (table, fields) in enumerate(case.plan.documents):
        shown_fields = "deleted" if fields is None else fields_text(fields)
        yield f"  #{number}  {table}  {shown_fields}"


def _programs(case: Case) -> Iterator[str]:
    for letter, call in zip(LETTERS, case.calls, strict=False):
        reached = _reached(call.bodies, 0)
        for number in reached:
            body = call.bodies[number]
            name = f"call {letter}" if number == 0 else f"  body {number} of {letter}"
            yield f"{name}  {body.kind}"
            yield from (f"    {line_text(line)}" for line in body.lines)
    for number, body in enumerate(case.watched):
        yield f"subscription {number}"
        yield from (f"    {line_text(line)}" for line in body.lines)


def _pushes(case: Case) -> Iterator[str]:
    for number, plan in enumerate(case.pushes):
        yield f"push {number}{'' if plan.is_enforced else ', not enforced'}"
        for table, rule in plan.tables.items():
            shown = [f"{name} [{', '.join(fields)}]" for name, fields in rule.indexes.items()]
            must = f"  must have {', '.join(sorted(rule.required))}" if rule.required else ""
            yield f"  table {table}  {', '.join(shown)}  has {', '.join(sorted(rule.allowed))}{must}"


def _reached(bodies: tuple[Body, ...], number: int) -> list[int]:
    """A body and those it runs, in the order of the first call."""
    found = [number]
    for line in bodies[number].lines:
        if isinstance(line.op, Invoke):
            found += [one for one in _reached(bodies, line.op.body) if one not in found]
    return found


def _events(history: History) -> Iterator[str]:
    yield "what the engine did"
    yield from (f"  {event}" for event in history.record.events if not isinstance(event, Attempt))
    for attempt in history.record.attempts:
        commits = "1 commit" if attempt.version == 1 else f"{attempt.version} commits"
        yield f"  {name_of(attempt)} begins after {commits}"
        yield from (f"    {entry}" for entry in attempt.memory.log)
        yield f"    {_end(attempt)}"
    for letter, outcome in zip(LETTERS, history.record.outcomes, strict=False):
        yield f"  {letter} {outcome}"


def _end(attempt: Attempt) -> str:
    if attempt.conflict is not None:
        return f"conflict over {attempt.conflict.id} in {attempt.conflict.index}"
    if attempt.commit_ts is None:
        return "ends without a commit"
    wrote = "nothing to commit" if attempt.commit_ts == attempt.begin_ts else "commits"
    return f"{wrote} at ts {attempt.commit_ts}"


def _with_names(text: str, history: History) -> str:
    for number, slot in enumerate(history.world.slots):
        text = text.replace(f"'{slot.id}'", f"#{number}").replace(slot.id, f"#{number}")
    for attempt in history.record.attempts:
        for number, id in enumerate(attempt.memory.own, start=1):
            name = f"{LETTERS[attempt.call]}+{number}"
            text = text.replace(f"'{id}'", name).replace(id, name)
    return text

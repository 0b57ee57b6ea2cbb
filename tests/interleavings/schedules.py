"""Every order of the moves of a few calls, by forking the backend once per order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from minivex import Backend, Call, Commit


def orders(moves: dict[str, int]) -> Iterator[str]:
    """Every word in which each letter occurs as often as its lane has moves."""
    if not any(moves.values()):
        yield ""
        return
    for lane, left in moves.items():
        if left:
            for rest in orders({**moves, lane: left - 1}):
                yield lane + rest


def coarse(call: Call) -> None:
    """One of the two moves of a mutation: up to its commit, or the commit and any re-runs."""
    if isinstance(call.next_move, Commit):
        call.finish()
    else:
        call.move_to_commit()


def play(
    base: Backend, start: Callable[[Backend], dict[str, Call]], order: str
) -> tuple[Backend, dict[str, Call]]:
    """Run one order of coarse moves on a fork of ``base``."""
    backend = base.fork()
    calls = start(backend)
    for lane in order:
        coarse(calls[lane])
    assert all(call.done for call in calls.values())
    return backend, calls

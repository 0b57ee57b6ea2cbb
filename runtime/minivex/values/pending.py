"""Values that hold a commit timestamp before there is one.

::

    {"at": ctx.db.vars.commit_ts} ── freeze_pending() ──▶ {"at": COMMIT_TS}   sorts last, weighs 9
                                                              │ the commit
                                                              ▼
                                     resolve(…, ts=1700…) ──▶ {"at": Int64(1700…)}

Only a mutation has such values: in documents that it writes, in what its functions pass to
each other, and in what it returns. ``freeze`` refuses them everywhere else.

Source: docs "Commit Timestamp"; convex-backend crates/value/src/pending.rs.
"""

from __future__ import annotations

from typing import Any, Final

from minivex.errors import UnresolvedCommitTsError
from minivex.values.kinds import COMMIT_TS, INT64_MAX, Int64, Value
from minivex.values.value import freeze_weighed

__all__ = ["freeze_pending", "resolve"]

_GREATEST: Final = Int64(INT64_MAX)


def freeze_pending(value: object) -> tuple[Value, int, bool]:
    """A frozen copy of ``value``, its size, and whether a commit timestamp is to be filled in.

    Cost: that of ``freeze``; three times as much if there is one.
    Raises: NotAValueError, as ``freeze`` does.
    """
    try:
        return *freeze_weighed(value), False
    except UnresolvedCommitTsError:
        frozen, size = freeze_weighed(_filled(value))
        return _put_back(frozen, value), size, True


def resolve(value: Value, ts: int) -> Value:
    """A copy of ``value`` with ``Int64(ts)`` wherever the commit timestamp was missing.

    Cost: O(n).
    """
    resolved: Value = _replaced(value, Int64(ts))
    return resolved


def _filled(value: Any) -> Any:
    return _replaced(value, _GREATEST)


def _replaced(value: Any, ts: Int64) -> Any:
    if value is COMMIT_TS:
        return ts
    if type(value) is dict:
        return {name: _replaced(member, ts) for name, member in value.items()}
    if type(value) is list:
        return [_replaced(item, ts) for item in value]
    return value


def _put_back(frozen: Any, original: Any) -> Any:
    """Let ``frozen`` have a placeholder again wherever ``original`` has one."""
    if original is COMMIT_TS:
        return COMMIT_TS
    if type(frozen) is dict:
        return {name: _put_back(member, original[name]) for name, member in frozen.items()}
    if type(frozen) is list:
        return [_put_back(*pair) for pair in zip(frozen, original, strict=True)]
    return frozen

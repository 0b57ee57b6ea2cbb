"""A query that is run again whenever what it read has changed.

::

    run ──▶ outcome, token, end of its page
     ▲              │
     └── a commit lands inside the token's reads

Each run replaces the read set: what the query no longer reads no longer wakes it. A
page is read again up to the place where it ended first.

Source: convex-backend crates/sync/src/state.rs.
"""

from __future__ import annotations

from typing import NamedTuple

from minivex.errors import ConvexError
from minivex.errors.kept import error_text
from minivex.functions.definitions import Function
from minivex.functions.moves import Outcome, Returned
from minivex.functions.ports import Caller
from minivex.reactive.query_cache import Request
from minivex.reactive.token import Token
from minivex.txn.cursor import Cursor
from minivex.values.order import encode
from minivex.values.value import Value, values_equal

__all__ = ["Answer", "LiveQuery", "is_same"]


class Answer(NamedTuple):
    """What one run of a query gave, and what that depended on."""

    outcome: Outcome
    token: Token
    page_end: Cursor | None


class LiveQuery:
    """One query of one client. ``outcome`` is ``None`` until it has run.

    ``runs`` counts how often its handler was run for it: an answer from the cache is none.
    """

    __slots__ = (
        "_request",
        "answer",
        "args",
        "caller",
        "function",
        "label",
        "number",
        "page_end",
        "runs",
    )

    def __init__(
        self, number: int, function: Function, args: dict[str, Value], label: str, caller: Caller
    ) -> None:
        self.caller = caller
        self.number = number
        self.function = function
        self.args = args
        self.label = label
        self.runs = 0
        self.answer: Answer | None = None
        self.page_end: Cursor | None = None
        identity, _, problem = caller
        who = encode([identity, None if problem is None else str(problem)])
        self._request = Request(function.path, encode(args), None, who)

    @property
    def outcome(self) -> Outcome | None:
        """What the last run gave."""
        return None if self.answer is None else self.answer.outcome

    @property
    def request(self) -> Request:
        """What another query must have in common with this one to share its result."""
        request = self._request
        return request if self.page_end is None else request._replace(page_end=self.page_end)

    def take(self, answer: Answer) -> bool:
        """Remember an answer; says whether it is another than before."""
        before = self.outcome
        self.answer = answer
        if answer.page_end is not None:
            self.page_end = answer.page_end
        return before is None or not is_same(before, answer.outcome)


def is_same(before: Outcome, after: Outcome) -> bool:
    """Whether a client could not tell one outcome from the other."""
    if isinstance(before, Returned):
        return isinstance(after, Returned) and values_equal(before.value, after.value)
    if isinstance(after, Returned) or type(before.error) is not type(after.error):
        return False
    return _shown(before.error) == _shown(after.error)


def _shown(error: Exception) -> tuple[str, str]:
    """What a client sees of an error: its message, and its data if it carries any."""
    data = error.data if isinstance(error, ConvexError) else None
    return error_text(error), repr(data)

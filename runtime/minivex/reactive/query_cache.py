"""Results of queries that are still good, whoever asked first.

::

    ("jobs:list", args, page end) ── result, token
                                        └─ can it be advanced to now?  yes: no run at all
                                                                       no:  forget it

A query that looked at who is asking is kept once per identity; one that did not is
shared by all. Errors are not kept. When the results take too much room, those that
were not asked for the longest go first.

Invariant: what is handed out equals what a fresh run would return.

Source: convex-backend crates/application/src/cache/mod.rs.
Differs: Convex also runs a query only once when two ask at the same moment; here
one asks after the other. A result whose query looked at the clock is given to new requests
for about 17 seconds there; here it is kept until something that it read is changed.
"""

from __future__ import annotations

from typing import Final, Generic, NamedTuple, TypeVar

from minivex.commit.write_log import WriteLog
from minivex.reactive.token import Token

__all__ = ["QueryCache", "Request"]

BYTES_MAX: Final = 100 << 20
"""Room for results: the default of a self-hosted deployment."""

Result = TypeVar("Result")


class Request(NamedTuple):
    """What makes two requests the same: ``args`` are encoded, ``page_end`` is the journal."""

    path: str
    args: bytes
    page_end: object = None
    identity: bytes | None = None

    @property
    def of_anyone(self) -> Request:
        """The same request, whoever asks. ``_replace`` would take three times as long."""
        return Request(self.path, self.args, self.page_end)


class _Entry(NamedTuple, Generic[Result]):
    result: Result
    token: Token
    size_bytes: int


class QueryCache(Generic[Result]):
    """Results by request, the least recently used first."""

    __slots__ = ("_bytes", "_bytes_max", "_entries", "hits", "misses")

    def __init__(self, bytes_max: int = BYTES_MAX) -> None:
        self._entries: dict[Request, _Entry[Result]] = {}
        self._bytes = 0
        self._bytes_max = bytes_max
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, request: Request, log: WriteLog, ts: int) -> tuple[Result, Token] | None:
        """The result of ``request`` at ``ts``, the newest commit, if it is known.

        A result that did not depend on the identity is found for every identity.

        Cost: O(1), and what advancing the token takes.
        """
        for known in (request.of_anyone, request):
            entry = self._entries.pop(known, None)
            if entry is None:
                continue
            token = entry.token.advance(log, ts)
            if token is not None:
                self._entries[known] = entry._replace(token=token)
                self.hits += 1
                return entry.result, token
            self._bytes -= entry.size_bytes
        self.misses += 1
        return None

    def discard(self, request: Request, token: Token) -> None:
        """Forget the result that came with ``token``: a commit is known to have touched it.

        Without this, the next look would go through the log to find that out again.

        Cost: O(1).
        """
        for known in (request.of_anyone, request):
            entry = self._entries.get(known)
            if entry is not None and entry.token.reads is token.reads:
                del self._entries[known]
                self._bytes -= entry.size_bytes

    def put(self, request: Request, result: Result, token: Token, *, size_bytes: int) -> None:
        """Keep a result; ``request`` has an identity only if the query looked at it.

        Cost: O(1), and O(1) for each result that has to go.
        """
        replaced = self._entries.pop(request, None)
        if replaced is not None:
            self._bytes -= replaced.size_bytes
        if size_bytes > self._bytes_max:
            return
        self._entries[request] = _Entry(result, token, size_bytes)
        self._bytes += size_bytes
        while self._bytes > self._bytes_max:
            oldest = next(iter(self._entries))
            self._bytes -= self._entries.pop(oldest).size_bytes

    def check_invariants(self) -> None:
        """Assert that the room taken is counted, and is not too much."""
        sizes = [entry.size_bytes for entry in self._entries.values()]
        assert sum(sizes) == self._bytes <= self._bytes_max

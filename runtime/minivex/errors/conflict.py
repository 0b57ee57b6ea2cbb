"""Someone else won: what was read, what changed it, and whether another attempt may help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from minivex.errors.base import MinivexError

__all__ = [
    "ConflictError",
    "ConflictingRead",
    "KeyInterval",
    "OptimisticConcurrencyConflict",
    "OptimisticConcurrencyControlFailure",
    "SystemConflictFailure",
    "canonical_path",
]


class KeyInterval(Protocol):
    """Half-open interval of index keys, as far as an error needs to know it."""

    @property
    def start(self) -> bytes:
        """First key inside."""
        ...

    @property
    def end(self) -> bytes | None:
        """First key behind; ``None`` if there is no end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictingRead:
    """What a transaction had read, and the later write that landed inside it.

    ``index`` is ``table.index_name``; ``id`` is the document that changed; ``writer_label``
    is the call that changed it and ``writer_path`` the function it ran. A writer without a
    function (data loaded from outside) has ``None`` for both.

    Source: convex-backend crates/database/src/reads.rs and crates/database/src/write_log.rs.
    """

    index: str
    table: str
    id: str
    writer_label: str | None
    writer_path: str | None
    read_ts: int
    write_ts: int
    interval: KeyInterval


class ConflictError(MinivexError):
    """Another commit changed what this one had read. The same call may succeed if repeated."""

    code = "Conflict"
    retryable = True
    cure = "Run it again on a newer snapshot, and read only what the decision needs."


class OptimisticConcurrencyConflict(ConflictError):  # noqa: N818 - says error twice else
    """One attempt of a mutation met a newer write; the next attempt starts from its result.

    Source: docs "OCC and Atomicity"; convex-backend crates/database/src/committer.rs.
    """

    code = "OptimisticConcurrencyConflict"

    def __init__(self, read: ConflictingRead) -> None:
        """Note the conflict alone: nearly always another attempt follows, and nobody reads text."""
        Exception.__init__(self, read)
        self.read = read

    @property
    def message(self) -> str:  # type: ignore[override]
        """What happened, in words."""
        read = self.read
        return (
            f"{read.writer_path or 'a write from outside'} changed {read.id!r} in index "
            f"{read.index!r} at ts {read.write_ts}, after this transaction read it "
            f"at ts {read.read_ts}"
        )

    def __str__(self) -> str:
        return self.message


class OptimisticConcurrencyControlFailure(ConflictError):  # noqa: N818 - Convex's name
    """All attempts of a mutation met newer writes; this reaches the caller.

    ``path`` is the function that gave up, ``read`` the conflict of its last attempt.

    Source: docs "Errors and warnings" (#1); convex-backend crates/errors/src/lib.rs and
    crates/common/src/types/functions.rs.
    Differs: a browser client would reconnect and go on trying; here the caller sees it.
    """

    code = "OptimisticConcurrencyControlFailure"

    def __init__(self, path: str, read: ConflictingRead) -> None:
        super().__init__(_failure_text(path, read))
        self.path = path
        self.read = read


class SystemConflictFailure(OptimisticConcurrencyControlFailure):
    """The attempts are used up, and the last conflict was in a system table.

    Source: convex-backend crates/errors/src/lib.rs.
    """

    code = "OptimisticConcurrencyControlFailure"

    def __init__(self, path: str, read: ConflictingRead) -> None:
        super().__init__(path, read)
        self.message = (
            "Data read or written in this mutation changed while it was being run. Consider "
            "reducing the amount of data read by using indexed queries with selective index "
            "range expressions (https://docs.convex.dev/database/indexes/)."
        )
        self.args = (self.message,)


def _failure_text(path: str, read: ConflictingRead) -> str:
    if read.writer_path is None:
        who = ""
    elif read.writer_path == path:
        who = f' Another call to this mutation changed the document with ID "{read.id}".'
    else:
        writer = canonical_path(read.writer_path)
        who = f' A call to "{writer}" changed the document with ID "{read.id}".'
    return (
        f'Documents read from or written to the "{read.table}" table changed while this '
        f"mutation was being run and on every subsequent retry.{who} "
        "See https://docs.convex.dev/error#1"
    )


def canonical_path(path: str) -> str:
    """How the backend's messages spell a function's name.

    >>> canonical_path("messages:send"), canonical_path("messages")
    ('messages.js:send', 'messages.js:default')

    Source: convex-backend crates/convex/sync_types/src/udf_path.rs.
    """
    module, _, name = path.partition(":")
    suffix = "" if module.endswith(".js") else ".js"
    return f"{module}{suffix}:{name or 'default'}"
